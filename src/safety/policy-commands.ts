/** `dreamthread policy`: look, check, compare, try, let run beside, apply, export and go back. */
import type { Command } from 'commander';
import { ConfigError } from '../core/errors.ts';
import { outcomeOf, type PolicyTrial } from '../core/panel.ts';
import { type OpenCheck, strictestOf } from './check.ts';
import type { Open, SafetyPorts } from './commands.ts';
import { readPolicy } from './policies.ts';
import { ACTIONS, actionFor, CATEGORIES, DEFAULT_POLICY, layered, type Policy, policyChanges } from './policy.ts';
import { readText } from './read-text.ts';

const ANYWHERE = { id: '', isDirect: false, ageRestricted: false };

export function addPolicyCommands(program: Command, open: Open, print: (line: string) => void): void {
  const data = ['--data <folder>', 'folder of everything stored (default .dreamthread)'] as const;
  const where = ['--workspace <id>', 'of one workspace or server, such as slack:T0123 or discord:987; else what holds everywhere'] as const;
  const by = ['--by <name>', 'who does it, for the audit log', 'operator'] as const;
  const policy = program.command('policy').description('what may be asked and shown: look, check, compare, try and apply');
  interface Options {
    readonly data?: string;
    readonly workspace?: string;
    readonly by: string;
  }

  policy
    .command('show')
    .description('the policy in force, as it was applied, or an earlier version')
    .option('--version <number>', 'an earlier version')
    .option('--categories', 'what is done about each category, defaults included')
    .option(...where)
    .option(...data)
    .action((options: Options & { version?: string; categories?: true }) =>
      open(options, async ({ policies }) => {
        if (options.categories) return categoryLines((await policies.current(options.workspace)).policy).forEach(print);
        const own = options.version === undefined ? policies.own(options.workspace) : policies.version(Number(options.version));
        const wanted = await own;
        if (!wanted && options.version !== undefined) throw unknownVersion(options.version);
        print(wanted?.text ?? JSON.stringify(DEFAULT_POLICY, null, 2));
      }),
    );

  policy
    .command('export')
    .description('what is in force as one document, defaults written out: to read, to keep, to apply elsewhere')
    .option(...where)
    .option(...data)
    .action((options: Options) =>
      open(options, async ({ policies }) => {
        const { policy: current } = await policies.current(options.workspace);
        print(JSON.stringify({ ...current, categories: allActions(current) }, null, 2));
      }),
    );

  policy
    .command('validate')
    .description('says whether a file is a policy, and where not')
    .argument('<file>')
    .action((file: string) => {
      const { length } = policyChanges(DEFAULT_POLICY, readPolicyFile(file).policy);
      print(`${file} is a policy: ${length} ${length === 1 ? 'change' : 'changes'} from the default.`);
    });

  policy
    .command('diff')
    .description('what a file would change')
    .argument('<file>')
    .option(...where)
    .option(...data)
    .action((file: string, options: Options) =>
      open(options, async (ports) => {
        const [now, after] = await beforeAndAfter(ports, file, options.workspace);
        const changes = policyChanges(now, after);
        if (changes.length === 0) print('Nothing would change.');
        else changes.forEach(print);
      }),
    );

  policy
    .command('try')
    .description('what a file would have done with the requests of the last days')
    .argument('<file>')
    .option('--days <number>', 'how many days back', '7')
    .option(...where)
    .option(...data)
    .action((file: string, options: Options & { days: string }) =>
      open(options, async ({ panel }) => {
        const { text } = readPolicyFile(file);
        trialLines(await panel.try({ text }, Number(options.days), options.workspace)).forEach(print);
      }),
    );

  const shadow = policy
    .command('shadow')
    .description('a draft that runs beside what is in force: it decides nothing, and what it would have done is counted');

  shadow
    .command('start')
    .description('lets a file run beside from the next request on, in the place of the draft before it')
    .argument('<file>')
    .option(...by)
    .option(...where)
    .option(...data)
    .action((file: string, options: Options) =>
      open(options, async ({ policies }) => {
        await policies.shadow(readPolicyFile(file).text, options.by, options.workspace);
        print(`${file} runs beside. See dreamthread policy shadow report.`);
      }),
    );

  shadow
    .command('report')
    .description('what the draft would have done otherwise')
    .option(...where)
    .option(...data)
    .action((options: Options) =>
      open(options, async ({ policies }) => {
        const draft = await policies.shadowed(options.workspace);
        if (!draft) return print('No draft runs beside.');
        const { author, sinceMs, checked, changes } = draft;
        print(`The draft of ${author} runs beside since ${timeOf(sinceMs)} UTC and was asked ${checked} times.`);
        for (const { rule, from, to, count } of changes) print(`  ${rule}: ${from} → ${to}, ${count} times`);
        print(`  ${outcomeOf(changes)}`);
      }),
    );

  shadow
    .command('on')
    .description('puts the draft in force')
    .option(...by)
    .option(...where)
    .option(...data)
    .action((options: Options) =>
      open(options, async ({ policies }) => {
        print(`The draft is in force as version ${await policies.switchOn(options.by, options.workspace)}.`);
      }),
    );

  shadow
    .command('stop')
    .description('ends it, and forgets what was counted')
    .option(...by)
    .option(...where)
    .option(...data)
    .action((options: Options) =>
      open(options, async ({ policies }) => {
        await policies.shadow(undefined, options.by, options.workspace);
        print('No draft runs beside.');
      }),
    );

  policy
    .command('apply')
    .description('puts a file in force, from the next request on; kept as a version for ever')
    .argument('<file>')
    .option(...by)
    .option(...where)
    .option(...data)
    .action((file: string, options: Options) =>
      open(options, async ({ policies }) => {
        print(`${file} is in force as version ${await policies.apply(readPolicyFile(file).text, file, options.by, options.workspace)}.`);
      }),
    );

  policy
    .command('revert')
    .description('puts an earlier version in force again, where it was')
    .argument('<version>')
    .option(...by)
    .option(...where)
    .option(...data)
    .action((version: string, options: Options) =>
      open(options, async ({ policies }) => {
        const found = version === '0' ? undefined : await policies.version(Number(version));
        if (version !== '0' && !found) throw unknownVersion(version);
        const text = found?.text ?? JSON.stringify(DEFAULT_POLICY, null, 2);
        const applied = await policies.apply(text, `version ${version}`, options.by, found?.workspace ?? options.workspace);
        print(`Version ${version} is in force again, as version ${applied}.`);
      }),
    );

  policy
    .command('history')
    .description('every version: number, when (UTC), who')
    .option(...where)
    .option(...data)
    .action((options: Options) =>
      open(options, async ({ policies }) => {
        const versions = await policies.history(options.workspace);
        if (versions.length === 0) print('No policy was applied yet: the default is in force.');
        for (const { version, atMs, author } of versions) print(`${version}  ${timeOf(atMs)}  ${author}`);
      }),
    );

  policy
    .command('test')
    .description('what is done about a sentence, and why')
    .argument('<words...>')
    .option('--policy <file>', 'under a file in place of the policy in force')
    .option(...where)
    .option(...data)
    .action((words: string[], options: Options & { policy?: string }) => {
      const file = options.policy === undefined ? undefined : readPolicyFile(options.policy).policy;
      return open(options, async ({ policies }) => {
        const under = file ?? (await policies.current(options.workspace)).policy;
        (await verdictLines(policies.trial(under), words.join(' '))).forEach(print);
      });
    });
}

