/** A web server that offers a model folder, well or badly. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface Behaviour {
  /** Each connection for a file ends after so many bytes of its body. */
  readonly cutAfter?: number;
  /** Answers 200 with the whole file whatever range was asked for. */
  readonly ignoreRange?: boolean;
  /** Of this file the head and a byte are sent, and then nothing. */
  readonly stall?: string;
  /** What is sent instead of a file. */
  readonly instead?: Readonly<Record<string, string | Uint8Array>>;
  /** Where a file is said to have moved. */
  readonly moved?: Readonly<Record<string, string>>;
  readonly status?: Readonly<Record<string, number>>;
}

export interface ModelServer {
  readonly address: string;
  /** `name` or `name from N`, one a request. */
  readonly asked: string[];
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

export async function serveModel(dir: string, first: Behaviour = {}): Promise<ModelServer> {
  const asked: string[] = [];
  let behaviour = first;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const name = decodeURIComponent(request.url ?? '/').replace(/^\/(model\/)?/, '');
    const offset = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    asked.push(offset > 0 ? `${name} from ${offset}` : name);
    const { cutAfter, ignoreRange, stall, instead, moved, status } = behaviour;
    const location = moved?.[name];
    if (location !== undefined) return void response.writeHead(302, { location }).end();
    const whole = Buffer.from(instead?.[name] ?? (await readFile(join(dir, name)).catch(() => '')));
    if (status?.[name] !== undefined || whole.length === 0) return void response.writeHead(status?.[name] ?? 404).end();
    const start = ignoreRange ? 0 : offset;
    if (start > 0 && start >= whole.length) return void response.writeHead(416).end();
    const body = whole.subarray(start);
    const range = start > 0 ? { 'content-range': `bytes ${start}-${whole.length - 1}/${whole.length}` } : {};
    response.writeHead(start > 0 ? 206 : 200, { 'content-length': body.length, ...range });
    if (stall === name) return void response.write(body.subarray(0, 1));
    if (cutAfter === undefined || body.length <= cutAfter || name === 'model.json') return void response.end(body);
    response.write(body.subarray(0, cutAfter), () => response.destroy());
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/model`,
    asked,
    behave(next) {
      behaviour = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
