import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { Database } from '../../src/core/ports.ts';
import type { Message, Turn } from '../../src/core/types.ts';
import { type OpenAudit, openAudit } from '../../src/safety/audit.ts';
import { openCases } from '../../src/safety/cases.ts';
import { strictestOf } from '../../src/safety/check.ts';
import { type Circumstances, openCircumstances } from '../../src/safety/circumstances.ts';
import { openPolicies, type Policies } from '../../src/safety/policies.ts';
import { parsePolicy } from '../../src/safety/policy.ts';
import { replay } from '../../src/safety/replay.ts';
import { openRequests } from '../../src/safety/requests.ts';
import { rewritten } from '../../src/safety/rewrite.ts';
import { openStrikes } from '../../src/safety/strikes.ts';
import { openTurnCheck, type TurnCheck } from '../../src/safety/turn-check.ts';
import { openWaivers, type Waivers } from '../../src/safety/waivers.ts';
import { openWorkspaces, type Workspaces } from '../../src/safety/workspace.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openThreads } from '../../src/store/threads.ts';
import { message, picture, row, START_MS, text, thread, turn } from '../support/made.ts';

const HOUR_MS = 3_600_000;

let folder = '';
let database: Database;
let nowMs = START_MS;
let audit: OpenAudit;
let policies: Policies;
let waivers: Waivers;
let workspaces: Workspaces;
let circumstances: Circumstances;
let rows: LedgerRow[] = [];
let check: (of: Turn) => Promise<TurnCheck>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'turn-check-'));
  database = await openDatabase(folder);
  nowMs = START_MS;
  rows = [];
  const clock = () => nowMs;
  audit = await openAudit(database, clock);
  policies = await openPolicies(database, {
    clock,
    audit,
    failed: (error) => {
      throw error;
    },
  });
  waivers = await openWaivers(database, clock);
  const strikes = await openStrikes(database, clock, audit);
  workspaces = await openWorkspaces(database);
  circumstances = await openCircumstances(database, clock);
  check = openTurnCheck({ policies, strikes, waivers, workspaces, circumstances, audit, rows: async () => rows });
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const says = (words: string): Message => message('m', { parts: [text(words)] });
const inGuild = (id: string, changes: Partial<Turn> = {}): Turn =>
  turn(id, { thread: thread('discord:5:6', { isDirect: false }), standing: { workspace: '9' }, ...changes });
const ask = async (words: string, of: Turn) => (await check(of)).request(says(words));

describe('policies of a workspace', () => {
  it('count over what holds everywhere, line by line, and in that workspace alone; roles count', async () => {
    await policies.apply('{"version":1,"categories":{"violence":"hold","brand":"refuse"}}', 'p', 'op');
    await policies.apply(
      '{"version":1,"categories":{"violence":"allow"},"overrides":[{"when":{"roles":["kids"]},"categories":{"violence":"refuse"}}]}',
      'p',
      'op',
      'discord:9',
    );
    const part = async (of: Turn) => (await (await check(of)).part(picture('1', { alt: 'gore' }))).kind;
    expect(await part(inGuild('t1'))).toBe('allow');
    expect(await part(inGuild('t2', { standing: { workspace: '9', authorRoles: ['kids'] } }))).toBe('refuse');
    expect(await part(inGuild('t3', { standing: { workspace: '8' } }))).toBe('hold');
    expect((await ask('draw batman', inGuild('t4'))).kind).toBe('refuse');
  });

  it('let what is found with too little certainty pass', async () => {
    await policies.apply('{"version":1,"thresholds":{"violence":0.95}}', 'p', 'op');
    expect((await ask('a blood bath', inGuild('t1'))).kind).toBe('allow');
    expect((await ask('a bloodbath', inGuild('t2'))).kind).toBe('refuse');
  });
});

