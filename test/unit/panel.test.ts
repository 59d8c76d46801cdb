/** The policy as moderators change it from where they are: field by field, together, and tried before it counts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/core/errors.ts';
import { linesOf, outcomeOf, type PolicyChange, type PolicyPanel, type RuleChange } from '../../src/core/panel.ts';
import type { Database } from '../../src/core/ports.ts';
import { type OpenAudit, openAudit } from '../../src/safety/audit.ts';
import { carried } from '../../src/safety/carried.ts';
import { openPanel } from '../../src/safety/panel.ts';
import { openPolicies, type Policies } from '../../src/safety/policies.ts';
import { openDatabase } from '../../src/store/database.ts';
import { message, START_MS, text, thread } from '../support/made.ts';

const HERE = 'slack:T1';
let folder = '';
let database: Database;
let audit: OpenAudit;
let policies: Policies;
let panel: PolicyPanel;
const asked = ['a poster of a cat', 'a bloodbath', 'a red circle'];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'panel-'));
  database = openDatabase(folder);
  audit = await openAudit(database, () => START_MS);
  const failed = (error: unknown) => {
    throw error;
  };
  policies = await openPolicies(database, { clock: () => START_MS, audit, failed });
  const requests = asked.map((words, n) => ({ thread: thread(), message: message(`m${n}`, { parts: [text(words)] }) }));
  panel = openPanel({ policies, clock: () => START_MS, requestsSince: async () => requests });
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const RULE = { id: 'posters', reason: 'no posters', category: 'brand', action: 'hold', words: ['poster'] };
const rule = (more: Partial<RuleChange>): PolicyChange => ({ rule: { ...RULE, ...more } });
async function fault(change: PolicyChange): Promise<readonly [string | undefined, string]> {
  const error = await panel.apply(change, 'ana', HERE).catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) throw new Error('it was taken');
  return [error.field, error.message];
}
const actionOn = async (words: string): Promise<string | undefined> => {
  const verdict = await (await policies.check(HERE))({ ...thread(), turnId: 't' }).request(message('m', { parts: [text(words)] }));
  return verdict.found?.map(({ category, rule: by, action }) => `${category} ${by} ${action}`).join();
};

describe('a rule of one’s own', () => {
  it('finds words, phrases and patterns, counts as its category, and does what it says or what is done about that', async () => {
    await panel.apply(
      { rule: { id: 'Team Logos', reason: 'x', category: 'own', words: ['red circle'], patterns: ['acm[eé]+'] } },
      'ana',
      HERE,
    );
    await panel.apply(rule({}), 'ana', HERE);
    await panel.apply(rule({ id: 'cards', action: undefined, words: ['card*'] }), 'ana', HERE);
    await panel.apply({ categories: { brand: 'spoiler' } }, 'ana', HERE);
    expect(await actionOn('a p0ster')).toBe('brand posters hold');
    expect(await actionOn('ACMEEE')).toBe('own team-logos refuse');
    expect(await actionOn('two cards')).toBe('brand cards spoiler');
    await panel.apply(rule({ id: 'flyers', replaces: 'posters', words: ['flyer'] }), 'ben', HERE);
    expect(await actionOn('a poster')).toBeUndefined();
    const { rules, history } = await panel.apply({ withoutRule: 'cards' }, 'ben', HERE);
    expect(rules.map(({ id, state }) => `${id} ${state}`)).toEqual(['team-logos on', 'flyers on']);
    expect(history[0]?.changes).toContain('rule cards words: card* → none');
    expect((await panel.revert(2, 'cleo', HERE)).rules.map(({ id }) => id)).toEqual(['team-logos', 'posters']);
  });

  it.each<[Partial<RuleChange>, string, RegExp]>([
    [{ id: '!!' }, 'id', /letters, digits and hyphens/],
    [{ id: 'violence' }, 'id', /taken by another rule or a category/],
    [{ id: 'cats' }, 'id', /taken/],
    [{ id: 'global' }, 'id', /taken/],
    [{ reason: ' ' }, 'reason', /1 to 300/],
    [{ words: [], patterns: [' '] }, 'words', /at least one/],
    [{ words: ['x'] }, 'words', /^Line 1 has 1 characters/],
    [{ words: ['?!'] }, 'words', /no letter or digit/],
    [{ words: ['Red  Cross'] }, 'words', /stands among the innocent phrases/],
    [{ words: ['KITTEN'] }, 'words', /looked for by the rule cats/],
    [
      { patterns: ['ok', '(?=a)b'] },
      'patterns',
      /^Pattern 2 is no regular expression of RE2 \(invalid or unsupported Perl syntax: `\(\?=`\)/,
    ],
    [{ patterns: ['a*'] }, 'patterns', /^Pattern 1 fits every text/],
    [{ category: 'minors', action: 'hold' }, 'action', /can only be refused/],
  ])('%j is told at its field, and changes nothing', async (more, field, why) => {
    await policies.apply('{"version":1,"rules":[{"id":"global","reason":"x","words":["globe"]}]}', 'p', 'op');
    await panel.apply({ rule: { ...RULE, id: 'cats', words: ['kitten'] } }, 'ana', HERE);
    const { version } = await panel.apply({ allow: ['red cross'] }, 'ana', HERE);
    const change = more.patterns?.[0] === ' ' ? { ...more, patterns: linesOf(' ') } : more;
    expect(await fault(rule(change))).toEqual([field, expect.stringMatching(why)]);
    expect((await panel.read(HERE)).version).toBe(version);
  });

  it('and innocent phrases, thresholds, channels and the desk leave all else as it is', async () => {
    await panel.apply({ text: '{"version":1,"retention":[{"days":30}],"desk":{"remindAfterMin":5}}' }, 'ana', HERE);
    expect(await fault({ thresholds: { hate: '2' } })).toEqual(['hate', expect.stringContaining('from 0 to 1, got “2”')]);
    await panel.apply({ thresholds: { hate: '0,8', drugs: '0.9' } }, 'ana', HERE);
    await panel.apply({ thresholds: { drugs: '' }, desk: 'slack:T1/C9' }, 'ana', HERE);
    await panel.apply({ categories: { weapons: 'hold' }, channel: 'slack:T1/C2' }, 'ana', HERE);
    await panel.apply({ ...rule({ words: ['cross'] }) }, 'ana', HERE);
    expect(await fault({ allow: ['fine', 'cross'] })).toEqual(['allow', expect.stringContaining('by the rule posters')]);
    const there = await panel.read(HERE, 'slack:T1/C2');
    const of = ({ categories }: typeof there, wanted: string) => categories.find(({ category }) => category === wanted);
    expect([of(there, 'weapons')?.action, of(await panel.read(HERE), 'weapons')?.action, of(there, 'hate')?.threshold]).toEqual([
      ...['hold', 'refuse', 0.8],
    ]);
    expect(JSON.parse(there.text)).toMatchObject({
      retention: [{ days: 30 }],
      desk: { remindAfterMin: 5, channel: 'slack:T1/C9' },
      thresholds: { hate: 0.8 },
    });
  });
});

describe('a proposal', () => {
  it('decides nothing, grows, is tried, survives what is applied meanwhile, and is switched on without undoing that', async () => {
    await panel.shadow(rule({}), 'ana', HERE);
    await panel.shadow({ categories: { violence: 'allow' } }, 'ben', HERE);
    expect(await actionOn('a poster')).toBeUndefined();
    const trial = await panel.try(undefined, 7, HERE);
    expect([trial.requests, outcomeOf(trial.changes)]).toEqual([3, 'It would hold one more and release one more.']);
    const beside = await panel.apply({ categories: { hate: 'strike' } }, 'cleo', HERE);
    expect(beside.rules.map(({ id, state }) => `${id} ${state}`)).toEqual(['posters proposed']);
    expect(beside.shadow).toMatchObject({ author: 'ben', lines: expect.arrayContaining(['violence: refuse → allow']) });
    expect(beside.shadow?.lines.join()).not.toContain('hate');
    const on = await panel.switchOn('dora', HERE, beside.seen);
    expect(on.shadow).toBeUndefined();
    expect(JSON.parse(on.text).categories).toEqual({ violence: 'allow', hate: 'strike' });
    expect(on.history.map(({ author }) => author)).toEqual(['dora', 'cleo']);
    expect(await actionOn('a poster')).toBe('brand posters hold');
    expect((await audit.rows()).map(({ entry }) => JSON.parse(entry).author)).toEqual(['ana', 'ben', 'cleo', 'dora', 'dora']);
    await expect(panel.switchOn('eve', HERE)).rejects.toThrow('There is no proposal.');
  });

  it('is gone once all of it is in force, or dropped', async () => {
    await panel.shadow(rule({}), 'ana', HERE);
    expect((await panel.apply(rule({}), 'ben', HERE)).shadow).toBeUndefined();
    await panel.shadow({ withoutRule: 'posters' }, 'ana', HERE);
    const [leaving] = (await panel.read(HERE)).rules;
    expect(leaving?.state).toBe('leaving');
    const kept = await panel.shadow(leaving ? { rule: leaving } : {}, 'ben', HERE);
    expect([kept.rules[0]?.state, kept.shadow]).toEqual(['on', undefined]);
    await panel.shadow({ withoutRule: 'posters' }, 'ana', HERE);
    expect((await panel.shadow(undefined, 'ben', HERE)).shadow).toBeUndefined();
  });
});

it('of several who change it at once, the later one is told that it changed meanwhile', async () => {
  const { seen } = await panel.read(HERE);
  const both = await Promise.allSettled([
    panel.apply({ categories: { hate: 'strike' } }, 'ana', HERE, seen),
    panel.apply({ categories: { drugs: 'hold' } }, 'ben', HERE, seen),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const late = [
    panel.revert(0, 'ben', HERE, seen),
    panel.shadow({ categories: { drugs: 'hold' } }, 'ben', HERE, seen),
    panel.apply(rule({}), 'ben', HERE, seen),
  ];
  for (const one of late) await expect(one).rejects.toThrow('The policy changed meanwhile: version 1 is in force.');
  const now = await panel.shadow(rule({}), 'ana', HERE);
  await panel.shadow({ categories: { drugs: 'hold' } }, 'ben', HERE, now.seen);
  await expect(panel.switchOn('cleo', HERE, now.seen)).rejects.toThrow('The proposal changed meanwhile');
  await expect(panel.shadow(undefined, 'cleo', HERE, now.seen)).rejects.toThrow('The proposal changed meanwhile');
  expect((await panel.apply({ categories: { drugs: 'allow' } }, 'cleo', HERE, now.seen)).version).toBe(2);
});

it('what a draft changed is carried over line by line', () => {
  const before = { a: 1, list: [{ id: 'x', n: 1 }, { id: 'y' }], allow: ['p'], gone: 1 };
  const draft = { a: 1, list: [{ id: 'x', n: 2 }], allow: ['p', 'q'], more: { b: 1 } };
  const now = { a: 2, list: [{ id: 'z' }, { id: 'x', n: 1 }, { id: 'y' }], allow: ['r'], gone: 1 };
  expect(carried(before, draft, now)).toEqual({ a: 2, list: [{ id: 'z' }, { id: 'x', n: 2 }], allow: ['r', 'q'], more: { b: 1 } });
});

it('what would have come of it is said in the reader’s language', () => {
  const change = (from: string, to: string, count: number) => ({ rule: 'r', from, to, count });
  const changes = [change('allow', 'hold', 14), change('refuse', 'allow', 9), change('hold', 'refuse', 1)];
  expect(outcomeOf(changes)).toBe('It would hold 14 more, refuse one more and release 9 more.');
  expect(outcomeOf(changes, 'de')).toBe('Damit würde: 14-mal mehr zurückgehalten, einmal mehr abgelehnt und 9-mal mehr freigegeben.');
  expect(outcomeOf([], 'fr')).toBe('Cela n’aurait rien changé.');
});
