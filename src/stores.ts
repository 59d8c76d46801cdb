/** `dreamthread store …` and `dreamthread doctor stores`: where the bot keeps things, and moving them. The bot must not run meanwhile. */
import { type Command, Option } from 'commander';
import type { Config } from './config.ts';
import { ConfigError, sentenceOf } from './core/errors.ts';
import type { Database } from './core/ports.ts';
import { openAllowances } from './intake/allowance.ts';
import { openJournal } from './intake/journal.ts';
import { openTurnsTable } from './queue/turns-table.ts';
import { openOutboxTable } from './reply/outbox-table.ts';
import { openReplies } from './reply/replies.ts';
import { openAudit } from './safety/audit.ts';
import { openCases } from './safety/cases.ts';
import { openCircumstances } from './safety/circumstances.ts';
import { openCovers } from './safety/covers.ts';
import { openHashLists } from './safety/hash-lists.ts';
import { openLikenesses } from './safety/likenesses.ts';
import { openPolicies } from './safety/policies.ts';
import { openStrikes } from './safety/strikes.ts';
import { openWaivers } from './safety/waivers.ts';
import { openWorkspaces } from './safety/workspace.ts';
import { type KeptAssets, openAssets } from './store/assets.ts';
import { check, copyPictures, copyRows, type Rows } from './store/copy.ts';
import { openLedger } from './store/ledger.ts';
import { openBeside, openOwned, openPictures, storesOf } from './store/open.ts';
import { openStagings } from './store/staging.ts';
import { openThreads } from './store/threads.ts';

const TOLD_EVERY = 1_000;

/** Tables that an adapter keeps in the same database. */
type Tables = (database: Database) => Promise<unknown>;

type ConfigOf = (options: { readonly data?: string }) => Config;

/** Makes and brings up to date every table that the program knows. */
export async function openAllTables(database: Database, assets: KeptAssets, ofAdapters: readonly Tables[]): Promise<void> {
  const clock = Date.now;
  const failed = (error: unknown): void => void process.stderr.write(`dreamthread: ${sentenceOf(error)}\n`);
  await openThreads(database);
  await openLedger(database);
  await openStagings(database);
  await openJournal(database);
  await openAllowances(database, clock, failed);
  await openTurnsTable(database);
  await openOutboxTable(database);
  await openReplies(database);
  const audit = await openAudit(database, clock);
  await openCases(database, clock, audit);
  await openStrikes(database, clock, audit);
  await openPolicies(database, { clock, audit, failed });
  await openWorkspaces(database);
  await openWaivers(database, clock);
  await openCircumstances(database, clock);
  await openCovers(database, assets);
  await openHashLists(database, clock);
  await openLikenesses(database);
  for (const open of ofAdapters) await open(database);
}

