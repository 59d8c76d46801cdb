/** What the local Slack remembers. */

export type Json = Record<string, unknown>;

export interface StoredMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly user: string;
  readonly bot_id?: string;
  text: string;
  blocks: Json[];
  files: StoredFile[];
  metadata?: { event_type: string; event_payload: Json };
  edited?: { ts: string };
  /** Open, or closed by Slack in the middle: the apps show a broken message until it is updated. */
  stream?: 'open' | 'broken';
  /** Everything that was appended, in order. */
  chunks?: Json[];
  subtype?: string;
  updates: number;
}

export interface StoredFile {
  readonly id: string;
  readonly user: string;
  readonly name: string;
  title: string;
  alt_txt: string;
  readonly bytes: Buffer;
  readonly mimetype: string;
  readonly filetype: string;
  /** files.info says no type so many times before it is done. */
  looksLeft: number;
  isUploaded: boolean;
  readonly channels: Set<string>;
  thumb?: Buffer;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly flags?: Json;
}

export interface Faults {
  /** The next calls of a method are answered with 429. */
  readonly limited: Map<string, { times: number; retryAfterS: number }>;
  /** The next calls of a method are done, but their answers are lost. */
  readonly lost: Map<string, number>;
  /** Calls of a method are answered only then. */
  readonly held: Map<string, Promise<void>>;
  /** The next calls of a method are refused with a code. */
  readonly refused: Map<string, { times: number; code: string }>;
  /** So many streams are found closed when they are next used. */
  streamsClosed: number;
  /** So many times a message refuses its first picture, whatever files.info says. */
  filesNotTaken: number;
}

export interface SlackState {
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
  readonly startedS: number;
  newTs(): string;
  newId(prefix: string): string;
  uploadUrl(fileId: string): string;
  changed(message: StoredMessage, how: 'posted' | 'changed' | 'deleted'): void;
}

export type Method = (args: Json, state: SlackState) => Json;

export const TEAM = 'T0TEAM001';
export const APP = 'A0APP0001';
export const BOT = { user: 'U0BOT0001', bot: 'B0BOT0001', token: 'xoxb-local-token', appToken: 'xapp-1-local' } as const;
export const SIGNING_SECRET = 'local-signing-secret';

/** Scopes of the methods, as Slack's reference gives them. */
export const METHOD_SCOPES: Readonly<Record<string, string | ((args: Json) => string)>> = {
  'agents.sessions.setStatus': 'chat:write',
  'assistant.threads.setStatus': 'chat:write',
  'assistant.threads.setSuggestedPrompts': 'assistant:write',
  'canvases.access.set': 'canvases:write',
  'canvases.create': 'canvases:write',
  'chat.appendStream': 'chat:write',
  'chat.delete': 'chat:write',
  'chat.postEphemeral': 'chat:write',
  'chat.postMessage': 'chat:write',
  'chat.startStream': 'chat:write',
  'chat.stopStream': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.history': ({ channel }) => historyScope(String(channel)),
  'conversations.open': 'im:write',
  'conversations.replies': ({ channel }) => historyScope(String(channel)),
  'files.completeUploadExternal': 'files:write',
  'files.getUploadURLExternal': 'files:write',
  'files.info': 'files:read',
  'users.info': 'users:read',
};

const historyScope = (channel: string): string =>
  channel.startsWith('D') ? 'im:history' : channel.startsWith('G') ? 'groups:history' : 'channels:history';

export class SlackFault extends Error {
  readonly code: string;
  readonly more: Json;
  constructor(code: string, more: Json = {}) {
    super(code);
    this.code = code;
    this.more = more;
  }
}

export const refuse = (code: string, messages: readonly string[] = []): never => {
  throw new SlackFault(code, messages.length > 0 ? { response_metadata: { messages: messages.map((line) => `[ERROR] ${line}`) } } : {});
};

/** Arguments come as JSON in a form field. */
export const parsed = (given: unknown): unknown => (typeof given === 'string' && /^[[{]/.test(given) ? JSON.parse(given) : given);
export const textOf = (given: unknown): string => (given === undefined ? '' : String(given));
