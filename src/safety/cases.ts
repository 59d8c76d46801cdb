/**
 * What waits for moderators, and what they decided. A case is decided once: of two who decide at the same moment one wins and
 * the other is told so. A decision is written down first and carried out by the bot when it looks, so it may be made beside
 * it or while it is down.
 */
import { createHash } from 'node:crypto';
import type { CaseKind, CaseState } from '../core/desk.ts';
import type { Clock, Database, Forgotten } from '../core/ports.ts';
import type { Found, Part, Turn } from '../core/types.ts';
import type { OpenAudit } from './audit.ts';

const TABLES = [
  `CREATE TABLE cases (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     kind TEXT NOT NULL CHECK (kind IN ('held', 'appeal')),
     -- What it is about: opened once, however often that is told.
     subject TEXT NOT NULL UNIQUE,
     thread_id TEXT NOT NULL,
     turn_id TEXT NOT NULL,
     reply_id TEXT NOT NULL,
     requester_id TEXT NOT NULL,
     -- JSON of a CaseContent; null when it was forgotten.
     content TEXT,
     -- JSON of a CaseTerms.
     terms TEXT NOT NULL,
     opened_ms INTEGER NOT NULL,
     due_ms INTEGER NOT NULL,
     remind_ms INTEGER,
     taken_by TEXT,
     taken_until_ms INTEGER,
     state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'released', 'upheld', 'void')),
     struck INTEGER NOT NULL DEFAULT 0,
     decided_ms INTEGER,
     -- Whether the reply shows the decision and the requester was told.
     done INTEGER NOT NULL DEFAULT 0,
     -- Counts the changes of the card, and which of them was put on the desk.
     revision INTEGER NOT NULL DEFAULT 1,
     published INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE INDEX cases_open ON cases (id) WHERE state = 'open';
   CREATE INDEX cases_undone ON cases (id) WHERE state IN ('released', 'upheld') AND done = 0;
   CREATE INDEX cases_unpublished ON cases (id) WHERE published < revision;
   CREATE INDEX cases_by_turn ON cases (turn_id);
   CREATE TABLE case_votes (
     case_id INTEGER NOT NULL,
     voter TEXT NOT NULL,
     choice TEXT NOT NULL CHECK (choice IN ('release', 'uphold')),
     at_ms INTEGER NOT NULL,
     PRIMARY KEY (case_id, voter)
   ) STRICT;`,
];

export type Decision = 'release' | 'uphold';

interface CaseContent {
  readonly turn: Turn;
  /** What is held; of an appeal against a decision, what was held. An appeal against a refused request has none. */
  readonly part?: Part;
  /** The part's place in its reply. */
  readonly place?: number;
  readonly found: Found;
  /** Of an appeal, in the requester's words. */
  readonly plea?: string;
}

/** As the policy said when the case was opened. */
interface CaseTerms {
  /** `slack:T0123/C0456` */
  readonly channel: string;
  readonly workspace?: string;
  readonly needed: number;
  readonly undecided: Decision;
}

export interface Case {
  readonly id: number;
  readonly kind: CaseKind;
  readonly threadId: string;
  readonly turnId: string;
  readonly replyId: string;
  readonly requesterId: string;
  readonly content?: CaseContent;
  readonly terms: CaseTerms;
  readonly openedMs: number;
  readonly dueMs: number;
  readonly taken?: { readonly by: string; readonly untilMs: number };
  readonly releases: readonly string[];
  readonly state: CaseState;
  readonly revision: number;
}

export interface NewCase {
  readonly kind: CaseKind;
  readonly replyId: string;
  readonly content: CaseContent;
  readonly terms: CaseTerms;
  readonly dueMs: number;
  readonly remindMs: number;
}

export type Cases = Awaited<ReturnType<typeof openCases>>;

interface CaseRow {
  readonly id: number;
  readonly kind: CaseKind;
  readonly thread_id: string;
  readonly turn_id: string;
  readonly reply_id: string;
  readonly requester_id: string;
  readonly content: string | null;
  readonly terms: string;
  readonly opened_ms: number;
  readonly due_ms: number;
  readonly taken_by: string | null;
  readonly taken_until_ms: number | null;
  readonly state: 'open' | 'released' | 'upheld' | 'void';
  readonly struck: number;
  readonly decided_ms: number | null;
  readonly revision: number;
}