describe('a replay of what was recorded', () => {
  const ROLES = '{"version":1,"categories":{"violence":"hold"},"overrides":[{"when":{"roles":["7"]},"categories":{"violence":"strike"}}]}';
  const turns: Turn[] = [];
  const requests = async () => {
    const [threads, cases] = [await openThreads(database), await openCases(database, () => nowMs, audit)];
    const turnsIn = async () => turns;
    return openRequests({ threads, workspaces, cases, circumstances, turnsIn })(0);
  };
  /** What live did about each request. */
  async function live(asked: readonly (readonly [Turn, ...Message[]])[]): Promise<string[]> {
    const threads = await openThreads(database);
    const actions: string[] = [];
    turns.push(...asked.map(([of]) => of));
    for (const [of, ...messages] of asked) {
      for (const one of messages) await threads.put(of.thread, one);
      const parts = messages.flatMap((one) => one.parts);
      const verdict = await (await check(of)).request({ ...(messages[0] ?? says('')), parts });
      actions.push(strictestOf(verdict)?.action ?? 'allow');
    }
    return actions;
  }
  const ALLOWING = parsePolicy('{"version":1,"categories":{"violence":"allow"}}', 'x');
  const replayed = async () =>
    (await replay(await requests(), policies.trial((await policies.current()).policy), policies.trial(ALLOWING))).changes;
  const asks = (id: string, words: string): Message => message(id, { threadId: 'discord:5:6', parts: [text(words)] });
  const by = (id: string, messageId: string, roles: readonly string[] = [], changes: Partial<Turn> = {}): Turn =>
    inGuild(id, { messageId, standing: { authorRoles: roles }, ...changes });

  it('does what live did, by the roles of who asked, where it was asked and what moderators had waived', async () => {
    await policies.apply(ROLES, 'p', 'op');
    const gore = asks('m1', 'a bloodbath');
    const done = await live([
      [by('t1', 'm1', ['7', '8']), gore],
      [by('t2', 'm2'), asks('m2', 'a bloodbath at sea')],
      [by('t3', 'm3', ['7'], { more: ['m4'] }), asks('m3', 'a blood'), asks('m4', 'bath; a bloodbath')],
    ]);
    await waivers.waive('discord:5:6', 'a bloodbath', 'violence');
    done.push(...(await live([[by('t4', 'm1', ['7', '8']), gore]])));
    expect(done).toEqual(['strike', 'hold', 'strike', 'allow']);
    expect(await requests()).toHaveLength(4);
    const change = { rule: 'violence', to: 'allow', won: 0 };
    expect(await replayed()).toEqual([
      { ...change, from: 'strike', count: 2 },
      { ...change, from: 'hold', count: 1 },
    ]);
  });

  it('takes a thread as it was when it was asked in, and what was recorded before by its thread alone', async () => {
    await policies.apply('{"version":1,"overrides":[{"when":{"ageRestricted":true},"categories":{"violence":"blur"}}]}', 'p', 'op');
    const place = (ageRestricted: boolean) => ({ thread: thread('discord:5:6', { isDirect: false, ageRestricted }) });
    const done = await live([
      [by('t1', 'm1', [], place(true)), asks('m1', 'a bloodbath')],
      [by('t2', 'm2', [], place(false)), asks('m2', 'a bloodbath')],
    ]);
    expect(done).toEqual(['blur', 'refuse']);
    const change = { rule: 'violence', to: 'allow', won: 0 };
    expect(await replayed()).toEqual(['blur', 'refuse'].map((from) => ({ ...change, from, count: 1 })));
    await circumstances.forget({ kind: 'thread', threadId: 'discord:5:6' });
    expect(await replayed()).toEqual([{ ...change, from: 'refuse', count: 2 }]);
  });
});

describe('a draft that runs beside', () => {
  it('decides nothing and is counted: what it would have done otherwise, by rule', async () => {
    await policies.shadow('{"version":1,"categories":{"violence":"hold","brand":"strike"}}', 'ana', 'discord:9');
    expect((await ask('a bloodbath', inGuild('t1'))).kind).toBe('refuse');
    expect((await ask('draw batman', inGuild('t2'))).kind).toBe('allow');
    expect((await ask('a red circle', inGuild('t3'))).kind).toBe('allow');
    expect((await ask('a bloodbath', inGuild('t4', { standing: { workspace: '8' } }))).kind).toBe('refuse');
    expect(await policies.shadowed('discord:9')).toMatchObject({
      author: 'ana',
      checked: 3,
      changes: [
        { rule: 'brand', from: 'allow', to: 'strike', count: 1 },
        { rule: 'violence', from: 'refuse', to: 'hold', count: 1 },
      ],
    });
    await policies.shadow(undefined, 'ana', 'discord:9');
    expect(await policies.shadowed('discord:9')).toBeUndefined();
  });
});

describe('strikes by the policy', () => {
  it('shut a person out when there are several, kindly and for a while; others are not, and the chain of the log holds', async () => {
    await policies.apply('{"version":1,"categories":{"hate":"strike"},"strikes":{"timeouts":[{"strikes":2,"hours":2}]}}', 'p', 'op');
    expect(await ask('heil hitler', inGuild('t1'))).toMatchObject({ kind: 'refuse', rule: 'hate', strike: true });
    await ask('heil hitler', inGuild('t1')); // a turn that is run again is struck once
    expect((await ask('a red circle', inGuild('t2'))).kind).toBe('allow');
    await ask('heil hitler', inGuild('t3'));
    const out = await ask('a red circle', inGuild('t4'));
    expect(out).toMatchObject({ kind: 'refuse', rule: 'timeout', offer: { kind: 'refusal', appeal: true } });
    expect(out.kind === 'refuse' && out.reason).toContain('2026-01-01 02:00 UTC');
    expect((await ask('a red circle', inGuild('t5', { authorId: 'ben' }))).kind).toBe('allow');
    nowMs += 2 * HOUR_MS;
    expect((await ask('a red circle', inGuild('t6'))).kind).toBe('allow');
    expect(await audit.broken()).toBeUndefined();
    expect(JSON.stringify(await audit.rows())).not.toContain('hitler');
  });
});

