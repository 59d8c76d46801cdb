#!/usr/bin/env node
/** The command line. It alone names the platforms. */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { createDiscordAdapter } from '../adapters/discord/adapter.ts';
import { addDiscordCommands } from '../adapters/discord/command-line.ts';
import { createCommandAdapter, readAsked } from '../adapters/local/command.ts';
import { createPageAdapter } from '../adapters/local/page.ts';
import { piped } from '../adapters/local/piped.ts';
import { printJson, printText } from '../adapters/local/print.ts';
import { LOCAL } from '../adapters/local/thread.ts';
import { createSlackAdapter } from '../adapters/slack/adapter.ts';
import { diagnoseSlack } from '../adapters/slack/doctor.ts';
import { openTables as openSlackTables } from '../adapters/slack/tables.ts';
import { type App, type AppEngine, openApp, ownEngine } from './app.ts';
import { addCommandsBeside } from './beside.ts';
import { type Config, readConfig, VERSION } from './config.ts';
import { sentenceOf } from './core/errors.ts';
import type { Adapter } from './core/ports.ts';
import { turnIdOf } from './intake/receive.ts';
import { TEXT_CHARS_AT_MOST } from './intake/request.ts';
import { addModelCommands } from './models/commands.ts';
import { examples } from './models/options.ts';
import { type Log, openLog } from './ops/log.ts';
import { onShutdown } from './ops/shutdown.ts';
import { verifiedLines } from './safety/verify.ts';
import type { KeptAssets } from './store/assets.ts';
import { gatewaySide, keepSwept, workerSide } from './store/freight.ts';
import { openFreight, openPictures } from './store/open.ts';
import { addStoreCommands } from './stores.ts';

async function start(config: Config, engineOf: Parameters<typeof openApp>[2] = ownEngine): Promise<void> {
  const app = await openApp(config, LOCAL, engineOf);
  const { threads, ledger, assets, queue, journal, log } = app;
  const page = createPageAdapter({
    host: config.host,
    port: config.port,
    threads,
    ledger,
    assets,
    clock: Date.now,
    newId: randomUUID,
    about: {
      get modelId() {
        return app.engine.modelId;
      },
      get description() {
        return app.engine.description;
      },
      examples: EXAMPLES,
    },
    turnIdOf,
    position: queue.position,
    eta: queue.eta,
    ratings: journal.ratingsIn,
    metrics: app.metrics,
    device: app.engine.device,
    stores: app.stores,
    panel: app.panel,
    failed: (error) => log.error({ err: error }, 'page failed'),
  });
  onShutdown(() => app.close());
  onExchange(app);
  const platforms = [await slackOf(app), discordOf(app)].filter((adapter) => adapter !== undefined);
  await app.run(page, ...platforms);
  process.stdout.write(
    `Dreamthread is at ${page.address()} (model ${app.engine.modelId} on ${app.engine.device().name}; Ctrl-C ends it)\n`,
  );
}

/** On SIGUSR2 the model that the folder's path leads to now takes the place of the one in use; what runs ends with the old one. */
function onExchange({ config, engine, log }: App): void {
  if (process.platform === 'win32') return; // has no such signal
  process.on('SIGUSR2', () => {
    engine.use?.(config.modelDir).then(
      () => log.info({ modelId: engine.modelId }, 'the model was exchanged'),
      (error) => log.error({ err: error }, 'the model in use stays'),
    );
  });
}

async function slackOf({
  config,
  engine,
  database,
  threads,
  ledger,
  assets,
  queue,
  allowance,
  panel,
  verify,
  log,
}: App): Promise<Adapter | undefined> {
  if (!config.slack) return undefined;
  const failed = (error: unknown): void => log.error({ err: error }, 'slack failed');
  const { position } = queue;
  return createSlackAdapter({
    ...config.slack,
    get modelId() {
      return engine.modelId;
    },
    ...{ database, threads, ledger, assets, position, allowance, panel, clock: Date.now, failed },
    verify: async (file, mayTell) => verifiedLines(await verify(file), mayTell),
  });
}

function discordOf({ config, engine, threads, ledger, assets, queue, allowance, panel, verify, journal, log }: App): Adapter | undefined {
  if (!config.discord) return undefined;
  const failed = (error: unknown): void => log.error({ err: error }, 'discord failed');
  return createDiscordAdapter({
    ...config.discord,
    get modelId() {
      return engine.modelId;
    },
    threads,
    ledger,
    assets,
    queue,
    allowance,
    panel,
    verify,
    journal,
    turnIdOf,
    clock: Date.now,
    failed,
  });
}

