import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeskCard, DeskChoice } from '../../src/core/desk.ts';
import type { Database, Received, StandingReply } from '../../src/core/ports.ts';
import type { Found, Part, Verdict } from '../../src/core/types.ts';
import { openAudit } from '../../src/safety/audit.ts';
import { type Cases, openCases } from '../../src/safety/cases.ts';
import { channelThread, type Desk, openDesk } from '../../src/safety/desk.ts';
import { openPolicies, type Policies } from '../../src/safety/policies.ts';
import { openStrikes, type Strikes } from '../../src/safety/strikes.ts';
import { openDatabase } from '../../src/store/database.ts';
import { picture, START_MS, text, thread, turn } from '../support/made.ts';

const MINUTE_MS = 60_000;
const found = (category = 'violence'): Found => ({ category, rule: category, score: 1, action: 'hold' });
const words: Verdict = { kind: 'allow', part: text('Here it is.') };
const hold = (category = 'violence'): Verdict => ({ kind: 'hold', part: picture('1'), rule: category, found: [found(category)] });
const asked = turn('r1', { thread: thread('discord:5:6', { isDirect: false }), standing: { workspace: '9' } });

let folder = '';
let database: Database;
let nowMs = START_MS;
let cases: Cases;
let desk: Desk;
let policies: Policies;
let strikes: Strikes;
let standing: StandingReply | undefined;
/** Messages that stand, by name. */
let posted: Map<string, { readonly where: string; readonly to: string; readonly parts: readonly Part[]; readonly card?: DeskCard }>;
let reruns: string[];
let pressed = 0;

const audit = () => openAudit(database, () => nowMs);
const entries = async (kind: string) =>
  (await (await audit()).rows()).map(({ entry }) => JSON.parse(entry)).filter((entry) => entry.kind === kind);

