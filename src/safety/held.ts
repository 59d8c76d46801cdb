/**
 * What waits for a moderator. An item is decided once: of two who decide at the same moment one wins and the other is told so.
 * A decision is written down first and carried out by the bot when it looks, so it may be made beside it or while it is down.
 */
import type { Clock, Database } from '../core/ports.ts';
import type { Part, Turn } from '../core/types.ts';
import type { OpenAudit } from './audit.ts';

const TABLES = [
  `CREATE TABLE held (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     reply_id TEXT NOT NULL,
     place INTEGER NOT NULL,
     turn TEXT NOT NULL,
     part TEXT NOT NULL,
     rule TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     decision TEXT CHECK (decision IN ('release', 'refuse')),
     decided_by TEXT,
     decided_ms INTEGER,
     -- Whether the reply shows the decision.
     done INTEGER NOT NULL DEFAULT 0,
     UNIQUE (reply_id, place, part)
   ) STRICT;
   CREATE INDEX held_waiting ON held (id) WHERE decision IS NULL;
   CREATE INDEX held_decided ON held (id) WHERE decision IS NOT NULL AND done = 0;`,
];

export type Decision = 'release' | 'refuse';

export interface HeldItem {
  readonly id: number;
  readonly replyId: string;
  /** The part's place in its reply. */
  readonly place: number;
  readonly turn: Turn;
  readonly part: Part;
  readonly rule: string;
  readonly atMs: number;
  readonly decision?: Decision;
  readonly decidedBy?: string;
}

export interface Held {
  /** The same part of the same reply is held once. */
  add(item: Pick<HeldItem, 'replyId' | 'place' | 'turn' | 'part' | 'rule'>): void;
  /** Oldest first. */
  waiting(limit: number): HeldItem[];
  find(id: number): HeldItem | undefined;
  /** False when it was decided already, or there is none of that number. */
  decide(id: number, decision: Decision, by: string): boolean;
  /** Decided, and not yet shown. */
  decided(): HeldItem[];
  done(id: number): void;
}

interface HeldRow {
  readonly id: number;
  readonly reply_id: string;
  readonly place: number;
  readonly turn: string;
  readonly part: string;
  readonly rule: string;
  readonly at_ms: number;
  readonly decision: Decision | null;
  readonly decided_by: string | null;
}

export function openHeld(database: Database, clock: Clock, audit: OpenAudit): Held {
  database.migrate('held', TABLES);
  return {
    add({ replyId, place, turn, part, rule }) {
      database.run(
        'INSERT OR IGNORE INTO held (reply_id, place, turn, part, rule, at_ms) VALUES (?, ?, ?, ?, ?, ?)',
        replyId,
        place,
        JSON.stringify(turn),
        JSON.stringify(part),
        rule,
        clock(),
      );
    },
    waiting: (limit) => database.all<HeldRow>('SELECT * FROM held WHERE decision IS NULL ORDER BY id LIMIT ?', limit).map(itemOf),
    find(id) {
      const row = database.get<HeldRow>('SELECT * FROM held WHERE id = ?', id);
      return row && itemOf(row);
    },
    decide: (id, decision, by) =>
      database.transaction(() => {
        const won = database.run(
          'UPDATE held SET decision = ?, decided_by = ?, decided_ms = ? WHERE id = ? AND decision IS NULL',
          decision,
          by,
          clock(),
          id,
        );
        if (won === 1) audit.add({ kind: 'decision', held: id, decision, by });
        return won === 1;
      }),
    decided: () => database.all<HeldRow>('SELECT * FROM held WHERE decision IS NOT NULL AND done = 0 ORDER BY id').map(itemOf),
    done(id) {
      database.run('UPDATE held SET done = 1 WHERE id = ?', id);
    },
  };
}

function itemOf(row: HeldRow): HeldItem {
  return {
    id: row.id,
    replyId: row.reply_id,
    place: row.place,
    turn: JSON.parse(row.turn) as Turn,
    part: JSON.parse(row.part) as Part,
    rule: row.rule,
    atMs: row.at_ms,
    ...(row.decision === null ? {} : { decision: row.decision }),
    ...(row.decided_by === null ? {} : { decidedBy: row.decided_by }),
  };
}
