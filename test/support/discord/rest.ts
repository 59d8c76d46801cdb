/** Discord's REST interface, as far as the bot uses it, with Discord's own refusals, limits and faults on request. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type APIMessage, ChannelType, MessageFlags, MessageType, type PermissionsString } from 'discord.js';
import { checkCommands, checkForm, checkMessage, invalidForm, Refusal } from './rules.ts';
import { BOT_ID, type FakeChannel, type FakeInteraction, GUILD_ID, type State, type Stored, type StoredFile, TOKEN } from './state.ts';

const MIB = 1024 ** 2;
const FILE_BYTES = 10 * MIB;
const ACK_MS = 3_000;

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
  readonly uploads: readonly { readonly index: string; readonly bytes: Uint8Array; readonly contentType: string }[];
  readonly isBot: boolean;
}

/** What goes wrong: answers the next `times` calls that match. `lost`: the call is carried out, its answer never arrives. */
export interface Fault {
  readonly method: string;
  readonly path: RegExp;
  readonly answer: { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> } | 'lost';
  times: number;
}

export type Rest = ReturnType<typeof createRest>;

export function createRest(state: State) {
  const faults: Fault[] = [];
  /** Every call that was answered: `PATCH /channels/…`, and how. */
  const calls: { readonly method: string; readonly path: string; readonly status: number; readonly sentFiles: number }[] = [];
  const buckets = new Map<string, { left: number; resetMs: number }>();
  /** How many calls a channel's bucket lets through, in how long; and whether a message created twice is one, which holds for minutes. */
  const rules = { bucketCalls: 25, bucketMs: 20, fileBytes: FILE_BYTES, remembersNonces: true };

  const server: Server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    if (url.pathname.startsWith('/attachments/')) {
      const file = state.uploads.get(url.pathname.split('/')[2] ?? '');
      response.writeHead(file ? 200 : 404, { 'content-type': file?.contentType ?? 'text/plain' }).end(file?.bytes);
      return;
    }
    const call = await read(request, url);
    const fault = faults.find(({ method, path, times }) => times > 0 && method === call.method && path.test(call.path));
    if (fault) fault.times--;
    const write = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
      calls.push({ method: call.method, path: call.path, status, sentFiles: call.uploads.length });
      if (status === 204) response.writeHead(status, headers).end();
      else response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
      state.changed();
    };
    if (fault && fault.answer !== 'lost') return write(fault.answer.status, fault.answer.body ?? {}, fault.answer.headers ?? {});
    const limited = bucket(call);
    if (limited.isOver)
      return write(429, { message: 'You are being rate limited.', retry_after: limited.resetAfterS, global: false }, limited.headers);
    try {
      const body = route(call);
      if (fault) response.destroy();
      else write(body === undefined ? 204 : 200, body, limited.headers);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      write(error.status, { code: error.code, message: error.message, ...error.extra }, limited.headers);
    }
  }

  function bucket({ method, path }: Call) {
    const [, channelId] = /^\/channels\/(\d+)\/messages/.exec(path) ?? [];
    if (!channelId) return { isOver: false, resetAfterS: 0, headers: {} };
    const key = `${method} ${channelId}`;
    const nowMs = Date.now();
    const known = buckets.get(key);
    const current = known && known.resetMs > nowMs ? known : { left: rules.bucketCalls, resetMs: nowMs + rules.bucketMs };
    buckets.set(key, current);
    const isOver = current.left <= 0;
    current.left = Math.max(0, current.left - 1);
    const resetAfterS = Math.max(0.001, (current.resetMs - nowMs) / 1000);
    const headers: Record<string, string> = {
      ...{ 'x-ratelimit-limit': String(rules.bucketCalls), 'x-ratelimit-remaining': String(current.left), 'x-ratelimit-bucket': method },
      ...{ 'x-ratelimit-reset-after': resetAfterS.toFixed(3), 'x-ratelimit-reset': ((nowMs + resetAfterS * 1000) / 1000).toFixed(3) },
      ...(isOver && { 'retry-after': resetAfterS.toFixed(3), 'x-ratelimit-scope': 'user' }),
    };
    return { isOver, resetAfterS, headers };
  }

  function route(call: Call): unknown {
    const { method, path } = call;
    const on = (wanted: string, pattern: RegExp): RegExpExecArray | false => method === wanted && (pattern.exec(path) ?? false);
    let at: RegExpExecArray | false;
    at = on('POST', /^\/interactions\/(\d+)\/([^/]+)\/callback$/);
    if (at) return callback(at[1] ?? '', call);
    at = /^\/webhooks\/(\d+)\/([^/]+)(?:\/messages\/(.+))?$/.exec(path) ?? false;
    if (at) return webhook(at[2] ?? '', at[3], call);
    if (!call.isBot) throw new Refusal(401, 0, '401: Unauthorized');
    if (on('GET', /^\/gateway\/bot$/)) {
      const { address, shards } = rest;
      return {
        url: address.replace('http', 'ws'),
        shards,
        session_start_limit: { total: 1000, remaining: 999, reset_after: 1, max_concurrency: 16 },
      };
    }
    if (on('GET', /^\/users\/@me$/)) return state.user({ id: BOT_ID, name: 'Dreamthread' });
    if (on('GET', /^\/applications\/@me$/)) return { id: BOT_ID, name: 'Dreamthread', flags: rest.applicationFlags };
    if (on('PUT', /^\/applications\/\d+(\/guilds\/\d+)?\/commands$/)) {
      const commands = call.body as unknown as Parameters<typeof checkCommands>[0];
      checkCommands(commands);
      state.commands = [...commands];
      return commands;
    }
    if (on('GET', /^\/applications\/\d+\/commands$/)) return state.commands;
    if (on('POST', /^\/users\/@me\/channels$/)) return directWith(String(call.body.recipient_id));
    at = on('POST', /^\/channels\/(\d+)\/messages$/);
    if (at) return create(channelAt(at[1] ?? ''), call);
    at = on('GET', /^\/channels\/(\d+)\/messages$/);
    if (at) return list(channelAt(at[1] ?? ''), Number(call.query.get('limit')));
    at = on('POST', /^\/channels\/(\d+)\/messages\/(\d+)\/threads$/);
    if (at) return startThread(channelAt(at[1] ?? ''), at[2] ?? '', call);
    at = /^\/channels\/(\d+)\/messages\/(\d+)$/.exec(path) ?? false;
    if (at) return single(channelAt(at[1] ?? ''), messageAt(at[2] ?? ''), call);
    at = on('PATCH', /^\/channels\/(\d+)$/);
    if (at) {
      const channel = channelAt(at[1] ?? '');
      if (channel.locked) throw new Refusal(400, 160005, 'Thread is locked');
      channel.archived = call.body.archived === true;
      return state.channelData(channel);
    }
    throw new Refusal(404, 0, `404: Not Found ${method} ${path}`);
  }

  function channelAt(id: string): FakeChannel {
    const channel = state.channels.get(id);
    if (!channel || channel.deleted) throw new Refusal(404, 10003, 'Unknown Channel');
    if ((!channel.recipient && !state.isInGuild) || !state.botMay(channel, 'ViewChannel')) throw new Refusal(403, 50001, 'Missing Access');
    return channel;
  }

  function messageAt(id: string): Stored {
    const stored = state.messages.get(id);
    if (!stored || stored.deleted) throw new Refusal(404, 10008, 'Unknown Message');
    return stored;
  }

  function need(channel: FakeChannel, permission: PermissionsString): void {
    if (!channel.recipient && !state.botMay(channel, permission)) throw new Refusal(403, 50013, 'Missing Permissions');
  }

  function create(channel: FakeChannel, call: Call): APIMessage {
    need(channel, channel.type === ChannelType.PublicThread ? 'SendMessagesInThreads' : 'SendMessages');
    if (call.uploads.length > 0) need(channel, 'AttachFiles');
    if (channel.archived && channel.locked) throw new Refusal(400, 160005, 'Thread is locked');
    const nonce = call.body.nonce as string | undefined;
    if (nonce !== undefined && nonce.length > 25) throw invalidForm('nonce: 25 or fewer in length');
    const made =
      nonce && call.body.enforce_nonce && rules.remembersNonces
        ? [...state.messages.values()].find((one) => one.nonce === nonce && !one.deleted)
        : undefined;
    if (made) return made.message;
    channel.archived = false;
    const reference = call.body.message_reference as { message_id: string; fail_if_not_exists?: boolean } | undefined;
    const referred = reference && state.messages.get(reference.message_id);
    if (reference && !referred && reference.fail_if_not_exists !== false) throw invalidForm('message_reference: Unknown message');
    if (referred && referred.message.channel_id !== channel.id) throw invalidForm('message_reference: another channel');
    const stored = written(call, channel.id, { ...(nonce && { nonce }), ...(referred && { reference: referred.message }) });
    rest.told('MESSAGE_CREATE', stored);
    return stored.message;
  }

  function written(call: Call, channelId: string, given: { nonce?: string; reference?: APIMessage; seenBy?: string }): Stored {
    const files = filesOf(call, new Map());
    checkMessage(call.body, new Set(files.keys()), false);
    const flags = Number(call.body.flags);
    const { reference } = given;
    return state.post({
      ...{ channelId, author: { id: BOT_ID, name: 'Dreamthread' }, files },
      message: {
        flags,
        mentions: mentioned(call),
        components: state.resolved(call.body.components as unknown[], files),
        ...(reference && {
          type: MessageType.Reply,
          message_reference: { message_id: reference.id, channel_id: channelId },
          referenced_message: reference,
        }),
      } as Partial<APIMessage>,
      ...(given.nonce && { nonce: given.nonce }),
      ...(given.seenBy && { seenBy: given.seenBy }),
    });
  }

  /** Of the people that a text names, those whom the call may ping. */
  function mentioned({ body }: Call): APIMessage['mentions'] {
    const { parse = [], users = [] } = (body.allowed_mentions ?? { parse: ['users'] }) as { parse?: string[]; users?: string[] };
    const named = [...JSON.stringify(body.components).matchAll(/<@!?(\d+)>/g)].map(([, id = '']) => id);
    const pinged = [...new Set(named)].filter((id) => parse.includes('users') || users.includes(id));
    return pinged.flatMap((id) => state.people.get(id) ?? []).map(state.user) as unknown as APIMessage['mentions'];
  }

  /** What a message holds after a call: what it keeps, by id, and what was uploaded, by place. */
  function filesOf({ body, uploads }: Call, had: ReadonlyMap<string, StoredFile>): Map<string, StoredFile> {
    const files = new Map<string, StoredFile>();
    const listed = (body.attachments ?? []) as { id: string; filename?: string }[];
    if (listed.length > 10) throw invalidForm('attachments: at most 10');
    for (const { id, filename } of listed) {
      const upload = uploads.find(({ index }) => index === id);
      const kept = [...had.values()].find((file) => file.id === id);
      if (upload && filename) {
        if (upload.bytes.length > rules.fileBytes) throw new Refusal(413, 40005, 'Request entity too large');
        files.set(filename, { id: state.snowflake(), filename, bytes: upload.bytes, contentType: upload.contentType });
      } else if (kept) files.set(kept.filename, kept);
      else throw invalidForm(`attachments: unknown ${id}`);
    }
    if (uploads.reduce((sum, { bytes }) => sum + bytes.length, 0) > 25 * MIB) throw new Refusal(413, 40005, 'Request entity too large');
    if (uploads.length !== listed.filter(({ filename }) => filename).length) throw invalidForm('files without attachments');
    return files;
  }

  function change(stored: Stored, call: Call): APIMessage {
    // Discord resolves `attachment://` against the list of the call alone (discord-api-docs #7529).
    const files = filesOf(call, stored.files);
    checkMessage(call.body, new Set(files.keys()), state.isV2(stored.message));
    stored.files.clear();
    for (const [name, file] of files) {
      stored.files.set(name, file);
      state.uploads.set(file.id, file);
    }
    const flags = Number(stored.message.flags ?? 0) & ~MessageFlags.Loading;
    const components = state.resolved(call.body.components as unknown[], files);
    stored.past.push(components);
    stored.message = {
      ...stored.message,
      components,
      flags: flags | Number(call.body.flags ?? 0),
      edited_timestamp: new Date().toISOString(),
    };
    state.changed();
    return stored.message;
  }

  function single(channel: FakeChannel, stored: Stored, call: Call): APIMessage | undefined {
    if (stored.message.channel_id !== channel.id || stored.seenBy) throw new Refusal(404, 10008, 'Unknown Message');
    if (call.method === 'GET') return stored.message;
    if (stored.message.author.id !== BOT_ID) throw new Refusal(403, 50005, 'Cannot edit a message authored by another user');
    if (channel.archived) throw new Refusal(400, 50083, 'Thread is archived');
    if (call.method === 'DELETE') {
      remove(stored);
      return undefined;
    }
    if (call.uploads.length > 0) need(channel, 'AttachFiles');
    return change(stored, call);
  }

  function remove(stored: Stored): void {
    stored.deleted = true;
    rest.told('MESSAGE_DELETE', stored);
    state.changed();
  }

  function list(channel: FakeChannel, limit: number): APIMessage[] {
    if (!channel.recipient && !state.botMay(channel, 'ReadMessageHistory')) return [];
    const all = [...state.messages.values()].filter(
      ({ message, deleted, seenBy }) => message.channel_id === channel.id && !deleted && !seenBy,
    );
    return all
      .map(({ message }) => message)
      .reverse()
      .slice(0, limit);
  }

  function startThread(channel: FakeChannel, messageId: string, { body }: Call): unknown {
    need(channel, 'CreatePublicThreads');
    messageAt(messageId);
    const name = String(body.name ?? '');
    if (name.length < 1 || name.length > 100) throw invalidForm('name: 1 to 100');
    const thread = state.channel({ type: ChannelType.PublicThread, name, parentId: channel.id });
    rest.toldOf('THREAD_CREATE', { ...state.channelData(thread), newly_created: true });
    return state.channelData(thread);
  }

  function directWith(personId: string): unknown {
    const person = state.people.get(personId);
    if (!person) throw new Refusal(400, 50033, 'Invalid Recipient(s)');
    const known = [...state.channels.values()].find(({ recipient }) => recipient?.id === personId);
    return state.channelData(known ?? state.channel({ type: ChannelType.DM, recipient: person }));
  }

  function callback(id: string, { body, query }: Call): unknown {
    const interaction = state.interactions.get(id);
    if (!interaction || interaction.expired || Date.now() - interaction.atMs > ACK_MS) throw new Refusal(404, 10062, 'Unknown interaction');
    if (interaction.callback) throw new Refusal(400, 40060, 'Interaction has already been acknowledged.');
    const type = Number(body.type);
    const data = (body.data ?? {}) as Record<string, unknown>;
    const flags = Number(data.flags ?? 0);
    if (type === 4) {
      checkMessage(data, new Set(), false);
      interaction.original = answered(interaction, flags, state.resolved(data.components as unknown[], new Map())).message.id;
    } else if (type === 5) {
      if ((flags & ~MessageFlags.Ephemeral) !== 0) throw invalidForm('flags: only EPHEMERAL with a deferred answer');
      interaction.original = answered(interaction, flags | MessageFlags.Loading, []).message.id;
    } else if (type === 6) {
      if (!interaction.source) throw invalidForm('type: there is no message to update');
      interaction.original = interaction.source;
    } else if (type === 9) checkForm(data);
    else if (type !== 8) throw invalidForm(`type ${type}`);
    interaction.callback = { type, data };
    state.changed();
    const resource = interaction.original && { type, message: state.messages.get(interaction.original)?.message };
    return query.get('with_response') === 'true' ? { interaction: { id, type }, resource } : undefined;
  }

  function answered(interaction: FakeInteraction, flags: number, components: APIMessage['components']): Stored {
    const seenBy = flags & MessageFlags.Ephemeral ? { seenBy: interaction.person.id } : {};
    const message = { flags, components: components ?? [], type: MessageType.ChatInputCommand } as Partial<APIMessage>;
    return state.post({ channelId: interaction.channelId, author: { id: BOT_ID, name: 'Dreamthread' }, message, ...seenBy });
  }

  /** With the token of an interaction: its answer, and more answers. */
  function webhook(token: string, messageId: string | undefined, call: Call): unknown {
    const interaction = state.interactionOf(token);
    if (!interaction || interaction.expired) throw new Refusal(401, 50027, 'Invalid Webhook Token');
    if (!interaction.callback) throw new Refusal(404, 10015, 'Unknown Webhook');
    if (messageId === undefined) {
      const seenBy = Number(call.body.flags ?? 0) & MessageFlags.Ephemeral ? { seenBy: interaction.person.id } : {};
      const stored = written(call, interaction.channelId, seenBy);
      interaction.followUps.push(stored.message.id);
      state.changed();
      return stored.message;
    }
    const own =
      messageId === '@original' ? interaction.original : [interaction.original, ...interaction.followUps].find((id) => id === messageId);
    const stored = messageAt(own ?? '');
    if (call.method === 'GET') return stored.message;
    if (call.method === 'PATCH') return change(stored, call);
    remove(stored);
    return undefined;
  }

  const rest = {
    server,
    faults,
    calls,
    rules,
    address: '',
    shards: 1,
    applicationFlags: 0,
    /** Told of what happened, for the gateway. */
    told: (_type: string, _stored: Stored): void => {},
    toldOf: (_type: string, _data: unknown): void => {},
  };
  return rest;
}

async function read(request: IncomingMessage, url: URL): Promise<Call> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  const call = {
    ...{ method: request.method ?? 'GET', path: decodeURIComponent(url.pathname).replace(/^\/api\/v10/, ''), query: url.searchParams },
    isBot: request.headers.authorization === `Bot ${TOKEN}`,
  };
  if (!type.startsWith('multipart/')) return { ...call, body: bytes.length > 0 ? JSON.parse(bytes.toString()) : {}, uploads: [] };
  const form = await new Request(url, { method: 'POST', headers: { 'content-type': type }, body: bytes }).formData();
  const uploads = [];
  for (const [key, value] of form) {
    const index = /^files\[(\d+)\]$/.exec(key)?.[1];
    if (index !== undefined && typeof value !== 'string') {
      uploads.push({ index, bytes: new Uint8Array(await value.arrayBuffer()), contentType: value.type });
    }
  }
  return { ...call, body: JSON.parse(String(form.get('payload_json'))) as Record<string, unknown>, uploads };
}

export { GUILD_ID };
