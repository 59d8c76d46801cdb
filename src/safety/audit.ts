/**
 * What safety decided, for those who must answer for it. Entries hold ids, rules and actions, never what people wrote, and
 * each carries the hash of the one before it: a changed or missing entry breaks the chain for all to see.
 */
import { createHash } from 'node:crypto';
import type { Clock, Database, Statements } from '../core/ports.ts';

const TABLES = [
  `CREATE TABLE audit (
     seq INTEGER PRIMARY KEY,
     at_ms INTEGER NOT NULL,
     entry TEXT NOT NULL,
     hash TEXT NOT NULL
   ) STRICT;`,
];

type AuditEntry =
  /** `by`: nobody when time decided. */
  | {
      readonly kind: 'decision';
      readonly case: number;
      readonly decision: 'release' | 'uphold';
      readonly by: readonly string[];
      readonly struck?: true;
    }
  | { readonly kind: 'policy'; readonly version: number; readonly author: string; readonly workspace?: string }
  | { readonly kind: 'shadow'; readonly author: string; readonly on: boolean; readonly workspace?: string }
  | {
      readonly kind: 'strike';
      readonly source: string;
      readonly space: string;
      readonly person: string;
      readonly rule: string;
      readonly by: string;
    }
  /** Shut out no longer, and the strike it was for is gone. */
  | { readonly kind: 'let-in'; readonly space: string; readonly person: string; readonly by: string }
  /** The request's turn, the picture, who said yes. */
  | { readonly kind: 'consent'; readonly threadId: string; readonly picture: string; readonly requesterId: string; readonly by: string }
  | { readonly kind: 'removed'; readonly threadId: string; readonly turns: number; readonly pictures: number }
  | {
      readonly kind: 'verdict';
      readonly turnId: string;
      readonly threadId: string;
      readonly authorId: string;
      /** `request`, or the part's place in the reply. */
      readonly of: 'request' | number;
      readonly verdict: 'replace' | 'hold' | 'refuse';
      readonly rule: string;
      /** How sure that was, from 0 to 1. */
      readonly score?: number;
      readonly policyVersion: number;
    };

export interface AuditRow {
  readonly seq: number;
  readonly atMs: number;
  /** JSON of an AuditEntry. */
  readonly entry: string;
  /** Of the entry before, the number, the time and the entry: SHA-256, in hexadecimal. */
  readonly hash: string;
}

export interface OpenAudit {
  add(entry: AuditEntry): Promise<void>;
  /** Oldest first. */
  rows(): Promise<AuditRow[]>;
  /** The first entry whose hash does not follow from what stands there; undefined when all do. */
  broken(): Promise<number | undefined>;
  /** The same log as part of a transaction. */
  within(tx: Statements): OpenAudit;
}

const FIRST = '0'.repeat(64);
const hashOf = (before: string, { seq, atMs, entry }: Omit<AuditRow, 'hash'>): string =>
  createHash('sha256').update(`${before}\n${seq}\n${atMs}\n${entry}`).digest('hex');

export async function openAudit(database: Database, clock: Clock): Promise<OpenAudit> {
  await database.migrate('audit', TABLES);
  return auditIn(database, clock);
}

function auditIn(database: Statements, clock: Clock): OpenAudit {
  const select = 'SELECT seq, at_ms AS "atMs", entry, hash FROM audit';
  const rows = (): Promise<AuditRow[]> => database.all<AuditRow>(`${select} ORDER BY seq`);
  return {
    within: (tx) => auditIn(tx, clock),
    add(entry) {
      return database.transaction(async (tx) => {
        const last = await tx.get<AuditRow>(`${select} ORDER BY seq DESC LIMIT 1`);
        const next = { seq: (last?.seq ?? 0) + 1, atMs: clock(), entry: JSON.stringify(entry) };
        await tx.run('INSERT INTO audit VALUES (?, ?, ?, ?)', next.seq, next.atMs, next.entry, hashOf(last?.hash ?? FIRST, next));
      });
    },
    rows,
    broken: async () => firstBroken(await rows()),
  };
}

/** As `OpenAudit.broken`, of an exported list. The end of a list can be cut off unseen: keep its last hash elsewhere. */
export function firstBroken(rows: readonly AuditRow[]): number | undefined {
  let before = FIRST;
  for (const [at, row] of rows.entries()) {
    if (row.seq !== at + 1 || row.hash !== hashOf(before, row)) return at + 1;
    before = row.hash;
  }
  return undefined;
}
