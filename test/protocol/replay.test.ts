/** A replay under the policy in force finds what live found, on turns of every sort, recorded by the real intake, queue, story and desk. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Adapter, ChatReceiver } from '../../src/core/ports.ts';
import type { Action, ChatEvent, Message, Verdict } from '../../src/core/types.ts';
import { turnIdOf } from '../../src/intake/receive.ts';
import { openAudit } from '../../src/safety/audit.ts';
import { openCases } from '../../src/safety/cases.ts';
import { openCircumstances } from '../../src/safety/circumstances.ts';
import { openPolicies } from '../../src/safety/policies.ts';
import { parsePolicy } from '../../src/safety/policy.ts';
import { replay } from '../../src/safety/replay.ts';
import { openRequests } from '../../src/safety/requests.ts';
import { openWorkspaces } from '../../src/safety/workspace.ts';
import { createWorld, type World } from '../support/local-world.ts';
import { message, text, thread } from '../support/made.ts';
import { scriptedEngine } from '../support/scripted-engine.ts';

const POLICY = {
  version: 1,
  categories: { violence: 'refuse', weapons: 'hold', brand: 'blur' },
  desk: { channel: 'test:desk' },
  overrides: [{ when: { roles: ['7'] }, categories: { violence: 'allow' } }],
  rules: [{ id: 'house', words: ['turnip'], action: 'refuse', reason: 'x' }],
};
const GUILD = 'test:9';
const own = thread('test:own:1', { isDirect: true });
const channel = thread('test:hall:hall', { isDirect: false });

let world: World;
let receive: ChatReceiver;
/** What live found in a request, of each wording and circumstance once. */
let live: Set<string>;

const foundIn = ({ found = [] }: Verdict): unknown => found.map(({ rule, action, words }) => [rule, action, words]);
const wordsOf = ({ parts }: Message): string => parts.map((part) => (part.kind === 'text' ? part.text : part.alt)).join('\n');

beforeEach(async () => {
  world = await createWorld(scriptedEngine({ stepMs: 0, wordMs: 0 }), { turns: { storyboard: { pictures: 2, waitMs: 1e9 } } });
  await world.ports.panel.apply({ text: JSON.stringify(POLICY) }, 'op', GUILD);
  live = new Set();
  const check = world.moderation.check;
  Object.assign(world.moderation, {
    check: async (turn: Parameters<typeof check>[0]) => {
      const checks = await check(turn);
      const request = async (asked: Message) => {
        const verdict = await checks.request(asked);
        live.add(JSON.stringify([turn.thread.id, turn.messageId, turn.standing?.authorRoles, wordsOf(asked), foundIn(verdict)]));
        return verdict;
      };
      return { ...checks, request };
    },
  });
});
afterEach(() => world.close());

const standing = { workspace: '9' };
const says = (id: string, words: string, where = channel, changes: Partial<Message> = {}, more: object = standing): ChatEvent => ({
  ...{ kind: 'message-create', id, thread: where, ...more },
  message: message(`m-${id}`, { threadId: where.id, parts: [text(words)], sentAt: new Date().toISOString(), ...changes }),
});
const does = (id: string, of: string, action: Action, where = channel): ChatEvent => ({
  ...{ kind: 'action-invoke', id, thread: where, authorId: 'ann', moderates: false, action, ...standing },
  turnId: turnIdOf('test', of),
});

/** What waits begins when `first` is in. */
async function begin(...first: ChatEvent[]): Promise<void> {
  const adapter: Adapter = {
    platform: 'test',
    limits: { textChars: 4000, images: 10, altChars: 1000, streams: false } as unknown as Adapter['limits'],
    async start(onEvent) {
      receive = onEvent;
      for (const event of first) await receive(event);
    },
    deliver: async ({ key }) => key,
    find: async () => undefined,
    progress: () => undefined,
    close: async () => undefined,
  };
  await world.attach(adapter);
  await world.idle();
}
async function happens(...events: ChatEvent[]): Promise<void> {
  for (const event of events) {
    await receive(event);
    await world.idle();
  }
}

/** What a replay finds in the same: of each wording and circumstance once. */
async function recorded() {
  const { database, threads, journal, clock } = world.ports;
  const audit = await openAudit(database, clock);
  const policies = await openPolicies(database, { clock, audit, failed: (error) => expect(error).toBeUndefined() });
  const requests = await openRequests({
    ...{ threads, turnsIn: journal.turnsIn },
    workspaces: await openWorkspaces(database),
    cases: await openCases(database, clock, audit),
    circumstances: await openCircumstances(database, clock),
  })(0);
  const check = policies.trial((await policies.current(GUILD)).policy);
  const found = await Promise.all(
    requests.map(async ({ thread: where, message: asked, roles, waived = [] }) => {
      const verdict = await check({ ...where, roles, waived: async () => new Set(waived) }).request(asked);
      return JSON.stringify([where.id, asked.id, roles, wordsOf(asked), foundIn(verdict)]);
    }),
  );
  const milder = policies.trial(parsePolicy('{"version":1,"categories":{"violence":"allow"}}', 'x'));
  return { found: found.sort(), trial: await replay(requests, check, milder) };
}

