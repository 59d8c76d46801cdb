/** The page's HTTP interface. Every error is `{error: one sentence}` with the status that fits. */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { ConfigError, PlatformError, sentenceOf } from '../../src/core/errors.ts';
import type { PolicyPanel } from '../../src/core/panel.ts';
import type { Received, ThreadStore } from '../../src/core/ports.ts';
import { replyOf } from '../../src/core/thread.ts';
import type { AssetId, ChatEvent, Turn } from '../../src/core/types.ts';
import { mediaTypeOf, PICTURE_BYTES, readPicture } from '../picture.ts';
import { readAction } from './action.ts';
import { createDeskApi } from './desk-api.ts';
import { type EventPorts, messageEvent } from './event.ts';
import { FILE_POLICY, guard, securityHeaders } from './guard.ts';
import type { About, Accepted, ThreadRow } from './page/wire.ts';
import { readSent } from './request.ts';
import { readState, type StatePorts } from './state.ts';
import { streamEvents } from './stream.ts';
import { isThreadName, LOCAL, localThread, ME, REQUEST_CHARS, REQUEST_PICTURES, threadName } from './thread.ts';

const SHOWN_THREADS = 500;
const BODY_BYTES = REQUEST_PICTURES * PICTURE_BYTES + 1024 ** 2;

export interface ApiPorts extends EventPorts, StatePorts {
  readonly threads: Pick<ThreadStore, 'get' | 'history' | 'threads'>;
  readonly assets: EventPorts['assets'] & { get(asset: AssetId): Promise<Uint8Array | undefined> };
  readonly about: Pick<About, 'modelId' | 'description' | 'examples'>;
  /** Where the model runs, and why no longer where it began. */
  device(): { readonly name: string; readonly failure?: string };
  /** Where rows and pictures are kept, by name. */
  readonly stores?: { readonly rows: string; readonly pictures: string };
  /** What is counted, as Prometheus reads it. */
  metrics?(): Promise<string>;
  readonly allowedHosts: readonly string[];
  readonly panel: PolicyPanel;
  onEvent(event: ChatEvent): Promise<Received>;
  /** Told of what failed and is not the asker's doing. */
  failed(error: unknown): void;
}

const notFound = (message: string) => new HTTPException(404, { message });

