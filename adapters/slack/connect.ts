/** The way in: Bolt over Socket Mode or over HTTP, for one workspace or, with OAuth, for several and for whole organisations. */
import type { Server } from 'node:http';
import { App, HTTPReceiver, type InstallationQuery, type ReceiverEvent, SocketModeReceiver, webApi } from '@slack/bolt';
import { z } from 'zod';
import { ConfigError, PlatformError } from '../../src/core/errors.ts';
import { clientOptions, SILENT, slackCode } from './calls.ts';
import { ownerOf, type Source, sealedInstallations } from './installations.ts';
import { SCOPES } from './methods.ts';
import type { Tables } from './tables.ts';

const SEEN_AT_MOST = 10_000;
const AGAIN_MS = 1_000;

export type Connection =
  | { readonly mode: 'socket'; readonly botToken: string; readonly appToken: string }
  | { readonly mode: 'http'; readonly botToken: string; readonly signingSecret: string; readonly host: string; readonly port: number }
  | {
      readonly mode: 'oauth';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly stateSecret: string;
      readonly signingSecret: string;
      /** 32 bytes. */
      readonly encryptionKey: Uint8Array;
      readonly host: string;
      readonly port: number;
    };

/** Whom the bot is in a workspace. */
interface Self {
  readonly team: string;
  readonly botToken: string;
  readonly botUserId: string;
  readonly botId: string;
}

const identity = z.object({ team_id: z.string(), user_id: z.string(), bot_id: z.string().default('') });

export interface Connected {
  readonly app: App;
  readonly selfOf: (team: string) => Promise<Self>;
  /** `http://127.0.0.1:3000`; undefined over Socket Mode. */
  readonly address: () => string | undefined;
  start(): Promise<void>;
  /** Lets in again what an earlier run took in and did not finish. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

export interface ConnectPorts {
  /** Waits; false when the program ends meanwhile. */
  readonly pause: (ms: number) => Promise<boolean>;
  readonly tables: Tables;
  readonly apiUrl?: string;
  readonly failed: (error: unknown) => void;
}

export function connect(connection: Connection, { tables, apiUrl, pause, failed }: ConnectPorts): Connected {
  const options = clientOptions(apiUrl);
  const receiver = receiverOf(connection, tables, options);

  async function identify(botToken: string): Promise<Self> {
    const answer = identity.parse(await new webApi.WebClient(botToken, options).auth.test());
    return { team: answer.team_id, botToken, botUserId: answer.user_id, botId: answer.bot_id };
  }

  let only: Promise<Self> | undefined;

  async function installed(team: string): Promise<Self> {
    const installer = receiver instanceof HTTPReceiver ? receiver.installer : undefined;
    if (!installer)
      throw new ConfigError('invalid-setting', 'Slack is not set up with OAuth: set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.');
    const { botToken = '', botUserId = '', botId = '' } = await installer.authorize(await queryFor(team, tables));
    return { team, botToken, botUserId, botId };
  }

  function selfOf(team: string): Promise<Self> {
    if (connection.mode === 'oauth') return installed(team);
    only ??= identify(connection.botToken);
    only.catch(() => {
      only = undefined;
    });
    return only;
  }

  const one = async ({ teamId }: { teamId?: string | undefined }) => {
    const { team, botToken, botUserId, botId } = await selfOf(teamId ?? '');
    return { teamId: teamId ?? team, botToken, botUserId, botId };
  };
  // With OAuth, Bolt asks the receiver's installer by itself.
  const app = new App({
    receiver,
    clientOptions: options,
    logger: SILENT,
    extendedErrorHandler: true,
    ...(connection.mode === 'oauth' ? {} : { authorize: one }),
  });
  listenToRemoval(app, connection.mode, tables, failed);
  const process = keptUntilDone(app, { inbox: tables.inbox, pause, failed });
  let server: Server | undefined;

  return {
    app,
    selfOf,
    address() {
      const bound = server?.address();
      return bound && typeof bound === 'object' ? `http://${connection.mode === 'socket' ? '' : connection.host}:${bound.port}` : undefined;
    },
    async start() {
      if (connection.mode !== 'oauth') await selfOf('').catch(refuseToStart);
      if (receiver instanceof SocketModeReceiver) await receiver.start().catch(refuseToStart);
      else if (connection.mode !== 'socket')
        server = await receiver.start({ host: connection.host, port: connection.port }).catch(refuseToStart);
    },
    async resume() {
      for (const { id, body } of await tables.inbox.left()) await process(id, { body: body as ReceiverEvent['body'], ack: async () => {} });
    },
    async stop() {
      if (receiver instanceof SocketModeReceiver || server) await receiver.stop().catch(() => undefined);
      server?.closeAllConnections();
    },
  };
}

/**
 * What comes in is written down before Slack is told that it arrived, and crossed out when it is done: Slack sends nothing again
 * that was acknowledged. What fails for a reason that passes is done again, now and after a crash. The same event, sent again
 * while this process lives, is acknowledged and left.
 */
