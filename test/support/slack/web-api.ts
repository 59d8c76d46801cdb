/** The slice of Slack's Web API that the bot uses, as strict as Slack's reference says. */
import { blockFaults, viewFaults } from './limits.ts';
import { BOT, type Faults, type Json, refuse, type StoredFile, type StoredMessage, TEAM, type User } from './state.ts';

const STREAM_CHARS = 12_000;
const UPDATE_TEXT_CHARS = 4000;
const METADATA_BYTES = 8000;

export interface WebApiState {
  readonly messages: StoredMessage[];
  readonly files: Map<string, StoredFile>;
  readonly users: Map<string, User>;
  readonly ephemerals: Json[];
  readonly statuses: Json[];
  readonly sessions: Json[];
  readonly prompts: Json[];
  readonly views: Map<string, Json>;
  readonly homes: Map<string, Json>;
  readonly canvases: Map<string, Json>;
  readonly triggers: Map<string, 'fresh' | 'used'>;
  readonly faults: Faults;
  /** Channels that the bot is in. */
  readonly channels: Set<string>;
  readonly subscribed: readonly string[];
  newTs(): string;
  newId(prefix: string): string;
  uploadUrl(fileId: string): string;
  changed(message: StoredMessage, how: 'posted' | 'changed' | 'deleted'): void;
}

export type Method = (args: Json, state: WebApiState) => Json;

