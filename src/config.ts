/** Settings: the only reader of the environment. Command line options come in as `overrides` and win. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ConfigError } from './core/errors.ts';

/** As in package.json. */
export const VERSION = '0.1.0';

const environment = z.object({
  DREAMTHREAD_DATA: z.string().min(1).default('.dreamthread'),
  DREAMTHREAD_MODEL: z.string().min(1).optional(),
  DREAMTHREAD_MODELS: z.string().min(1).optional(),
  DREAMTHREAD_DRAW: z.enum(['asked', 'biased', 'natural', 'planned']).default('natural'),
  DREAMTHREAD_HOST: z.string().min(1).default('127.0.0.1'),
  DREAMTHREAD_PORT: z.coerce.number().int().min(0).max(65_535).default(4114),
  DREAMTHREAD_TURNS: z.coerce.number().int().min(1).max(64).default(4),
  DREAMTHREAD_STORYBOARD: z.coerce.number().int().min(0).max(100).default(4),
  DREAMTHREAD_LOG: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn'),
});

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
  /** How many turns, of different threads, run at once. */
  readonly turns: number;
  /** A plan of this many pictures or more is shown before it is carried out; 0: never. */
  readonly storyboard: number;
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
      `${name} is ${JSON.stringify(given[name])}: ${issue?.message}; set it to a value that fits or leave it out.`,
    );
  }
  const settings = parsed.data;
  return {
    dataDir: resolve(settings.DREAMTHREAD_DATA),
    modelDir: resolve(settings.DREAMTHREAD_MODEL ?? join(packageRoot(), 'models', 'pocket')),
    draw: settings.DREAMTHREAD_DRAW,
    modelsDir: resolve(settings.DREAMTHREAD_MODELS ?? join(settings.DREAMTHREAD_DATA, 'models')),
    shippedModelsDir: join(packageRoot(), 'models'),
    trainDir: join(packageRoot(), 'engine', 'train'),
    host: settings.DREAMTHREAD_HOST,
    port: settings.DREAMTHREAD_PORT,
    turns: settings.DREAMTHREAD_TURNS,
    storyboard: settings.DREAMTHREAD_STORYBOARD,
    logLevel: settings.DREAMTHREAD_LOG,
  };
}

/** The folder that holds package.json, from source and from the build alike. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
