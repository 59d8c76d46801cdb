/** The local page: a small web server on this machine, for the person at this machine. */
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { ConfigError } from '../../src/core/errors.ts';
import type { Adapter, ThreadStore } from '../../src/core/ports.ts';
import { type ApiPorts, createApi } from './api.ts';
import { findDelivered, putDelivered } from './delivered.ts';
import { createFeed, pageProgress } from './feed.ts';
import { BUILT_PAGE, pageFiles } from './files.ts';
import { LOCAL, LOCAL_LIMITS } from './thread.ts';

/** How often a waiting turn's place in the queue is looked up again. */
const QUEUE_LOOK_MS = 2_000;

export interface PageOptions extends Omit<ApiPorts, 'feed' | 'threads' | 'onEvent' | 'allowedHosts'> {
  readonly threads: Pick<ThreadStore, 'put' | 'get' | 'remove' | 'history' | 'threads'>;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Names beside localhost under which the page may be opened, for those who put a proxy with a password before it. */
  readonly allowedHosts?: readonly string[];
  /** Folder of the built page; its own unless a test runs from source. */
  readonly pageFolder?: string;
}

export interface PageAdapter extends Adapter {
  /** Where the page is, once started: `http://127.0.0.1:4114`. */
  address(): string;
}

export function createPageAdapter(options: PageOptions): PageAdapter {
  const { threads, ledger, clock } = options;
  const feed = createFeed();
  let server: Server | undefined;
  let queueLook: NodeJS.Timeout | undefined;
  /** Answers and looks under way: the stores must be open until these are done. */
  const underWay = new Set<Promise<unknown>>();
  function noted<Result>(work: Promise<Result>): Promise<Result> {
    const settled = work.catch(() => undefined).finally(() => underWay.delete(settled));
    underWay.add(settled);
    return work;
  }

  /** People before one in the queue go; the place counts down. */
  async function lookAtQueue(): Promise<void> {
    for (const threadId of feed.busy()) {
      for (const { turnId, queuedAs = turnId, ahead } of feed.turns(threadId)) {
        if (ahead === 0) continue;
        const now = await options.position(queuedAs);
        if (now === undefined || now === ahead) continue;
        const etaMs = await options.eta(queuedAs);
        feed.tell(threadId, { type: 'queued', turnId, ahead: now, ...(etaMs && { etaMs }) });
      }
    }
  }

  return {
    platform: LOCAL,
    limits: LOCAL_LIMITS,
    address() {
      const bound = server?.address();
      const port = bound && typeof bound === 'object' ? bound.port : options.port;
      return `http://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`;
    },
    async start(onEvent) {
      const api = createApi({ ...options, feed, onEvent, allowedHosts: options.allowedHosts ?? [] });
      const app = api.route('/', await pageFiles(options.pageFolder ?? BUILT_PAGE));
      server = createAdaptorServer({ fetch: (request, env) => noted(Promise.resolve(app.fetch(request, env))) }) as Server;
      await listen(server, options.host, options.port);
      queueLook = setInterval(() => noted(lookAtQueue()).catch(options.failed), QUEUE_LOOK_MS);
      queueLook.unref();
    },
    async deliver(delivery) {
      const { id, message } = await putDelivered(threads, delivery, clock);
      const threadId = delivery.thread.id;
      if (message) feed.tell(threadId, { type: 'message', message, pictures: await ledger.rows(threadId) });
      else feed.tell(threadId, { type: 'message-gone', messageId: id });
      return id;
    },
    async find(thread, key) {
      return findDelivered(threads, thread, key);
    },
    progress(thread, progress) {
      feed.tell(thread.id, pageProgress(progress));
    },
    async close() {
      clearInterval(queueLook);
      const closing = server;
      if (closing?.listening) {
        await new Promise<void>((resolve) => {
          closing.close(() => resolve());
          closing.closeAllConnections(); // event streams never end by themselves
        });
      }
      await Promise.all(underWay);
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why: Record<string, string> = {
        EADDRINUSE: 'it is in use; stop what uses it or choose another with --port',
        EACCES: 'this user may not listen there; choose a port above 1023 with --port',
        EADDRNOTAVAIL: 'this machine has no such address; choose another with --host',
      };
      const reason = why[cause.code ?? ''] ?? `${cause.code}; choose another with --host and --port`;
      reject(new ConfigError('invalid-setting', `The page cannot listen on ${host}:${port}: ${reason}.`, { cause }));
    });
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}
