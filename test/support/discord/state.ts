/** Discord's memory: people, channels, messages and interactions, each as Discord would send it. */
import { EventEmitter, once } from 'node:events';
import {
  type APIAttachment,
  type APIMessage,
  type APIMessageTopLevelComponent,
  ChannelType,
  MessageFlags,
  MessageType,
  PermissionFlagsBits,
  type PermissionsString,
} from 'discord.js';

export const BOT_ID = '100000000000000001';
export const GUILD_ID = '200000000000000001';
/** A role of the server. */
export const ROLE_ID = '300000000000000001';
export const TOKEN = 'MTAwMDAw.of-the.test';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly permissions: bigint;
  readonly roles: readonly string[];
}

export interface FakeChannel {
  readonly id: string;
  readonly type: ChannelType;
  readonly name: string;
  readonly nsfw: boolean;
  readonly parentId?: string;
  readonly recipient?: Person;
  archived: boolean;
  locked: boolean;
  deleted: boolean;
  /** What the bot may not do here. */
  denied: bigint;
}

export interface StoredFile {
  readonly id: string;
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** Defaults to the size of the bytes. */
  readonly claimedBytes?: number;
}

/** A message with its files, and, when only one person sees it, who. */
export interface Stored {
  message: APIMessage;
  readonly files: Map<string, StoredFile>;
  readonly seenBy?: string;
  readonly nonce?: string;
  deleted: boolean;
  /** How it stood each time it was created or edited. */
  readonly past: APIMessageTopLevelComponent[][];
}

export interface FakeInteraction {
  readonly id: string;
  readonly token: string;
  readonly atMs: number;
  readonly channelId: string;
  readonly person: Person;
  /** The message that a button stands under. */
  readonly source?: string;
  expired: boolean;
  callback?: { readonly type: number; readonly data?: Record<string, unknown> };
  original?: string;
  readonly followUps: string[];
}

export type State = ReturnType<typeof createState>;