async function open(): Promise<void> {
  cases = await openCases(database, () => nowMs, await audit());
  strikes = await openStrikes(database, () => nowMs, await audit());
  policies = await openPolicies(database, {
    clock: () => nowMs,
    audit: await audit(),
    failed: (error) => {
      throw error;
    },
  });
  desk = openDesk({
    ...{ cases, strikes, policies },
    clock: () => nowMs,
    standing: async () => standing,
    asked: async () => 'a battle',
    deliver: async (_, reply) => {
      standing = reply;
    },
    post: async (name, where, to, parts, card) => void posted.set(name, { where: where.id, to, parts, ...(card ? { card } : {}) }),
    shown: async () => undefined,
    rerun: async ({ id }, _, rule) => void reruns.push(`${id} ${rule}`),
    thumbnail: async (part) => ({ ...part, asset: picture('9').asset }),
    failed: (error) => {
      throw error;
    },
  });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-'));
  database = openDatabase(folder);
  nowMs = START_MS;
  posted = new Map();
  reruns = [];
  await open();
  await policies.apply('{"version":1,"desk":{"channel":"discord:77"}}', 'p', 'op');
});
afterEach(async () => {
  await desk.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function held(category = 'violence'): Promise<void> {
  standing = { verdicts: [words, hold(category)], status: 'complete' };
  await desk.note('r1', asked, standing.verdicts);
}

const press = (
  by: string,
  choice: DeskChoice,
  changes: { readonly moderates?: boolean; readonly channel?: string; readonly case?: number } = {},
) =>
  desk.press({
    kind: 'desk-press',
    id: `press ${++pressed}`,
    thread: channelThread(changes.channel ?? 'discord:77'),
    authorId: by,
    moderates: changes.moderates ?? true,
    case: changes.case ?? 1,
    choice,
  });
const said = (received: Received): string =>
  received.kind === 'told'
    ? received.parts.map((part) => (part.kind === 'text' ? part.text : `[${part.asset.slice(-1)}]`)).join('\n')
    : received.kind;
const card = (id = 1): DeskCard => posted.get(`case-${id}`)?.card as DeskCard;

describe('a held part', () => {
  it('is a card in the moderators’ channel, its picture covered, once however often its turn is told', async () => {
    await held();
    await held();
    expect([...posted.keys()]).toEqual(['case-1']);
    expect(posted.get('case-1')).toMatchObject({
      where: 'discord:77:77',
      parts: [{ kind: 'text' }, { asset: picture('9').asset, alt: 'Picture #1, blurred and grey' }],
    });
    expect(card()).toMatchObject({
      case: 1,
      kind: 'held',
      what: 'picture',
      rule: 'violence',
      requesterId: 'ann',
      choices: ['show', 'release', 'uphold', 'strike'],
    });
    expect(card().due).toEqual({ atMs: START_MS + 24 * 60 * MINUTE_MS, outcome: 'uphold' });
  });

  it('is shown as it is to the one who asks, who has it for ten minutes', async () => {
    await held();
    expect(said(await press('ben', 'show'))).toMatch(/Case 1 is yours .*“a battle”\n\[1\]/s);
    expect(card().taken).toEqual({ by: 'ben', untilMs: START_MS + 10 * MINUTE_MS });
    for (const choice of ['show', 'release', 'uphold'] as const) expect(said(await press('cleo', choice))).toMatch(/^ben looks at case 1/);
    nowMs += 10 * MINUTE_MS;
    expect(said(await press('cleo', 'release'))).toBe('Case 1 is released.');
  });

  it('takes its place when it is released, and the requester is told', async () => {
    await held();
    expect(said(await press('ben', 'release'))).toBe('Case 1 is released.');
    expect(standing?.verdicts).toEqual([words, { kind: 'allow', part: picture('1') }]);
    expect(posted.get('outcome-1')).toMatchObject({
      where: 'discord:5:6',
      to: 'ann',
      parts: [{ text: '_Moderators looked at picture #1 and released it._' }],
    });
    expect(card()).toMatchObject({ state: { kind: 'released', by: ['ben'] }, choices: [] });
  });

  it('stays away when it is upheld; the reply names the rule and offers an appeal', async () => {
    await held();
    await press('ben', 'uphold');
    expect(standing?.verdicts[1]).toMatchObject({ kind: 'refuse', rule: 'violence' });
    expect(standing?.offer).toEqual({ kind: 'refusal', turnId: 'r1', rule: 'violence', appeal: true });
    expect(await strikes.count('discord:9', 'ann', (await policies.current()).policy)).toBe(0);
  });

  it('of two who decide at the same moment, lets one win and tells the other', async () => {
    await held();
    const answers = (await Promise.all([press('ben', 'release'), press('cleo', 'uphold')])).map(said);
    expect(answers.filter((answer) => /is (released|upheld)\.$/.test(answer))).toHaveLength(1);
    expect(answers.filter((answer) => /^Case 1 was decided already, by (ben|cleo)/.test(answer))).toHaveLength(1);
    expect(await entries('decision')).toHaveLength(1);
  });

  it('is decided by moderators alone, where the card stands, and not by who asked for it', async () => {
    await held();
    expect(said(await press('eve', 'release', { moderates: false }))).toMatch(/^Only moderators/);
    expect(said(await press('ben', 'release', { channel: 'discord:78' }))).toMatch(/^Only moderators/);
    expect(said(await press('ann', 'release'))).toMatch(/^You asked for this yourself/);
    expect((await cases.find(1))?.state).toEqual({ kind: 'open' });
    await policies.apply('{"version":1,"desk":{"channel":"discord:77","moderators":["eve"]}}', 'p', 'op');
    expect(said(await press('eve', 'release', { moderates: false }))).toBe('Case 1 is released.');
  });

  it('needs two people of the worst classes to release it, and one to uphold it', async () => {
    await held('sexual');
    expect(card().releases.needed).toBe(2);
    expect(said(await press('ben', 'release'))).toBe('Yours is 1 of 2: another moderator has to release case 1, too.');
    expect(standing?.verdicts[1]?.kind).toBe('hold');
    expect(said(await press('ben', 'release'))).toMatch(/^You released case 1 already/);
    await press('cleo', 'release');
    expect(standing?.verdicts[1]?.kind).toBe('allow');
    expect(await entries('decision')).toMatchObject([{ decision: 'release', by: ['ben', 'cleo'] }]);
  });

  it('is told of again when nobody looks, and then time decides, once', async () => {
    await held();
    nowMs += 60 * MINUTE_MS;
    await desk.look();
    await desk.look();
    expect(posted.get('reminder-1')).toMatchObject({
      where: 'discord:77:77',
      parts: [{ text: '_Case 1 has waited for a moderator since 60 minutes._' }],
    });
    nowMs = card().due.atMs;
    await desk.look();
    expect(standing?.verdicts[1]).toMatchObject({ kind: 'refuse', rule: 'violence' });
    expect(card().state).toMatchObject({ kind: 'upheld', by: [] });
    expect(said(await press('ben', 'release'))).toBe('Case 1 was decided already, by time. The first decision stands.');
  });

  it('is never released by time where two people have to', async () => {
    await policies.apply('{"version":1,"desk":{"channel":"discord:77","undecided":"release"}}', 'p', 'op');
    await held('sexual');
    nowMs = card().due.atMs;
    await desk.look();
    expect(card().state.kind).toBe('upheld');
  });

  it('that was made anew or taken back meanwhile changes nothing', async () => {
    await held();
    standing = { verdicts: [words, { kind: 'allow', part: picture('2') }], status: 'complete' };
    const before = standing;
    await press('ben', 'release');
    expect(standing).toBe(before);
    expect(posted.has('outcome-1')).toBe(false);
  });

  it('that was decided beside the bot is carried out when it looks, and after a crash in the middle once more to the same end', async () => {
    await held();
    expect(await cases.decide(1, 'release', ['op'])).toBe(true);
    await open(); // another run of the program
    await desk.look();
    expect(standing?.verdicts[1]).toEqual({ kind: 'allow', part: picture('1') });
    expect(await cases.decided()).toEqual([]);
  });

  it('is forgotten with its thread: the number and the decision stay, the card says so, and the audit chain holds', async () => {
    await held();
    await cases.forget({ kind: 'thread', threadId: 'discord:5:6' });
    await desk.look();
    const [row] = await database.all<{ content: string | null; requester_id: string; thread_id: string }>('SELECT * FROM cases');
    expect(row).toMatchObject({ content: null, requester_id: '', thread_id: '' });
    expect(card()).toMatchObject({ state: { kind: 'void' }, choices: [], requesterId: '', rule: 'forgotten' });
    expect(posted.get('case-1')?.parts).toHaveLength(1);
    expect(said(await press('ben', 'release'))).toMatch(/^There is nothing to decide about case 1/);
    expect(await (await audit()).broken()).toBeUndefined();
  });
});

describe('a strike', () => {
  it('counts against the requester, wears off, and several shut them out', async () => {
    const { policy } = await policies.current();
    for (const [at, id] of ['a', 'b', 'c'].entries()) {
      standing = { verdicts: [words, hold()], status: 'complete' };
      await desk.note(id, { ...asked, id }, standing.verdicts);
      await press('ben', 'strike', { case: at + 1 });
    }
    expect(await strikes.count('discord:9', 'ann', policy)).toBe(3);
    expect(await strikes.outUntil('discord:9', 'ann')).toBe(START_MS + 60 * MINUTE_MS);
    expect(await strikes.outUntil('discord:8', 'ann')).toBeUndefined();
    expect(JSON.stringify(posted.get('outcome-1')?.parts)).toContain('It counts as a strike.');
    nowMs += 31 * 24 * 60 * MINUTE_MS;
    expect(await strikes.count('discord:9', 'ann', policy)).toBe(0);
    expect(await strikes.outUntil('discord:9', 'ann')).toBeUndefined();
  });
});

describe('an appeal', () => {
  const refused: Verdict = {
    kind: 'refuse',
    rule: 'violence',
    reason: 'graphic violence is not drawn here',
    offer: { kind: 'refusal', turnId: 'r1', rule: 'violence', appeal: true },
    found: [{ ...found(), action: 'refuse', words: 'bloodbath' }],
  };

  const refuse = (verdict = refused): void => {
    standing = { verdicts: [verdict], status: 'refused', ...('offer' in verdict && verdict.offer ? { offer: verdict.offer } : {}) };
  };

  it('against a refusal is a card with the words and the plea; released, the request runs and its strikes are gone', async () => {
    refuse();
    await strikes.add(
      { source: 'r1', space: 'discord:9', person: 'ann', rule: 'violence', givenBy: 'policy' },
      (await policies.current()).policy,
    );
    expect(said(await desk.appeal(asked, 'r1', 'it is a *history* lesson <@1>'))).toMatch(/^Your appeal went to the moderators as case 1/);
    expect(said(await desk.appeal(asked, 'r1', 'again'))).toMatch(/case 1/);
    expect(card()).toMatchObject({
      kind: 'appeal',
      what: 'request',
      words: 'bloodbath',
      plea: 'it is a history lesson 1',
      strikes: 1,
      choices: ['show', 'release', 'uphold'],
    });
    await press('ben', 'release');
    expect(reruns).toEqual(['r1 violence']);
    expect(await strikes.count('discord:9', 'ann', (await policies.current()).policy)).toBe(0);
    expect(JSON.stringify(posted.get('outcome-1')?.parts)).toContain('it runs now');
  });

  it('that is upheld says so, and cannot be made again', async () => {
    refuse();
    await desk.appeal(asked, 'r1', undefined);
    await press('ben', 'uphold');
    expect(standing?.offer).toMatchObject({ kind: 'refusal', appeal: false });
    expect(reruns).toEqual([]);
  });

  it('against what is never made runs nothing, though two moderators agree that the rule misread', async () => {
    refuse({
      ...refused,
      rule: 'minors',
      offer: { kind: 'refusal', turnId: 'r1', rule: 'minors', appeal: true },
      found: [{ ...found('minors'), action: 'refuse' }],
    });
    await desk.appeal(asked, 'r1', undefined);
    await press('ben', 'release');
    expect(posted.has('outcome-1')).toBe(false);
    await press('cleo', 'release');
    expect(reruns).toEqual([]);
    expect(JSON.stringify(posted.get('outcome-1')?.parts)).toContain('misread you');
  });

  it('against a moderator’s decision looks at the part again, and puts it in its place after all', async () => {
    await held();
    await press('ben', 'strike');
    await desk.appeal(asked, 'r1', 'look again');
    expect(card(2)).toMatchObject({ kind: 'appeal', what: 'picture', plea: 'look again', strikes: 1 });
    await press('cleo', 'release', { case: 2 });
    expect(standing?.verdicts[1]).toEqual({ kind: 'allow', part: picture('1') });
    expect(await strikes.count('discord:9', 'ann', (await policies.current()).policy)).toBe(0);
  });
});