const parsed = (given: unknown): unknown => (typeof given === 'string' && /^[[{]/.test(given) ? JSON.parse(given) : given);
const textOf = (given: unknown): string => (given === undefined ? '' : String(given));

function fileFault(state: WebApiState, id: string): string | undefined {
  const file = state.files.get(id);
  if (!file?.isUploaded) return 'no such file';
  if (file.looksLeft > 0) return 'not processed yet';
  if (!['png', 'jpg', 'gif'].includes(file.filetype)) return `type ${file.filetype}`;
  if (state.faults.filesNotTaken <= 0) return undefined;
  state.faults.filesNotTaken -= 1;
  return 'not taken';
}

function checkedBlocks(given: unknown, state: WebApiState): Json[] {
  const blocks = parsed(given) as Json[];
  const faults = blockFaults(blocks, 'message', (id) => fileFault(state, id));
  if (faults.length > 0) {
    const lines = faults.map((line) =>
      line.includes('invalid slack file') ? `invalid slack file [json-pointer:${line.split(':')[0]}]` : line,
    );
    refuse(faults.some((line) => line.includes('msg_blocks_too_long')) ? 'msg_blocks_too_long' : 'invalid_blocks', lines);
  }
  return blocks;
}

function checkedMetadata(given: unknown): StoredMessage['metadata'] {
  if (given === undefined) return undefined;
  const metadata = parsed(given) as StoredMessage['metadata'];
  if (!metadata?.event_type || typeof metadata.event_payload !== 'object') refuse('invalid_metadata_format');
  if (JSON.stringify(metadata).length > METADATA_BYTES) refuse('metadata_too_large');
  return metadata;
}

const find = (state: WebApiState, { channel, ts }: Json): StoredMessage =>
  state.messages.find((one) => one.channel === channel && one.ts === ts) ?? refuse('message_not_found');

function own(state: WebApiState, args: Json): StoredMessage {
  const message = find(state, args);
  if (message.user !== BOT.user) refuse('cant_update_message');
  return message;
}

function inChannel(state: WebApiState, channel: unknown): string {
  if (typeof channel !== 'string' || !/^[CDG][A-Z0-9]+$/.test(channel)) refuse('channel_not_found');
  if (!state.channels.has(String(channel))) refuse('not_in_channel');
  return String(channel);
}

function inThread(state: WebApiState, channel: string, threadTs: unknown): void {
  if (threadTs === undefined) return;
  const root = state.messages.find((one) => one.channel === channel && one.ts === threadTs);
  if (!root) refuse('thread_not_found');
  if (root?.thread_ts !== undefined && root.thread_ts !== root.ts)
    refuse('invalid_thread_ts', ['thread_ts has to be the first message of a thread']);
}

function opened(state: WebApiState, args: Json): StoredMessage {
  const message = own(state, args);
  if (message.stream === 'open' && state.faults.streamsClosed > 0) {
    state.faults.streamsClosed -= 1;
    message.stream = 'broken';
  }
  if (message.stream !== 'open') refuse('message_not_in_streaming_state');
  return message;
}

function append(state: WebApiState, message: StoredMessage, args: Json): void {
  const chunks = args.chunks === undefined ? [] : (parsed(args.chunks) as Json[]);
  if (args.markdown_text !== undefined) chunks.unshift({ type: 'markdown_text', text: args.markdown_text });
  for (const chunk of chunks) {
    if (chunk.type === 'blocks') checkedBlocks(chunk.blocks, state);
    else if (chunk.type === 'task_update') {
      if (!chunk.id || !chunk.title || !['pending', 'in_progress', 'complete', 'error'].includes(String(chunk.status)))
        refuse('invalid_chunks');
    } else if (chunk.type !== 'markdown_text' || typeof chunk.text !== 'string') refuse('invalid_chunks');
  }
  message.chunks = [...(message.chunks ?? []), ...chunks];
  const words = message.chunks.flatMap((chunk) => (chunk.type === 'markdown_text' ? [String(chunk.text)] : []));
  if (words.join('').length > STREAM_CHARS) refuse('msg_too_long');
  if (message.chunks.filter(({ type }) => type === 'blocks').flatMap(({ blocks }) => blocks as Json[]).length > 50)
    refuse('msg_blocks_too_many');
  // As Slack gives it back: words as rich text, with ids of its own.
  message.text = words.join('');
  message.blocks = message.chunks.flatMap((chunk): Json[] =>
    chunk.type === 'blocks' ? (chunk.blocks as Json[]) : chunk.type === 'markdown_text' ? [{ type: 'rich_text', words: chunk.text }] : [],
  );
}

export const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': () => ({
    team_id: TEAM,
    user_id: BOT.user,
    bot_id: BOT.bot,
    team: 'Local',
    user: 'dreamthread',
    url: 'https://local.slack.com/',
  }),

  'chat.postMessage'(args, state) {
    const channel = inChannel(state, args.channel);
    inThread(state, channel, args.thread_ts);
    if (args.blocks === undefined && !args.text) refuse('no_text');
    const metadata = checkedMetadata(args.metadata);
    const message: StoredMessage = {
      channel,
      ts: state.newTs(),
      ...(args.thread_ts === undefined ? {} : { thread_ts: textOf(args.thread_ts) }),
      user: BOT.user,
      bot_id: BOT.bot,
      text: textOf(args.text).slice(0, 40_000),
      blocks: args.blocks === undefined ? [] : checkedBlocks(args.blocks, state),
      files: [],
      ...(metadata ? { metadata } : {}),
      updates: 0,
    };
    if (args.unfurl_links !== false && args.unfurl_links !== 'false') refuse('test_expects_no_unfurls');
    state.messages.push(message);
    state.changed(message, 'posted');
    return { channel, ts: message.ts };
  },

  'chat.update'(args, state) {
    const message = own(state, args);
    if (message.stream === 'open') refuse('streaming_state_conflict');
    if (textOf(args.text).length > UPDATE_TEXT_CHARS) refuse('msg_too_long');
    message.blocks = args.blocks === undefined ? [] : checkedBlocks(args.blocks, state);
    message.text = textOf(args.text);
    const metadata = checkedMetadata(args.metadata);
    if (metadata) message.metadata = metadata;
    delete message.stream;
    message.updates += 1;
    state.changed(message, 'changed');
    return { channel: message.channel, ts: message.ts };
  },

  'chat.delete'(args, state) {
    const message = own(state, args);
    state.messages.splice(state.messages.indexOf(message), 1);
    state.changed(message, 'deleted');
    return { ts: message.ts };
  },

  'chat.postEphemeral'(args, state) {
    inChannel(state, args.channel);
    if (!args.user) refuse('user_not_in_channel');
    const blocks = args.blocks === undefined ? [] : checkedBlocks(args.blocks, state);
    state.ephemerals.push({ ...args, blocks });
    return { message_ts: state.newTs() };
  },

  'chat.startStream'(args, state) {
    const channel = inChannel(state, args.channel);
    if (!args.thread_ts) refuse('invalid_arguments', ['missing required field: thread_ts']);
    inThread(state, channel, args.thread_ts);
    if (!channel.startsWith('D') && !args.recipient_user_id) refuse('missing_recipient_user_id');
    if (!channel.startsWith('D') && !args.recipient_team_id) refuse('missing_recipient_team_id');
    const message: StoredMessage = {
      channel,
      ts: state.newTs(),
      thread_ts: textOf(args.thread_ts),
      user: BOT.user,
      bot_id: BOT.bot,
      text: '',
      blocks: [],
      files: [],
      stream: 'open',
      updates: 0,
    };
    append(state, message, args);
    state.messages.push(message);
    return { channel, ts: message.ts };
  },

  'chat.appendStream'(args, state) {
    const message = opened(state, args);
    append(state, message, args);
    return { channel: message.channel, ts: message.ts };
  },

  'chat.stopStream'(args, state) {
    const message = opened(state, args);
    append(state, message, args);
    const metadata = checkedMetadata(args.metadata);
    if (metadata) message.metadata = metadata;
    delete message.stream;
    state.changed(message, 'posted');
    return { channel: message.channel, ts: message.ts };
  },

  'conversations.open'({ users }, state) {
    const channel = `D${textOf(users).slice(1)}`;
    state.channels.add(channel);
    return { channel: { id: channel } };
  },

  'conversations.replies'(args, state) {
    const channel = inChannel(state, args.channel);
    const thread = state.messages.filter((one) => one.channel === channel && (one.ts === args.ts || one.thread_ts === args.ts));
    if (thread.length === 0) refuse('thread_not_found');
    return pageOf(thread, args);
  },

  'conversations.history'(args, state) {
    const channel = inChannel(state, args.channel);
    return pageOf(state.messages.filter((one) => one.channel === channel && (one.thread_ts ?? one.ts) === one.ts).reverse(), args);
  },

  'files.getUploadURLExternal'({ filename, length, alt_txt }, state) {
    if (!filename || !(Number(length) > 0)) refuse('invalid_arguments');
    const id = state.newId('F');
    const filetype = textOf(filename).split('.').at(-1) ?? '';
    const mimetype = filetype === 'html' ? 'text/html' : `image/${filetype === 'jpg' ? 'jpeg' : filetype}`;
    const file = {
      id,
      user: BOT.user,
      name: textOf(filename),
      title: '',
      alt_txt: textOf(alt_txt),
      bytes: Buffer.alloc(0),
      mimetype,
      filetype,
    };
    state.files.set(id, { ...file, looksLeft: 2, isUploaded: false, channels: new Set() });
    return { file_id: id, upload_url: state.uploadUrl(id) };
  },

  'files.completeUploadExternal'(args, state) {
    const given = parsed(args.files) as { id: string; title?: string }[];
    for (const { id, title } of given) {
      const file = state.files.get(id) ?? refuse('file_not_found');
      if (file.bytes.length === 0) refuse('file_not_found', ['nothing was uploaded']);
      file.title = title ?? file.name;
      file.isUploaded = true;
      if (args.channel_id === undefined) continue;
      const channel = inChannel(state, args.channel_id);
      inThread(state, channel, args.thread_ts);
      file.channels.add(channel);
      const place = { channel, ts: state.newTs(), ...(args.thread_ts === undefined ? {} : { thread_ts: textOf(args.thread_ts) }) };
      const text = textOf(args.initial_comment);
      state.messages.push({
        ...place,
        user: BOT.user,
        bot_id: BOT.bot,
        text,
        blocks: [],
        files: [file],
        subtype: 'file_share',
        updates: 0,
      });
    }
    return { files: given };
  },

  'files.info'({ file }, state) {
    const found = state.files.get(textOf(file));
    const canvas = state.canvases.get(textOf(file));
    if (canvas)
      return {
        file: { id: file, mimetype: 'application/vnd.slack-docs', permalink: `https://local.slack.com/docs/${TEAM}/${textOf(file)}` },
      };
    if (!found?.isUploaded) return refuse('file_not_found');
    const isReady = found.looksLeft === 0;
    if (!isReady) found.looksLeft -= 1;
    return { file: fileObject(found, state, isReady) };
  },

  'users.info'({ user }, state) {
    const found = state.users.get(textOf(user)) ?? refuse('user_not_found');
    const { id, name, flags = {} } = found;
    return {
      user: { id, team_id: TEAM, name: name.toLowerCase(), is_bot: false, profile: { display_name: name, real_name: name }, ...flags },
    };
  },

  'assistant.threads.setStatus'(args, state) {
    inThread(state, inChannel(state, args.channel_id), args.thread_ts);
    state.statuses.push(args);
    return {};
  },

  'assistant.threads.setSuggestedPrompts'(args, state) {
    // With thread_ts the agent view shows nothing, and says nothing.
    if (args.thread_ts !== undefined) return {};
    const prompts = parsed(args.prompts) as Json[];
    if (prompts.length > 4) refuse('invalid_arguments', ['at most 4 prompts']);
    state.prompts.push({ ...args, prompts });
    return {};
  },

  'agents.sessions.setStatus'(args, state) {
    inThread(state, inChannel(state, args.channel_id), args.thread_ts);
    if (!['active', 'processing', 'suspended', 'closed'].includes(textOf(args.status))) refuse('invalid_status');
    if (textOf(args.title).length > 200) refuse('invalid_title');
    state.sessions.push(args);
    return state.subscribed.includes('agent_session_stopped') ? {} : { warning: 'missing_agent_session_stopped_event_subscription' };
  },

  'views.open'({ trigger_id, view: given }, state) {
    const trigger = state.triggers.get(textOf(trigger_id)) ?? refuse('invalid_trigger_id');
    if (trigger === 'used') refuse('exchanged_trigger_id');
    state.triggers.set(textOf(trigger_id), 'used');
    const view = checkedView(given, state);
    const id = state.newId('V');
    state.views.set(id, { ...view, id });
    return { view: { id } };
  },

  'views.update'({ view_id, view: given }, state) {
    if (!state.views.has(textOf(view_id))) refuse('not_found');
    state.views.set(textOf(view_id), { ...checkedView(given, state), id: view_id });
    return { view: { id: view_id } };
  },

  'views.publish'({ user_id, view: given }, state) {
    const view = checkedView(given, state);
    if (view.type !== 'home') refuse('invalid_arguments');
    const id = state.newId('V');
    state.homes.set(textOf(user_id), { ...view, id });
    return { view: { id } };
  },

  'canvases.create'(args, state) {
    const content = parsed(args.document_content) as Json;
    if (content.type !== 'markdown' || !content.markdown) refuse('invalid_arguments');
    const id = state.newId('F');
    state.canvases.set(id, { title: args.title, markdown: content.markdown });
    return { canvas_id: id };
  },

  'canvases.access.set'(args, state) {
    const canvas = state.canvases.get(textOf(args.canvas_id)) ?? refuse('canvas_not_found');
    const [users, channels] = [parsed(args.user_ids), parsed(args.channel_ids)];
    if ((users === undefined) === (channels === undefined)) refuse('invalid_arguments');
    Object.assign(canvas, { users, channels });
    return {};
  },
};

