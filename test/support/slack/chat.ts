/** chat.*: messages, and messages that stream. */
import { checkedBlocks, checkedMetadata, inChannel, inThread, own } from './checks.ts';
import { BOT, type Json, type Method, parsed, refuse, type SlackState, type StoredMessage, textOf } from './state.ts';

const STREAM_CHARS = 12_000;
const UPDATE_TEXT_CHARS = 4000;

function opened(state: SlackState, args: Json): StoredMessage {
  const message = own(state, args);
  if (message.stream === 'open' && state.faults.streamsClosed > 0) {
    state.faults.streamsClosed -= 1;
    message.stream = 'broken';
  }
  if (message.stream !== 'open') refuse('message_not_in_streaming_state');
  return message;
}

function append(state: SlackState, message: StoredMessage, args: Json): void {
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

export const CHAT: Readonly<Record<string, Method>> = {
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
};
