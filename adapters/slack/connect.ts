/** The way in: Bolt over Socket Mode or over HTTP, for one workspace or, with OAuth, for several. */
import type { Server } from 'node:http';
import { App, HTTPReceiver, type ReceiverEvent, SocketModeReceiver, webApi } from '@slack/bolt';
import { z } from 'zod';
import { ConfigError, PlatformError } from '../../src/core/errors.ts';
import { clientOptions, SILENT, slackCode } from './calls.ts';
import { sealedInstallations } from './installations.ts';
import { SCOPES } from './methods.ts';
import type { Tables } from './tables.ts';

const SEEN_AT_MOST = 10_000;

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
  readonly tables: Tables;
  readonly apiUrl?: string;
  readonly failed: (error: unknown) => void;
}

export function connect(connection: Connection, { tables, apiUrl, failed }: ConnectPorts): Connected {
  const options = clientOptions(apiUrl);
  const receiver = receiverOf(connection, tables, options);

  async function identify(botToken: string): Promise<Self> {
    const answer = identity.parse(await new webApi.WebClient(botToken, options).auth.test());
    return { team: answer.team_id, botToken, botUserId: answer.user_id, botId: answer.bot_id };
  }

  let only: Promise<Self> | undefined;
  /** One at a time for each workspace: a refresh token is good for one use. */
  const asking = new Map<string, Promise<unknown>>();

  async function installed(team: string): Promise<Self> {
    const installer = receiver instanceof HTTPReceiver ? receiver.installer : undefined;
    if (!installer)
      throw new ConfigError('invalid-setting', 'Slack is not set up with OAuth: set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET.');
    const asked = (asking.get(team) ?? Promise.resolve()).then(() =>
      installer.authorize({ teamId: team, enterpriseId: undefined, isEnterpriseInstall: false }),
    );
    asking.set(
      team,
      asked.catch(() => undefined),
    );
    const { botToken = '', botUserId = '', botId = '' } = await asked;
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

  const app = new App({
    receiver,
    authorize: async ({ teamId }) => {
      const { team, botToken, botUserId, botId } = await selfOf(teamId ?? '');
      return { teamId: teamId ?? team, botToken, botUserId, botId };
    },
    clientOptions: options,
    logger: SILENT,
  });
  app.error(async (error) => failed(error));
  listenToRemoval(app, connection.mode, tables, failed);
  const process = keptUntilDone(app, tables);
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
      for (const { id, body } of tables.inbox.left()) await process(id, { body: body as ReceiverEvent['body'], ack: async () => {} });
    },
    async stop() {
      if (receiver instanceof SocketModeReceiver || server) await receiver.stop().catch(() => undefined);
      server?.closeAllConnections();
    },
  };
}

/**
 * What comes in is written down before Slack is told that it arrived, and crossed out when it is done: Slack sends nothing again
 * that was acknowledged. The same event, sent again while this process lives, is acknowledged and left.
 */
function keptUntilDone(app: App, { inbox }: Tables): (id: number, event: ReceiverEvent) => Promise<void> {
  const processEvent = app.processEvent.bind(app);
  const seen = new Set<string>();
  const process = async (id: number, event: ReceiverEvent): Promise<void> => {
    await processEvent(event); // its failures go to app.error
    inbox.done(id);
  };
  app.processEvent = async (event) => {
    const eventId: unknown = event.body.event_id;
    if (typeof eventId === 'string') {
      if (seen.has(eventId)) return event.ack();
      if (seen.size >= SEEN_AT_MOST) seen.clear();
      seen.add(eventId);
    }
    await process(inbox.put(event.body), event);
  };
  return process;
}

/** The app was taken out of a workspace: its token there is of no use to anyone. */
function listenToRemoval(app: App, mode: Connection['mode'], tables: Tables, failed: (error: unknown) => void): void {
  const gone = (team: string | undefined): void => {
    if (mode === 'oauth') tables.installations.remove(team ?? '');
    else failed(new PlatformError('rejected', `Slack says that the app was removed from the workspace ${team ?? ''}: install it again.`));
  };
  app.event('app_uninstalled', async ({ context }) => gone(context.teamId));
  app.event('tokens_revoked', async ({ event, context }) => {
    if (event.tokens.bot?.length) gone(context.teamId);
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
  return new HTTPReceiver({
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