export function createApi(ports: ApiPorts): Hono {
  const app = new Hono();
  app.use(securityHeaders);
  app.onError((error, c) => answerError(error, c, ports));
  app.notFound((c) => c.json({ error: 'There is nothing at this address.' }, 404));
  app.get('/health', (c) => c.json({ ok: true, modelId: ports.about.modelId, device: ports.device(), stores: ports.stores }));
  app.get('/metrics', async (c) => {
    if (!ports.metrics) throw notFound('Nothing is counted here.');
    return c.text(await ports.metrics(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
  app.use(guard(ports.allowedHosts));
  app.use(
    bodyLimit({
      maxSize: BODY_BYTES,
      onError: () => {
        throw new HTTPException(413, { message: 'The message is too large: at most four pictures of 20 MB each.' });
      },
    }),
  );

  app.get('/api/about', (c) =>
    c.json<About>({ ...ports.about, requestChars: REQUEST_CHARS, requestPictures: REQUEST_PICTURES, pictureBytes: PICTURE_BYTES }),
  );

  app.get('/api/threads', async (c) => {
    const threads = (await ports.threads.threads(SHOWN_THREADS)).flatMap(({ thread, title, lastAt }): ThreadRow[] => {
      const name = threadName(thread.id);
      return name === undefined ? [] : [{ name, title, lastAt }];
    });
    return c.json({ threads });
  });

  // A thread begins with its first message, so an empty one is never stored.
  app.post('/api/threads', async (c) => {
    const sent = await readSent(c.req.raw);
    const id = sent.id ?? ports.newId();
    const name = id.replaceAll('-', '').toLowerCase().slice(0, 12);
    return c.json(await accept(ports, { ...sent, id }, name), 201);
  });

  app.get('/api/threads/:name', async (c) => c.json(await readState(ports, await knownThread(ports, c))));

  app.post('/api/threads/:name/messages', async (c) => {
    const name = await knownThread(ports, c);
    return c.json(await accept(ports, await readSent(c.req.raw), name), 202);
  });

  app.get('/api/threads/:name/events', async (c) => {
    const name = await knownThread(ports, c);
    return streamEvents(c, ports, name);
  });

  app.post('/api/threads/:name/turns/:turnId/actions', async (c) => {
    const { id } = localThread(await knownThread(ports, c));
    const turnId = c.req.param('turnId');
    const action = readAction(await c.req.json().catch(() => undefined));
    if (!action)
      throw new HTTPException(400, { message: 'An action is an object with its kind: redo, edit, restore, vary, stop or another.' });
    const thread = localThread(c.req.param('name'));
    const event: ChatEvent = { kind: 'action-invoke', id: ports.newId(), thread, authorId: ME.id, moderates: true, turnId, action };
    const received = await ports.onEvent(event);
    if (received.kind === 'ignored') throw notFound('There is no such turn in this thread.');
    if (received.kind === 'limited') throw new HTTPException(429, { message: received.sentence });
    if (received.kind === 'queued') await tellQueued(ports, id, received.turn);
    return c.json({}, 202);
  });

  app.post('/api/masks', async (c) => {
    const { bytes } = await readPicture(new Uint8Array(await c.req.arrayBuffer()), 'The mask');
    return c.json({ asset: await ports.assets.put(bytes) }, 201);
  });

  app.route('/api/desk', createDeskApi(ports));

  app.get('/assets/:hash{[0-9a-f]{64}}', async (c) => {
    const bytes = await ports.assets.get(`sha256:${c.req.param('hash')}`);
    const type = bytes && mediaTypeOf(bytes);
    if (!bytes || !type) throw notFound('There is no such picture.');
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': type,
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': FILE_POLICY,
    });
  });
  return app;
}

/** The name in the address; 404 unless a thread of that name has messages. */
async function knownThread(ports: ApiPorts, c: Context): Promise<string> {
  const name = c.req.param('name') ?? '';
  if (!isThreadName(name) || (await ports.threads.history(localThread(name).id, 1)).length === 0) {
    throw notFound('There is no such thread; it may have been removed.');
  }
  return name;
}

async function accept(ports: ApiPorts, sent: Awaited<ReturnType<typeof readSent>>, name: string): Promise<Accepted> {
  const event = await messageEvent(sent, name, ports);
  const received = await ports.onEvent(event);
  if (received.kind === 'limited') throw new HTTPException(429, { message: received.sentence });
  const threadId = event.thread.id;
  const stored = await ports.threads.get(threadId, event.message.id);
  // A word such as "stop" is obeyed and not kept; it cannot begin a thread.
  if (!stored && (await ports.threads.history(threadId, 1)).length === 0) {
    throw new HTTPException(422, { message: 'There is nothing to stop here.' });
  }
  if (stored) ports.feed.tell(threadId, { type: 'message', message: stored, pictures: await ports.ledger.rows(threadId) });
  const turnId = received.kind === 'merged' ? received.turn.id : ports.turnIdOf(LOCAL, event.id);
  if (received.kind === 'queued') await tellQueued(ports, threadId, received.turn);
  return { thread: name, messageId: event.message.id, turnId };
}

async function tellQueued(ports: ApiPorts, threadId: string, turn: Turn): Promise<void> {
  const ahead = await ports.position(turn.id);
  const etaMs = ahead ? await ports.eta(turn.id) : undefined;
  if (ahead === undefined) return;
  ports.feed.tell(threadId, { type: 'queued', turnId: replyOf(turn), queuedAs: turn.id, ahead, ...(etaMs && { etaMs }) });
}

function answerError(error: unknown, c: Context, ports: ApiPorts): Response {
  if (error instanceof HTTPException) return c.json({ error: error.message }, error.status);
  if (error instanceof PlatformError && error.code === 'invalid-payload') return c.json({ error: error.message }, 422);
  if (error instanceof ConfigError && (error.code === 'invalid-input' || error.code === 'invalid-setting'))
    return c.json({ error: error.message }, 422);
  ports.failed(error);
  return c.json({ error: sentenceOf(error) }, 500);
}
