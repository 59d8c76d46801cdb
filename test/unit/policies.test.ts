import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/core/ports.ts';
import { firstBroken, openAudit } from '../../src/safety/audit.ts';
import { openCheck } from '../../src/safety/check.ts';
import { openPanel } from '../../src/safety/panel.ts';
import { openPolicies } from '../../src/safety/policies.ts';
import { DEFAULT_POLICY, type Policy, parsePolicy, policyChanges } from '../../src/safety/policy.ts';
import { verdictLines } from '../../src/safety/policy-commands.ts';
import { differenceOf, replay as replayOf } from '../../src/safety/replay.ts';
import { openDatabase } from '../../src/store/database.ts';
import { readBlind } from '../fixtures/blind-red-team.ts';
import { message, START_MS, text, thread } from '../support/made.ts';

let folder = '';
let database: Database;
let failures: unknown[] = [];
const open = async () => {
  const audit = await openAudit(database, () => START_MS);
  return { audit, policies: await openPolicies(database, { clock: () => START_MS, audit, failed: (error) => failures.push(error) }) };
};
const MILD = '{"version":1,"categories":{"violence":"spoiler"}}';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policies-'));
  database = openDatabase(folder);
  failures = [];
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('policies', () => {
  it('begin with the default; the newest applied counts, for every process that looks', async () => {
    const [{ policies }, other] = [await open(), await open()];
    expect(await policies.current()).toEqual({ version: 0, policy: DEFAULT_POLICY });
    expect(await policies.apply(MILD, 'mild.json', 'ana')).toBe(1);
    expect(await other.policies.current()).toMatchObject({ version: 1, policy: { categories: { violence: 'spoiler' } } });
    expect(await policies.history()).toEqual([{ version: 1, atMs: START_MS, author: 'ana', text: MILD, workspace: '' }]);
  });

  it('stay when a broken one is applied', async () => {
    const { policies } = await open();
    await policies.apply(MILD, 'mild.json', 'ana');
    await expect(policies.apply('{"version":1,"categories":{"violence":7}}', 'bad.json', 'ana')).rejects.toThrow(
      /bad.json is wrong at categories.violence/,
    );
    await expect(policies.apply('{"version":1,\n "allow": [x]}', 'bad.json', 'ana')).rejects.toThrow(
      /in bad.json, got .* at line 2, column 12/,
    );
    const pattern = '{"version":1,"rules":[{"id":"x","reason":"y","patterns":["(?=a)b"]}]}';
    await expect(policies.apply(pattern, 'bad.json', 'ana')).rejects.toThrow(/a pattern that RE2 does not take/);
    expect((await policies.current()).version).toBe(1);
  });

  it('stay in force when the newest cannot be read, and the operator hears of it once', async () => {
    const { policies } = await open();
    await policies.apply(MILD, 'mild.json', 'ana');
    await policies.current();
    await database.run("INSERT INTO policies (at_ms, author, text) VALUES (0, 'later', '{\"version\":2}')");
    expect((await policies.current()).policy.categories).toEqual({ violence: 'spoiler' });
    await policies.current();
    expect(failures).toHaveLength(1);
  });

  it('differ in lines that people read', async () => {
    const changes = policyChanges(
      DEFAULT_POLICY,
      parsePolicy('{"version":1,"categories":{"violence":"spoiler","hate":"refuse"},"allow":["red cross"]}', 'x'),
    );
    expect(changes).toEqual(['violence: refuse → spoiler', 'allow “red cross”: none → yes']);
  });

  it('are tried on the past: the replay of the present policy changes nothing', async () => {
    const requests = ['a bloodbath', 'a red circle', 'heil hitler'].map((words, n) => ({
      thread: thread(),
      message: message(`m${n}`, { parts: [text(words)] }),
    }));
    const mild = parsePolicy(MILD, 'x');
    const { policies } = await open();
    const replay = (of: typeof requests, now: Policy, then: Policy) => replayOf(of, policies.trial(now), policies.trial(then));
    expect(await replay(requests, DEFAULT_POLICY, DEFAULT_POLICY)).toEqual({ requests: 3, changes: [] });
    const milder = { rule: 'violence', from: 'refuse', to: 'spoiler', count: 1, won: 0 };
    expect(await replay(requests, DEFAULT_POLICY, mild)).toEqual({ requests: 3, changes: [milder] });
    expect(await replay(requests, mild, DEFAULT_POLICY)).toEqual({ requests: 3, changes: [{ ...milder, from: 'spoiler', to: 'refuse' }] });
    const won = requests.map((request) => ({ ...request, won: true }));
    expect((await replay(won, DEFAULT_POLICY, mild)).changes).toEqual([{ ...milder, won: 1 }]);
  });

  it('do live what a replay of the same requests said, with overrides, rules of one’s own and a classifier', async () => {
    const words = async (asked: string) =>
      asked.length % 7 === 0 ? [{ category: 'drugs', rule: 'drugs', score: 0.8, words: '', reason: 'x' }] : [];
    const audit = await openAudit(database, () => START_MS);
    const ports = { clock: () => START_MS, audit, failed: (error: unknown) => failures.push(error), finders: { words } };
    const policies = await openPolicies(database, ports as Parameters<typeof openPolicies>[1]);
    const requests = readBlind('a')
      .filter((_, at) => at % 5 === 0)
      .map((asked, at) => ({
        thread: thread(`local:c${at % 3}:t`, { ageRestricted: at % 2 === 0, isDirect: at % 5 === 0 }),
        message: message(`m${at}`, { parts: [text(asked.text)] }),
      }));
    const [before, after] = [
      { version: 1, categories: { violence: 'hold' }, overrides: [{ when: { ageRestricted: true }, categories: { sexual: 'spoiler' } }] },
      {
        version: 1,
        categories: { drugs: 'allow', hate: 'strike' },
        overrides: [{ when: { channel: 'local:c1' }, categories: { 'self-harm': 'hold', weapons: 'blur' } }],
        thresholds: { drugs: 0.9 },
        rules: [{ id: 'posters', reason: 'no posters', words: ['poster'], action: 'hold' }],
        allow: ['decapitación'],
      },
    ].map((policy) => JSON.stringify(policy));
    const live = async () => {
      const check = await policies.check();
      return Promise.all(requests.map(({ thread: where, message: asked }) => check({ ...where, turnId: asked.id }).request(asked)));
    };
    await policies.apply(before ?? '', 'before', 'ana');
    const panel = openPanel({ policies, clock: () => START_MS, requestsSince: async () => requests });
    const said = await panel.try({ text: after ?? '' }, 7);
    const was = await live();
    await policies.apply(after ?? '', 'after', 'ana');
    const now = await live();
    const counts = new Map<string, number>();
    for (const [at, verdict] of was.entries()) {
      const change = differenceOf(verdict, now[at] ?? verdict);
      if (change) counts.set(JSON.stringify(change), (counts.get(JSON.stringify(change)) ?? 0) + 1);
    }
    expect(said.requests).toBe(requests.length);
    expect(new Map(said.changes.map(({ rule, from, to, count }) => [JSON.stringify({ rule, from, to }), count]))).toEqual(counts);
    expect(counts.size).toBeGreaterThan(5);
  });
});

