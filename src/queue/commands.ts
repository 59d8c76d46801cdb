/** `dreamthread turns`: what was given up and why, and once more. It shows ids, times and reasons, never what people wrote. */
import { type Command, InvalidArgumentError } from 'commander';
import { ConfigError } from '../core/errors.ts';
import type { ParkedTurns } from './embedded.ts';

type ParkedRow = Awaited<ReturnType<ParkedTurns['parked']>>[number];

/** For a turn that is repeated by hand: long enough to start the bot first. */
const RETRY_DEADLINE_MS = 24 * 3_600_000;
const LISTED_AT_MOST = 10_000;

/** `open` opens the data folder beside the bot, lets `work` use it, and closes it. */
export function addTurnCommands(
  program: Command,
  open: (options: { data?: string }, work: (queue: ParkedTurns) => Promise<void>) => Promise<void>,
  print: (line: string) => void,
): void {
  const data = ['--data <folder>', 'folder of everything stored (default .dreamthread)'] as const;
  const turns = program.command('turns').description('shows and repeats requests that were given up');

  turns
    .command('list')
    .description('the newest given up, newest first: id, when (UTC), why, thread, reason')
    .option('--limit <number>', 'how many at most', listed, 20)
    .option(...data)
    .action((options: { limit: number; data?: string }) =>
      open(options, async (queue) => turnLines(await queue.parked(options.limit)).forEach(print)),
    );

  turns
    .command('show')
    .description('all that is known of one, as JSON')
    .argument('<id>')
    .option(...data)
    .action((id: string, options: { data?: string }) =>
      open(options, async (queue) => {
        const row = (await queue.parked(LISTED_AT_MOST)).find(({ turn }) => turn.id === id);
        if (!row) throw unknownTurn(id);
        print(JSON.stringify({ ...row, endedAt: new Date(row.endedAtMs).toISOString() }, null, 2));
      }),
    );

  turns
    .command('retry')
    .description('runs one again, now or as soon as the bot is started')
    .argument('<id>')
    .option(...data)
    .action((id: string, options: { data?: string }) =>
      open(options, async (queue) => {
        if (!(await queue.retry(id, new Date(Date.now() + RETRY_DEADLINE_MS).toISOString()))) throw unknownTurn(id);
        print(`${id} waits to be run again.`);
      }),
    );
}

const unknownTurn = (id: string): ConfigError =>
  new ConfigError('invalid-input', `Expected the id of a parked turn, got ${JSON.stringify(id)}: see dreamthread turns list.`);

function listed(given: string): number {
  if (!/^\d{1,5}$/.test(given) || Number(given) > LISTED_AT_MOST)
    throw new InvalidArgumentError(`expected a whole number up to ${LISTED_AT_MOST}.`);
  return Number(given);
}

/** A line for each turn in columns; a sentence when there is none. Times are UTC. */
function turnLines(parked: readonly ParkedRow[]): string[] {
  if (parked.length === 0) return ['No turn is parked: every request was answered, or still waits.'];
  const rows = parked.map(({ turn, code, reason, endedAtMs }) => [
    turn.id,
    new Date(endedAtMs).toISOString().slice(0, 16).replace('T', ' '),
    code,
    turn.thread.id,
    reason,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}