function keptUntilDone(
  app: App,
  { inbox, pause, failed }: Pick<ConnectPorts, 'pause' | 'failed'> & Pick<Tables, 'inbox'>,
): (id: number, event: ReceiverEvent) => Promise<void> {
  const processEvent = app.processEvent.bind(app);
  const seen = new Set<string>();
  const failures = new WeakMap<object, unknown>();
  app.error(async ({ error, body }: { error: Error & { original?: unknown }; body: object }) => {
    failures.set(body, error instanceof PlatformError ? error : (error.original ?? error));
  });

  async function process(id: number, event: ReceiverEvent): Promise<void> {
    await processEvent(event);
    const error = failures.get(event.body);
    failures.delete(event.body);
    const passes = error instanceof PlatformError && error.retryable;
    if (passes && (await inbox.triedAgain(id))) {
      void again(id, event.body, Math.max(error.retryAfterMs ?? 0, AGAIN_MS));
      return;
    }
    if (error !== undefined) failed(error);
    await inbox.done(id);
  }

  async function again(id: number, body: ReceiverEvent['body'], afterMs: number): Promise<void> {
    if (await pause(afterMs)) await process(id, { body, ack: async () => {} }).catch(failed);
  }

  app.processEvent = async (event) => {
    const eventId: unknown = event.body.event_id;
    if (typeof eventId === 'string') {
      if (seen.has(eventId)) return event.ack();
      if (seen.size >= SEEN_AT_MOST) seen.clear();
      seen.add(eventId);
    }
    if (isOwn(event.body)) await processEvent(event);
    else await process(await inbox.put(event.body), event);
  };
  return process;
}

/** Slack tells the bot of each of its own messages and their changes: nothing is lost with these. */
function isOwn({ event }: Record<string, unknown>): boolean {
  const { bot_id: bot, message } = (event ?? {}) as { bot_id?: unknown; message?: { bot_id?: unknown } };
  return typeof bot === 'string' || typeof message?.bot_id === 'string';
}

/** The app was taken out of a workspace or an organisation: its token there is of no use to anyone. */
function listenToRemoval(app: App, mode: Connection['mode'], tables: Tables, failed: (error: unknown) => void): void {
  const gone = async (context: Source): Promise<void> => {
    const owner = ownerOf(context);
    if (mode === 'oauth') await tables.installations.remove(owner);
    else failed(new PlatformError('rejected', `Slack says that the app was removed from the workspace ${owner}: install it again.`));
  };
  app.event('app_uninstalled', ({ context }) => gone(context));
  app.event('tokens_revoked', async ({ event, context }) => {
    if (event.tokens.bot?.length) await gone(context);
  });
}

function receiverOf(connection: Connection, tables: Tables, options: webApi.WebClientOptions): SocketModeReceiver | HTTPReceiver {
  if (connection.mode === 'socket') {
    return new SocketModeReceiver({ appToken: connection.appToken, logger: SILENT, installerOptions: { clientOptions: options } });
  }
  const { signingSecret } = connection;
  const basics = { signingSecret, logger: SILENT, endpoints: '/slack/events' };
  if (connection.mode === 'http') return new HTTPReceiver(basics);
  const { clientId, clientSecret, stateSecret, encryptionKey } = connection;
  const receiver = new HTTPReceiver({
    ...basics,
    clientId,
    clientSecret,
    stateSecret,
    scopes: [...SCOPES],
    installationStore: sealedInstallations(tables.installations, encryptionKey),
    installerOptions: {
      directInstall: true,
      clientOptions: options,
      installPath: '/slack/install',
      redirectUriPath: '/slack/oauth_redirect',
    },
  });
  if (receiver.installer) oneAtATime(receiver.installer, tables);
  return receiver;
}

/** Whose installation a workspace uses: its own, else that of its organisation. */
async function queryFor(team: string, { installations }: Tables): Promise<InstallationQuery<boolean>> {
  const enterpriseId = (await installations.get(team)) ? undefined : await installations.organisationOf(team);
  return { teamId: team, enterpriseId, isEnterpriseInstall: enterpriseId !== undefined };
}

/** A refresh token is good for one use, so an installation's token is asked for by one at a time. */
function oneAtATime(installer: NonNullable<HTTPReceiver['installer']>, { installations }: Tables): void {
  const authorize = installer.authorize.bind(installer);
  const asking = new Map<string, Promise<unknown>>();
  installer.authorize = async (query) => {
    const { teamId, enterpriseId, isEnterpriseInstall } = query;
    // Events say which organisation a workspace is of; our own calls know the workspace alone.
    if (isEnterpriseInstall && teamId && enterpriseId && (await installations.organisationOf(teamId)) !== enterpriseId)
      await installations.belongs(teamId, enterpriseId);
    const owner = ownerOf(query);
    const asked = (asking.get(owner) ?? Promise.resolve()).then(() => authorize(query));
    asking.set(
      owner,
      asked.catch(() => undefined),
    );
    return asked;
  };
}

function refuseToStart(cause: unknown): never {
  const why = slackCode(cause) ?? (cause as NodeJS.ErrnoException).code ?? 'no answer';
  const mend: Record<string, string> = {
    EADDRINUSE: 'its port is in use; choose another with SLACK_PORT',
    invalid_auth: 'a token is not valid; check SLACK_BOT_TOKEN and SLACK_APP_TOKEN',
    account_inactive: 'the app was removed from the workspace; install it again',
    token_revoked: 'the token was revoked; install the app again',
    not_allowed_token_type: 'SLACK_BOT_TOKEN has to begin with xoxb- and SLACK_APP_TOKEN with xapp-',
  };
  throw new ConfigError('invalid-setting', `Slack cannot be started: ${mend[why] ?? `${why}; see dreamthread doctor slack`}.`, { cause });
}
