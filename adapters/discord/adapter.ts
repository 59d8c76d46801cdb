/** The Discord adapter: one connection to the gateway for each shard; one client sends everything, so that its limits are kept. */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Events, GatewayIntentBits, GuildPremiumTier, type Locale, Options, Partials } from 'discord.js';
import { ConfigError, PlatformError } from '../../src/core/errors.ts';
import type { Allowance } from '../../src/core/limits.ts';
import type { PolicyPanel } from '../../src/core/panel.ts';
import type { Adapter, AssetStore, Clock, LedgerStore, ThreadStore, TurnQueue } from '../../src/core/ports.ts';
import type { Thread } from '../../src/core/types.ts';
import type { Verified } from '../../src/core/verified.ts';
import { placeInLine } from './asking.ts';
import { createBoard } from './board.ts';
import { createConversation } from './conversation.ts';
import { type ImportMeant, type InteractionPorts, receiveInteraction } from './interactions.ts';
import { channelIdOf, DISCORD, DISCORD_LIMITS } from './place.ts';
import type { Pending } from './safety-view.ts';
import { createTickets } from './tickets.ts';
import { createWire } from './wire.ts';
import { type Words, wordsFor } from './words/index.ts';

/** The bucket of edits is a channel's: with some replies at work in one, this is what it gives each. */
const PACE_MS = 1_200;
/** How often places in line are looked up again. */
const QUEUE_LOOK_MS = 10_000;
/** Farther back, a place is shown anew only when it has halved. */
const NEAR = 3;
const LOCALES_AT_MOST = 10_000;
const MIB = 1024 ** 2;
const FILE_BYTES: Partial<Record<GuildPremiumTier, number>> = { [GuildPremiumTier.Tier2]: 50 * MIB, [GuildPremiumTier.Tier3]: 100 * MIB };

export interface DiscordOptions {
  readonly token: string;
  /** Whether Discord lets the bot read what was not said to it. */
  readonly messageContent: boolean;
  readonly shards: 'auto' | number;
  readonly modelId: string;
  readonly threads: Pick<ThreadStore, 'get' | 'history' | 'threads'>;
  readonly ledger: Pick<LedgerStore, 'rows'>;
  readonly assets: AssetStore;
  readonly queue: Pick<TurnQueue, 'position' | 'eta'>;
  /** What is left to a person of the limits in force. */
  readonly allowance: Allowance;
  /** The policies, to look at and to change. */
  readonly panel: PolicyPanel;
  /** What is known of a picture that somebody shows. */
  readonly verify: (file: Uint8Array) => Promise<Verified>;
  /** What intake remembers of its turns. */
  readonly journal: {
    takesPart(threadId: string): Promise<boolean>;
    turn(turnId: string): Promise<{ readonly messageId: string } | undefined>;
    turnsOf(threadId: string, authorId: string, sinceMs: number): Promise<readonly { readonly turnId: string }[]>;
  };
  turnIdOf(platform: string, eventId: string): string;
  readonly clock: Clock;
  /** Told of what failed and is not the asker's doing. */
  failed(error: unknown): void;
  /** Discord itself, unless a test says otherwise. */
  readonly place?: { readonly api: string; readonly fileOrigins: readonly string[]; readonly paceMs: number };
}

const DISCORD_FILES = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];

