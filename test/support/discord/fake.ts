/** A Discord on loopback, with people in it who talk, use commands and press buttons. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type APIMessage, ChannelType, GatewayIntentBits, MessageType } from 'discord.js';
import { createGateway } from './gateway.ts';
import { createRest } from './rest.ts';
import {
  BOT_ID,
  createState,
  type FakeChannel,
  type FakeInteraction,
  GUILD_ID,
  type Person,
  type Stored,
  type StoredFile,
} from './state.ts';

export type Fake = Awaited<ReturnType<typeof startFake>>;

interface Given {
  readonly files?: readonly Omit<StoredFile, 'id'>[];
  readonly replyTo?: APIMessage;
  /** Where the bot is not a member. */
  readonly isElsewhere?: boolean;
  /** It reaches the bot when Discord no longer waits for an answer. */
  readonly isLate?: boolean;
}

const SLASH = 1;
const ON_MESSAGE = 3;

export async function startFake() {
  const state = createState();
  const rest = createRest(state);
  rest.server.listen(0, '127.0.0.1');
  await once(rest.server, 'listening');
  const address = `http://127.0.0.1:${(rest.server.address() as AddressInfo).port}`;
  rest.address = address;
  state.settings.address = address;
  const gateway = createGateway(rest.server, state, () => address);

  const guildOf = (channelId: string): string | undefined => (state.channels.get(channelId)?.recipient ? undefined : GUILD_ID);

  rest.told = (type, { message, seenBy }) => {
    if (seenBy) return;
    const guildId = guildOf(message.channel_id);
    const { id, channel_id } = message;
    const data = type === 'MESSAGE_DELETE' ? { id, channel_id } : { ...message, channel_type: state.channels.get(channel_id)?.type };
    gateway.emit(type, guildId, () => ({ ...data, ...(guildId && { guild_id: guildId }) }));
  };
  rest.toldOf = (type, data) => gateway.emit(type, GUILD_ID, () => data);

  const filesOf = (files: Given['files'] = []): Map<string, StoredFile> =>
    new Map(files.map((file) => [file.filename, { id: state.snowflake(), ...file }]));

  /** What the bot gets to see of a message: all of it only when it was spoken to, or has the intent. */
  function seen(stored: Stored, intents: number): Record<string, unknown> {
    const { message } = stored;
    const person = state.people.get(message.author.id);
    const guildId = guildOf(message.channel_id);
    const isOpen = !guildId || message.mentions.some(({ id }) => id === BOT_ID) || (intents & GatewayIntentBits.MessageContent) !== 0;
    return {
      ...message,
      channel_type: state.channels.get(message.channel_id)?.type,
      ...(isOpen ? {} : { content: '', attachments: [], components: [], embeds: [] }),
      ...(guildId && { guild_id: guildId, ...(person && { member: state.member(person) }) }),
    };
  }

  function say(person: Person, channel: FakeChannel, content: string, { files, replyTo }: Given = {}): APIMessage {
    const attached = filesOf(files);
    const isMentioned = content.includes(`<@${BOT_ID}>`) || replyTo?.author.id === BOT_ID;
    const stored = state.post({
      ...{ channelId: channel.id, author: person, files: attached },
      message: {
        content,
        attachments: [...attached.values()].map(state.attachment),
        mentions: [
          ...(isMentioned ? [state.user({ id: BOT_ID, name: 'Dreamthread' })] : []),
          ...[...state.people.values()].filter(({ id }) => content.includes(`<@${id}>`)).map(state.user),
        ],
        ...(replyTo && {
          type: MessageType.Reply,
          message_reference: { message_id: replyTo.id, channel_id: channel.id },
          referenced_message: replyTo,
        }),
      } as unknown as Partial<APIMessage>,
    });
    gateway.emit('MESSAGE_CREATE', guildOf(channel.id), (intents) => seen(stored, intents));
    return stored.message;
  }

  function interact(
    person: Person,
    channel: FakeChannel,
    type: number,
    data: Record<string, unknown>,
    given: Given & { message?: APIMessage } = {},
  ): FakeInteraction {
    const interaction: FakeInteraction = {
      ...{
        id: state.snowflake(),
        token: `token-${state.snowflake()}`,
        atMs: Date.now(),
        channelId: channel.id,
        person,
        expired: given.isLate ?? false,
        followUps: [],
      },
      ...(given.message && { source: given.message.id }),
    };
    state.interactions.set(interaction.id, interaction);
    const isDirect = channel.type === ChannelType.DM;
    const { isElsewhere = false, message } = given;
    const member = { ...state.member(person), user: state.user(person) };
    const guildId = isElsewhere ? '900000000000000009' : GUILD_ID;
    gateway.emit('INTERACTION_CREATE', isElsewhere || isDirect ? undefined : GUILD_ID, () => ({
      ...{
        id: interaction.id,
        application_id: BOT_ID,
        type,
        token: interaction.token,
        version: 1,
        channel_id: channel.id,
        data,
        entitlements: [],
      },
      ...{ locale: person.locale, app_permissions: state.botPermissions(channel), attachment_size_limit: rest.rules.fileBytes },
      ...{
        channel: {
          id: channel.id,
          type: channel.type,
          nsfw: channel.nsfw,
          ...(isDirect ? { recipients: [state.user(person)] } : { guild_id: guildId }),
        },
      },
      ...(isDirect ? { user: state.user(person), context: 1 } : { guild_id: guildId, guild_locale: 'en-US', member, context: 0 }),
      authorizing_integration_owners: isElsewhere ? { 1: person.id } : { 0: guildId },
      ...(message && { message }),
    }));
    return interaction;
  }

  const messageOf = (id: string | undefined): Stored | undefined => (id ? state.messages.get(id) : undefined);

  return {
    ...{ state, rest, gateway, address, say },
    adapterPlace: { api: `${address}/api`, fileOrigins: [address], paceMs: 5 },
    mention: `<@${BOT_ID}>`,

    command(
      person: Person,
      channel: FakeChannel,
      name: string,
      values: Record<string, string | number> = {},
      given: Given = {},
    ): FakeInteraction {
      const attached = filesOf(given.files);
      for (const file of attached.values()) state.uploads.set(file.id, file);
      const byName = new Map([...attached.values()].map((file, place) => [place === 0 ? 'image' : `image${place + 1}`, file]));
      const options = [
        ...Object.entries(values).map(([option, value]) => ({ name: option, type: typeof value === 'number' ? 4 : 3, value })),
        ...[...byName].map(([option, file]) => ({ name: option, type: 11, value: file.id })),
      ];
      const resolved = { attachments: Object.fromEntries([...attached.values()].map((file) => [file.id, state.attachment(file)])) };
      return interact(person, channel, 2, { id: '1', name, type: SLASH, options, resolved }, given);
    },
    complete(person: Person, channel: FakeChannel, name: string, option: string, value: string): FakeInteraction {
      return interact(person, channel, 4, { id: '1', name, type: SLASH, options: [{ name: option, type: 3, value, focused: true }] });
    },
    onMessage(person: Person, channel: FakeChannel, name: string, target: APIMessage): FakeInteraction {
      return interact(person, channel, 2, {
        id: '1',
        name,
        type: ON_MESSAGE,
        target_id: target.id,
        resolved: { messages: { [target.id]: target } },
      });
    },
    press(person: Person, channel: FakeChannel, message: APIMessage, customId: string): FakeInteraction {
      return interact(person, channel, 3, { custom_id: customId, component_type: 2 }, { message });
    },
    select(person: Person, channel: FakeChannel, message: APIMessage, customId: string, ...values: string[]): FakeInteraction {
      return interact(person, channel, 3, { custom_id: customId, component_type: 3, values }, { message });
    },
    selectChannel(person: Person, channel: FakeChannel, message: APIMessage, customId: string, chosen: FakeChannel): FakeInteraction {
      const { id, type, name } = chosen;
      const resolved = { channels: { [id]: { id, type, name, permissions: '0' } } };
      return interact(person, channel, 3, { custom_id: customId, component_type: 8, values: [id], resolved }, { message });
    },
    /** Sends in a form of words: one field, or several as `{ field: value }`. */
    write(
      person: Person,
      channel: FakeChannel,
      opened: FakeInteraction,
      field: string | Readonly<Record<string, string>>,
      value: string,
      message: APIMessage,
    ): FakeInteraction {
      const form = opened.callback?.data as { custom_id: string };
      const fields = Object.entries(typeof field === 'string' ? { [field]: value } : field);
      const components = fields.map(([custom_id, text], at) => ({
        ...{ type: 18, id: 2 * at, component: { type: 4, id: 2 * at + 1, custom_id, value: text } },
      }));
      return interact(person, channel, 5, { custom_id: form.custom_id, components, resolved: {} }, { message });
    },
    /** Sends in the form that an interaction opened. */
    submit(
      person: Person,
      channel: FakeChannel,
      opened: FakeInteraction,
      instruction: string,
      mask?: Omit<StoredFile, 'id'>,
      message?: APIMessage,
      strength?: string,
    ): FakeInteraction {
      const [file] = filesOf(mask && [mask]).values();
      if (file) state.uploads.set(file.id, file);
      const form = opened.callback?.data as { custom_id: string; components: unknown[] };
      const components = [
        { type: 18, id: 1, component: { type: 4, id: 2, custom_id: 'instruction', value: instruction } },
        ...(form.components.length > 1
          ? [
              { type: 18, id: 5, component: { type: 21, id: 6, custom_id: 'strength', value: strength ?? null } },
              { type: 18, id: 3, component: { type: 19, id: 4, custom_id: 'mask', values: file ? [file.id] : [] } },
            ]
          : []),
      ];
      const resolved = file ? { attachments: { [file.id]: state.attachment(file) } } : {};
      return interact(person, channel, 5, { custom_id: form.custom_id, components, resolved }, message ? { message } : {});
    },
    edit(message: APIMessage, content: string): void {
      const stored = messageOf(message.id);
      if (!stored) throw new Error('no such message');
      stored.message = { ...stored.message, content, edited_timestamp: new Date().toISOString() };
      gateway.emit('MESSAGE_UPDATE', guildOf(message.channel_id), (intents) => seen(stored, intents));
    },
    remove(message: APIMessage): void {
      const stored = messageOf(message.id);
      if (!stored) throw new Error('no such message');
      stored.deleted = true;
      rest.told('MESSAGE_DELETE', stored);
      state.changed();
    },
    close: async (): Promise<void> => {
      gateway.close();
      rest.server.closeAllConnections();
      rest.server.close();
    },
  };
}
