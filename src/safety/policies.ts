/**
 * The policy in force and every one before it. A version is never changed or taken out: to go back is to apply an older text
 * again. Several processes may look; the newest version counts from the next turn on.
 */
import { ConfigError } from '../core/errors.ts';
import type { Clock, Database } from '../core/ports.ts';
import type { OpenAudit } from './audit.ts';
import { type OpenCheck, openCheck } from './check.ts';
import { DEFAULT_POLICY, type Policy, parsePolicy } from './policy.ts';
import { checkPatterns } from './text.ts';

const TABLES = [
  `CREATE TABLE policies (
     version INTEGER PRIMARY KEY AUTOINCREMENT,
     at_ms INTEGER NOT NULL,
     author TEXT NOT NULL,
     text TEXT NOT NULL
   ) STRICT;`,
];

interface PolicyVersion {
  /** 0 is the default that nobody applied. */
  readonly version: number;
  readonly atMs: number;
  readonly author: string;
  readonly text: string;
}

export interface Policies {
  current(): { readonly version: number; readonly policy: Policy };
  /** The checks of the policy in force. */
  check(): OpenCheck;
  /** Newest first. */
  history(): PolicyVersion[];
  version(version: number): PolicyVersion | undefined;
  /** Throws ConfigError when the text is no policy; then the one in force stays. */
  apply(text: string, name: string, author: string): number;
}

/** Throws ConfigError that says where a policy is wrong, its patterns included. */
export function readPolicy(text: string, name: string): Policy {
  const policy = parsePolicy(text, name);
  try {
    checkPatterns(policy);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      'invalid-setting',
      `The policy ${name} has a pattern that RE2 does not take (${why}): write it without look-around and back references.`,
    );
  }
  return policy;
}

export function openPolicies(
  database: Database,
  { clock, audit, failed }: { clock: Clock; audit: OpenAudit; failed: (error: unknown) => void },
): Policies {
  database.migrate('policies', TABLES);
  const row = 'SELECT version, at_ms AS atMs, author, text FROM policies';
  let known = { version: 0, policy: DEFAULT_POLICY };
  let check = openCheck(DEFAULT_POLICY);

  function current(): { version: number; policy: Policy } {
    const newest = database.get<PolicyVersion>(`${row} WHERE version > ? ORDER BY version DESC LIMIT 1`, known.version);
    if (!newest) return known;
    try {
      known = { version: newest.version, policy: readPolicy(newest.text, `version ${newest.version}`) };
      check = openCheck(known.policy);
    } catch (error) {
      // Written by a newer Dreamthread, or by hand: what was in force stays in force, and the operator hears of it once.
      known = { ...known, version: newest.version };
      failed(error);
    }
    return known;
  }

  return {
    current,
    check() {
      current();
      return check;
    },
    history: () => database.all<PolicyVersion>(`${row} ORDER BY version DESC`),
    version: (version) => database.get<PolicyVersion>(`${row} WHERE version = ?`, version),
    apply(text, name, author) {
      readPolicy(text, name);
      return database.transaction(() => {
        database.run('INSERT INTO policies (at_ms, author, text) VALUES (?, ?, ?)', clock(), author, text);
        const version = database.get<{ version: number }>('SELECT max(version) AS version FROM policies')?.version ?? 0;
        audit.add({ kind: 'policy', version, author });
        return version;
      });
    },
  };
}
