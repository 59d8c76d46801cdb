/** `dreamthread ratings`: what people said of replies. */
import { type Command, InvalidArgumentError } from 'commander';
import type { ListedRating } from './journal.ts';

const LISTED_AT_MOST = 1000;

interface Options {
  readonly data?: string;
  readonly bad?: true;
  readonly json?: true;
  readonly limit: number;
}

type Latest = (limit: number, onlyBad: boolean) => readonly ListedRating[] | Promise<readonly ListedRating[]>;

/** `open` opens the data folder beside the bot, lets `work` use it, and closes it. */
export function addRatingCommand(
  program: Command,
  open: (options: { data?: string }, work: (latest: Latest) => unknown) => Promise<void>,
  print: (line: string) => void,
): void {
  program
    .command('ratings')
    .description('what people said of replies, the newest first; beside the bot, whether it runs or not')
    .option('--bad', 'only the bad ones')
    .option('--limit <number>', 'how many', number, 50)
    .option('--json', 'one JSON object a line')
    .option('--data <folder>', 'folder of everything stored (default .dreamthread)')
    .action((options: Options) =>
      open(options, async (latest) => {
        const all = await latest(options.limit, options.bad === true);
        for (const line of options.json ? all.map((one) => JSON.stringify(one)) : ratingLines(all)) print(line);
      }),
    );
}

/** A line each, and what they come to. Times are UTC. */
function ratingLines(all: readonly ListedRating[]): string[] {
  if (all.length === 0) return ['Nobody has rated a reply yet.'];
  const width = Math.max(...all.map(({ threadId }) => threadId.length));
  const lines = all.map(({ atMs, good, threadId, replyId, reason = '' }) =>
    [
      new Date(atMs).toISOString().slice(0, 16).replace('T', ' '),
      good ? 'good' : 'bad ',
      threadId.padEnd(width),
      replyId,
      reason.replace(/[\s\p{Cc}]+/gu, ' '),
    ]
      .join('  ')
      .trimEnd(),
  );
  const good = all.filter((one) => one.good).length;
  return [...lines, `${good} good, ${all.length - good} bad.`];
}

function number(given: string): number {
  if (!/^\d{1,4}$/.test(given) || Number(given) > LISTED_AT_MOST || Number(given) === 0)
    throw new InvalidArgumentError(`expected a whole number from 1 to ${LISTED_AT_MOST}.`);
  return Number(given);
}