/** The engine of a gateway. What it needs is loaded only there. */
async function farEngine(config: Config, log: Log, assets: KeptAssets): Promise<AppEngine> {
  const { connectGateway } = await import('./remote/connect.ts');
  const freight = await openFreight(config);
  const engine = await connectGateway(
    config,
    (error) => log.error({ err: error }, 'workers cannot be reached'),
    (line) => void process.stdout.write(`${line}\n`),
    freight && gatewaySide(assets, freight),
  );
  if (freight) keepSwept(freight, (error) => log.error({ err: error }, 'what workers left cannot be removed'));
  return engine;
}

/** On SIGTERM it takes nothing more, and finishes what it has. */
async function work(config: Config): Promise<void> {
  const log = openLog(config.logLevel);
  const { connectWorker } = await import('./remote/connect.ts');
  const freight = await openFreight(config);
  const worker = await connectWorker(
    config,
    () => ownEngine(config, log),
    VERSION,
    (error) => log.error({ err: error }, 'worker failed'),
    freight && workerSide(await openPictures(config), freight),
  );
  onShutdown(() => worker.close());
  process.stdout.write(
    `Dreamthread works with model ${worker.modelId} on ${worker.device}, ${config.turns} turns at once (worker ${worker.id}; Ctrl-C ends it)\n`,
  );
}

interface AskOptions {
  readonly image?: readonly string[];
  readonly thread?: string;
  readonly out?: string;
  readonly seed?: string;
  readonly json?: true;
}

const leftOver = (count: number): string =>
  count === 1
    ? 'An earlier run was cut off: the request that it left unanswered is taken up again, in its own thread.'
    : `An earlier run was cut off: the ${count} requests that it left unanswered are taken up again, in their own threads.`;

/** A line for who watches a terminal, gone when the work is done. */
async function toldWhile<Result>(line: string, work: Promise<Result>, { stderr } = process): Promise<Result> {
  if (stderr.isTTY) stderr.write(line);
  return work.finally(() => stderr.isTTY && stderr.write('\r\u001b[2K'));
}

/** Exits 0 when the reply is made or refused by rule, 1 when it failed, 130 when it was stopped with Ctrl-C. */
async function ask(config: Config, text: string, options: AskOptions): Promise<void> {
  const { env, stdout } = process;
  const asked = await readAsked({
    text,
    images: options.image ?? [],
    ...(options.seed === undefined ? {} : { seed: Number(options.seed) }),
    ...(options.thread === undefined ? {} : { thread: options.thread }),
    ...(options.out === undefined ? {} : { out: resolve(options.out) }),
  });
  const opening = openApp({ ...config, storyboard: 0 }, LOCAL); // nobody could press its buttons
  const app = await (options.json ? opening : toldWhile('Opening the model …', opening));
  const { threads, ledger, assets } = app;
  const command = createCommandAdapter({
    asked,
    modelId: app.engine.modelId,
    print: options.json ? printJson(stdout) : printText(stdout, { colour: !env.NO_COLOR, nowMs: Date.now }),
    turnIdOf,
    threads,
    ledger,
    assets,
    clock: Date.now,
    newId: randomUUID,
  });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= app.close();
    return closed;
  };
  onShutdown(close, () => command.stop().then(close));
  try {
    const { waiting, running } = await app.queue.state();
    if (waiting + running > 0) process.stderr.write(`dreamthread: ${leftOver(waiting + running)}\n`);
    await app.run(command);
    if ((await command.finished) === 'failed') process.exitCode = 1;
  } finally {
    await close();
  }
}

const EXAMPLES = [
  { text: 'a red circle left of a blue square' },
  { text: 'why does it rain?' },
  { text: 'draw a house under a yellow sun' },
  { text: 'three green stars at night' },
  { text: 'how does a volcano erupt?' },
  { text: 'what is in this picture?', attach: true },
];

const program = new Command('dreamthread')
  .description('Answers in words and pictures, from one multimodal model on this machine.')
  .version(VERSION)
  .showHelpAfterError('(--help says what there is)')
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'dreamthread: ')) });

const DATA_OPTION = 'folder of everything stored (default .dreamthread)';
const SECONDS_OPTION = ['--turn-seconds <number>', 'how long a turn may run before it is stopped (default 1800)'] as const;

