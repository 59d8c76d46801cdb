/**
 * The database on a Postgres server: the same statements (dialect.ts), transactions that are serializable and tried again when two
 * of them are at odds. A connection that is cut is waited for: a statement or transaction whose answer went with it is
 * done again, so each of ours may be done twice. One process owns it at a time, as a data folder.
 */
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { ConfigError } from '../core/errors.ts';
import type { Database, SqlValue, Statements } from '../core/ports.ts';
import { postgresSql } from './dialect.ts';
import { openScope, type Step } from './line.ts';

const CONNECTIONS = 10;
const CONNECT_MS = 5_000;
const STATEMENT_MS = 30_000;
/** Together about twenty seconds: longer than a server takes to start again. */
const PAUSES_MS = [50, 100, 200, 400, 800, 1600, 3200, 3200, 3200, 3200, 3200];
const CONFLICTS_AT_MOST = 30;
/** Advisory locks of ours; any two numbers that nobody else takes. */
const MIGRATION_LOCK = 7_301_948_001;
const OWNER_LOCK = 7_301_948_002;
const OWNER_LOOK_MS = 2_000;

/** BIGINT and what is counted and summed, as numbers: all of ours are far below 2⁵³. */
const NUMBERS: ReadonlySet<number> = new Set([pg.types.builtins.INT8, pg.types.builtins.NUMERIC]);
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    NUMBERS.has(oid) ? Number : (pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown),
} as pg.CustomTypesConfig;

export interface PostgresOptions {
  /** Told when another process took the database over while the server could not be reached: this one has to end. */
  readonly onLost: (error: ConfigError) => void;
}

/** Throws ConfigError: `data-in-use` while another process owns the database, `data-unusable` when it cannot be used. */
export async function openPostgres(url: string, { onLost }: PostgresOptions): Promise<Database> {
  const pool = poolOf(url);
  const disown = await own(url, onLost).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  return withStatements(url, pool, disown);
}

/** Beside the process that owns it, to look at it and to change single rows. */
export async function openPostgresBeside(url: string): Promise<Database> {
  return withStatements(url, poolOf(url), async () => undefined);
}

function poolOf(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: STATEMENT_MS,
    types,
  });
  // A connection that was cut says so to whoever asks it next; what it says by itself, at any time, would end the process unheard.
  pool.on('connect', (client) => client.on('error', ignored));
  pool.on('error', ignored);
  return pool;
}

/** The lock lives as long as its connection. Returns what lets go of it. */
async function own(url: string, onLost: PostgresOptions['onLost']): Promise<() => Promise<void>> {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function take(): Promise<void> {
    const taking = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS, keepAlive: true });
    taking.on('error', () => undefined);
    try {
      await taking.connect();
      const { rows } = await taking.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [OWNER_LOCK]);
      if (!rows[0]?.taken) {
        throw new ConfigError(
          'data-in-use',
          `The database at ${placeOf(url)} is in use by another process: stop that one, or set DATABASE_URL to another database.`,
        );
      }
    } catch (error) {
      await taking.end().catch(() => undefined);
      throw databaseError(url, error);
    }
    client = taking;
    taking.once('end', () => {
      if (!isClosed) timer = setTimeout(() => void takeAgain(), OWNER_LOOK_MS);
    });
  }

  async function takeAgain(): Promise<void> {
    try {
      await take();
    } catch (error) {
      if (isClosed) return;
      if (error instanceof ConfigError && error.code === 'data-in-use') onLost(error);
      else timer = setTimeout(() => void takeAgain(), OWNER_LOOK_MS);
    }
  }

  await patiently(take);
  return async () => {
    isClosed = true;
    clearTimeout(timer);
    await client?.end().catch(() => undefined);
  };
}

interface Asked {
  query(sql: string, values: readonly SqlValue[]): Promise<pg.QueryResult>;
}