describe('a waiver', () => {
  it('lets these very words pass this rule in this thread, and nothing else; never what is never made', async () => {
    await waivers.waive('discord:5:6', 'a bloodbath', 'violence');
    await waivers.waive('discord:5:6', 'a nude teen', 'minors');
    const granted = await check(inGuild('t1'));
    expect((await granted.request(says('a  bloodbath'))).kind).toBe('allow');
    expect((await granted.part(picture('1', { alt: 'a bloodbath' }))).kind).toBe('allow');
    expect((await ask('a bloodbath and gore', inGuild('t2'))).kind).toBe('refuse');
    expect((await ask('a bloodbath', inGuild('t3', { thread: thread('discord:5:7') }))).kind).toBe('refuse');
    expect((await ask('a nude teen', inGuild('t4'))).kind).toBe('refuse');
  });
});

describe('a change of how a person looks', () => {
  beforeEach(() => {
    rows = [row('#1', { threadId: 'discord:5:6', authorId: 'ben' }), row('#1b', { threadId: 'discord:5:6', parent: '#1', turnId: 't0' })];
  });

  it.each([
    ['change his face to look like a celebrity', true],
    ['make her older', true],
    ['give #1b another look: her hair blond, his beard grey', true],
    ['mach sie viel älter', true],
    ['ändere seine Haarfarbe', true],
    ['rends-la plus jeune', true],
    ['mets ses cheveux en bleu', true],
    ['hazlo más viejo', true],
    ['cámbiale el pelo', true],
    ['rendila più vecchia', true],
    ['cambia i suoi capelli', true],
    ['deixe-a mais velha', true],
    ['mude o cabelo dela', true],
    ['maak hem ouder', true],
    ['verander zijn gezicht', true],
    ['mach den Himmel älter', false],
    ['rends la maison plus vieille', false],
    ['haz el cielo azul', false],
    ['make @Zoe older', true],
    ['make @Zoe’s hair blue', true],
    ['maak het huis ouder', false],
    ['make the sky blue', false],
    ['make it larger', false],
    ['a face on a clock', false],
    ['put her in a prison cell', true],
    ['him as a clown', true],
    ['make him hold a gun', true],
    ['turn this man into a monkey', true],
    ['show my ex kissing the boss', true],
    ['draw it: what would she look like in handcuffs?', true],
    ['put @Zoe in a coffin', true],
    ['remove her from the picture', true],
    ['add a pig nose to him', true],
    ['make her dog green', true],
    ['what is she holding?', false],
    ['who is this man, and where is he?', false],
    ['describe the woman', false],
    ['make the background of her photo blue', false],
    ['change the background behind her to a beach', false],
    ['crop the picture so that she is in the middle', false],
    ['make it snow around her', false],
    ['brighter please, she is too dark', false],
    ['add a caption under him: happy birthday', true],
    ['make my sister’s photo black and white', false],
    ['make them bigger', false],
  ])('%j waits for who sent the picture: %s', async (words, waits) => {
    const verdict = await ask(words, inGuild('t1'));
    if (!waits) return expect(verdict.kind).toBe('allow');
    expect(verdict).toMatchObject({
      kind: 'refuse',
      rule: 'consent',
      offer: { kind: 'consent', turnId: 't1', picture: '#1', of: ['ben'] },
    });
  });

  it('is run for others once somebody agreed who may', async () => {
    const asked = await ask('make him older, he is <@123>', inGuild('t2'));
    expect(asked).toMatchObject({ offer: { of: ['ben', '123'] } });
    const named = { ...says('make @Zoe and @Ann older'), mentions: ['zoe', 'ann'] };
    expect(await (await check(inGuild('t2'))).request(named)).toMatchObject({ offer: { of: ['ben', 'zoe'] } }); // never who asks
    await waivers.agree('discord:5:6', '#1', 'ann', 'ben');
    expect((await ask('make him older', inGuild('t3'))).kind).toBe('allow');
    expect((await ask('make him older', inGuild('t4', { authorId: 'cleo' }))).kind).toBe('refuse');
  });

  it('of body or clothes is refused, whoever agreed', async () => {
    await waivers.agree('discord:5:6', '#1', 'ann', 'ben');
    expect(await ask('take off her dress in #1', inGuild('t1', { authorId: 'ben' }))).toMatchObject({
      kind: 'refuse',
      rule: 'real-people',
    });
  });
});

