/** Settings: the only reader of the environment. Command line options come in as `overrides` and win. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { PicturePlace } from './core/asset.ts';
import { ConfigError } from './core/errors.ts';

/** As in package.json. */
export const VERSION = '0.1.0';

/** What is expected is said as people say it: it stands in a sentence (`readConfig`). */
const whole = (from: number, to: number) => {
  const error = `a whole number from ${from} to ${to} is expected`;
  return z.coerce.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};
const oneOf = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, { error: `one of ${values.join(', ')} is expected` });
const beginning = (with_: string) => z.string().startsWith(with_, { error: `what begins with ${with_} is expected` });

const SLACK_API = 'an address that ends in / is expected';

const environment = z.object({
  DREAMTHREAD_DATA: z.string().min(1).default('.dreamthread'),
  DREAMTHREAD_MODEL: z.string().min(1).optional(),
  DREAMTHREAD_MODELS: z.string().min(1).optional(),
  DREAMTHREAD_DRAW: oneOf('asked', 'biased', 'natural', 'planned').default('natural'),
  DREAMTHREAD_HOST: z.string().min(1).default('127.0.0.1'),
  DREAMTHREAD_PORT: whole(0, 65_535).default(4114),
  DREAMTHREAD_DEVICE: oneOf('auto', 'cuda', 'webgpu', 'cpu').default('auto'),
  DREAMTHREAD_TURNS: whole(1, 64).default(4),
  DREAMTHREAD_TURN_SECONDS: whole(1, 86_400).default(1_800),
  DREAMTHREAD_CLASSIFIERS: z.string().default(''),
  DREAMTHREAD_TEXT_CLASSIFIER: z.string().min(1).optional(),
  DREAMTHREAD_STORYBOARD: whole(0, 100).default(4),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'an address such as postgres://name:password@127.0.0.1:5432/dreamthread is expected' })
    .optional(),
  ASSETS_URL: z.string().min(1).optional(),
  AWS_ACCESS_KEY_ID: z.string().min(1).optional(),
  AWS_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  AWS_SESSION_TOKEN: z.string().min(1).optional(),
  AWS_REGION: z
    .string()
    .regex(/^[\w-]+$/, 'a name such as eu-central-1 is expected')
    .optional(),
  AWS_ENDPOINT_URL: z.url({ protocol: /^https?$/, error: 'an address such as https://s3.example.org is expected' }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'an address such as redis://127.0.0.1:6379 is expected' }).optional(),
  DREAMTHREAD_MODEL_ID: z.string().min(1).max(200).optional(),
  SLACK_BOT_TOKEN: beginning('xoxb-').optional(),
  SLACK_APP_TOKEN: beginning('xapp-').optional(),
  SLACK_SIGNING_SECRET: z.string().min(1).optional(),
  SLACK_CLIENT_ID: z.string().min(1).optional(),
  SLACK_CLIENT_SECRET: z.string().min(1).optional(),
  SLACK_STATE_SECRET: z.string().min(1).optional(),
  SLACK_HOST: z.string().min(1).default('127.0.0.1'),
  SLACK_PORT: whole(0, 65_535).default(3000),
  SLACK_API_URL: z.url({ error: SLACK_API }).endsWith('/', { error: SLACK_API }).optional(),
  SLACK_ANSWER: oneOf('members', 'guests', 'everyone').default('members'),
  DREAMTHREAD_ENCRYPTION_KEY: z
    .string()
    .refine((key) => keyBytes(key).length === 32, '32 bytes in hexadecimal or base64 are expected (openssl rand -hex 32 makes one)')
    .optional(),
  DISCORD_TOKEN: z.string().min(1).optional(),
  DISCORD_MESSAGE_CONTENT: oneOf('on', 'off').default('off'),
  DISCORD_SHARDS: z
    .union([z.literal('auto'), whole(1, 10_000)], { error: 'auto or a whole number from 1 to 10000 is expected' })
    .default('auto'),
  DREAMTHREAD_LOG: oneOf('trace', 'debug', 'info', 'warn', 'error', 'silent').default('warn'),
});