function checkedView(given: unknown, state: WebApiState): Json {
  const view = parsed(given) as Json;
  const faults = viewFaults(view, (id) => fileFault(state, id));
  if (faults.length > 0) refuse('invalid_arguments', faults);
  return view;
}

/** Small pages, so that whoever reads has to turn them. */
function pageOf(messages: readonly StoredMessage[], { cursor, limit, include_all_metadata: withMetadata, latest }: Json): Json {
  const before = messages.filter(({ ts }) => latest === undefined || ts <= textOf(latest));
  const from = Number(cursor ?? 0);
  const size = Math.min(Number(limit ?? 100), 15);
  const page = before.slice(from, from + size).map((message) => messageObject(message, withMetadata === true || withMetadata === 'true'));
  const next = from + size < before.length ? String(from + size) : '';
  return { messages: page, has_more: next !== '', response_metadata: { next_cursor: next } };
}

export function messageObject(message: StoredMessage, withMetadata = false): Json {
  const { channel: _, chunks: __, stream, updates: ___, files, metadata, ...rest } = message;
  return {
    type: 'message',
    ...rest,
    ...(stream ? { streaming_state: stream === 'open' ? 'in_progress' : 'errored' } : {}),
    ...(files.length > 0
      ? {
          files: files.map((file) => ({
            id: file.id,
            name: file.name,
            title: file.title,
            mimetype: file.mimetype,
            filetype: file.filetype,
          })),
        }
      : {}),
    ...(withMetadata && metadata ? { metadata } : {}),
  };
}

export function fileObject(file: StoredFile, state: Pick<WebApiState, 'uploadUrl'>, isReady = true): Json {
  const url = state.uploadUrl(file.id);
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    alt_txt: file.alt_txt,
    size: file.bytes.length,
    ...(isReady ? { mimetype: file.mimetype, filetype: file.filetype } : { mimetype: '', filetype: '' }),
    url_private: url,
    url_private_download: url,
    ...(file.thumb ? { thumb_1024: `${url}?thumb` } : {}),
    permalink: `https://local.slack.com/files/${file.user}/${file.id}/${file.name}`,
  };
}