describe('a change of a picture that its sender asks for', () => {
  const mine = (id: string) => inGuild(id, { authorId: 'ben' });
  const agree = (by: string) => waivers.agree('discord:5:6', '#1', 'ben', by);
  const people = (changes: string) =>
    policies.apply(JSON.stringify({ version: 1, people: { changes, harmless: ['add our logo'] } }), 'p', 'op');
  beforeEach(() => {
    rows = [row('#1', { threadId: 'discord:5:6', authorId: 'ben' })];
  });

  it('runs once they say that it is of themselves, and at once where the request says so', async () => {
    expect((await ask('make me older', mine('t1'))).kind).toBe('allow');
    const asked = await ask('put him in a cell', mine('t2'));
    expect(asked).toMatchObject({ rule: 'consent', said: { id: 'consent-own' }, offer: { kind: 'consent', of: ['ben'] } });
    await agree('ben');
    expect((await ask('put him in a cell', mine('t3'))).kind).toBe('allow');
  });

  it('needs a yes of who is meant where that is somebody else, whatever the sender said before', async () => {
    await agree('ben');
    const named = { ...says('put @Zoe in a cell'), mentions: ['zoe'] };
    expect(await (await check(mine('t1'))).request(named)).toMatchObject({ said: { id: 'consent-named' }, offer: { of: ['zoe'] } });
    const unnamed = await ask('put my boss in a cell', mine('t2'));
    expect(unnamed).toMatchObject({ said: { id: 'consent-unnamed' }, offer: { kind: 'refusal', rule: 'consent', appeal: true } });
    await waivers.waive('discord:5:6', 'put my boss in a cell', 'consent'); // moderators released it
    expect((await ask('put my boss in a cell', mine('t3'))).kind).toBe('allow');
    await agree('zoe');
    expect((await ask('put my boss in another cell', mine('t4'))).kind).toBe('allow');
  });

  it('waits as much as the policy says, by line', async () => {
    const kinds = async (words: string) => [(await ask(words, mine('t1'))).kind, (await ask(words, inGuild('t2'))).kind];
    await people('others');
    expect(await kinds('put her in a cell')).toEqual(['allow', 'refuse']);
    await people('looks');
    expect(await kinds('put her in a cell')).toEqual(['allow', 'allow']);
    expect(await kinds('make her older')).toEqual(['allow', 'refuse']);
    await people('never');
    await agree('zoe');
    expect(await ask('put her in a cell', mine('t3'))).toMatchObject({ said: { id: 'consent-never' }, offer: { kind: 'refusal' } });
    expect((await ask('add our logo to the photo of her', mine('t4'))).kind).toBe('allow');
  });

  it('goes by what a classifier sees where the words say nothing of anybody', async () => {
    let isSeen = true;
    const ports = { policies, waivers, workspaces, circumstances, audit, rows: async () => rows };
    const strikes = await openStrikes(database, () => nowMs, audit);
    check = openTurnCheck({ ...ports, strikes, showsPerson: async () => isSeen });
    expect(await ask('add a pig nose', mine('t1'))).toMatchObject({ said: { id: 'consent-own' } });
    expect((await ask('give me a pig nose', mine('t2'))).kind).toBe('allow');
    expect((await ask('a beach as the background', mine('t3'))).kind).toBe('allow');
    isSeen = false;
    expect((await ask('add a pig nose', mine('t4'))).kind).toBe('allow');
  });
});

describe('a rewrite', () => {
  const refusals = (category: string, word: RegExp) => (words: string) => (word.test(words) ? [category] : []);

  it.each([
    ['draw a naked woman at a lake', 'draw a clothed woman at a lake'],
    ['a castle, a bloodbath, and a red moon', 'a castle, a battle, and a red moon'],
  ])('of %j is %j', (words, other) => {
    const category = /naked/.test(words) ? 'sexual' : 'violence';
    expect(rewritten(words, refusals(category, /naked|bloodbath/))).toBe(other);
  });

  it('leaves words out that have no milder ones, with the small words before them', () => {
    expect(rewritten('draw a house and a swastika', refusals('hate', /swastika/))).toBe('draw a house');
  });

  it('is not offered where nothing is left, where nothing should be, or where it would be refused, too', () => {
    expect(rewritten('gore', refusals('violence', /gore/))).toBeUndefined();
    expect(rewritten('a nude teen at a lake', refusals('minors', /nude/))).toBeUndefined();
    expect(rewritten('a naked man in a clothed crowd', refusals('sexual', /naked|clothed/))).toBe('a man in a crowd');
    expect(rewritten('word by word '.repeat(60), refusals('hate', /word/))).toBeUndefined();
  });
});