const refused = (): number => [...live].filter((one) => one.includes('"refuse"')).length;
/** Moderators let what was appealed against run. */
async function release(): Promise<void> {
  const cases = await openCases(world.ports.database, Date.now, await openAudit(world.ports.database, Date.now));
  const number = (await cases.waiting(1))[0]?.id ?? 0;
  const press = { kind: 'desk-press', authorId: 'mod', moderates: true, case: number, choice: 'release', ...standing } as const;
  await receive({ ...press, id: 'press', thread: thread('test:desk:desk', { isDirect: false }) });
  await world.moderation.desk.look();
  await world.idle();
}
const edit = (instruction: string, words: string): Action => ({ kind: 'edit', block: '#1', instruction, region: { words } });

it('messages, bursts, what is made again, changed in a form, put back, varied, started: word for word; not what nobody asked', async () => {
  await begin(says('b1', 'draw a bloodbath', own), says('b2', 'with a turnip and a tree', own));
  await happens(
    says('e1', 'draw a red circle'),
    says('chat', 'a massacre of a match, that was gore', channel, { mentionsBot: false }),
    says('e2', 'draw a bloodbath at sea', channel, {}, { ...standing, authorRoles: ['7'] }),
    says('e3', 'draw a pistol on a table'),
    does('edit-1', 'e1', edit('make it a bloodbath', 'the left mug')),
    does('edit-2', 'e1', edit('make it blue', 'the gore on the left')),
    does('vary', 'e1', { kind: 'vary', block: '#1', count: 1 }),
    does('upscale', 'e1', { kind: 'upscale', block: '#1' }),
    does('edit-3', 'e1', edit('make it blue', 'the left mug')),
    does('restore', 'e1', { kind: 'restore', block: '#1d', version: '#1' }),
    does('redo-block', 'e1', { kind: 'redo', block: '#1' }),
    does('redo', 'e1', { kind: 'redo' }),
    says('e4', 'show two things'),
    does('start', 'e4', { kind: 'start', keep: [0] }),
  );
  expect(world.failures).toEqual([]);
  expect([live.size, refused()]).toEqual([8, 3]);
  const { found, trial } = await recorded();
  expect(found).toEqual([...live].sort());
  expect(trial).toEqual({ requests: 8, changes: [{ rule: 'violence', from: 'refuse', to: 'allow', count: 3, won: 0 }] });
});

it('what was refused and then asked in other words is both; the other messages of a burst lose theirs, and a form its place', async () => {
  await begin(says('b1', 'draw a red circle', own), says('b2', 'in a bloodbath at sea', own));
  await happens(
    does('again', 'b1', { kind: 'rewrite' }, own),
    says('e1', 'draw a red circle'),
    does('edit-1', 'e1', edit('make it a bloodbath', 'the left mug')),
    does('mild-1', 'e1', { kind: 'rewrite' }),
    does('edit-2', 'e1', { ...edit('make it blue', 'the gore on the left'), block: '#1b' } as Action),
    does('mild-2', 'e1', { kind: 'rewrite' }),
  );
  expect(world.failures).toEqual([]);
  expect([live.size, refused()]).toEqual([7, 3]);
  const { found } = await recorded();
  expect(found).toEqual([...live].sort());
  for (const words of ['draw a red circle in a battle at sea', 'make it a battle\\nthe left mug', 'make it blue the battle on the left'])
    expect(found.join()).toContain(words);
  expect(JSON.stringify(await world.ports.threads.history(own.id, 9))).not.toContain('bloodbath');
});

it('a form that moderators released is refused and passes, and was won once; what was changed or taken back is left out', async () => {
  await begin();
  await happens(
    says('e1', 'draw a red circle'),
    does('edit-1', 'e1', edit('make it a bloodbath', 'the left mug')),
    does('appeal', 'e1', { kind: 'appeal' }),
  );
  await release();
  expect([live.size, refused()]).toEqual([3, 1]);
  const released = await recorded();
  expect(released.found).toEqual([...live].sort());
  expect(released.trial.changes).toEqual([{ rule: 'violence', from: 'refuse', to: 'allow', count: 1, won: 1 }]);

  const before = [...live];
  const changed = says('e1', 'draw a massacre');
  await happens({ ...changed, kind: 'message-edit', id: 'e1 changed' } as ChatEvent);
  expect((await recorded()).found).toEqual(before.filter((one) => !one.includes('red circle')).sort());
  await happens(does('redo', 'e1', { kind: 'redo' }));
  expect((await recorded()).found).toEqual([...live].filter((one) => !one.includes('red circle')).sort());
  await happens({ kind: 'message-delete', id: 'e1 deleted', thread: channel, messageId: 'm-e1' });
  expect((await recorded()).found).toEqual([]);
});

it('a burst that moderators released passes as a whole', async () => {
  await begin(says('b1', 'draw a red circle', own), says('b2', 'in a bloodbath at sea', own));
  await happens(does('appeal', 'b1', { kind: 'appeal' }, own));
  await release();
  expect([live.size, refused()]).toEqual([2, 1]);
  const { found, trial } = await recorded();
  expect(found).toEqual([...live].sort());
  expect(trial.changes).toMatchObject([{ count: 1, won: 1 }]);
});