export function addStoreCommands(program: Command, doctor: Command, configOf: ConfigOf, ofAdapters: readonly Tables[]): void {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const store = program.command('store').description('where threads and pictures are kept; while the bot does not run');

  store
    .command('copy')
    .description('copies what is kept in the data folder to DATABASE_URL and ASSETS_URL, whichever is set, or back; after a cut it goes on')
    .addOption(
      new Option('--to <where>', 'servers: what the settings name; folder: the data folder')
        .choices(['servers', 'folder'])
        .makeOptionMandatory(),
    )
    .addOption(new Option('--only <what>', 'rows or pictures').choices(['rows', 'pictures']))
    .option('--data <folder>', 'the data folder (default .dreamthread)')
    .addHelpText('after', '\nExample: DATABASE_URL=postgres://… ASSETS_URL=s3://… dreamthread store copy --to servers')
    .action(async (options: { to: 'servers' | 'folder'; only?: 'rows' | 'pictures'; data?: string }) => {
      const config = configOf(options);
      const rows = config.databaseUrl !== undefined && options.only !== 'pictures';
      const pictures = config.pictures !== undefined && options.only !== 'rows';
      if (!rows && !pictures) {
        throw new ConfigError(
          'invalid-setting',
          'There is nowhere to copy to or from: set DATABASE_URL, ASSETS_URL or both to the servers, beside the data folder.',
        );
      }
      await owning(config, ofAdapters, async (folder, servers) => {
        const [from, to] = options.to === 'servers' ? [folder, servers] : [servers, folder];
        if (pictures) {
          const tell = (sofar: number): void => void (sofar % TOLD_EVERY === 0 && print(`${sofar} pictures …`));
          const { copied, there, damaged } = await copyPictures(from.assets, to.assets, tell);
          print(`${copied} pictures copied to ${to.assets.name}, ${there} were there already.`);
          for (const asset of damaged) print(`damaged, left behind: ${asset}`);
        }
        if (rows) {
          const counts = await copyRows(from.rows, to.rows);
          print(
            `${[...counts.values()].reduce((sum, count) => sum + count, 0)} rows of ${counts.size} tables copied to ${to.rows.name}, and compared.`,
          );
        }
        print('What was copied is left where it was. <data>/credentials stays on this disk: take it along to another machine.');
      });
    });

  store
    .command('check')
    .description('reads every picture, and says what is damaged, missing, or named by no row')
    .option('--remove', 'removes what no row names: left behind by a crash or a stop')
    .option('--data <folder>', 'the data folder (default .dreamthread)')
    .action(async (options: { remove?: true; data?: string }) => {
      const config = configOf(options);
      await owning(config, ofAdapters, async (folder, servers) => {
        const rows = config.databaseUrl === undefined ? folder.rows : servers.rows;
        const { whole, damaged, missing, unnamed } = await check(rows, servers.assets);
        print(`${whole} pictures are whole.`);
        for (const asset of damaged) print(`damaged: ${asset}`);
        for (const asset of missing) print(`missing: ${asset}`);
        for (const asset of unnamed) {
          if (options.remove) await servers.assets.remove(asset);
          print(`${options.remove ? 'removed' : 'named by no row'}: ${asset}`);
        }
        if (damaged.length + missing.length > 0) process.exitCode = 1;
      });
    });

  doctor
    .command('stores')
    .description('whether the database, the pictures and Redis can be reached, read and written')
    .option('--data <folder>', 'the data folder (default .dreamthread)')
    .action(async (options: { data?: string }) => {
      for (const look of looks(configOf(options))) {
        const fault = await look.work().catch((error: unknown) => sentenceOf(error));
        print(fault ? `fix  ${fault}` : `ok   ${look.name}`);
        if (fault) process.exitCode = 1;
      }
    });
}

/** Each resolves with nothing, or fails with the sentence that says what to do. */
function looks(config: Config): { readonly name: string; work(): Promise<undefined> }[] {
  const names = storesOf(config);
  const found = [
    {
      name: `rows: ${names.rows}`,
      async work() {
        const database = await openBeside(config, true);
        await database.get('SELECT 1 AS one').finally(() => database.close());
        return undefined;
      },
    },
    {
      name: `pictures: ${names.pictures}`,
      async work() {
        const assets = await openPictures(config);
        await assets.remove(await assets.put(new TextEncoder().encode(`looked at ${new Date().toISOString()}`)));
        return undefined;
      },
    },
  ];
  const { redisUrl } = config;
  if (redisUrl === undefined) return found;
  const redis = {
    name: `redis at ${new URL(redisUrl).host}`,
    async work() {
      const { connectRedis } = await import('./remote/redis.ts');
      (await connectRedis(redisUrl, () => undefined)).disconnect();
      return undefined;
    },
  };
  return [...found, redis];
}

interface Side {
  readonly rows: Rows;
  readonly assets: KeptAssets;
}

/** Both places, owned: a bot that runs with one of them is told of in a sentence. Where a server is not set, the data folder stands for it. */
async function owning(config: Config, ofAdapters: readonly Tables[], work: (folder: Side, servers: Side) => Promise<void>): Promise<void> {
  const lost = (error: unknown): never => {
    process.stderr.write(`dreamthread: ${sentenceOf(error)}\n`);
    process.exit(1);
  };
  const own = await openOwned({ dataDir: config.dataDir }, lost);
  try {
    const folder: Side = { rows: { database: own, isServer: false, name: config.dataDir }, assets: openAssets(config.dataDir) };
    const assets = await openPictures(config);
    if (config.databaseUrl === undefined) {
      await openAllTables(own, folder.assets, ofAdapters);
      return await work(folder, { rows: folder.rows, assets });
    }
    const { openPostgres } = await import('./store/postgres.ts');
    const server = await openPostgres(config.databaseUrl, { onLost: lost });
    try {
      await openAllTables(own, folder.assets, ofAdapters);
      await openAllTables(server, assets, ofAdapters);
      await work(folder, { rows: { database: server, isServer: true, name: storesOf(config).rows }, assets });
    } finally {
      await server.close();
    }
  } finally {
    await own.close();
  }
}
