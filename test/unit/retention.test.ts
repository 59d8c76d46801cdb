import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Database } from '../../src/core/ports.ts';
import { openAudit } from '../../src/safety/audit.ts';
import { openCases } from '../../src/safety/cases.ts';
import { openPolicies } from '../../src/safety/policies.ts';
import { openRetention } from '../../src/safety/retention.ts';
import { openWaivers } from '../../src/safety/waivers.ts';
import { openWorkspaces } from '../../src/safety/workspace.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { openThreads } from '../../src/store/threads.ts';
import { iso, message, picture, row, START_MS, text, thread, turn } from '../support/made.ts';

const DAY_MS = 24 * 3_600_000;
const clock = () => START_MS + 10 * DAY_MS;
const throwIt = (error: unknown): never => {
  throw error;
};

let folder = '';
let database: Database;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'retention-'));
  database = await openDatabase(folder);
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

it('removes what is older than the last line of the policy that fits allows, channel by channel and by workspace', async () => {
  const audit = await openAudit(database, clock);
  const policies = await openPolicies(database, { clock, audit, failed: throwIt });
  const workspaces = await openWorkspaces(database);
  await policies.apply('{"version":1,"retention":[{"channel":"discord:1","days":5}]}', 'p', 'op');
  await policies.apply('{"version":1,"retention":[{"channel":"discord:2","days":2}]}', 'p', 'op', 'discord:9');
  const ids = ['discord:1:7', 'discord:2:8', 'discord:3:9', 'local:me:t'];
  await workspaces.note({ thread: thread('discord:2:8'), standing: { workspace: '9' } });
  const removed: (readonly [string, number])[] = [];
  const retention = openRetention({
    ...{ policies, workspaces, audit, clock, failed: throwIt },
    threads: async () => ids.map((id) => ({ thread: thread(id) })),
    removeBefore: async (id, beforeMs) => {
      removed.push([id, (clock() - beforeMs) / DAY_MS]);
      return { turns: 1, pictures: 0 };
    },
  });
  await retention.sweep();
  expect(removed).toEqual([
    ['discord:1:7', 5],
    ['discord:2:8', 2],
  ]);
  expect((await audit.rows()).map(({ entry }) => JSON.parse(entry).kind)).toEqual(['policy', 'policy', 'removed', 'removed']);
  expect(await audit.broken()).toBeUndefined();
});

it('takes the old out of the stores and leaves the new', async () => {
  const threads = await openThreads(database);
  const ledger = await openLedger(database);
  await threads.put(thread(), message('old'));
  await threads.put(thread(), message('new', { sentAt: iso(START_MS + 9 * DAY_MS) }));
  await ledger.put(row('#1', { asset: picture('1').asset }));
  await ledger.put(row('#2', { asset: picture('2').asset, madeAt: iso(START_MS + 9 * DAY_MS) }));
  const older = { kind: 'older', threadId: thread().id, beforeMs: START_MS + 5 * DAY_MS, turnIds: [] } as const;
  await threads.forget(older);
  expect((await threads.history(thread().id, 10)).map(({ id }) => id)).toEqual(['new']);
  expect(await ledger.forget(older)).toEqual([picture('1').asset]);
  expect((await ledger.rows(thread().id)).map(({ name }) => name)).toEqual(['#2']);
});

it('a person who is forgotten is in no case, no waiver and no word of theirs; the audit chain holds', async () => {
  const audit = await openAudit(database, clock);
  const cases = await openCases(database, clock, audit);
  const waivers = await openWaivers(database, clock);
  const asked = turn('t1', { authorId: 'zoe9', task: { kind: 'edit', block: '#1', instruction: 'a SECRET wish', of: 't0' } });
  const found = { category: 'violence', rule: 'violence', score: 1, action: 'hold', words: 'SECRET' };
  const content = { turn: asked, found, part: text('SECRET words'), place: 0, plea: 'SECRET plea' };
  const terms = { channel: 'local:desk', needed: 1, undecided: 'uphold' } as const;
  const id = await cases.open({ kind: 'held', replyId: 't1', content, terms, dueMs: 1, remindMs: 1 });
  await cases.decide(id, 'uphold', ['ben'], true);
  await waivers.agree(thread().id, '#1', 'zoe9', 'cleo');
  const person = { kind: 'person', platform: 'local', authorId: 'zoe9', turnIds: ['t1'] } as const;
  await cases.forget(person);
  await waivers.forget(person);
  for (const table of ['cases', 'waivers', 'consents', 'case_votes']) {
    const rows = JSON.stringify(await database.all(`SELECT * FROM ${table}`));
    expect(rows, table).not.toMatch(/SECRET|zoe9/);
  }
  expect(await audit.broken()).toBeUndefined();
  expect(JSON.stringify(await audit.rows())).not.toContain('SECRET');
});