export async function openCases(database: Database, clock: Clock, audit: OpenAudit) {
  await database.migrate('cases', TABLES);

  async function caseOf(row: CaseRow): Promise<Case> {
    const votes = await database.all<{ voter: string; choice: Decision }>(
      'SELECT voter, choice FROM case_votes WHERE case_id = ? ORDER BY at_ms, voter',
      row.id,
    );
    const votersFor = (choice: Decision): string[] => votes.flatMap((vote) => (vote.choice === choice ? [vote.voter] : []));
    return {
      id: row.id,
      kind: row.kind,
      threadId: row.thread_id,
      turnId: row.turn_id,
      replyId: row.reply_id,
      requesterId: row.requester_id,
      ...(row.content === null ? {} : { content: JSON.parse(row.content) as CaseContent }),
      terms: JSON.parse(row.terms) as CaseTerms,
      openedMs: row.opened_ms,
      dueMs: row.due_ms,
      ...(row.taken_by !== null && row.taken_until_ms !== null && row.taken_until_ms > clock()
        ? { taken: { by: row.taken_by, untilMs: row.taken_until_ms } }
        : {}),
      releases: votersFor('release'),
      state: stateOf(row, votersFor),
      revision: row.revision,
    };
  }

  async function casesWhere(condition: string, ...values: readonly (string | number)[]): Promise<Case[]> {
    const found: Case[] = [];
    for (const row of await database.all<CaseRow>(`SELECT * FROM cases WHERE ${condition}`, ...values)) found.push(await caseOf(row));
    return found;
  }

  return {
    /** The same subject opens one case, for ever; the number of it. */
    async open({ kind, replyId, content, terms, dueMs, remindMs }: NewCase): Promise<number> {
      const subject = subjectOf(kind, replyId, content);
      await database.run(
        `INSERT INTO cases (kind, subject, thread_id, turn_id, reply_id, requester_id, content, terms, opened_ms, due_ms, remind_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (subject) DO NOTHING`,
        kind,
        subject,
        content.turn.thread.id,
        content.turn.id,
        replyId,
        content.turn.authorId,
        JSON.stringify(content),
        JSON.stringify(terms),
        clock(),
        dueMs,
        remindMs,
      );
      return (await database.get<{ id: number }>('SELECT id FROM cases WHERE subject = ?', subject))?.id ?? 0;
    },

    async find(id: number): Promise<Case | undefined> {
      const row = await database.get<CaseRow>('SELECT * FROM cases WHERE id = ?', id);
      return row && caseOf(row);
    },

    /** Oldest first. */
    waiting: (limit: number): Promise<Case[]> => casesWhere("state = 'open' ORDER BY id LIMIT ?", limit),
    /** Decided, and not yet carried out. */
    decided: (): Promise<Case[]> => casesWhere("state IN ('released', 'upheld') AND done = 0 ORDER BY id"),
    /** Changed since they were last put on the desk. */
    unpublished: (): Promise<Case[]> => casesWhere('published < revision ORDER BY id'),
    overdue: (nowMs: number): Promise<Case[]> => casesWhere("state = 'open' AND due_ms <= ? ORDER BY id", nowMs),
    /** Nobody looked for long; each is told once. */
    async forgotten(nowMs: number): Promise<Case[]> {
      const found = await casesWhere("state = 'open' AND remind_ms <= ? ORDER BY id", nowMs);
      for (const { id } of found) await database.run('UPDATE cases SET remind_ms = NULL WHERE id = ?', id);
      return found;
    },
    /** Cases about a reply or a turn that are not void. */
    about: (turnId: string): Promise<Case[]> => casesWhere("turn_id = ? AND state <> 'void' ORDER BY id", turnId),

    /** Turns whose requests moderators let run after an appeal. */
    async won(): Promise<readonly Turn[]> {
      const won = await casesWhere("kind = 'appeal' AND state = 'released' ORDER BY id");
      return won.flatMap(({ content }) => (content ? [content.turn] : []));
    },

    /** Who looks has the case until then. False when somebody else has it, or it is decided. */
    async take(id: number, by: string, untilMs: number): Promise<boolean> {
      const changed = await database.run(
        `UPDATE cases SET taken_by = ?, taken_until_ms = ?, revision = revision + 1
         WHERE id = ? AND state = 'open' AND (taken_by IS NULL OR taken_by = ? OR taken_until_ms <= ?)`,
        by,
        untilMs,
        id,
        by,
        clock(),
      );
      return changed === 1;
    },

    /** Counts a vote to release where two are needed; the case is free for another to look at. */
    async vote(id: number, by: string): Promise<void> {
      await database.run("INSERT INTO case_votes VALUES (?, ?, 'release', ?) ON CONFLICT DO NOTHING", id, by, clock());
      await database.run(
        "UPDATE cases SET taken_by = NULL, taken_until_ms = NULL, revision = revision + 1 WHERE id = ? AND state = 'open'",
        id,
      );
    },

    /** `by` is nobody when time decides. False when it was decided already, or there is none of that number. */
    decide: (id: number, decision: Decision, by: readonly string[], struck = false): Promise<boolean> =>
      database.transaction(async (tx) => {
        const won = await tx.run(
          `UPDATE cases SET state = ?, struck = ?, decided_ms = ?, taken_by = NULL, taken_until_ms = NULL, revision = revision + 1
           WHERE id = ? AND state = 'open'`,
          decision === 'release' ? 'released' : 'upheld',
          struck ? 1 : 0,
          clock(),
          id,
        );
        if (won !== 1) return false;
        const voted = `INSERT INTO case_votes VALUES (?, ?, ?, ?)
          ON CONFLICT (case_id, voter) DO UPDATE SET choice = excluded.choice, at_ms = excluded.at_ms`;
        for (const voter of by) await tx.run(voted, id, voter, decision, clock());
        await audit.within(tx).add({ kind: 'decision', case: id, decision, by, ...(struck ? { struck: true as const } : {}) });
        return true;
      }),

    async done(id: number): Promise<void> {
      await database.run('UPDATE cases SET done = 1 WHERE id = ?', id);
    },
    async published(id: number, revision: number): Promise<void> {
      await database.run('UPDATE cases SET published = max(published, ?) WHERE id = ?', revision, id);
    },

    /** What an open case is about is gone: there is nothing to decide any more. */
    async close(id: number): Promise<void> {
      await database.run("UPDATE cases SET state = 'void', done = 1, revision = revision + 1 WHERE id = ? AND state = 'open'", id);
    },

    /** Takes out what was said and drawn, and who asked; numbers, rules and decisions stay, as the audit log speaks of them. */
    async forget(what: Forgotten): Promise<void> {
      const [condition, value] =
        what.kind === 'thread'
          ? ['thread_id = ?', what.threadId]
          : ['turn_id IN (SELECT value FROM json_each(?))', JSON.stringify(what.turnIds)];
      await database.run(
        `UPDATE cases SET content = NULL, requester_id = '', thread_id = '', subject = 'forgotten ' || id, revision = revision + 1, done = 1,
           state = CASE state WHEN 'open' THEN 'void' ELSE state END
         WHERE ${condition}`,
        value,
      );
    },
  };
}

function subjectOf(kind: CaseKind, replyId: string, { turn, part, place }: CaseContent): string {
  const of = part ? `${replyId} ${place} ${createHash('sha256').update(JSON.stringify(part)).digest('hex')}` : turn.id;
  return `${kind} ${of}`;
}

function stateOf(row: CaseRow, votersFor: (choice: Decision) => string[]): CaseState {
  if (row.state === 'open' || row.state === 'void') return { kind: row.state };
  const by = votersFor(row.state === 'released' ? 'release' : 'uphold');
  return { kind: row.state, by, atMs: row.decided_ms ?? 0, struck: row.struck === 1 };
}
