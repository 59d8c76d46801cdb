/** `dreamthread policy`, `held`, `audit` and `verify`: what moderators and operators do from a terminal, while the bot runs or not. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { ConfigError } from '../core/errors.ts';
import type { AssetId, Message, Thread } from '../core/types.ts';
import { type AuditRow, firstBroken, type OpenAudit } from './audit.ts';
import { openCheck } from './check.ts';
import type { Credentials } from './credentials.ts';
import type { Held } from './held.ts';
import { addHeldCommands } from './held-commands.ts';
import { type Policies, readPolicy } from './policies.ts';
import { ACTIONS, actionFor, CATEGORIES, DEFAULT_POLICY, type Policy, policyChanges } from './policy.ts';
import { type Replayed, replay } from './replay.ts';
import { type Rows, verifyLines } from './verify.ts';

export interface SafetyPorts {
  readonly policies: Policies;
  readonly audit: OpenAudit;
  readonly held: Held;
  /** A stored picture, bare. */
  picture(asset: AssetId): Promise<Uint8Array | undefined>;
  readonly ledger: Rows;
  credentials(): Promise<Credentials>;
  /** What people wrote since then, wherever the bot keeps it. */
  requestsSince(sinceMs: number): { readonly thread: Thread; readonly message: Message }[];
}

/** `open` opens the data folder beside the bot, lets `work` use it, and closes it. */
export function addSafetyCommands(
  program: Command,
  open: (options: { data?: string }, work: (desk: SafetyPorts) => unknown) => Promise<void>,
  print: (line: string) => void,
): void {
  const data = ['--data <folder>', 'folder of everything stored (default .dreamthread)'] as const;
  const policy = program.command('policy').description('what may be asked and shown: look, check, compare, try and apply');

  policy
    .command('show')
    .description('the policy in force, as it was applied, or an earlier version')
    .option('--version <number>', 'an earlier version')
    .option('--categories', 'what is done about each category, defaults included')
    .option(...data)
    .action((options: { version?: string; categories?: true; data?: string }) =>
      open(options, ({ policies }) => {
        const { version, policy: current } = policies.current();
        if (options.categories) return categoryLines(current).forEach(print);
        const wanted = policies.version(Number(options.version ?? version));
        if (!wanted && options.version !== undefined) throw unknownVersion(options.version);
        print(wanted?.text ?? JSON.stringify(DEFAULT_POLICY, null, 2));
      }),
    );

  policy
    .command('validate')
    .description('says whether a file is a policy, and where not')
    .argument('<file>')
    .action((file: string) => {
      const read = readPolicyFile(file).policy;
      print(`${file} is a policy: ${policyChanges(DEFAULT_POLICY, read).length} changes from the default.`);
    });

  policy
    .command('diff')
    .description('what a file would change')
    .argument('<file>')
    .option(...data)
    .action((file: string, options: { data?: string }) =>
      open(options, ({ policies }) => {
        const changes = policyChanges(policies.current().policy, readPolicyFile(file).policy);
        if (changes.length === 0) print('Nothing would change.');
        else changes.forEach(print);
      }),
    );

  policy
    .command('try')
    .description('what a file would have done with the requests of the last days')
    .argument('<file>')
    .option('--days <number>', 'how many days back', '7')
    .option(...data)
    .action((file: string, options: { days: string; data?: string }) =>
      open(options, ({ policies, requestsSince }) => {
        const days = Number(options.days);
        if (!(days > 0 && days <= 3650))
          throw new ConfigError('invalid-input', `Expected days from 1 to 3650, got ${options.days}: give a number.`);
        const requests = requestsSince(Date.now() - days * 24 * 3_600_000);
        replayLines(replay(requests, policies.current().policy, readPolicyFile(file).policy)).forEach(print);
      }),
    );

  policy
    .command('apply')
    .description('puts a file in force, from the next request on; kept as a version for ever')
    .argument('<file>')
    .option('--by <name>', 'who applies it, for the audit log', 'operator')
    .option(...data)
    .action((file: string, options: { by: string; data?: string }) =>
      open(options, ({ policies }) => {
        print(`${file} is in force as version ${policies.apply(readPolicyFile(file).text, file, options.by)}.`);
      }),
    );

  policy
    .command('revert')
    .description('puts an earlier version in force again')
    .argument('<version>')
    .option('--by <name>', 'who reverts it, for the audit log', 'operator')
    .option(...data)
    .action((version: string, options: { by: string; data?: string }) =>
      open(options, ({ policies }) => {
        const text = version === '0' ? JSON.stringify(DEFAULT_POLICY, null, 2) : policies.version(Number(version))?.text;
        if (text === undefined) throw unknownVersion(version);
        print(`Version ${version} is in force again, as version ${policies.apply(text, `version ${version}`, options.by)}.`);
      }),
    );

  policy
    .command('history')
    .description('every version: number, when (UTC), who')
    .option(...data)
    .action((options: { data?: string }) =>
      open(options, ({ policies }) => {
        const versions = policies.history();
        if (versions.length === 0) print('No policy was applied yet: the default is in force.');
        for (const { version, atMs, author } of versions)
          print(`${version}  ${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')}  ${author}`);
      }),
    );

  policy
    .command('test')
    .description('what is done about a sentence, and why')
    .argument('<words...>')
    .option('--policy <file>', 'under a file in place of the policy in force')
    .option(...data)
    .action((words: string[], options: { policy?: string; data?: string }) => {
      const test = (under: Policy): void => print(verdictLine(under, words.join(' ')));
      if (options.policy !== undefined) test(readPolicyFile(options.policy).policy);
      else open(options, ({ policies }) => test(policies.current().policy));
    });

  const audit = program.command('audit').description('what safety decided: ids, rules and times, never what people wrote');

  audit
    .command('export')
    .description('every entry as one line of JSON, oldest first')
    .option(...data)
    .action((options: { data?: string }) =>
      open(options, (desk) => {
        for (const row of desk.audit.rows()) print(JSON.stringify(row));
      }),
    );

  audit
    .command('verify')
    .description('whether the chain is whole, here or in an exported file; exits 1 when not')
    .argument('[file]', 'an exported file')
    .option(...data)
    .action((file: string | undefined, options: { data?: string }) => {
      const tell = (rows: readonly AuditRow[]): void => {
        const at = firstBroken(rows);
        if (at !== undefined)
          throw new ConfigError(
            'invalid-input',
            `Expected each entry to follow from the one before; entry ${at} does not: it was changed, or one before it is missing.`,
          );
        print(
          `${rows.length} ${rows.length === 1 ? 'entry' : 'entries'}, whole${rows.length > 0 ? `; the last hash is ${rows.at(-1)?.hash}` : ''}.`,
        );
      };
      if (file !== undefined) tell(readRows(file));
      else open(options, (desk) => tell(desk.audit.rows()));
    });

  addHeldCommands(program, open, print);

  program
    .command('verify')
    .description('whether this bot made a picture, when, out of what and by whose request')
    .argument('<file>', 'a PNG or JPEG file')
    .option(...data)
    .action((file: string, options: { data?: string }) =>
      open(options, async ({ credentials, ledger }) => {
        for (const line of await verifyLines(file, await credentials(), ledger)) print(line);
      }),
    );
}