const FILE_BYTES_AT_MOST = 1024 ** 2;

function readPolicyFile(file: string): { readonly text: string; readonly policy: Policy } {
  const text = readText(file);
  if (text.length > FILE_BYTES_AT_MOST)
    throw new ConfigError('invalid-input', `Expected a policy of at most 1 MB, got ${file} with more: shorten its lists.`);
  return { text, policy: readPolicy(text, file) };
}

/** What is in force in a workspace, and what would be with the file. */
async function beforeAndAfter(
  { policies }: SafetyPorts,
  file: string,
  workspace: string | undefined,
): Promise<readonly [now: Policy, after: Policy]> {
  const { policy } = readPolicyFile(file);
  const { policy: now } = await policies.current(workspace);
  return [now, workspace === undefined ? policy : layered((await policies.current()).policy, policy)];
}

const timeOf = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

const unknownVersion = (version: string): ConfigError =>
  new ConfigError('invalid-input', `Expected the number of a version, got ${JSON.stringify(version)}: see dreamthread policy history.`);

const allActions = (policy: Policy): Record<string, string> =>
  Object.fromEntries(
    CATEGORIES.filter((category) => category !== 'own').map((category) => [category, actionFor(policy, category, ANYWHERE)]),
  );

function categoryLines(policy: Policy): string[] {
  const lines = Object.entries(allActions(policy)).map(([category, action]) => `${category.padEnd(13)} ${action}`);
  return [...lines, '', `actions, from the mildest: ${ACTIONS.join(', ')}`];
}

/** What is found in a request that may be asked is done to the pictures of its reply. */
const DONE_TO_PICTURES: Readonly<Record<string, string>> = { spoiler: 'are covered', blur: 'are blurred', hold: 'are held' };

export async function verdictLines(check: OpenCheck, text: string): Promise<string[]> {
  const verdict = await check({ ...ANYWHERE, turnId: 'test' }).request({
    id: '',
    threadId: '',
    author: { id: '', name: '', isBot: false, isSelf: false },
    parts: [{ kind: 'text', text }],
    mentionsBot: true,
    sentAt: '',
  });
  const found = (verdict.found ?? []).map(
    ({ rule, words, score, action }) =>
      `  ${rule}: ${action}${words === undefined ? '' : `, read as “${words}”`}, sure to ${score.toFixed(2)}`,
  );
  if (verdict.kind !== 'refuse') {
    const { action = '', rule } = strictestOf(verdict) ?? {};
    const done = DONE_TO_PICTURES[action];
    return [done === undefined ? 'allowed' : `allowed; its pictures ${done} by ${rule}`, ...found];
  }
  const rewrite = verdict.offer?.kind === 'refusal' ? verdict.offer.rewrite : undefined;
  return [`refused by ${verdict.rule}: ${verdict.reason}`, ...found, ...(rewrite === undefined ? [] : [`  offered instead: ${rewrite}`])];
}

function trialLines({ requests, changes }: PolicyTrial): string[] {
  const lines = changes.map(
    ({ rule, from, to, count, won }) => `  ${rule}: ${from} → ${to}, ${count}${won > 0 ? ` (${won} of them released on appeal)` : ''}`,
  );
  const sum = changes.reduce((total, { count }) => total + count, 0);
  const asked = `Of ${requests} ${requests === 1 ? 'message' : 'messages'}, it would treat ${sum} otherwise.`;
  return [sum > 0 ? `${asked} ${outcomeOf(changes)}` : asked, ...lines];
}
