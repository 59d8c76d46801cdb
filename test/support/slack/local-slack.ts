/**
 * A Slack on this machine for one workspace: it keeps messages, files, forms and streams, refuses what Slack refuses, sends events over
 * HTTP (signed) or Socket Mode, and fails as it is told to. Tests play its people and look at what it keeps.
 */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { acceptSockets, type Socket } from './socket.ts';
import {
  APP,
  BOT,
  type Faults,
  type Json,
  METHOD_SCOPES,
  refuse,
  SIGNING_SECRET,
  SlackFault,
  type StoredFile,
  type StoredMessage,
  TEAM,
  type User,
} from './state.ts';
import { fileObject, METHODS, messageObject, type WebApiState } from './web-api.ts';

export interface LocalSlackOptions {
  readonly scopes: readonly string[];
  readonly events: readonly string[];
}

export type LocalSlack = Awaited<ReturnType<typeof startLocalSlack>>;

export async function startLocalSlack({ scopes, events }: LocalSlackOptions) {
  const faults: Faults = { limited: new Map(), lost: new Map(), refused: new Map(), held: new Map(), streamsClosed: 0, filesNotTaken: 0 };
  const calls: { readonly method: string; readonly team: string; readonly args: Json; readonly ok: boolean; readonly error?: string }[] =
    [];
  const sockets = new Set<Socket>();
  const waiting = new Map<string, (payload: unknown) => void>();
  const deliveries = new Set<Promise<unknown>>();
  const tokens = new Map<string, string>([[BOT.token, TEAM]]);
  const granted = { scopes: [...scopes] };
  let sentTo: string | undefined;
  let sequence = 0;
  let copies = 1;
  const startedS = Math.floor(Date.now() / 1000);

  const state: WebApiState = {
    messages: [],
    files: new Map(),
    users: new Map(),
    ephemerals: [],
    statuses: [],
    sessions: [],
    prompts: [],
    views: new Map(),
    homes: new Map(),
    canvases: new Map(),
    triggers: new Map(),
    faults,
    channels: new Set(['C0GENERAL', 'C0OTHER01', 'G0PRIVATE']),
    subscribed: events,
    newTs: () => `${startedS}.${String(++sequence).padStart(6, '0')}`,
    newId: (prefix) => `${prefix}0${String(++sequence).padStart(8, '0')}`,
    uploadUrl: (fileId) => `${origin()}/files/${fileId}`,
    changed(message, how) {
      // Slack tells the bot of its own messages, too.
      const base = { type: 'message', channel: message.channel, channel_type: typeOf(message.channel), event_ts: state.newTs() };
      const shown = messageObject(message);
      if (how === 'posted') void emit(`message.${scopeOf(message.channel)}`, { ...base, ...shown }).catch(() => undefined);
      else if (how === 'changed')
        void emit(`message.${scopeOf(message.channel)}`, {
          ...base,
          subtype: 'message_changed',
          message: shown,
          previous_message: shown,
          ts: state.newTs(),
        }).catch(() => undefined);
    },
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  acceptSockets(server, (socket) => {
    sockets.add(socket);
    socket.send(
      JSON.stringify({ type: 'hello', num_connections: sockets.size, connection_info: { app_id: APP }, debug_info: { host: 'local' } }),
    );
    return (text) => {
      const { envelope_id, payload } = JSON.parse(text) as { envelope_id?: string; payload?: unknown };
      if (envelope_id) waiting.get(envelope_id)?.(payload);
    };
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin());
    const body = await bodyOf(request);
    if (url.pathname.startsWith('/files/')) return file(url, request, response, body);
    const method = url.pathname.replace(/^\/api\//, '');
    const args = argsOf(request, body);
    const limited = take(faults.limited, method);
    if (limited) {
      calls.push({ method, team: '', args, ok: false, error: 'ratelimited' });
      response.writeHead(429, { 'retry-after': String(limited.retryAfterS) }).end(JSON.stringify({ ok: false, error: 'ratelimited' }));
      return;
    }
    await faults.held.get(method);
    let result: Json;
    try {
      result = { ok: true, ...run(method, args, request) };
    } catch (error) {
      if (!(error instanceof SlackFault)) throw error;
      result = { ok: false, error: error.code, ...error.more };
    }
    calls.push({
      method,
      team: tokens.get(tokenOf(args, request)) ?? '',
      args,
      ok: result.ok === true,
      ...(result.ok ? {} : { error: String(result.error) }),
    });
    const losses = faults.lost.get(method) ?? 0;
    if (losses > 0) {
      faults.lost.set(method, losses - 1);
      request.socket.destroy();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json', 'x-oauth-scopes': granted.scopes.join(',') }).end(JSON.stringify(result));
  }

  function run(method: string, args: Json, request: IncomingMessage): Json {
    const token = tokenOf(args, request);
    if (method === 'apps.connections.open') {
      if (token !== BOT.appToken) refuse('invalid_auth');
      return { url: `${origin().replace('http', 'ws')}/link?ticket=1` };
    }
    if (method === 'oauth.v2.access') return exchange(args, request);
    if (!tokens.has(token)) refuse('invalid_auth');
    const refused = faults.refused.get(method);
    if (refused && refused.times > 0) {
      refused.times -= 1;
      refuse(refused.code);
    }
    const needed = METHOD_SCOPES[method];
    const scope = typeof needed === 'function' ? needed(args) : needed;
    if (scope && !granted.scopes.includes(scope))
      throw new SlackFault('missing_scope', { needed: scope, provided: granted.scopes.join(',') });
    const known = METHODS[method];
    if (!known) return refuse('unknown_method');
    return known(args, state);
  }

  /** Any code is good once for the workspace it names: `code-T0TEAM001`. */
  function exchange({ code, client_id, client_secret }: Json, request: IncomingMessage): Json {
    const basic = request.headers.authorization?.startsWith('Basic ')
      ? Buffer.from(request.headers.authorization.slice(6), 'base64').toString()
      : `${client_id}:${client_secret}`;
    if (basic !== 'local-client:local-client-secret') refuse('bad_client_secret');
    const team = /^code-(T[A-Z0-9]+)$/.exec(String(code))?.[1] ?? refuse('invalid_code');
    const token = `xoxb-${team}`;
    tokens.set(token, team);
    return {
      access_token: token,
      token_type: 'bot',
      scope: granted.scopes.join(','),
      bot_user_id: BOT.user,
      app_id: APP,
      team: { id: team, name: team },
      enterprise: null,
      authed_user: { id: 'U0INSTALLER' },
      is_enterprise_install: false,
    };
  }

  function file(url: URL, request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const found = state.files.get(url.pathname.slice('/files/'.length));
    if (!found) return void response.writeHead(404).end();
    if (request.method === 'POST') {
      state.files.set(found.id, { ...found, bytes: body });
      return void response.writeHead(200).end('OK');
    }
    if (!tokens.has(request.headers.authorization?.replace(/^Bearer /, '') ?? ''))
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in</html>');
    const bytes = url.search === '?thumb' ? (found.thumb ?? found.bytes) : found.bytes;
    response.writeHead(200, { 'content-type': found.mimetype }).end(bytes);
  }

  // ── events ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Sends an event to the app when it subscribes to it, as often as it was told to. */
  async function emit(name: string, event: Json, team = TEAM): Promise<void> {
    if (!events.includes(name)) return;
    const body = {
      type: 'event_callback',
      token: 'unused',
      team_id: team,
      api_app_id: APP,
      event,
      event_id: state.newId('Ev'),
      event_time: startedS,
      authorizations: [{ enterprise_id: null, team_id: team, user_id: BOT.user, is_bot: true, is_enterprise_install: false }],
    };
    for (let copy = 0; copy < copies; copy++) await deliver('events_api', body, 'application/json', JSON.stringify(body));
  }

  function interact(payload: Json): Promise<unknown> {
    return deliver(
      'interactive',
      payload,
      'application/x-www-form-urlencoded',
      new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
    );
  }

  function deliver(type: string, payload: Json, contentType: string, raw: string): Promise<unknown> {
    const done = sentTo === undefined ? overSocket(type, payload) : overHttp(sentTo, contentType, raw);
    deliveries.add(done);
    return done.finally(() => deliveries.delete(done));
  }

  async function overHttp(address: string, contentType: string, raw: string): Promise<unknown> {
    const time = String(Math.floor(Date.now() / 1000));
    const signature = `v0=${createHmac('sha256', SIGNING_SECRET).update(`v0:${time}:${raw}`).digest('hex')}`;
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': contentType, 'x-slack-request-timestamp': time, 'x-slack-signature': signature },
      body: raw,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the app answered ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  async function overSocket(type: string, payload: Json): Promise<unknown> {
    const [socket] = [...sockets].slice(-1);
    if (!socket) throw new Error('no socket is open');
    const envelope_id = state.newId('E');
    const acked = new Promise((resolve) => waiting.set(envelope_id, resolve));
    socket.send(
      JSON.stringify({ envelope_id, type, payload, accepts_response_payload: type !== 'events_api', retry_attempt: 0, retry_reason: '' }),
    );
    const response = await acked;
    return response;
  }

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

  interface Post {
    readonly channel: string;
    readonly user: string;
    readonly text: string;
    readonly thread_ts?: string;
    readonly files?: readonly StoredFile[];
  }

  return {
    ...state,
    calls,
    apiUrl: `${origin()}/api/`,
    fileHost: new URL(origin()).host,
    granted,
    /** From now on events go to this address; without one they go over Socket Mode. */
    sendTo(address: string | undefined) {
      sentTo = address;
    },
    /** Each event from now on is sent so many times. */
    sendTimes(times: number) {
      copies = times;
    },
    revokeToken: () => tokens.delete(BOT.token),
    restoreToken: () => tokens.set(BOT.token, TEAM),
    addUser: (user: User): void => void state.users.set(user.id, user),
    emit,

    addFile(name: string, bytes: Buffer, mimetype: string, more: Partial<StoredFile> = {}): StoredFile {
      const id = state.newId('F');
      const filetype = name.split('.').at(-1) ?? '';
      const made = {
        id,
        user: 'U0ADA0001',
        name,
        title: name,
        alt_txt: '',
        bytes,
        mimetype,
        filetype,
        looksLeft: 0,
        isUploaded: true,
        channels: new Set<string>(),
        ...more,
      };
      state.files.set(id, made);
      return made;
    },

    /** A person writes; resolves when the app has acknowledged. */
    async post({ channel, user, text, thread_ts, files = [] }: Post): Promise<string> {
      if (channel.startsWith('D')) state.channels.add(channel);
      const ts = state.newTs();
      const message: StoredMessage = {
        channel,
        ts,
        ...(thread_ts ? { thread_ts } : {}),
        user,
        text,
        blocks: [],
        files: [...files],
        updates: 0,
      };
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
      await emitMessage(channel, {
        subtype: 'message_changed',
        message: messageObject(message),
        previous_message: before,
        ts: state.newTs(),
      });
    },

    async remove(channel: string, ts: string): Promise<void> {
      const message = at(channel, ts);
      state.messages.splice(state.messages.indexOf(message), 1);
      await emitMessage(channel, {
        subtype: 'message_deleted',
        deleted_ts: ts,
        previous_message: messageObject(message),
        ts: state.newTs(),
      });
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
      await emit('agent_session_stopped', {
        type: 'agent_session_stopped',
        channel,
        thread_ts,
        user,
        streaming_message_ts,
        event_ts: state.newTs(),
      });
    },

    /** Slack closes every open stream, as it does after some minutes. */
    expireStreams(): number {
      const open = state.messages.filter(({ stream }) => stream === 'open');
      for (const message of open) message.stream = 'broken';
      return open.length;
    },

    command: (user: string, channel: string, text: string): Promise<unknown> => {
      const body = {
        command: '/dream',
        text,
        team_id: TEAM,
        channel_id: channel,
        user_id: user,
        trigger_id: newTrigger(),
        api_app_id: APP,
        is_enterprise_install: 'false',
        response_url: `${origin()}/respond`,
      };
      return deliver('slash_commands', body, 'application/x-www-form-urlencoded', new URLSearchParams(body).toString());
    },

    shortcut: (callback_id: string, user: string, channel: string, ts: string): Promise<unknown> => {
      const message = at(channel, ts);
      const files = message.files.map((one) => fileObject(one, state));
      return interact({
        type: 'message_action',
        callback_id,
        trigger_id: newTrigger(),
        team: { id: TEAM },
        user: { id: user },
        channel: { id: channel },
        message: { ...messageObject(message), ...(files.length > 0 ? { files } : {}) },
        message_ts: ts,
        is_enterprise_install: false,
      });
    },

    /** Presses what stands in a message, a form or a Home tab; there has to be such a thing. */
    async press(
      user: string,
      where: { channel: string; ts: string } | { view: string },
      pick: (element: Json) => boolean,
      more: Json = {},
    ): Promise<void> {
      const message = 'ts' in where ? at(where.channel, where.ts) : undefined;
      const view =
        'view' in where ? (state.views.get(where.view) ?? [...state.homes.values()].find(({ id }) => id === where.view)) : undefined;
      const blocks = (message?.blocks ?? (view?.blocks as Json[]) ?? []) as Json[];
      const elements = blocks.flatMap((block) => [
        ...((block.elements as Json[]) ?? []),
        ...(block.accessory ? [block.accessory as Json] : []),
      ]);
      const element = elements.find((one) => typeof one.action_id === 'string' && pick(one));
      if (!element) throw new Error(`there is nothing like that to press: ${elements.map((one) => String(one.action_id)).join(', ')}`);
      const { state: values, ...choice } = more;
      await interact({
        type: 'block_actions',
        team: { id: TEAM },
        user: { id: user },
        trigger_id: newTrigger(),
        ...(message && 'channel' in where
          ? {
              channel: { id: where.channel },
              message: messageObject(message),
              container: { type: 'message', message_ts: message.ts, channel_id: where.channel },
            }
          : {}),
        ...(view
          ? {
              view: { id: view.id, private_metadata: view.private_metadata ?? '', type: view.type },
              container: { type: 'view', view_id: view.id },
            }
          : {}),
        ...(values ? { state: { values } } : {}),
        actions: [
          {
            type: element.type,
            action_id: element.action_id,
            block_id: 'b',
            action_ts: state.newTs(),
            ...(element.value === undefined ? {} : { value: element.value }),
            ...choice,
          },
        ],
        is_enterprise_install: false,
      });
    },

    /** Sends a form back, filled in. */
    async submit(user: string, viewId: string, values: Record<string, Json>): Promise<void> {
      const view = state.views.get(viewId);
      if (!view) throw new Error(`there is no form ${viewId}`);
      const filled = Object.fromEntries(Object.entries(values).map(([block, value]) => [block, { field: value }]));
      const { id, callback_id, private_metadata } = view;
      await interact({
        type: 'view_submission',
        team: { id: TEAM },
        user: { id: user },
        view: { id, type: 'modal', callback_id, private_metadata, state: { values: filled } },
        is_enterprise_install: false,
      });
    },

    /** The form or page that was opened last. */
    lastView: (): Json & { id: string } => [...state.views.values()].at(-1) as Json & { id: string },

    thread: (channel: string, ts: string): StoredMessage[] =>
      state.messages.filter((one) => one.channel === channel && (one.ts === ts || one.thread_ts === ts)),

    /** The bot's messages in a thread. */
    replies: (channel: string, ts: string): StoredMessage[] =>
      state.messages.filter((one) => one.channel === channel && one.thread_ts === ts && one.user === BOT.user && one.files.length === 0),

    disconnect(): void {
      for (const socket of sockets) socket.close();
      sockets.clear();
    },

    async close(): Promise<void> {
      for (const acknowledge of waiting.values()) acknowledge(undefined); // whoever was to answer is gone
      await Promise.allSettled(deliveries);
      for (const socket of sockets) socket.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const tokenOf = (args: Json, request: IncomingMessage): string =>
  request.headers.authorization?.replace(/^Bearer /, '') ?? String(args.token ?? '');
const typeOf = (channel: string): string => (channel.startsWith('D') ? 'im' : channel.startsWith('G') ? 'group' : 'channel');
const scopeOf = (channel: string): string => (channel.startsWith('D') ? 'im' : channel.startsWith('G') ? 'groups' : 'channels');

function take(limits: Faults['limited'], method: string): { retryAfterS: number } | undefined {
  const limit = limits.get(method);
  if (!limit || limit.times <= 0) return undefined;
  limit.times -= 1;
  return limit;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (!request.headers['content-type']?.startsWith('multipart/form-data')) return body;
  // An uploaded file comes as the one part of a form.
  const boundary = `--${/boundary=(.+)$/.exec(request.headers['content-type'])?.[1] ?? ''}`;
  const start = body.indexOf('\r\n\r\n') + 4;
  return body.subarray(start, body.indexOf(`\r\n${boundary}`, start));
}

function argsOf(request: IncomingMessage, body: Buffer): Json {
  const text = body.toString('utf8');
  if (request.headers['content-type']?.startsWith('application/json')) return JSON.parse(text) as Json;
  return Object.fromEntries(new URLSearchParams(text));
}