const wholeNumber =
  (max: number, min = 0) =>
  (given: string) => {
    if (!/^\d{1,10}$/.test(given) || Number(given) > max || Number(given) < min)
      throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}.`);
    return given;
  };

const DRAW_OPTION = [
  '--draw <how>',
  'how a model that was not trained to plan comes to draw: asked (the request, once), biased (more often), natural (default) or planned',
  (given: string) => {
    if (!['asked', 'biased', 'natural', 'planned'].includes(given))
      throw new InvalidArgumentError('expected asked, biased, natural or planned.');
    return given;
  },
] as const;

program
  .command('start')
  .description('opens the local page')
  .option('--host <address>', 'where the page listens (default 127.0.0.1)')
  .option('--port <number>', 'its port; 0 picks a free one (default 4114)', wholeNumber(65_535))
  .option('--data <folder>', DATA_OPTION)
  .option('--model <folder>', 'a model folder (default: the one that ships)')
  .option(...DRAW_OPTION)
  .option(...SECONDS_OPTION, wholeNumber(86_400, 1))
  .action((options: Record<'host' | 'port' | 'data' | 'model' | 'draw' | 'turnSeconds', string | undefined>) => start(configOf(options)));

const ASK_EXAMPLES = examples(
  'ask "a red circle left of a blue square" --thread shapes --out out',
  'ask "make the circle green" --thread shapes --out out',
);
const ASK_HELP = `${ASK_EXAMPLES}\n\nExit codes: 0 answered, or refused by a rule; 1 failed; 130 stopped with Ctrl-C.`;

program
  .command('ask')
  .description('answers one request on this terminal; Ctrl-C stops it and keeps what is made')
  .argument('[request...]', 'what you would like to know or see; without words here, what comes through a pipe')
  .option('--out <folder>', 'writes reply.md and its pictures there')
  .option('--thread <name>', 'goes on with an earlier thread, or names a new one')
  .option('--image <file>', 'shows it a picture; may be given up to four times', (file: string, files: string[] = []) => [...files, file])
  .option('--seed <number>', 'the same seed, request and thread give the same reply', wholeNumber(2 ** 32 - 1))
  .option('--json', 'prints one JSON event a line')
  .option('--data <folder>', DATA_OPTION)
  .option('--model <folder>', 'a model folder (default: the one that ships)')
  .option(...DRAW_OPTION)
  .addHelpText('after', ASK_HELP)
  .action(async (words: string[], options: AskOptions & Record<'data' | 'model' | 'draw', string | undefined>) => {
    const said = words.length === 0 && !process.stdin.isTTY ? await piped(process.stdin, TEXT_CHARS_AT_MOST) : words.join(' ');
    await ask(configOf(options), said, options);
  });

const doctor = program.command('doctor').description('checks whether a platform or the stores are set up, and says what to do');

doctor
  .command('slack')
  .description('tokens, scopes, the way in')
  .action(async () => {
    const { slack } = configOf({});
    const findings = await diagnoseSlack(slack?.connection, slack?.apiUrl);
    for (const { isFine, text } of findings) process.stdout.write(`${isFine ? 'ok  ' : 'fix '} ${text}\n`);
    if (findings.some(({ isFine }) => !isFine)) process.exitCode = 1;
  });

program
  .command('gateway')
  .description(
    'opens the page and the platforms; the model runs in workers (dreamthread worker), reached over REDIS_URL, pictures over ASSETS_URL',
  )
  .option('--host <address>', 'where the page listens (default 127.0.0.1)')
  .option('--port <number>', 'its port; 0 picks a free one (default 4114)', wholeNumber(65_535))
  .option('--data <folder>', DATA_OPTION)
  .option(...SECONDS_OPTION, wholeNumber(86_400, 1))
  .action((options: Record<'host' | 'port' | 'data' | 'turnSeconds', string | undefined>) => start(configOf(options), farEngine));

program
  .command('worker')
  .description(
    'runs a model for gateways, reached over REDIS_URL, pictures over ASSETS_URL where the gateway has it; it needs no platform tokens and keeps nothing',
  )
  .option('--model <folder>', 'a model folder (default: the one that ships)')
  .option(...DRAW_OPTION)
  .action((options: Record<'model' | 'draw', string | undefined>) => work(configOf(options)));

addModelCommands(program, configOf);
addDiscordCommands(program, doctor, () => configOf({}).discord);
addCommandsBeside(program, configOf);
addStoreCommands(program, doctor, configOf, [openSlackTables]);

function configOf(
  options: Partial<Record<'host' | 'port' | 'data' | 'model' | 'models' | 'draw' | 'turnSeconds', string | undefined>>,
): Config {
  const { host, port, data, model, models, draw, turnSeconds } = options;
  const given = {
    ...{ DREAMTHREAD_HOST: host, DREAMTHREAD_PORT: port, DREAMTHREAD_DATA: data },
    ...{ DREAMTHREAD_MODEL: model, DREAMTHREAD_MODELS: models, DREAMTHREAD_DRAW: draw, DREAMTHREAD_TURN_SECONDS: turnSeconds },
  };
  return readConfig(process.env, given as Record<string, string>);
}

// `dreamthread ask … | head -1`: who read has gone. That is no failure, and what was begun is finished.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`dreamthread: ${sentenceOf(error)}\n`);
  if (process.env.DREAMTHREAD_LOG === 'debug') process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
