import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Asker } from '../../src/core/limits.ts';
import type { Database } from '../../src/core/ports.ts';
import type { Turn } from '../../src/core/types.ts';
import { type Allowances, openAllowances } from '../../src/intake/allowance.ts';
import { type LimitRule, limitsFor, NO_LIMITS, parseLimits, withRule } from '../../src/intake/limits.ts';
import { openDatabase } from '../../src/store/database.ts';
import { START_MS, thread } from '../support/made.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let folder = '';
let database: Database;
let nowMs = START_MS;
let allowances: Allowances;
let failures: unknown[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'limits-'));
  database = openDatabase(folder);
  nowMs = START_MS;
  failures = [];
  allowances = await openAllowances(
    database,
    () => nowMs,
    (error) => failures.push(error),
  );
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const ann = (more: Partial<Asker> = {}): Asker => ({ thread: thread('discord:art:t1', { isDirect: false }), authorId: 'ann', ...more });
const ben = (more: Partial<Asker> = {}): Asker => ann({ authorId: 'ben', ...more });
const set = (rules: readonly object[], exempt: readonly string[] = []): Promise<number> =>
  allowances.apply(JSON.stringify({ version: 1, exempt, rules }), 'test', 'zoe');
const ask = (id: string, asker: Asker, task?: Turn['task']) => allowances.admit({ id, ...(task ? { task } : {}) }, asker);

