/** The stores on a real Postgres, the same contracts as on the embedded database; and what only a server can do to us. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/core/errors.ts';
import type { Database } from '../../src/core/ports.ts';
import { openJournal } from '../../src/intake/journal.ts';
import { openEmbeddedQueue } from '../../src/queue/embedded.ts';
import { openReplies } from '../../src/reply/replies.ts';
import { openAudit } from '../../src/safety/audit.ts';
import { openCases } from '../../src/safety/cases.ts';
import { openCircumstances } from '../../src/safety/circumstances.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { openPostgres, openPostgresBeside } from '../../src/store/postgres.ts';
import { openStagings } from '../../src/store/staging.ts';
import { openThreads } from '../../src/store/threads.ts';
import { message, row, START_MS, text, thread, turn } from '../support/made.ts';
import { type OwnPostgres, openOwnPostgres, postgresPrograms } from '../support/postgres.ts';
import { circumstancesContract } from './circumstances.ts';
import { ledgerStoreContract } from './ledger-store.ts';
import { stagingStoreContract } from './staging-store.ts';
import { threadStoreContract } from './thread-store.ts';
import { turnQueueContract } from './turn-queue.ts';

const programs = postgresPrograms();
if (programs === undefined && process.env.CI) throw new Error('Postgres is not installed: npm run test:setup installs it.');

describe.skipIf(programs === undefined)('on Postgres (npm run test:setup installs it)', () => {
  let server: OwnPostgres;
  let url = '';
  let database: Database;
  let concurrency = 1;
  const lost: ConfigError[] = [];
  const open = (): Promise<Database> => openPostgres(url, { onLost: (error) => lost.push(error) });

  beforeAll(async () => {
    server = await openOwnPostgres(programs ?? '');
  }, 60_000);
  afterAll(() => server.close());
  beforeEach(async () => {
    url = await server.create();
    database = await open();
  });
  afterEach(() => database.close());

  async function reopened(): Promise<Database> {
    await database.close();
    database = await open();
    return database;
  }
  const openQueue = () => openEmbeddedQueue({ database, clock: Date.now, concurrency, failed: () => undefined });

  threadStoreContract(
    'postgres',
    () => openThreads(database),
    async () => openThreads(await reopened()),
  );
  ledgerStoreContract(
    'postgres',
    () => openLedger(database),
    async () => openLedger(await reopened()),
  );
  stagingStoreContract(
    'postgres',
    () => openStagings(database),
    async () => openStagings(await reopened()),
  );
  circumstancesContract(
    'postgres',
    (clock) => openCircumstances(database, clock),
    async (clock) => openCircumstances(await reopened(), clock),
  );
  turnQueueContract('postgres', {
    open(wanted) {
      concurrency = wanted;
      return openQueue();
    },
    crash: openQueue,
  });

  describe('the database', () => {
    const count = async (): Promise<number> => (await database.get<{ n: number }>('SELECT count(*) AS n FROM t'))?.n ?? -1;
    beforeEach(() => database.migrate('t', ['CREATE TABLE t (n INTEGER PRIMARY KEY, words TEXT) STRICT']));

    it('gives numbers as numbers, and takes every text', async () => {
      const words = `it's "a" ? $1 -- \u0000 ☂`;
      expect(await database.run('INSERT INTO t VALUES (?, ?)', 1_790_000_000_000, words)).toBe(1);
      expect(await database.get("SELECT n, words, '?' AS mark, max(n, ?) AS most FROM t", 3)).toEqual({
        n: 1_790_000_000_000,
        words: words.replace('\u0000', '\uFFFD'),
        mark: '?',
        most: 1_790_000_000_000,
      });
    });

    it('is owned by one process, and looked at by others', async () => {
      await expect(open()).rejects.toThrow(/is in use by another process: stop that one/);
      const beside = await openPostgresBeside(url);
      expect(await beside.all('SELECT * FROM t')).toEqual([]);
      await beside.close();
    });

    it('says in one sentence what is wrong with it, and never the password', async () => {
      const wrong = url.replace('//test@', '//test:geheim@').replace(/\w+$/, 'nowhere');
      const refused = await openPostgresBeside(wrong)
        .then((beside) => beside.all('SELECT 1').finally(() => beside.close()))
        .catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(ConfigError);
      expect(String(refused)).toMatch(/127\.0\.0\.1:\d+\/nowhere cannot be used because there is no database of this name/);
      expect(String(refused)).not.toContain('geheim');
    });

    it('makes transactions as if one came after the other', async () => {
      await database.run('INSERT INTO t VALUES (1, ?)', '0');
      const add = () =>
        database.transaction(async (tx) => {
          const { words = '' } = (await tx.get<{ words: string }>('SELECT words FROM t WHERE n = 1')) ?? {};
          await tx.run('UPDATE t SET words = ? WHERE n = 1', String(Number(words) + 1));
        });
      await Promise.all(Array.from({ length: 12 }, add));
      expect(await database.get('SELECT words FROM t')).toEqual({ words: '12' });
    });

    it('undoes what fails halfway, and says so when it is gone around', async () => {
      const halfway = database.transaction(async (tx) => {
        await tx.run('INSERT INTO t VALUES (1, ?)', 'first');
        throw new Error('taken back');
      });
      await expect(halfway).rejects.toThrow('taken back');
      await expect(database.transaction(async () => database.run('INSERT INTO t VALUES (2, NULL)'))).rejects.toThrow(/used around it/);
      expect(await count()).toBe(0);
    });

    it('waits for a server that was ended, and for connections that were cut', async () => {
      await database.run('INSERT INTO t VALUES (1, NULL)');
      await server.cut();
      expect(await count()).toBe(1);
      await server.end();
      const meanwhile = Promise.all([count(), database.transaction((tx) => tx.run('INSERT INTO t VALUES (2, NULL)'))]);
      await server.start();
      await meanwhile;
      expect(await count()).toBe(2);
    });

    it('begins a transaction anew whose connection was cut between two of its steps', async () => {
      let tries = 0;
      await database.transaction(async (tx) => {
        await tx.run('INSERT INTO t VALUES (?, NULL)', ++tries);
        if (tries === 1) await server.cut();
        await new Promise((resolve) => setTimeout(resolve, 50));
        await tx.run('INSERT INTO t VALUES (?, NULL)', 10 + tries);
      });
      expect(await database.all('SELECT n FROM t ORDER BY n')).toEqual([{ n: 2 }, { n: 12 }]);
    });

    it('goes on whenever it is cut', async () => {
      for (let round = 0; round < 8; round++) {
        const asked = Array.from({ length: 10 }, () =>
          database.transaction(async (tx) => {
            for (let n = 0; n < 5; n++) await tx.get('SELECT n FROM t');
            return round;
          }),
        );
        await new Promise((resolve) => setTimeout(resolve, round));
        await server.cut();
        expect(new Set(await Promise.all(asked))).toEqual(new Set([round]));
      }
    });

    it('migrates once, however many begin at once, and refuses what a newer program wrote', async () => {
      const steps = ['CREATE TABLE u (a TEXT) STRICT', 'ALTER TABLE u ADD COLUMN b INTEGER NOT NULL DEFAULT 7'];
      const others = await Promise.all([1, 2, 3].map(() => openPostgresBeside(url)));
      await Promise.all(others.map((other) => other.migrate('u', steps)));
      await Promise.all(others.map((other) => other.close()));
      await expect(database.migrate('u', steps.slice(0, 1))).rejects.toThrow(/written by a newer Dreamthread \(u 2, this one knows 1\)/);
    });
  });

  it('keeps the rest of what a bot remembers', async () => {
    const clock = () => START_MS;
    const audit = await openAudit(database, clock);
    const cases = await openCases(database, clock, audit);
    const content = { turn: turn('t1'), found: { category: 'violence', rule: 'violence', score: 1, action: 'hold' } } as const;
    const terms = { channel: 'discord:77', needed: 1, undecided: 'uphold' } as const;
    const id = await cases.open({ kind: 'appeal', replyId: 'r1', content, terms, dueMs: START_MS + 1, remindMs: START_MS });
    const [one, other] = await Promise.all([cases.decide(id, 'release', ['ana']), cases.decide(id, 'uphold', ['ben'])]);
    expect([one, other].sort()).toEqual([false, true]);
    expect(await audit.broken()).toBeUndefined();
    await cases.forget({ kind: 'person', platform: 'local', authorId: 'ann', turnIds: ['t1'] });

    const replies = await openReplies(database);
    await replies.put(turn('first'), { verdicts: [{ kind: 'allow', part: text('one') }], status: 'complete' });
    expect((await replies.before('first', 'second'))?.verdicts).toEqual([{ kind: 'allow', part: text('one') }]);
    await replies.forget({ kind: 'person', platform: 'local', authorId: 'ann', turnIds: ['first'] });
    expect(await replies.before('first', 'second')).toBeUndefined();

    const journal = await openJournal(database);
    await journal.settle('e1', START_MS);
    expect(await journal.seen('e1')).toBe(true);
    await journal.made({ turnId: 'r1', threadId: 't', authorId: 'ann', messageId: 'm1', replyId: 'r1' }, START_MS);
    await journal.rate({ replyId: 'r1', authorId: 'ann', good: true }, START_MS);
    expect(await journal.ratingsIn('t', 'ann')).toEqual({ r1: true });

    await (await openThreads(database)).put(thread(), message('m1'));
    await (await openLedger(database)).put(row('#1'));
  });
});
