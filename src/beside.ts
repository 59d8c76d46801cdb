/** The commands that work beside the bot, whether it runs or not: they look into its data folder and change single rows. */
import type { Command } from 'commander';
import { addClassifierCommand } from './classifiers.ts';
import { type Config, VERSION } from './config.ts';
import { sentenceOf } from './core/errors.ts';
import type { Database } from './core/ports.ts';
import { findersWhenAsked, type OpenFinders } from './finders.ts';
import { openAllowances } from './intake/allowance.ts';
import { openJournal } from './intake/journal.ts';
import { addLimitCommands } from './intake/limits-commands.ts';
import { addRatingCommand } from './intake/ratings-commands.ts';
import { addTurnCommands } from './queue/commands.ts';
import { openParkedTurns } from './queue/embedded.ts';
import { openAudit } from './safety/audit.ts';
import { openCases } from './safety/cases.ts';
import { openCircumstances } from './safety/circumstances.ts';
import { addSafetyCommands, type SafetyPorts } from './safety/commands.ts';
import { openHashLists } from './safety/hash-lists.ts';
import { openLikenesses } from './safety/likenesses.ts';
import { openPanel } from './safety/panel.ts';
import { openPolicies } from './safety/policies.ts';
import { openRequests, wordsAsked } from './safety/requests.ts';
import { marksOf } from './safety/stamped.ts';
import { openStrikes } from './safety/strikes.ts';
import { openWorkspaces } from './safety/workspace.ts';
import { openLedger } from './store/ledger.ts';
import { openBeside, openPictures } from './store/open.ts';
import { openThreads } from './store/threads.ts';

export function addCommandsBeside(program: Command, configOf: (options: { data?: string }) => Config): void {
  const print = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const open = async (options: { data?: string }, make: boolean, work: (database: Database, config: Config) => unknown): Promise<void> => {
    const config = configOf(options);
    const database = await openBeside(config, make);
    try {
      await work(database, config);
    } finally {
      await database.close();
    }
  };
  addTurnCommands(program, (options, work) => open(options, false, async (database) => work(await openParkedTurns(database))), print);
  const failed = (error: unknown): void => {
    process.stderr.write(`dreamthread: ${sentenceOf(error)}\n`);
  };
  addRatingCommand(
    program,
    (options, work) => open(options, false, async (database) => work((await openJournal(database)).latestRatings)),
    print,
  );
  addLimitCommands(
    program,
    (options, work) => open(options, true, async (database) => work(await openAllowances(database, Date.now, failed))),
    print,
  );
  addClassifierCommand(
    program,
    (options, work) =>
      open(options, true, async (database) => {
        const audit = await openAudit(database, Date.now);
        await work(await (await openPolicies(database, { clock: Date.now, audit, failed })).current());
      }),
    print,
  );
  addSafetyCommands(
    program,
    (options, work) =>
      open(options, true, async (database, config) => {
        const looking = findersWhenAsked(config, async () => ({ database, assets: await openPictures(config), clock: Date.now }));
        try {
          await work(await safetyPorts(database, config, looking));
        } finally {
          await looking.close();
        }
      }),
    print,
  );
}

async function safetyPorts(database: Database, config: Config, { finders }: OpenFinders): Promise<SafetyPorts> {
  const audit = await openAudit(database, Date.now);
  const threads = await openThreads(database);
  const cases = await openCases(database, Date.now, audit);
  const failed = (error: unknown): void => {
    process.stderr.write(`dreamthread: ${sentenceOf(error)}\n`);
  };
  const policies = await openPolicies(database, { clock: Date.now, audit, failed, finders });
  const requestsSince = openRequests({
    threads,
    workspaces: await openWorkspaces(database),
    cases,
    circumstances: await openCircumstances(database, Date.now),
    turnsIn: (await openJournal(database)).turnsIn,
  });
  return {
    policies,
    panel: openPanel({ policies, clock: Date.now, requestsSince }),
    audit,
    cases,
    strikes: await openStrikes(database, Date.now, audit),
    picture: async (asset) => (await openPictures(config)).get(asset),
    asked: (turn) => wordsAsked(threads, turn),
    ledger: await openLedger(database),
    likenesses: await openLikenesses(database),
    hashLists: await openHashLists(database, Date.now),
    marks: marksOf(config.dataDir, VERSION),
  };
}