export function createState() {
  const changes = new EventEmitter().setMaxListeners(0);
  let count = 0n;
  const snowflake = (): string => String(((BigInt(Date.now()) - 1420070400000n) << 22n) + (count++ % 4096n));
  const channels = new Map<string, FakeChannel>();
  const messages = new Map<string, Stored>();
  const interactions = new Map<string, FakeInteraction>();
  const people = new Map<string, Person>();
  const uploads = new Map<string, StoredFile>();
  let numbered = 0;
  const settings = { address: '', locale: 'en-US', tier: 0 };
  const ALL = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n) & ~PermissionFlagsBits.Administrator;

  const changed = (): void => {
    changes.emit('change');
  };

  const state = {
    ...{ settings, channels, messages, interactions, people, uploads, snowflake, changed },
    isInGuild: true,
    commands: [] as unknown[],
    /** Resolves as soon as `find` finds something. */
    async until<Found>(
      find: () => Found | undefined | false | null | Promise<Found | undefined | false | null>,
      what: string,
      limitMs = 20_000,
    ): Promise<Found> {
      const limit = AbortSignal.timeout(limitMs);
      for (;;) {
        const found = await find();
        if (found) return found;
        // What is not told here (a log, a store) is looked at again soon.
        const again = AbortSignal.any([limit, AbortSignal.timeout(50)]);
        await once(changes, 'change', { signal: again }).catch(() => undefined);
        if (limit.aborted) {
          const there = [...messages.values()].map(({ message }) => message.components);
          throw new Error(`never came: ${what}; there is ${JSON.stringify(there).slice(0, 3000)}`);
        }
      }
    },

    person(name: string, given: Partial<Omit<Person, 'id' | 'name'>> = {}): Person {
      const person: Person = { id: snowflake(), name, locale: 'en-US', permissions: 0n, roles: [], ...given };
      people.set(person.id, person);
      return person;
    },
    channel(given: Partial<Omit<FakeChannel, 'id'>> = {}): FakeChannel {
      const channel: FakeChannel = {
        ...{
          id: snowflake(),
          type: ChannelType.GuildText,
          name: 'pictures',
          nsfw: false,
          archived: false,
          locked: false,
          deleted: false,
          denied: 0n,
        },
        ...given,
      };
      channels.set(channel.id, channel);
      return channel;
    },
    /** The names of what the bot may not do. */
    deny(channel: FakeChannel, ...permissions: PermissionsString[]): void {
      channel.denied = permissions.reduce((all, permission) => all | PermissionFlagsBits[permission], 0n);
    },
    botMay: (channel: FakeChannel, permission: PermissionsString): boolean => {
      const around = channel.parentId ? channels.get(channel.parentId) : undefined;
      return ((channel.denied | (around?.denied ?? 0n)) & PermissionFlagsBits[permission]) === 0n;
    },
    botPermissions: (channel: FakeChannel): string => String(ALL & ~channel.denied & ~(channels.get(channel.parentId ?? '')?.denied ?? 0n)),

    user: ({ id, name }: Pick<Person, 'id' | 'name'>) => ({
      id,
      username: name,
      global_name: name,
      discriminator: '0',
      avatar: null,
      bot: id === BOT_ID,
    }),
    member: (person: Person) => ({
      roles: person.roles,
      nick: null,
      joined_at: '2026-01-01T00:00:00Z',
      deaf: false,
      mute: false,
      flags: 0,
      permissions: String(person.permissions),
    }),

    channelData(channel: FakeChannel): Record<string, unknown> {
      const { id, type, name, nsfw, parentId, recipient } = channel;
      if (recipient) return { id, type, last_message_id: null, recipients: [state.user(recipient)] };
      const around = { id, type, name, guild_id: GUILD_ID, position: 0, nsfw, parent_id: parentId ?? null };
      if (channel.type === ChannelType.PublicThread || channel.type === ChannelType.PrivateThread) {
        const thread_metadata = {
          archived: channel.archived,
          locked: channel.locked,
          auto_archive_duration: 1440,
          archive_timestamp: '2026-01-01T00:00:00Z',
        };
        return {
          ...around,
          owner_id: BOT_ID,
          message_count: 0,
          member_count: 1,
          thread_metadata,
          member: { id, user_id: BOT_ID, flags: 0, join_timestamp: '2026-01-01T00:00:00Z' },
        };
      }
      return { ...around, permission_overwrites: [{ id: BOT_ID, type: 1, allow: '0', deny: String(channel.denied) }] };
    },

    guildData() {
      const all = [...channels.values()].filter(({ deleted, recipient }) => !deleted && !recipient);
      const threads = all.filter(({ parentId }) => parentId);
      const everyone = {
        id: GUILD_ID,
        name: '@everyone',
        permissions: String(ALL & ~PermissionFlagsBits.ManageMessages & ~PermissionFlagsBits.ManageGuild),
        position: 0,
        color: 0,
        colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
        hoist: false,
        managed: false,
        mentionable: false,
        flags: 0,
      };
      return {
        ...{
          id: GUILD_ID,
          name: 'A server',
          owner_id: '1',
          roles: [everyone, { ...everyone, id: ROLE_ID, name: 'painters', permissions: '0', position: 1 }],
          emojis: [],
          features: [],
          stickers: [],
          preferred_locale: settings.locale,
        },
        ...{
          premium_tier: settings.tier,
          afk_timeout: 60,
          verification_level: 0,
          default_message_notifications: 0,
          explicit_content_filter: 0,
          mfa_level: 0,
        },
        ...{
          system_channel_flags: 0,
          premium_progress_bar_enabled: false,
          nsfw_level: 0,
          joined_at: '2026-01-01T00:00:00Z',
          large: false,
          unavailable: false,
        },
        ...{
          member_count: 2,
          members: [
            {
              user: state.user({ id: BOT_ID, name: 'Dreamthread' }),
              ...state.member({ id: BOT_ID, name: '', locale: '', permissions: 0n, roles: [] }),
            },
          ],
        },
        ...{ channels: all.filter(({ parentId }) => !parentId).map(state.channelData), threads: threads.map(state.channelData) },
        ...{ presences: [], voice_states: [], stage_instances: [], guild_scheduled_events: [], soundboard_sounds: [] },
      };
    },

    attachment(file: StoredFile): APIAttachment {
      const { id, filename, contentType } = file;
      const url = `${settings.address}/attachments/${id}/${filename}?ex=1&hm=2`;
      return {
        id,
        filename,
        size: file.claimedBytes ?? file.bytes.length,
        url,
        proxy_url: url,
        content_type: contentType,
      } as APIAttachment;
    },

    /** Writes a message as Discord keeps it: addresses in the place of `attachment://`, and new numbers for all components at every write. */
    resolved(components: readonly unknown[], files: ReadonlyMap<string, StoredFile>): APIMessageTopLevelComponent[] {
      const visit = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(visit);
        if (typeof value !== 'object' || value === null) return value;
        const copy: Record<string, unknown> = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
        if (typeof copy.url === 'string' && copy.url.startsWith('attachment://')) {
          const file = files.get(copy.url.slice('attachment://'.length));
          if (file)
            return {
              url: state.attachment(file).url,
              proxy_url: state.attachment(file).url,
              width: 1,
              height: 1,
              content_type: file.contentType,
              attachment_id: file.id,
            };
        }
        if ('type' in copy && typeof copy.type === 'number' && !('value' in copy)) copy.id = ++numbered;
        return copy;
      };
      return visit(components) as APIMessageTopLevelComponent[];
    },

    isMember: (channel: FakeChannel): boolean => state.isInGuild && !channel.deleted,
    interactionOf: (token: string): FakeInteraction | undefined => [...interactions.values()].find((one) => one.token === token),

    post(given: {
      channelId: string;
      author: Pick<Person, 'id' | 'name'>;
      message: Partial<APIMessage>;
      files?: Map<string, StoredFile>;
      seenBy?: string;
      nonce?: string;
    }): Stored {
      const { channelId, author, files = new Map<string, StoredFile>(), seenBy, nonce } = given;
      const message = {
        ...{
          id: snowflake(),
          channel_id: channelId,
          author: state.user(author),
          content: '',
          timestamp: new Date().toISOString(),
          edited_timestamp: null,
        },
        ...{ tts: false, mention_everyone: false, mentions: [], mention_roles: [], attachments: [], embeds: [], pinned: false },
        ...{ type: MessageType.Default, flags: 0, components: [] },
        ...given.message,
      } as unknown as APIMessage;
      const stored: Stored = {
        message,
        files,
        deleted: false,
        past: [message.components ?? []],
        ...(seenBy && { seenBy }),
        ...(nonce && { nonce }),
      };
      messages.set(message.id, stored);
      for (const file of files.values()) uploads.set(file.id, file);
      changed();
      return stored;
    },
    isV2: (message: Pick<APIMessage, 'flags'>): boolean => ((message.flags ?? 0) & MessageFlags.IsComponentsV2) !== 0,
  };
  return state;
}
