/** Messages over Discord's REST interface: create, edit, read back, delete; its errors become ours. */
import {
  type APIMessage,
  type APIMessageTopLevelComponent,
  RESTJSONErrorCodes as Code,
  DiscordAPIError,
  HTTPError,
  MessageFlags,
  type REST,
  Routes,
} from 'discord.js';
import { PlatformError } from '../../src/core/errors.ts';
import type { Clock } from '../../src/core/ports.ts';

/** Who posts: the bot in a channel, or an interaction's token, which Discord honours for 15 minutes. */
export type Route =
  | { readonly kind: 'channel'; readonly channelId: string }
  | { readonly kind: 'token'; readonly token: string; readonly untilMs: number };

export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A message as it shall stand. Uploaded files that are not in `kept` or `uploads` go. */
export interface Body {
  readonly components: APIMessageTopLevelComponent[];
  /** Attachment ids of files that the message has already and keeps. */
  readonly kept: readonly string[];
  readonly uploads: readonly Upload[];
  /** The one person whom it may ping, where its words name them. */
  readonly pings?: string;
}

export interface Create extends Body {
  /** At most 25 characters. Created twice within some minutes, it is one message. */
  readonly nonce: string;
  /** Shown above, where there is such a message. */
  readonly replyTo?: string;
}

const SILENT = { parse: [], users: [] as string[], replied_user: false };

/** After 10,000 refused calls in ten minutes Discord bans an address: a channel that refuses is left alone this long. */
const REFUSED_MS = 60_000;
const REFUSALS: readonly number[] = [Code.UnknownChannel, Code.MissingAccess, Code.MissingPermissions, Code.ThreadLocked];

export type Wire = ReturnType<typeof createWire>;

export function createWire(rest: REST, applicationId: () => string, clock: Clock) {
  const refused = new Map<string, { readonly error: PlatformError; readonly untilMs: number }>();

  async function asked<Result>(route: Route, call: () => Promise<Result>): Promise<Result> {
    const place = route.kind === 'channel' ? route.channelId : route.token;
    if (route.kind === 'token' && route.untilMs <= clock()) throw new PlatformError('rejected', EXPIRED);
    const before = refused.get(place);
    if (before && before.untilMs > clock()) throw before.error;
    refused.delete(place);
    try {
      return await call();
    } catch (cause) {
      const error = platformErrorOf(cause);
      if (cause instanceof DiscordAPIError && REFUSALS.includes(Number(cause.code)))
        refused.set(place, { error, untilMs: clock() + REFUSED_MS });
      throw error;
    }
  }

  const payload = ({ components, kept, uploads, pings }: Body) => ({
    body: {
      flags: MessageFlags.IsComponentsV2,
      components,
      allowed_mentions: pings === undefined ? SILENT : { ...SILENT, users: [pings] },
      attachments: [...kept.map((id) => ({ id })), ...uploads.map(({ name }, index) => ({ id: String(index), filename: name }))],
    },
    files: uploads.map(({ name, bytes }) => ({ name, data: Buffer.from(bytes) })),
  });

  /** An archived thread takes no edits: it is opened first, once. */
  async function unarchived<Result>(route: Route, call: () => Promise<Result>): Promise<Result> {
    try {
      return await call();
    } catch (error) {
      if (route.kind !== 'channel' || !(error instanceof DiscordAPIError) || error.code !== Code.InvalidActionOnArchivedThread) throw error;
      await rest.patch(Routes.channel(route.channelId), { body: { archived: false } });
      return await call();
    }
  }

  return {
    create: (route: Route, create: Create): Promise<APIMessage> =>
      asked(route, async () => {
        const { body, files } = payload(create);
        if (route.kind === 'token') {
          return (await rest.post(Routes.webhook(applicationId(), route.token), {
            body,
            files,
            auth: false,
            query: new URLSearchParams({ wait: 'true' }),
          })) as APIMessage;
        }
        const { nonce, replyTo } = create;
        const reference = replyTo ? { message_reference: { message_id: replyTo, fail_if_not_exists: false } } : {};
        const posted = { ...body, nonce, enforce_nonce: true, ...reference };
        return (await unarchived(route, () => rest.post(Routes.channelMessages(route.channelId), { body: posted, files }))) as APIMessage;
      }),

    edit: (route: Route, messageId: string, body: Body): Promise<APIMessage> =>
      asked(route, async () => {
        if (route.kind === 'token') {
          return (await rest.patch(Routes.webhookMessage(applicationId(), route.token, messageId), {
            ...payload(body),
            auth: false,
          })) as APIMessage;
        }
        return (await unarchived(route, () => rest.patch(Routes.channelMessage(route.channelId, messageId), payload(body)))) as APIMessage;
      }),

    remove: (route: Route, messageId: string): Promise<void> =>
      asked(route, async () => {
        try {
          if (route.kind === 'token') await rest.delete(Routes.webhookMessage(applicationId(), route.token, messageId), { auth: false });
          else await rest.delete(Routes.channelMessage(route.channelId, messageId));
        } catch (error) {
          if (!(error instanceof DiscordAPIError) || error.code !== Code.UnknownMessage) throw error; // gone is gone
        }
      }),

    /** One message; with a token, one of those it posted. */
    get: (route: Route, messageId: string): Promise<APIMessage> =>
      asked(route, async () => {
        const path =
          route.kind === 'token'
            ? Routes.webhookMessage(applicationId(), route.token, messageId)
            : Routes.channelMessage(route.channelId, messageId);
        return (await rest.get(path, { auth: route.kind !== 'token' })) as APIMessage;
      }),

    /** The newest 100 of a channel, newest first. */
    recent: (channelId: string): Promise<APIMessage[]> =>
      asked({ kind: 'channel', channelId }, async () => {
        const query = new URLSearchParams({ limit: '100' });
        return (await rest.get(Routes.channelMessages(channelId), { query })) as APIMessage[];
      }),
  };
}