it('`policy test` says what becomes of the pictures of a request that runs', async () => {
  const said = async (action: string, words: string) => {
    const policy = parsePolicy(`{"version":1,"categories":{"violence":"${action}"}}`, 'p.json');
    return (await verdictLines(openCheck(policy), words))[0];
  };
  expect(await said('hold', 'a bloodbath')).toBe('allowed; its pictures are held by violence');
  expect(await said('spoiler', 'a bloodbath')).toBe('allowed; its pictures are covered by violence');
  expect(await said('hold', 'a red circle')).toBe('allowed');
  expect(await said('refuse', 'a bloodbath')).toMatch(/^refused by violence: /);
});

describe('the audit log', () => {
  it('holds each change of policy, and its chain shows what was changed or taken out', async () => {
    const { audit, policies } = await open();
    for (const author of ['ana', 'ben', 'cleo']) await policies.apply(MILD, 'mild.json', author);
    const rows = await audit.rows();
    expect(rows.map(({ entry }) => JSON.parse(entry).author)).toEqual(['ana', 'ben', 'cleo']);
    expect(await audit.broken()).toBeUndefined();
    expect(firstBroken([...rows.slice(0, 1), ...rows.slice(2)])).toBe(2);
    expect(firstBroken(rows.map((row, at) => (at === 1 ? { ...row, entry: row.entry.replace('ben', 'eve') } : row)))).toBe(2);
    expect(firstBroken([{ ...rows[0], atMs: 1 } as (typeof rows)[number]])).toBe(1);
  });
});
