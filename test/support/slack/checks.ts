/** What Slack looks at before it does something. */
import { blockFaults, viewFaults } from './limits.ts';
import { BOT, type Json, parsed, refuse, type SlackState, type StoredMessage } from './state.ts';

const METADATA_BYTES = 8000;

function fileFault(state: SlackState, id: string): string | undefined {
  const file = state.files.get(id);
  if (!file?.isUploaded) return 'no such file';
  if (file.looksLeft > 0) return 'not processed yet';
  if (!['png', 'jpg', 'gif'].includes(file.filetype)) return `type ${file.filetype}`;
  if (state.faults.filesNotTaken <= 0) return undefined;
  state.faults.filesNotTaken -= 1;
  return 'not taken';
}

export function checkedBlocks(given: unknown, state: SlackState): Json[] {
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

export function checkedMetadata(given: unknown): StoredMessage['metadata'] {
  if (given === undefined) return undefined;
  const metadata = parsed(given) as StoredMessage['metadata'];
  if (!metadata?.event_type || typeof metadata.event_payload !== 'object') refuse('invalid_metadata_format');
  if (JSON.stringify(metadata).length > METADATA_BYTES) refuse('metadata_too_large');
  return metadata;
}

const find = (state: SlackState, { channel, ts }: Json): StoredMessage =>
  state.messages.find((one) => one.channel === channel && one.ts === ts) ?? refuse('message_not_found');

export function own(state: SlackState, args: Json): StoredMessage {
  const message = find(state, args);
  if (message.user !== BOT.user) refuse('cant_update_message');
  return message;
}

export function inChannel(state: SlackState, channel: unknown): string {
  if (typeof channel !== 'string' || !/^[CDG][A-Z0-9]+$/.test(channel)) refuse('channel_not_found');
  if (!state.channels.has(String(channel))) refuse('not_in_channel');
  return String(channel);
}

export function inThread(state: SlackState, channel: string, threadTs: unknown): void {
  if (threadTs === undefined) return;
  const root = state.messages.find((one) => one.channel === channel && one.ts === threadTs);
  if (!root) refuse('thread_not_found');
  if (root?.thread_ts !== undefined && root.thread_ts !== root.ts)
    refuse('invalid_thread_ts', ['thread_ts has to be the first message of a thread']);
}

export function checkedView(given: unknown, state: SlackState): Json {
  const view = parsed(given) as Json;
  const faults = viewFaults(view, (id) => fileFault(state, id));
  if (faults.length > 0) refuse('invalid_arguments', faults);
  return view;
}