export function createDiscordAdapter(options: DiscordOptions): Adapter {
  const { clock, failed, journal, place } = options;
  const client = new Client({
    intents: [
      ...[GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
      ...(options.messageContent ? [GatewayIntentBits.MessageContent] : []),
    ],
    partials: [Partials.Channel, Partials.Message],
    makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 20, ReactionManager: 0, PresenceManager: 0 }),
    allowedMentions: { parse: [], repliedUser: false },
    shards: options.shards === 'auto' ? 'auto' : Array.from({ length: options.shards }, (_, shard) => shard),
    ...(options.shards === 'auto' ? {} : { shardCount: options.shards }),
    rest: { invalidRequestWarningInterval: 1000, ...(place && { api: place.api }) },
  });
  const selfId = (): string => client.user?.id ?? '';
  const wire = createWire(client.rest, () => client.application?.id ?? '', clock);
  /** The language of direct conversations, as the last command there told it. */
  const locales = new Map<string, Locale>();

  function wordsIn(thread: Thread): Words {
    const channel = client.channels.cache.get(channelIdOf(thread));
    return wordsFor(channel && 'guild' in channel ? channel.guild.preferredLocale : locales.get(channelIdOf(thread)));
  }
  function fileBytesIn(thread: Thread): number {
    const channel = client.channels.cache.get(channelIdOf(thread));
    return (channel && 'guild' in channel && FILE_BYTES[channel.guild.premiumTier]) || DISCORD_LIMITS.imageBytes;
  }

  const board = createBoard({
    ...{ wire, assets: options.assets, ledger: options.ledger, clock, wordsIn, fileBytesIn, selfId, failed },
    get modelId() {
      return options.modelId;
    },
    wait: (ms) => delay(ms, undefined, { ref: false }),
    paceMs: place?.paceMs ?? PACE_MS,
    askedIn: async (replyId) => (await journal.turn(replyId))?.messageId,
  });
  let queueLook: NodeJS.Timeout | undefined;

  async function lookAtQueue(): Promise<void> {
    for (const { turnId, ahead } of board.waiting()) {
      const line = await placeInLine(turnId, options);
      if (line.ahead < ahead && (line.ahead <= NEAR || line.ahead <= ahead / 2)) board.moved(turnId, line);
    }
  }

  const ports: Omit<InteractionPorts, 'onEvent'> = {
    ...options,
    ...{ wire, board, selfId },
    turnsOf: journal.turnsOf,
    fileOrigins: place?.fileOrigins ?? DISCORD_FILES,
    tickets: createTickets<ImportMeant>(),
    pending: createTickets<Pending>(),
    working: options,
  };

  return {
    platform: DISCORD,
    limits: DISCORD_LIMITS,
    async start(onEvent) {
      const conversation = createConversation({ ...ports, onEvent, wordsIn, takesPart: journal.takesPart });
      const guarded = (work: Promise<void>): void => {
        work.catch(failed);
      };
      client.on(Events.MessageCreate, (message) => guarded(conversation.said(message)));
      client.on(Events.MessageUpdate, (_, message) => guarded(conversation.changed(message)));
      client.on(Events.MessageDelete, (message) => guarded(conversation.gone(message)));
      client.on(Events.MessageBulkDelete, (messages) => {
        for (const message of messages.values()) guarded(conversation.gone(message));
      });
      client.on(Events.InteractionCreate, (interaction) => {
        if (interaction.channelId && !interaction.inGuild()) remember(locales, interaction.channelId, interaction.locale);
        guarded(receiveInteraction(interaction, { ...ports, onEvent }));
      });
      client.on(Events.Error, failed);
      client.on(Events.ShardError, (error) => failed(error));
      client.rest.on('invalidRequestWarning', ({ count }) => failed(tooManyRefused(count)));
      const ready = once(client, Events.ClientReady);
      ready.catch(() => undefined);
      await client.login(options.token).catch((error: unknown) => {
        throw loginError(error);
      });
      await ready;
      queueLook = setInterval(() => guarded(lookAtQueue()), QUEUE_LOOK_MS);
      queueLook.unref();
    },
    deliver: board.deliver,
    async find(thread, key) {
      const found = await board.find(thread, key);
      return found && { id: found.message.id, revision: found.revision };
    },
    progress: board.progress,
    async close() {
      clearInterval(queueLook);
      await client.destroy();
    },
  };
}

function remember(locales: Map<string, Locale>, channelId: string, locale: Locale): void {
  const [oldest] = locales.keys();
  if (locales.size >= LOCALES_AT_MOST && oldest) locales.delete(oldest);
  locales.set(channelId, locale);
}

const tooManyRefused = (count: number) =>
  new PlatformError(
    'rejected',
    `Discord refused ${count} calls within ten minutes, and bans an address at 10,000: look at the log for why.`,
  );

/** Why the bot could not log in, and what to do. */
export function loginError(cause: unknown): Error {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (/disallowed intents/i.test(text)) {
    const what = 'Discord does not let this bot read message content';
    const todo = 'switch Message Content Intent on in the Developer Portal (Bot), or set DISCORD_MESSAGE_CONTENT=off';
    return new ConfigError('invalid-setting', `${what}: ${todo}.`, { cause });
  }
  if (/token/i.test(text) || /authentication failed/i.test(text)) {
    return new ConfigError(
      'invalid-setting',
      'Discord does not accept DISCORD_TOKEN: copy the current one from the Developer Portal (Bot).',
      { cause },
    );
  }
  return new PlatformError('unreachable', 'Discord cannot be reached: check the network of this machine and start again.', {
    retryable: true,
    cause,
  });
}
