/** `dreamthread limits`: how much may be asked for, by whom and where; from a terminal, while the bot runs or not. */
import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { ConfigError } from '../core/errors.ts';
import type { Allowances } from './allowance.ts';
import { type LimitRule, parseLimits, withRule } from './limits.ts';

interface SetOptions {
  readonly data?: string;
  readonly by: string;
  readonly per: LimitRule['per'];
  readonly channel?: string;
  readonly workspace?: string;
  readonly role?: readonly string[];
  readonly pictures?: number | null;
  readonly turns?: number | null;
  readonly cooldown?: number | null;
}

/** `open` opens the data folder beside the bot, lets `work` use it, and closes it. */
export function addLimitCommands(
  program: Command,
  open: (options: { data?: string }, work: (allowances: Allowances) => unknown) => Promise<void>,
  print: (line: string) => void,
): void {
  const data = ['--data <folder>', 'folder of everything stored (default .dreamthread)'] as const;
  const limits = program.command('limits').description('how much may be asked for: pictures a day, requests an hour, a pause between two');

  limits
    .command('show')
    .description('the limits in force, as JSON')
    .option(...data)
    .action((options: { data?: string }) =>
      open(options, async (allowances) => print(JSON.stringify((await allowances.current()).limits, null, 2))),
    );

  limits
    .command('set')
    .description('puts a file in force, or sets one rule by options; in force from the next request on, kept as a version for ever')
    .argument('[file]', 'all limits, as `limits show` prints them')
    .option('--per <whose>', 'person (default), channel or workspace: who shares the rule', whose, 'person')
    .option('--channel <id>', 'only there: discord:123, slack:T0123/C0456')
    .option('--workspace <id>', 'only there: discord:987, slack:T0123')
    .option('--role <role>', 'only for these; may be given again; moderator: who may act on other people’s replies', collect)
    .option('--pictures <number>', 'in any 24 hours; none: no limit', number)
    .option('--turns <number>', 'requests in any hour; none: no limit', number)
    .option('--cooldown <seconds>', 'between two requests; none: no limit', number)
    .option('--by <name>', 'who sets it', 'operator')
    .option(...data)
    .action((file: string | undefined, options: SetOptions) =>
      open(options, async (allowances) => {
        const text = file === undefined ? await changed(allowances, options) : readFile(file);
        const version = await allowances.apply(text, file ?? 'the limits with this rule', options.by);
        const { length } = parseLimits(text, 'them').rules;
        print(`The limits are in force as version ${version}: ${length} ${length === 1 ? 'rule' : 'rules'}.`);
      }),
    );
}

async function changed(allowances: Allowances, { per, channel, workspace, role, pictures, turns, cooldown }: SetOptions): Promise<string> {
  if (pictures === undefined && turns === undefined && cooldown === undefined) {
    throw new ConfigError('invalid-input', 'Expected a file, or --pictures, --turns or --cooldown, got none of them: give one.');
  }
  const rule: LimitRule = {
    per,
    when: { ...(channel && { channel }), ...(workspace && { workspace }), ...(role && { roles: [...role] }) },
    ...(pictures === undefined ? {} : { picturesPerDay: pictures }),
    ...(turns === undefined ? {} : { turnsPerHour: turns }),
    ...(cooldown === undefined ? {} : { cooldownS: cooldown }),
  };
  return JSON.stringify(withRule((await allowances.current()).limits, rule), null, 2);
}

function whose(given: string): LimitRule['per'] {
  if (given === 'person' || given === 'channel' || given === 'workspace') return given;
  throw new InvalidArgumentError('expected person, channel or workspace.');
}

const collect = (role: string, roles: readonly string[] = []): string[] => [...roles, role];

function number(given: string): number | null {
  if (given === 'none') return null;
  if (!/^\d{1,7}$/.test(given)) throw new InvalidArgumentError('expected a whole number, or none.');
  return Number(given);
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError('invalid-input', `Expected a file with limits, found none that can be read at ${file}: name another.`, { cause });
  }
}
