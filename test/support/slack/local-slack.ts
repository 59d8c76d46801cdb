/**
 * A Slack on this machine for one workspace: it keeps messages, files, forms and streams, refuses what Slack refuses, sends events over
 * HTTP (signed) or Socket Mode, and fails as it is told to. Tests play its people and look at what it keeps.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPeople, scopeOf, typeOf } from './people.ts';
import { BOT, type Faults, type Json, METHOD_SCOPES, refuse, SlackFault, type SlackState, type StoredMessage, type User } from './state.ts';
import { createTokens } from './tokens.ts';
import { METHODS, messageObject } from './web-api.ts';
import { createWire } from './wire.ts';

export interface LocalSlackOptions {
  readonly scopes: readonly string[];
  readonly events: readonly string[];
}

export type LocalSlack = Awaited<ReturnType<typeof startLocalSlack>>;

export async function startLocalSlack({ scopes, events }: LocalSlackOptions) {
  const faults: Faults = { limited: new Map(), lost: new Map(), refused: new Map(), held: new Map(), streamsClosed: 0, filesNotTaken: 0 };
  const calls: { readonly method: string; readonly token: string; readonly args: Json; readonly ok: boolean; readonly error?: string }[] =
    [];
  const granted = { scopes: [...scopes] };
  const tokens = createTokens(() => granted.scopes);
  let sequence = 0;
  const startedS = Math.floor(Date.now() / 1000);

  const state: SlackState = {
    startedS,
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
      if (how === 'posted') void wire.emit(`message.${scopeOf(message.channel)}`, { ...base, ...shown }).catch(() => undefined);
      else if (how === 'changed')
        void wire
          .emit(`message.${scopeOf(message.channel)}`, {
            ...base,
            subtype: 'message_changed',
            message: shown,
            previous_message: shown,
            ts: state.newTs(),
          })
          .catch(() => undefined);
    },
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  const wire = createWire(server, state);
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
      calls.push({ method, token: '', args, ok: false, error: 'ratelimited' });
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
      token: tokenOf(args, request),
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
    if (method === 'oauth.v2.access') return tokens.exchange(args, request.headers.authorization);
    tokens.ownerOf(token);
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

  function file(url: URL, request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const found = state.files.get(url.pathname.slice('/files/'.length));
    if (!found) return void response.writeHead(404).end();
    if (request.method === 'POST') {
      state.files.set(found.id, { ...found, bytes: body });
      return void response.writeHead(200).end('OK');
    }
    if (!tokens.isGood(tokenOf({}, request)))
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in</html>');
    const bytes = url.search === '?thumb' ? (found.thumb ?? found.bytes) : found.bytes;
    response.writeHead(200, { 'content-type': found.mimetype }).end(bytes);
  }

  return {
    ...state,
    ...wire,
    ...createPeople(state, wire),
    tokens,
    calls,
    apiUrl: `${origin()}/api/`,
    fileHost: new URL(origin()).host,
    granted,
    addUser: (user: User): void => void state.users.set(user.id, user),

    /** Slack closes every open stream, as it does after some minutes. */
    expireStreams(): number {
      const open = state.messages.filter(({ stream }) => stream === 'open');
      for (const message of open) message.stream = 'broken';
      return open.length;
    },

    /** The form or page that was opened last. */
    lastView: (): Json & { id: string } => [...state.views.values()].at(-1) as Json & { id: string },

    thread: (channel: string, ts: string): StoredMessage[] =>
      state.messages.filter((one) => one.channel === channel && (one.ts === ts || one.thread_ts === ts)),

    /** The bot's messages in a thread. */
    replies: (channel: string, ts: string): StoredMessage[] =>
      state.messages.filter((one) => one.channel === channel && one.thread_ts === ts && one.user === BOT.user && one.files.length === 0),

    async close(): Promise<void> {
      await wire.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const tokenOf = (args: Json, request: IncomingMessage): string =>
  request.headers.authorization?.replace(/^Bearer /, '') ?? String(args.token ?? '');

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