describe('limits', () => {
  it('lets everything in while none is set', async () => {
    for (let n = 0; n < 50; n++) expect(await ask(`t${n}`, ann())).toBeUndefined();
    expect(await allowances.allowance(ann())).toEqual([]);
  });

  it('counts pictures in any 24 hours, as many as were made', async () => {
    await set([{ per: 'person', picturesPerDay: 5 }]);
    await ask('t1', ann());
    await allowances.settle('t1', 4);
    nowMs += HOUR_MS;
    await ask('t2', ann());
    expect(await allowances.allowance(ann())).toEqual([
      { per: 'person', what: 'pictures-per-day', of: 5, left: 0, backAtMs: START_MS + 24 * HOUR_MS },
    ]);
    expect(await ask('t3', ann())).toMatchObject({ kind: 'limited', freeAtMs: START_MS + 24 * HOUR_MS });
    await allowances.settle('t2', 0); // it only wrote
    expect(await ask('t3', ann())).toBeUndefined();
    await ask('t4', ben());
    nowMs = START_MS + 24 * HOUR_MS;
    expect(await ask('t5', ann(), { kind: 'vary', of: 't1', block: '#1', count: 4 })).toBeUndefined();
  });

  it('says when there is room for all that is asked, not for the first of it', async () => {
    await set([{ per: 'person', picturesPerDay: 3 }]);
    for (const n of [0, 1, 2]) {
      nowMs = START_MS + n * HOUR_MS;
      await ask(`t${n}`, ann());
    }
    const vary = (count: number) => ({ kind: 'vary', of: 't1', block: '#1', count }) as const;
    expect(await ask('v2', ann(), vary(2))).toMatchObject({ freeAtMs: START_MS + 25 * HOUR_MS });
    expect(await ask('v4', ann(), vary(4))).toMatchObject({ freeAtMs: START_MS + 26 * HOUR_MS });
    nowMs = START_MS + 26 * HOUR_MS;
    expect(await ask('v4', ann(), vary(4))).toBeUndefined();
  });

  it('counts turns in any hour and keeps a pause between two', async () => {
    await set([{ per: 'person', turnsPerHour: 2, cooldownS: 30 }]);
    expect(await ask('t1', ann())).toBeUndefined();
    nowMs += 10_000;
    expect(await ask('t2', ann())).toMatchObject({ limit: { what: 'cooldown', of: 30 }, freeAtMs: START_MS + 30_000 });
    nowMs = START_MS + 30_000;
    expect(await ask('t2', ann())).toBeUndefined();
    nowMs += MINUTE_MS;
    expect(await ask('t3', ann())).toMatchObject({ limit: { what: 'turns-per-hour', of: 2 }, freeAtMs: START_MS + HOUR_MS });
  });

  it('counts a turn once, however often it is taken in, also when nothing is left', async () => {
    await set([{ per: 'person', turnsPerHour: 1 }]);
    for (let n = 0; n < 3; n++) expect(await ask('t1', ann())).toBeUndefined();
    allowances = await openAllowances(
      database,
      () => nowMs,
      (error) => failures.push(error),
    );
    expect(await ask('t1', ann())).toBeUndefined();
    expect(await ask('t2', ann())).toMatchObject({ kind: 'limited' });
  });

  it('shares a channel’s and a workspace’s budget between people', async () => {
    await set([
      { per: 'channel', when: { channel: 'discord:art' }, picturesPerDay: 2 },
      { per: 'workspace', when: { workspace: 'discord:home' }, picturesPerDay: 3 },
    ]);
    const elsewhere = { thread: thread('discord:talk:t1'), workspace: 'home' };
    await ask('t1', ann({ workspace: 'home' }));
    await ask('t2', ben({ workspace: 'home' }));
    expect(await ask('t3', ben({ workspace: 'home' }))).toMatchObject({ limit: { per: 'channel' } });
    expect(await ask('t3', ben(elsewhere))).toBeUndefined();
    expect(await ask('t4', ann(elsewhere))).toMatchObject({ limit: { per: 'workspace' } });
    expect(await ask('t4', ann({ thread: thread('discord:talk:t1'), workspace: 'other' }))).toBeUndefined();
    expect(await ask('t5', ann({ thread: thread('discord:talk:t1') }))).toBeUndefined();
  });

  it('goes by the last rule that fits, role by role and place by place', () => {
    const limits = parseLimits(
      JSON.stringify({
        version: 1,
        rules: [
          { per: 'person', picturesPerDay: 10, cooldownS: 5 },
          { per: 'person', when: { channel: 'discord:art' }, picturesPerDay: 50 },
          { per: 'person', when: { roles: ['patron', 'moderator'] }, picturesPerDay: null },
          { per: 'person', when: { direct: true }, turnsPerHour: 3 },
        ],
      }),
      'test',
    );
    const found = (asker: Asker) => limitsFor(limits, asker).map(({ what, of }) => `${what} ${of}`);
    expect(found(ann({ thread: thread('discord:artists:t1', { isDirect: false }) }))).toEqual(['pictures-per-day 10', 'cooldown 5']);
    expect(found(ann())).toEqual(['pictures-per-day 50', 'cooldown 5']);
    expect(found(ann({ authorRoles: ['patron'] }))).toEqual(['cooldown 5']);
    expect(found(ann({ moderates: true }))).toEqual(['cooldown 5']);
    expect(found(ann({ thread: thread('discord:d:d', { isDirect: true }) }))).toEqual([
      'pictures-per-day 10',
      'cooldown 5',
      'turns-per-hour 3',
    ]);
  });

  it('holds back nobody who is exempt, and counts what they ask for', async () => {
    await set([{ per: 'channel', picturesPerDay: 2 }], ['moderator']);
    for (const id of ['t1', 't2', 't3']) expect(await ask(id, ann({ moderates: true }))).toBeUndefined();
    expect(await allowances.allowance(ann({ moderates: true }))).toEqual([]);
    expect(await ask('t4', ben())).toMatchObject({ kind: 'limited' });
  });

  it('never holds back what an earlier request led to', async () => {
    await set([{ per: 'person', picturesPerDay: 4 }]);
    await ask('t1', ann());
    await allowances.settle('t1', 0);
    expect(await ask('t2', ann(), { kind: 'start', of: 't1', keep: [0, 1, 2, 3, 4, 5] })).toBeUndefined();
    expect(await allowances.allowance(ann())).toMatchObject([{ left: -2 }]);
    expect(await ask('t3', ann(), { kind: 'restore', of: 't1', block: '#1', version: '#1b' })).toBeUndefined();
    expect(await ask('t4', ann())).toMatchObject({ kind: 'limited' });
  });

  it('says in one sentence what the limit is and when it is free again, in the person’s time', async () => {
    await set([{ per: 'person', turnsPerHour: 1 }]);
    await ask('t1', ann());
    const said = async (asker: Asker): Promise<string> => {
      const limited = await ask('t2', asker);
      return limited?.sentence ?? '';
    };
    const at = (timeZone: string): string =>
      new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(START_MS + HOUR_MS);
    expect(await said(ann())).toBe('The limit for you is 1 request an hour, and it is reached: ask again in 60 minutes.');
    expect(await said(ann({ timeZone: 'Asia/Kolkata' }))).toContain(`in 60 minutes, at ${at('Asia/Kolkata')} your time.`);
    expect(await said(ann({ timeZone: 'no/zone' }))).toContain('in 60 minutes.');
    await set([{ per: 'person', picturesPerDay: 0 }]);
    expect(await said(ben())).toMatch(/ask a moderator/);
  });

  it('takes limits whole or not at all, and names the place that is wrong', async () => {
    await set([{ per: 'person', picturesPerDay: 3 }]);
    await expect(set([{ per: 'person', picturesPerDay: -1 }])).rejects.toThrow(/rules\.0\.picturesPerDay/);
    await expect(set([{ per: 'person', pictures: 1 }])).rejects.toThrow(/rules\.0/);
    await expect(allowances.apply('{', 'mine.json', 'zoe')).rejects.toThrow(/mine\.json/);
    expect(await allowances.current()).toMatchObject({ version: 1, author: 'zoe' });
  });

  it('keeps what is in force when a newer version cannot be read, and tells of it once', async () => {
    await set([{ per: 'person', picturesPerDay: 3 }]);
    await allowances.current();
    await database.run("INSERT INTO limits (at_ms, author, text) VALUES (0, 'x', '{}')");
    for (let n = 0; n < 2; n++) expect((await allowances.current()).limits.rules).toHaveLength(1);
    expect(failures).toHaveLength(1);
  });

  it('puts a rule in the place of the one for the same people and place', () => {
    const rule: LimitRule = { per: 'person', when: { channel: 'discord:art' }, picturesPerDay: 5 };
    const once = withRule(withRule(NO_LIMITS, rule), { ...rule, when: {}, turnsPerHour: 9 });
    expect(once.rules).toHaveLength(2);
    expect(withRule(once, { per: 'person', when: { channel: 'discord:art' }, cooldownS: 7 }).rules).toEqual([
      { ...rule, cooldownS: 7 },
      once.rules[1],
    ]);
  });
});
