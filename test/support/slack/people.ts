/** What people do in Slack: they write, change, take back and react, open the app, press what stands there, and fill forms in. */
import { fileObject } from './files.ts';
import { BOT, type Json, type SlackState, type StoredFile, type StoredMessage } from './state.ts';
import { messageObject } from './web-api.ts';
import type { Wire } from './wire.ts';

interface Post {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly thread_ts?: string;
  readonly files?: readonly StoredFile[];
}

export const typeOf = (channel: string): string => (channel.startsWith('D') ? 'im' : channel.startsWith('G') ? 'group' : 'channel');
export const scopeOf = (channel: string): string => (channel.startsWith('D') ? 'im' : channel.startsWith('G') ? 'groups' : 'channels');

export function createPeople(state: SlackState, { emit, interact, command }: Wire) {
  const newTrigger = (): string => {
    const id = state.newId('trigger.');
    state.triggers.set(id, 'fresh');
    return id;
  };
  const at = (channel: string, ts: string): StoredMessage => {
    const found = state.messages.find((one) => one.channel === channel && one.ts === ts);
    if (!found) throw new Error(`there is no message ${ts} in ${channel}`);
    return found;
  };
  const emitMessage = (channel: string, event: Json): Promise<void> =>
    emit(`message.${scopeOf(channel)}`, { type: 'message', channel, channel_type: typeOf(channel), event_ts: state.newTs(), ...event });
  const viewOf = (id: string): Json | undefined => state.views.get(id) ?? [...state.homes.values()].find((home) => home.id === id);

  return {
    addFile(name: string, bytes: Buffer, mimetype: string, more: Partial<StoredFile> = {}): StoredFile {
      const made: StoredFile = {
        id: state.newId('F'),
        user: 'U0ADA0001',
        name,
        title: name,
        alt_txt: '',
        bytes,
        mimetype,
        filetype: name.split('.').at(-1) ?? '',
        looksLeft: 0,
        isUploaded: true,
        channels: new Set<string>(),
        ...more,
      };
      state.files.set(made.id, made);
      return made;
    },

    /** A person writes; resolves when the app has acknowledged. */
    async post({ channel, user, text, thread_ts, files = [] }: Post): Promise<string> {
      if (channel.startsWith('D')) state.channels.add(channel);
      const ts = state.newTs();
      const place = { channel, ts, ...(thread_ts ? { thread_ts } : {}) };
      const message: StoredMessage = { ...place, user, text, blocks: [], files: [...files], updates: 0 };
      state.messages.push(message);
      const shown = {
        ...messageObject(message),
        ...(files.length > 0 ? { subtype: 'file_share', files: files.map((one) => fileObject(one, state)) } : {}),
      };
      const sent = [emitMessage(channel, shown)];
      if (text.includes(`<@${BOT.user}>`) && !channel.startsWith('D'))
        sent.push(emit('app_mention', { ...shown, type: 'app_mention', channel, event_ts: ts }));
      await Promise.all(sent);
      return ts;
    },

    async edit(channel: string, ts: string, text: string): Promise<void> {
      const message = at(channel, ts);
      const before = messageObject(message);
      message.text = text;
      message.edited = { ts: state.newTs() };
      const changed = { subtype: 'message_changed', message: messageObject(message), previous_message: before, ts: state.newTs() };
      await emitMessage(channel, changed);
    },

    async remove(channel: string, ts: string): Promise<void> {
      const message = at(channel, ts);
      state.messages.splice(state.messages.indexOf(message), 1);
      const gone = { subtype: 'message_deleted', deleted_ts: ts, previous_message: messageObject(message), ts: state.newTs() };
      await emitMessage(channel, gone);
    },

    react: (channel: string, ts: string, user: string, reaction: string): Promise<void> =>
      emit('reaction_added', { type: 'reaction_added', user, reaction, item: { type: 'message', channel, ts }, event_ts: state.newTs() }),

    openHome: (user: string, tab: 'home' | 'messages'): Promise<void> => {
      state.channels.add(`D${user.slice(1)}`);
      return emit('app_home_opened', { type: 'app_home_opened', user, tab, channel: `D${user.slice(1)}`, event_ts: state.newTs() });
    },

    /** Slack's own Stop button: the streams of the thread are closed, and the app is told. */
    async stopSession(channel: string, thread_ts: string, user: string): Promise<void> {
      const open = state.messages.filter((one) => one.channel === channel && one.thread_ts === thread_ts && one.stream === 'open');
      for (const message of open) message.stream = 'broken';
      const streaming_message_ts = open.map(({ ts }) => ts);
      const type = 'agent_session_stopped';
      await emit(type, { type, channel, thread_ts, user, streaming_message_ts, event_ts: state.newTs() });
    },

    command: (user: string, channel: string, text: string): Promise<unknown> =>
      command({
        command: '/dream',
        text,
        channel_id: channel,
        user_id: user,
        trigger_id: newTrigger(),
        response_url: `${state.uploadUrl('')}respond`,
      }),

    shortcut(callback_id: string, user: string, channel: string, ts: string): Promise<unknown> {
      const message = at(channel, ts);
      const files = message.files.map((one) => fileObject(one, state));
      return interact(user, {
        type: 'message_action',
        callback_id,
        trigger_id: newTrigger(),
        channel: { id: channel },
        message: { ...messageObject(message), ...(files.length > 0 ? { files } : {}) },
        message_ts: ts,
      });
    },

    /** Presses what stands in a message, a form or a Home tab; there has to be such a thing. `more.state`: what was ticked, else as it was shown. */
    async press(
      user: string,
      where: { channel: string; ts: string } | { view: string },
      pick: (element: Json) => boolean,
      more: Json = {},
    ): Promise<void> {
      const message = 'ts' in where ? at(where.channel, where.ts) : undefined;
      const view = 'view' in where ? viewOf(where.view) : undefined;
      const blocks = (message?.blocks ?? (view?.blocks as Json[]) ?? []) as Json[];
      const elements = blocks.flatMap(elementsOf);
      const element = elements.find((one) => typeof one.action_id === 'string' && pick(one));
      if (!element) throw new Error(`there is nothing like that to press: ${elements.map((one) => String(one.action_id)).join(', ')}`);
      const { state: ticked, ...choice } = more;
      const values = ticked ?? shownState(blocks);
      await interact(user, {
        type: 'block_actions',
        trigger_id: newTrigger(),
        ...(message && 'channel' in where
          ? {
              channel: { id: where.channel },
              message: messageObject(message),
              container: { type: 'message', message_ts: message.ts, channel_id: where.channel },
              state: { values },
            }
          : {}),
        ...(view
          ? {
              view: { id: view.id, private_metadata: view.private_metadata ?? '', type: view.type, hash: view.hash, state: { values } },
              container: { type: 'view', view_id: view.id },
            }
          : {}),
        actions: [
          {
            type: element.type,
            action_id: element.action_id,
            block_id: blocks.find((block) => elementsOf(block).includes(element))?.block_id ?? 'b',
            action_ts: state.newTs(),
            ...(element.value === undefined ? {} : { value: element.value }),
            ...choice,
          },
        ],
      });
    },

    /** Sends a form back, filled in. Resolves to what the app answers: undefined closes the form. */
    submit(user: string, viewId: string, values: Record<string, Json>): Promise<unknown> {
      const view = state.views.get(viewId);
      if (!view) throw new Error(`there is no form ${viewId}`);
      const filled: Record<string, Json> = shownState((view.blocks as Json[]) ?? []) as Record<string, Json>;
      for (const [block, value] of Object.entries(values)) {
        const [id = 'field'] = Object.keys(filled[block] ?? {});
        filled[block] = { [id]: value };
      }
      const { id, callback_id, private_metadata } = view;
      return interact(user, {
        type: 'view_submission',
        view: { id, type: 'modal', callback_id, private_metadata, state: { values: filled } },
      });
    },
  };
}

const elementsOf = (block: Json): Json[] => [
  ...((block.elements as Json[]) ?? []),
  ...[block.accessory, block.element].flatMap((one) => (one ? [one as Json] : [])),
];

/** What is ticked or chosen in a message that nobody has touched. */
function shownState(blocks: readonly Json[]): Json {
  const values: Record<string, Json> = {};
  for (const block of blocks) {
    for (const { type, action_id, initial_options, initial_option, initial_conversation, initial_value } of elementsOf(block)) {
      if (typeof block.block_id !== 'string') continue;
      const chosen = {
        checkboxes: { selected_options: initial_options ?? [] },
        radio_buttons: { selected_option: initial_option ?? null },
        static_select: { selected_option: initial_option ?? null },
        plain_text_input: { value: initial_value ?? null },
        conversations_select: { selected_conversation: initial_conversation ?? null },
      }[String(type)];
      if (!chosen) continue;
      values[block.block_id] = { ...values[block.block_id], [String(action_id)]: { type, ...chosen } };
    }
  }
  return values;
}