/** Socket Mode for one workspace; HTTP for one; HTTP with OAuth for several. */
type SlackConnection =
  | { readonly mode: 'socket'; readonly botToken: string; readonly appToken: string }
  | { readonly mode: 'http'; readonly botToken: string; readonly signingSecret: string; readonly host: string; readonly port: number }
  | {
      readonly mode: 'oauth';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly stateSecret: string;
      readonly signingSecret: string;
      /** 32 bytes: tokens are stored sealed with it. */
      readonly encryptionKey: Uint8Array;
      readonly host: string;
      readonly port: number;
    };

interface SlackConfig {
  readonly connection: SlackConnection;
  /** Absent: Slack's own. */
  readonly apiUrl?: string;
  /** Members of the workspace; guests too; or also people of other companies in shared channels. */
  readonly answers: 'members' | 'guests' | 'everyone';
}

interface DiscordConfig {
  readonly token: string;
  /** Whether Discord lets the bot read what was not said to it (the message content intent). */
  readonly messageContent: boolean;
  readonly shards: 'auto' | number;
}

/** What these hold is never printed. */
const SECRET = /TOKEN|SECRET|KEY|_URL$/;

export interface Config {
  /** Folder of everything stored. */
  readonly dataDir: string;
  readonly modelDir: string;
  /** How a model that writes no plan comes to draw. */
  readonly draw: z.infer<typeof environment>['DREAMTHREAD_DRAW'];
  /** Where pulled and imported model folders lie, and those that ship. */
  readonly modelsDir: string;
  readonly shippedModelsDir: string;
  /** The Python that imports checkpoints. */
  readonly trainDir: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Where the model runs; `auto`: the fastest that this machine has. */
  readonly device: z.infer<typeof environment>['DREAMTHREAD_DEVICE'];
  /** How many turns, of different threads, run at once. */
  readonly turns: number;
  /** How long a turn may run. */
  readonly turnLimitMs: number;
  /** Folders of picture classifiers. */
  readonly classifiers: readonly string[];
  /** Folder of a text classifier. */
  readonly textClassifier?: string;
  /** A plan of this many pictures or more is shown before it is carried out; 0: never. */
  readonly storyboard: number;
  /** Where gateway and workers meet. */
  readonly redisUrl?: string;
  /** A Postgres server in the place of the embedded database. */
  readonly databaseUrl?: string;
  /** Absent: in the data folder. */
  readonly pictures?: PicturePlace;
  /** Of the models that workers have, the one that answers; the youngest worker's when absent. */
  readonly modelId?: string;
  /** Absent: Slack is not set up. */
  readonly slack?: SlackConfig;
  /** Absent: Discord is not set up. */
  readonly discord?: DiscordConfig;
  readonly logLevel: z.infer<typeof environment>['DREAMTHREAD_LOG'];
}

/** Throws ConfigError that names the setting, what was expected and what came. */
export function readConfig(env: NodeJS.ProcessEnv, overrides: Partial<Record<keyof z.input<typeof environment>, string>> = {}): Config {
  const set = (values: object) => Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  const given = Object.fromEntries([...set(env), ...set(overrides)]);
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? 'environment');
    throw new ConfigError(
      'invalid-setting',
      `${name} is ${SECRET.test(name) ? 'not of its kind' : JSON.stringify(given[name])}: ${issue?.message}; set it to a value that fits or leave it out.`,
    );
  }
  const settings = parsed.data;
  const slack = slackOf(settings);
  const pictures = picturesOf(settings);
  return {
    dataDir: resolve(settings.DREAMTHREAD_DATA),
    modelDir: resolve(settings.DREAMTHREAD_MODEL ?? join(packageRoot(), 'models', 'pocket')),
    draw: settings.DREAMTHREAD_DRAW,
    modelsDir: resolve(settings.DREAMTHREAD_MODELS ?? join(settings.DREAMTHREAD_DATA, 'models')),
    shippedModelsDir: join(packageRoot(), 'models'),
    trainDir: join(packageRoot(), 'engine', 'train'),
    host: settings.DREAMTHREAD_HOST,
    port: settings.DREAMTHREAD_PORT,
    device: settings.DREAMTHREAD_DEVICE,
    turns: settings.DREAMTHREAD_TURNS,
    turnLimitMs: settings.DREAMTHREAD_TURN_SECONDS * 1000,
    ...(settings.DREAMTHREAD_TEXT_CLASSIFIER ? { textClassifier: resolve(settings.DREAMTHREAD_TEXT_CLASSIFIER) } : {}),
    classifiers: settings.DREAMTHREAD_CLASSIFIERS.split(',').flatMap((dir) => (dir.trim() === '' ? [] : [resolve(dir.trim())])),
    storyboard: settings.DREAMTHREAD_STORYBOARD,
    ...(settings.REDIS_URL ? { redisUrl: settings.REDIS_URL } : {}),
    ...(settings.DATABASE_URL ? { databaseUrl: settings.DATABASE_URL } : {}),
    ...(pictures ? { pictures } : {}),
    ...(settings.DREAMTHREAD_MODEL_ID ? { modelId: settings.DREAMTHREAD_MODEL_ID } : {}),
    ...(slack ? { slack } : {}),
    ...(settings.DISCORD_TOKEN && {
      discord: {
        token: settings.DISCORD_TOKEN,
        messageContent: settings.DISCORD_MESSAGE_CONTENT === 'on',
        shards: settings.DISCORD_SHARDS,
      },
    }),
    logLevel: settings.DREAMTHREAD_LOG,
  };
}