const FILE_BYTES_AT_MOST = 1024 ** 2;

function readPolicyFile(file: string): { readonly text: string; readonly policy: Policy } {
  const text = readText(file);
  if (text.length > FILE_BYTES_AT_MOST)
    throw new ConfigError('invalid-input', `Expected a policy of at most 1 MB, got ${file} with more: shorten its lists.`);
  return { text, policy: readPolicy(text, file) };
}

function readRows(file: string): AuditRow[] {
  try {
    return readText(file)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as AuditRow);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      'invalid-input',
      `Expected lines of JSON in ${file}, got something else: give a file that dreamthread audit export wrote.`,
    );
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(
      'invalid-input',
      `Expected a file at ${file}, but it cannot be read (${(error as NodeJS.ErrnoException).code}): check the name.`,
    );
  }
}

const unknownVersion = (version: string): ConfigError =>
  new ConfigError('invalid-input', `Expected the number of a version, got ${JSON.stringify(version)}: see dreamthread policy history.`);

function categoryLines(policy: Policy): string[] {
  const anywhere = { id: '', isDirect: false, ageRestricted: false };
  const lines = CATEGORIES.filter((category) => category !== 'own').map(
    (category) => `${category.padEnd(12)} ${actionFor(policy, category, anywhere)}`,
  );
  return [...lines, '', `actions, from the mildest: ${ACTIONS.join(', ')}`];
}

function verdictLine(policy: Policy, text: string): string {
  const verdict = openCheck(policy)({ id: '', isDirect: false, ageRestricted: false }).request({
    id: '',
    threadId: '',
    author: { id: '', name: '', isBot: false, isSelf: false },
    parts: [{ kind: 'text', text }],
    mentionsBot: true,
    sentAt: '',
  });
  return verdict.kind === 'refuse' ? `refused by ${verdict.rule}: ${verdict.reason}` : 'allowed';
}

function replayLines({ requests, more, fewer }: Replayed): string[] {
  const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((total, count) => total + count, 0);
  const list = (counts: ReadonlyMap<string, number>): string[] => [...counts].map(([rule, count]) => `  ${rule}: ${count}`);
  return [
    `Of ${requests} ${requests === 1 ? 'message' : 'messages'}, it would refuse ${sum(more)} more and let ${sum(fewer)} pass that are refused now.`,
    ...(more.size > 0 ? ['more:', ...list(more)] : []),
    ...(fewer.size > 0 ? ['no longer:', ...list(fewer)] : []),
  ];
}
