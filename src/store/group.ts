/**
 * Group commit. What is written while the event loop goes round once, or while the disk takes what was written before, is one transaction
 * of SQLite and is synced once; each part of it is a savepoint. Nothing is acknowledged before its sync, and what others
 * wrote is told to nobody before theirs: a caller sees transactions of its own, only that they wait for each other. The disk
 * is waited for in a thread of libsql's, so the event loop goes on.
 */
import type SqliteDatabase from 'libsql';
import AsyncDatabase from 'libsql/promise';
import type { Line } from './line.ts';

export interface Group {
  /** Resolves when all of it is on the disk; rejects when none of it is. */
  readonly synced: Promise<void>;
  /** Throws where a failure undid all of it. */
  assertOpen(): void;
}

interface OpenGroup extends Group {
  end(failure?: unknown): void;
}

/** All of these are called by who has the line. */
export interface Groups {
  /** The group that is open, which is begun where there is none. */
  join(): Group;
  readonly current: Group | undefined;
  /** A full disk undoes a transaction as a whole: then its group is over, and this is told of it. */
  failed(error: unknown): void;
  /** Resolves when it is over, well or not. */
  commit(): Promise<void>;
}

/** `explained` makes of what SQLite throws what is told. */
export function openGroups(sqlite: SqliteDatabase.Database, line: Line, explained: (error: unknown) => unknown): Groups {
  const begin = sqlite.prepare('BEGIN IMMEDIATE');
  // Both classes of libsql hold the same handle; only the other one has a COMMIT that is waited for elsewhere.
  const commit = (): Promise<unknown> => AsyncDatabase.prototype.exec.call(sqlite, 'COMMIT') as unknown as Promise<unknown>;
  let current: OpenGroup | undefined;

  const groups: Groups = {
    get current() {
      return current;
    },
    join() {
      if (current) return current;
      begin.run();
      current = newGroup();
      setImmediate(() => void line.between(groups.commit));
      return current;
    },
    failed(error) {
      if (sqlite.open && sqlite.inTransaction) return; // closed, it must not even be asked
      current?.end(error);
      current = undefined;
    },
    async commit() {
      const group = current;
      if (!group) return;
      current = undefined;
      try {
        await commit();
        group.end();
      } catch (error) {
        if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
        group.end(explained(error));
      }
    },
  };
  return groups;
}

function newGroup(): OpenGroup {
  let failure: { readonly error: unknown } | undefined;
  let settle: [resolve: () => void, reject: (error: unknown) => void] = [() => undefined, () => undefined];
  const synced = new Promise<void>((resolve, reject) => {
    settle = [resolve, reject];
  });
  synced.catch(() => undefined); // whoever wrote hears of it
  return {
    synced,
    assertOpen() {
      if (failure) throw failure.error;
    },
    end(...failed) {
      if (failed.length === 0) return settle[0]();
      failure = { error: failed[0] };
      settle[1](failed[0]);
    },
  };
}
