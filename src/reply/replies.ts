/**
 * Finished replies in whole, one row for each turn that had a hand in one. The rows of earlier turns stay, so a turn
 * that is cut off and run again begins from what stood before it, and comes to the same.
 */
import type { Database, ReplyStore, StandingReply, Statements } from '../core/ports.ts';
import { replyOf } from '../core/thread.ts';
import type { Offer, ReplyStatus, Standing, Thread, Verdict } from '../core/types.ts';

const TABLES = [
  `CREATE TABLE replies (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     reply_id TEXT NOT NULL,
     turn_id TEXT NOT NULL,
     thread_id TEXT NOT NULL,
     thread TEXT NOT NULL,
     verdicts TEXT NOT NULL,
     status TEXT NOT NULL,
     offer TEXT,
     UNIQUE (reply_id, turn_id)
   ) STRICT;
   CREATE INDEX replies_by_thread ON replies (thread_id);
   CREATE INDEX replies_offered ON replies (reply_id) WHERE offer IS NOT NULL;`,
  // Of who asked, as the platform told it; null where an earlier version wrote the row.
  'ALTER TABLE replies ADD COLUMN standing TEXT;',
];

interface ReplyRow {
  readonly verdicts: string;
  readonly status: ReplyStatus;
  readonly offer: string | null;
}

export async function openReplies(database: Database): Promise<ReplyStore> {
  await database.migrate('replies', TABLES);
  return repliesIn(database);
}

function repliesIn(database: Statements): ReplyStore {
  return {
    within: repliesIn,
    async put(turn, { verdicts, status, offer }) {
      await database.run(
        `INSERT INTO replies (reply_id, turn_id, thread_id, thread, verdicts, status, offer, standing) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (reply_id, turn_id) DO UPDATE SET
           verdicts = excluded.verdicts, status = excluded.status, offer = excluded.offer`,
        replyOf(turn),
        turn.id,
        turn.thread.id,
        JSON.stringify(turn.thread),
        JSON.stringify(verdicts),
        status,
        offer ? JSON.stringify(offer) : null,
        turn.standing ? JSON.stringify(turn.standing) : null,
      );
    },
    async remove(replyId) {
      await database.run('DELETE FROM replies WHERE reply_id = ?', replyId);
    },
    async dismiss(replyId) {
      await database.run('UPDATE replies SET offer = NULL WHERE reply_id = ?', replyId);
    },
    async forget(what) {
      if (what.kind === 'thread') await database.run('DELETE FROM replies WHERE thread_id = ?', what.threadId);
      else await database.run('DELETE FROM replies WHERE reply_id IN (SELECT value FROM json_each(?))', JSON.stringify(what.turnIds));
    },
    async storyboards() {
      const offered = await database.all<ReplyRow & { reply_id: string; thread: string; standing: string | null }>(
        `SELECT * FROM replies AS one WHERE offer IS NOT NULL AND seq = (SELECT max(seq) FROM replies WHERE reply_id = one.reply_id)`,
      );
      return offered.flatMap((row) => {
        const { offer } = standingOf(row);
        if (offer?.kind !== 'storyboard') return [];
        const standing = JSON.parse(row.standing ?? '{}') as Standing;
        return [{ replyId: row.reply_id, thread: JSON.parse(row.thread) as Thread, standing, offer }];
      });
    },
    async before(replyId, turnId) {
      const row = await database.get<ReplyRow>(
        `SELECT * FROM replies WHERE reply_id = ? AND turn_id <> ? AND seq < coalesce(
           (SELECT seq FROM replies WHERE reply_id = ? AND turn_id = ?), 9e15)
         ORDER BY seq DESC LIMIT 1`,
        replyId,
        turnId,
        replyId,
        turnId,
      );
      return row && standingOf(row);
    },
  };
}

function standingOf({ verdicts, status, offer }: ReplyRow): StandingReply {
  return {
    verdicts: JSON.parse(verdicts) as Verdict[],
    status,
    ...(offer === null ? {} : { offer: JSON.parse(offer) as Offer }),
  };
}