/** `s3://bucket/prefix`, or a folder. */
function picturesOf(settings: z.output<typeof environment>): PicturePlace | undefined {
  const { ASSETS_URL: url, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: token } = settings;
  if (url === undefined) return undefined;
  if (!url.includes('://')) return { kind: 'folder', folder: resolve(url) };
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w./-]*?))?\/*$/.exec(url) ?? [];
  if (!bucket) {
    throw new ConfigError(
      'invalid-setting',
      'ASSETS_URL is not of its kind: s3://bucket/prefix (keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY) or a folder is expected; mend it or leave it out.',
    );
  }
  for (const [name, value] of Object.entries({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey })) {
    if (!value)
      throw new ConfigError('invalid-setting', `${name} is not set: ASSETS_URL with s3:// needs it; set it, or take ASSETS_URL out.`);
  }
  const region = settings.AWS_REGION ?? 'us-east-1';
  return {
    ...{ kind: 's3', bucket, prefix, region, endpoint: settings.AWS_ENDPOINT_URL ?? `https://s3.${region}.amazonaws.com` },
    ...{ accessKeyId: accessKeyId ?? '', secretAccessKey: secretAccessKey ?? '' },
    ...(token ? { sessionToken: token } : {}),
  };
}

/** Which way in is meant follows from what is set; half of one is an error that names the other half. */
function slackOf(settings: z.output<typeof environment>): SlackConfig | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_CLIENT_ID: clientId } = settings;
  const { SLACK_HOST: host, SLACK_PORT: port, SLACK_API_URL: apiUrl } = settings;
  const reached = (connection: SlackConnection): SlackConfig => ({
    connection,
    answers: settings.SLACK_ANSWER,
    ...(apiUrl ? { apiUrl } : {}),
  });
  const missing = (name: string, why: string): ConfigError =>
    new ConfigError('invalid-setting', `${name} is not set: ${why} needs it; set it, or take the other SLACK settings out.`);
  if (clientId) {
    const { SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret, DREAMTHREAD_ENCRYPTION_KEY: key } = settings;
    const why = 'Slack with OAuth (SLACK_CLIENT_ID)';
    if (!clientSecret) throw missing('SLACK_CLIENT_SECRET', why);
    if (!stateSecret) throw missing('SLACK_STATE_SECRET', why);
    if (!signingSecret) throw missing('SLACK_SIGNING_SECRET', why);
    if (!key) throw missing('DREAMTHREAD_ENCRYPTION_KEY', why);
    return reached({ mode: 'oauth', clientId, clientSecret, stateSecret, signingSecret, encryptionKey: keyBytes(key), host, port });
  }
  if (!botToken && !appToken) return undefined;
  if (!botToken) throw missing('SLACK_BOT_TOKEN', 'Slack over Socket Mode (SLACK_APP_TOKEN)');
  if (appToken) return reached({ mode: 'socket', botToken, appToken });
  if (signingSecret) return reached({ mode: 'http', botToken, signingSecret, host, port });
  throw missing('SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET)', 'Slack (SLACK_BOT_TOKEN)');
}

const keyBytes = (key: string): Uint8Array => Buffer.from(key, /^[0-9a-f]{64}$/i.test(key) ? 'hex' : 'base64');

/** The folder that holds package.json, from source and from the build alike. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
