/**
 * The policies in force and every one before them: one that holds everywhere, and over it one for each workspace that has its
 * own. A version is never changed or taken out: to go back is to apply an older text again. Several processes may look; the
 * newest version counts from the next turn on. A draft may run beside: it decides nothing, and what it would have is counted. It is
 * carried over to each version that is applied meanwhile, so that to switch it on undoes nothing.
 */
import { createHash } from 'node:crypto';
import { ConfigError } from '../core/errors.ts';
import type { PolicyShadow } from '../core/panel.ts';
import type { Clock, Database, Statements } from '../core/ports.ts';
import { say } from '../core/sentences.ts';
import type { OpenAudit } from './audit.ts';
import { carried } from './carried.ts';
import { type Finders, type OpenCheck, openCheck } from './check.ts';
import { DEFAULT_POLICY, layered, type Policy, parsePolicy, policyChanges } from './policy.ts';
import { checkPatterns } from './text.ts';

const TABLES = [
  `CREATE TABLE policies (
     version INTEGER PRIMARY KEY AUTOINCREMENT,
     at_ms INTEGER NOT NULL,
     author TEXT NOT NULL,
     text TEXT NOT NULL
   ) STRICT;`,
  `-- slack:T0123, discord:987; empty: it holds everywhere.
   ALTER TABLE policies ADD COLUMN workspace TEXT NOT NULL DEFAULT '';
   CREATE INDEX policies_by_workspace ON policies (workspace, version);
   CREATE TABLE policy_drafts (
     workspace TEXT PRIMARY KEY,
     since_ms INTEGER NOT NULL,
     author TEXT NOT NULL,
     text TEXT NOT NULL,
     checked INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   -- What a draft would have done otherwise, how often.
   CREATE TABLE policy_differences (
     workspace TEXT NOT NULL,
     rule TEXT NOT NULL,
     present TEXT NOT NULL,
     other TEXT NOT NULL,
     count INTEGER NOT NULL,
     PRIMARY KEY (workspace, rule, present, other)
   ) STRICT;`,
];

interface PolicyVersion {
  /** 0 is the default that nobody applied. */
  readonly version: number;
  readonly atMs: number;
  readonly author: string;
  readonly text: string;
  readonly workspace: string;
}

