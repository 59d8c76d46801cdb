/** The Slack adapter over the real stores, queue, intake and outbox, against the local Slack; a scripted engine stands in for a model. */
import { setTimeout as wait } from 'node:timers/promises';
import { createSlackAdapter, type SlackAdapter, type SlackOptions } from '../../../adapters/slack/adapter.ts';
import type { Connection } from '../../../adapters/slack/connect.ts';
import { EVENTS, SCOPES } from '../../../adapters/slack/methods.ts';
import type { Engine } from '../../../src/core/ports.ts';
import { verifiedLines } from '../../../src/safety/verify.ts';
import { createWorld, type WorldOptions } from '../local-world.ts';
import { startLocalSlack } from './local-slack.ts';
import { BOT, SIGNING_SECRET } from './state.ts';

export const ADA = 'U0ADA0001';
export const BEN = 'U0BEN0001';
export const GUEST = 'U0GUEST01';
export const STRANGER = 'U0STRANGE';
export const ADMIN = 'U0ADMIN01';
export const GENERAL = 'C0GENERAL';
export const MENTION = `<@${BOT.user}>`;

const CONNECTIONS: Readonly<Record<'socket' | 'http' | 'oauth', Connection>> = {
  socket: { mode: 'socket', botToken: BOT.token, appToken: BOT.appToken },
  http: { mode: 'http', botToken: BOT.token, signingSecret: SIGNING_SECRET, host: '127.0.0.1', port: 0 },
  oauth: {
    mode: 'oauth',
    clientId: 'local-client',
    clientSecret: 'local-client-secret',
    stateSecret: 'local-state-secret',
    signingSecret: SIGNING_SECRET,
    encryptionKey: Buffer.alloc(32, 7),
    host: '127.0.0.1',
    port: 0,
  },
};

export type SlackWorld = Awaited<ReturnType<typeof startSlackWorld>>;

export async function startSlackWorld(
  engine: Engine,
  mode: 'socket' | 'http' | 'oauth',
  { turns, ...options }: Partial<SlackOptions> & Pick<WorldOptions, 'turns'> = {},
) {
  const slack = await startLocalSlack({ scopes: SCOPES, events: Object.keys(EVENTS) });
  slack.addUser({ id: ADA, name: 'Ada' });
  slack.addUser({ id: BEN, name: 'Ben' });
  slack.addUser({ id: GUEST, name: 'Guest', flags: { is_restricted: true } });
  slack.addUser({ id: STRANGER, name: 'Stranger', flags: { is_stranger: true, team_id: 'T0ELSE001' } });
  slack.addUser({ id: ADMIN, name: 'Admin', flags: { is_admin: true } });
  const world = await createWorld(engine, { concurrency: 20, pauseMsAtMost: 20, ...(turns ? { turns } : {}) });
  /** What the adapter told its operator. */
  const told: unknown[] = [];
  const made = async (): Promise<SlackAdapter> =>
    await createSlackAdapter({
      ...world.ports,
      verify: async (file, mayTell) => verifiedLines(await world.ports.verify(file), mayTell),
      failed: (error) => told.push(error),
      connection: CONNECTIONS[mode],
      apiUrl: slack.apiUrl,
      answers: 'members',
      modelId: engine.modelId,
      fileHosts: [slack.fileHost],
      streamEveryMs: 1,
      pause: (ms, signal) => wait(Math.min(ms, 5), undefined, { signal }).catch(() => undefined),
      ...options,
    });
  let adapter = await made();
  await world.attach(adapter);
  /** Slack's requests go where the app listens now. */
  function reached(): void {
    const address = adapter.address();
    if (address) slack.sendTo(`${address}/slack/events`);
  }
  reached();
  return {
    slack,
    failures: world.failures,
    told,
    /** As after a crash: nothing but the database is left of the adapter. */
    async restart() {
      await adapter.close();
      adapter = await made();
      await world.attach(adapter);
      reached();
    },
    ports: world.ports,
    limit: world.limit,
    moderation: world.moderation,
    get address() {
      return adapter.address();
    },
    async close() {
      await world.close();
      await slack.close();
    },
  };
}

/** Looks until it is so; what it looks at is changed by the program alone. */
export async function eventually<Found>(
  look: () => Found | undefined | false | Promise<Found | undefined | false>,
  what: string,
  limitMs = 25_000,
): Promise<Found> {
  for (const startedMs = performance.now(); performance.now() - startedMs < limitMs; ) {
    const found = await look();
    if (found) return found;
    await wait(5);
  }
  throw new Error(`it never came to this: ${what}`);
}