const EXPIRED = 'The interaction is older than the 15 minutes that Discord allows: what was made is under /find.';

const MEANINGS: Readonly<Record<number, string>> = {
  [Code.UnknownChannel]: 'The channel is gone: nothing can be posted there any more.',
  [Code.UnknownGuild]: 'The server is gone, or the bot was removed from it: invite it again.',
  [Code.UnknownMessage]: 'The message was deleted on Discord: it is left so.',
  [Code.UnknownWebhook]: EXPIRED,
  [Code.InvalidWebhookToken]: EXPIRED,
  [Code.MissingAccess]: 'The bot may not see this channel: allow View Channel, or invite it again.',
  [Code.MissingPermissions]: 'The bot lacks a permission in this channel: see /settings there.',
  [Code.InvalidActionOnArchivedThread]: 'The thread is archived and may not be opened by the bot: open it again.',
  [Code.ThreadLocked]: 'The thread is locked: unlock it to go on there.',
};

/** What a failed call means. What Discord refuses is refused for good; what did not arrive may be tried again. */
export function platformErrorOf(cause: unknown): PlatformError {
  if (cause instanceof PlatformError) return cause;
  if (cause instanceof DiscordAPIError) {
    if (cause.status === 401) {
      const options = { retryable: true, retryAfterMs: 60_000, cause };
      return new PlatformError(
        'unreachable',
        'Discord does not accept the token: set DISCORD_TOKEN to the current one and start again.',
        options,
      );
    }
    const meaning =
      MEANINGS[Number(cause.code)] ?? `Discord refused the message (${cause.status}, code ${cause.code}): see its documentation.`;
    return new PlatformError('rejected', meaning, { cause });
  }
  const status = cause instanceof HTTPError ? ` (${cause.status})` : '';
  return new PlatformError('unreachable', `Discord does not answer${status}: it is tried again.`, { retryable: true, cause });
}