export interface Difference {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

export interface Policies {
  /** What is in force: everywhere, or in a workspace (its own over what holds everywhere). */
  current(workspace?: string): Promise<{ readonly version: number; readonly policy: Policy }>;
  /** The checks of what is in force. */
  check(workspace?: string): Promise<OpenCheck>;
  /** The checks as a policy would make them, classifiers included. They only look: what it would blur is not blurred. */
  trial(policy: Policy): OpenCheck;
  /** The document of a workspace as it was applied; undefined when it has none. */
  own(workspace?: string): Promise<PolicyVersion | undefined>;
  /** Newest first. */
  history(workspace?: string): Promise<PolicyVersion[]>;
  version(version: number): Promise<PolicyVersion | undefined>;
  /** What stands now: the version of the workspace's own and its draft. Whoever names it to what follows is refused when it is past. */
  seen(workspace?: string): Promise<string>;
  /** Throws ConfigError when the text is no policy; then the one in force stays. */
  apply(text: string, name: string, author: string, workspace?: string, seen?: string): Promise<number>;
  /** Lets a draft run beside what is in force from the next turn on; without a text, ends it. Throws ConfigError as `apply` does. */
  shadow(text: string | undefined, author: string, workspace?: string, seen?: string): Promise<void>;
  /** Puts the draft in force. Throws ConfigError when there is none. */
  switchOn(author: string, workspace?: string, seen?: string): Promise<number>;
  /** The checks of the draft of a workspace; undefined where none runs. */
  shadowCheck(workspace?: string): Promise<OpenCheck | undefined>;
  /** Counts what the draft was asked about, and what it would have done otherwise. */
  differed(differences: readonly Difference[], workspace?: string): Promise<void>;
  shadowed(workspace?: string): Promise<PolicyShadow | undefined>;
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

const EMPTY = '{"version":1}';

const draftMark = (draft: { readonly text: string } | undefined): string =>
  draft ? createHash('sha256').update(draft.text).digest('hex').slice(0, 8) : '';

interface Known {
  readonly version: number;
  readonly policy: Policy;
}

interface PolicyPorts {
  readonly clock: Clock;
  readonly audit: OpenAudit;
  readonly failed: (error: unknown) => void;
  /** What the checks look with, besides the lists. */
  readonly finders?: Finders;
}

export async function openPolicies(database: Database, { clock, audit, failed, finders = {} }: PolicyPorts): Promise<Policies> {
  await database.migrate('policies', TABLES);
  const row = 'SELECT version, at_ms AS "atMs", author, text, workspace FROM policies';
  const known = new Map<string, Known>();
  const checks = new Map<string, { readonly of: Policy; readonly under: Policy; readonly check: OpenCheck }>();
  const drafts = new Map<string, { readonly sinceMs: number; readonly text: string; readonly under: Policy; readonly check: OpenCheck }>();

  async function newest(workspace: string): Promise<Known> {
    const before = known.get(workspace) ?? { version: 0, policy: DEFAULT_POLICY };
    const found = await database.get<PolicyVersion>(
      `${row} WHERE workspace = ? AND version > ? ORDER BY version DESC LIMIT 1`,
      workspace,
      before.version,
    );
    if (!found) return before;
    try {
      known.set(workspace, { version: found.version, policy: readPolicy(found.text, `version ${found.version}`) });
    } catch (error) {
      // Written by a newer Dreamthread, or by hand: what was in force stays in force, and the operator hears of it once.
      known.set(workspace, { ...before, version: found.version });
      failed(error);
    }
    return known.get(workspace) ?? before;
  }

  async function layers(workspace: string): Promise<{ readonly under: Known; readonly own: Known | undefined }> {
    const own = workspace === '' ? undefined : await newest(workspace);
    return { under: await newest(''), own: own && own.version > 0 ? own : undefined };
  }

  async function current(workspace = ''): Promise<Known> {
    const { under, own } = await layers(workspace);
    return own ? { version: own.version, policy: layered(under.policy, own.policy) } : under;
  }

  const draftOf = (workspace: string, from: Statements = database) =>
    from.get<{ sinceMs: number; author: string; text: string; checked: number }>(
      'SELECT since_ms AS "sinceMs", author, text, checked FROM policy_drafts WHERE workspace = ?',
      workspace,
    );

  const ownOf = (workspace: string, from: Statements = database) =>
    from.get<PolicyVersion>(`${row} WHERE workspace = ? ORDER BY version DESC LIMIT 1`, workspace);

  const seenIn = async (workspace: string, from: Statements = database): Promise<string> =>
    `${(await ownOf(workspace, from))?.version ?? 0}.${draftMark(await draftOf(workspace, from))}`;

  /** `draftToo`: where what is done is about the draft. */
  async function assertSeen(tx: Statements, workspace: string, seen: string | undefined, draftToo: boolean): Promise<void> {
    if (seen === undefined) return;
    const [[version], now] = [seen.split('.'), await seenIn(workspace, tx)];
    if (version !== now.split('.')[0])
      throw new ConfigError('changed-meanwhile', say('policy-changed', { version: now.split('.')[0] ?? '' }));
    if (draftToo && seen !== now) throw new ConfigError('changed-meanwhile', say('proposal-changed'));
  }

  async function applyIn(tx: Statements, text: string, author: string, workspace: string): Promise<number> {
    const [before, draft] = [(await ownOf(workspace, tx))?.text ?? EMPTY, await draftOf(workspace, tx)];
    const insert = 'INSERT INTO policies (at_ms, author, text, workspace) VALUES (?, ?, ?, ?) RETURNING version';
    const version = (await tx.get<{ version: number }>(insert, clock(), author, text, workspace))?.version ?? 0;
    await audit.within(tx).add({ kind: 'policy', version, author, ...(workspace === '' ? {} : { workspace }) });
    if (!draft) return version;
    const next = JSON.stringify(carried(JSON.parse(before), JSON.parse(draft.text), JSON.parse(text)), null, 2);
    if (policyChanges(parsePolicy(text, 'new'), readPolicy(next, 'draft')).length === 0) await endDraft(tx, author, workspace);
    else await tx.run('UPDATE policy_drafts SET text = ? WHERE workspace = ?', next, workspace);
    return version;
  }

  async function endDraft(tx: Statements, author: string, workspace: string): Promise<void> {
    await tx.run('DELETE FROM policy_differences WHERE workspace = ?', workspace);
    await tx.run('DELETE FROM policy_drafts WHERE workspace = ?', workspace);
    await audit.within(tx).add({ kind: 'shadow', author, on: false, ...(workspace === '' ? {} : { workspace }) });
  }

  const trial = (policy: Policy): OpenCheck => openCheck(policy, { ...finders, blurred: async (part) => part });

  return {
    current,
    trial,
    async check(workspace = '') {
      const { under, own } = await layers(workspace);
      const [of, below] = [own?.policy ?? under.policy, under.policy];
      const opened = checks.get(workspace);
      if (opened?.of === of && opened.under === below) return opened.check;
      const check = openCheck(own ? layered(below, of) : below, finders);
      checks.set(workspace, { of, under: below, check });
      return check;
    },
    own: (workspace = '') => ownOf(workspace),
    seen: (workspace = '') => seenIn(workspace),
    history: async (workspace = '') => database.all<PolicyVersion>(`${row} WHERE workspace = ? ORDER BY version DESC`, workspace),
    version: async (version) => database.get<PolicyVersion>(`${row} WHERE version = ?`, version),
    async apply(text, name, author, workspace = '', seen) {
      readPolicy(text, name);
      return database.transaction(async (tx) => {
        await assertSeen(tx, workspace, seen, false);
        return applyIn(tx, text, author, workspace);
      });
    },
    async switchOn(author, workspace = '', seen) {
      return database.transaction(async (tx) => {
        await assertSeen(tx, workspace, seen, true);
        const draft = await draftOf(workspace, tx);
        if (!draft) throw new ConfigError('invalid-input', say('proposal-none'));
        return applyIn(tx, draft.text, author, workspace);
      });
    },

    async shadow(text, author, workspace = '', seen) {
      if (text !== undefined) readPolicy(text, 'draft');
      await database.transaction(async (tx) => {
        await assertSeen(tx, workspace, seen, true);
        if (text === undefined) return endDraft(tx, author, workspace);
        await tx.run('DELETE FROM policy_differences WHERE workspace = ?', workspace);
        await tx.run('DELETE FROM policy_drafts WHERE workspace = ?', workspace);
        const insert = 'INSERT INTO policy_drafts (workspace, since_ms, author, text) VALUES (?, ?, ?, ?)';
        await tx.run(insert, workspace, clock(), author, text);
        await audit.within(tx).add({ kind: 'shadow', author, on: true, ...(workspace === '' ? {} : { workspace }) });
      });
    },
    async shadowCheck(workspace = '') {
      const draft = await draftOf(workspace);
      if (!draft) return undefined;
      const under = workspace === '' ? DEFAULT_POLICY : (await newest('')).policy;
      const opened = drafts.get(workspace);
      if (opened?.text === draft.text && opened.sinceMs === draft.sinceMs && opened.under === under) return opened.check;
      const policy = readPolicy(draft.text, 'draft');
      const check = trial(workspace === '' ? policy : layered(under, policy));
      drafts.set(workspace, { sinceMs: draft.sinceMs, text: draft.text, under, check });
      return check;
    },
    async differed(differences, workspace = '') {
      await database.run('UPDATE policy_drafts SET checked = checked + 1 WHERE workspace = ?', workspace);
      for (const { rule, from, to } of differences)
        await database.run(
          'INSERT INTO policy_differences VALUES (?, ?, ?, ?, 1) ON CONFLICT (workspace, rule, present, other) DO UPDATE SET count = policy_differences.count + 1',
          workspace,
          rule,
          from,
          to,
        );
    },
    async shadowed(workspace = '') {
      const draft = await draftOf(workspace);
      if (!draft) return undefined;
      const changes = await database.all<Difference & { count: number }>(
        'SELECT rule, present AS "from", other AS "to", count FROM policy_differences WHERE workspace = ? ORDER BY count DESC, rule, other',
        workspace,
      );
      return { ...draft, changes };
    },
  };
}