function withStatements(url: string, pool: pg.Pool, disown: () => Promise<void>): Database {
  const scope = openScope();
  const translated = new Map<string, string>();

  function postgresOf(sql: string): string {
    const known = translated.get(sql) ?? postgresSql(sql);
    translated.set(sql, known);
    return known;
  }
  const statements = (on: Asked, step: Step): Omit<Statements, 'transaction'> => {
    const ask = (sql: string, values: readonly SqlValue[]) => step(() => on.query(postgresOf(sql), values.map(storable)));
    return {
      run: async (sql, ...values) => (await ask(sql, values)).rowCount ?? 0,
      get: async <Row extends object>(sql: string, ...values: readonly SqlValue[]) => (await ask(sql, values)).rows[0] as Row | undefined,
      all: async <Row extends object>(sql: string, ...values: readonly SqlValue[]) => (await ask(sql, values)).rows as Row[],
    };
  };

  /** On one connection: all of `work` or nothing. */
  async function once<Result>(begin: string, work: (client: Asked) => Promise<Result>): Promise<Result> {
    const client = await pool.connect();
    let failure: unknown;
    try {
      await client.query(begin);
      const result = await work({ query: (sql, values) => client.query(sql, [...values]) });
      await client.query('COMMIT');
      return result;
    } catch (error) {
      failure = error;
      if (!isCut(error)) await client.query('ROLLBACK').catch(ignored);
      throw error;
    } finally {
      client.release(isCut(failure));
    }
  }

  async function transaction<Result>(work: (tx: Statements) => Promise<Result>): Promise<Result> {
    scope.assertOutside();
    for (let conflicts = 0; ; conflicts++) {
      try {
        return await patiently(() =>
          once('BEGIN ISOLATION LEVEL SERIALIZABLE', (client) =>
            scope.enter((step) => {
              const tx: Statements = { ...statements(client, step), transaction: (inner) => inner(tx) };
              return work(tx);
            }),
          ),
        );
      } catch (error) {
        if (!isConflict(error) || conflicts === CONFLICTS_AT_MOST) throw databaseError(url, error);
        await wait(Math.min(5 * conflicts, 100));
      }
    }
  }

  const outside: Step = async (step) => {
    scope.assertOutside();
    try {
      return await patiently(async () => await step());
    } catch (error) {
      throw databaseError(url, error);
    }
  };

  return {
    ...statements({ query: (sql, values) => pool.query(sql, [...values]) }, outside),
    transaction,
    /** Of processes that start at once, one migrates and the others find it done. */
    migrate: (component, steps) =>
      outside(() =>
        once('BEGIN', async (client) => {
          await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
          await client.query('CREATE TABLE IF NOT EXISTS schema_versions (component TEXT PRIMARY KEY, version BIGINT NOT NULL)', []);
          const { rows } = await client.query('SELECT version FROM schema_versions WHERE component = $1', [component]);
          const version = Number((rows[0] as { version: number } | undefined)?.version ?? 0);
          if (version > steps.length) {
            throw new ConfigError(
              'data-unusable',
              `The database at ${placeOf(url)} was written by a newer Dreamthread (${component} ${version}, this one knows ${steps.length}): update Dreamthread, or use another database.`,
            );
          }
          for (const step of steps.slice(version)) await client.query(postgresSql(step), []);
          await client.query(
            'INSERT INTO schema_versions VALUES ($1, $2) ON CONFLICT (component) DO UPDATE SET version = excluded.version',
            [component, steps.length],
          );
        }),
      ),
    async close() {
      await disown();
      if (!pool.ended) await pool.end();
    },
  };
}

const ignored = (): void => undefined;

/** Postgres keeps no NUL in texts. */
const storable = (value: SqlValue): SqlValue => (typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value);

/** Does it again while the server cannot be reached or has cut the connection, for about twenty seconds. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await work();
    } catch (error) {
      if (!isCut(error)) throw error;
      await wait(pauseMs);
    }
  }
  return work();
}

/** The connection is gone, or there was none: class 08, a server that shuts down or starts, or the network. */
function isCut(error: unknown): boolean {
  if (error instanceof ConfigError) return error.cause !== undefined && isCut(error.cause);
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  return (
    /^(08...|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(code) ||
    /^(Connection terminated|timeout exceeded when|timeout expired|Client (has encountered|was closed))/.test(message)
  );
}

/** Two transactions were at odds, or waited for each other: one of them begins anew. */
const isConflict = (error: unknown): boolean => ['40001', '40P01'].includes((error as { code?: string }).code ?? '');

/** What is wrong with the server, by the code of Postgres or of the network. */
const UNUSABLE: Readonly<Record<string, string>> = {
  '28P01': 'it does not take this name and password: check DATABASE_URL',
  '28000': 'it does not let this user in: check DATABASE_URL and pg_hba.conf',
  '3D000': 'there is no database of this name: create it, or check DATABASE_URL',
  '42501': 'this user may not do that there: make the user the owner of the database',
  '53100': 'its disk is full: free some space; what was stored is intact',
  '53300': 'it has no connection left: raise max_connections',
  ENOTFOUND: 'there is no machine of this name: check DATABASE_URL',
};

function databaseError(url: string, error: unknown): unknown {
  if (error instanceof ConfigError) return error;
  const trouble = isCut(error)
    ? 'it cannot be reached: start it, or check DATABASE_URL'
    : UNUSABLE[(error as { code?: string }).code ?? ''];
  return trouble
    ? new ConfigError('data-unusable', `The database at ${placeOf(url)} cannot be used because ${trouble}.`, { cause: error })
    : error;
}

/** Where it is, without its password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
