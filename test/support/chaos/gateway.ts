/**
 * A gateway to be killed: the program as it is wired, with one platform that lives in another process. `node --import tsx
 * gateway.ts <folder> <platform's address>`, and the settings in the environment; it says `ready`, takes events as JSON lines on
 * standard input, says `stored <event id>` for each, and moves its clock at `jump <milliseconds>`.
 */
import { createInterface } from 'node:readline';
import { openApp } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { PlatformError } from '../../../src/core/errors.ts';
import type { Adapter } from '../../../src/core/ports.ts';
import type { ChatEvent } from '../../../src/core/types.ts';
import { connectGateway } from '../../../src/remote/connect.ts';

const [, , folder = '', address = ''] = process.argv;
const now = Date.now;
let jumpedMs = 0;
Date.now = () => now() + jumpedMs;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

async function call<Answer>(path: string, body: unknown): Promise<Answer> {
  const answer = await fetch(address + path, { method: 'POST', body: JSON.stringify(body) }).catch((cause: unknown) => {
    throw new PlatformError('unreachable', 'The platform does not answer: wait.', { retryable: true, cause });
  });
  return (await answer.json()) as Answer;
}

const app = await openApp(readConfig(process.env, { DREAMTHREAD_DATA: folder }), 'none', (config) =>
  connectGateway(
    config,
    () => undefined,
    () => undefined,
  ),
);

const adapter: Adapter = {
  platform: 'chaos',
  limits: { textChars: 120, partsPerMessage: 4, imageBytes: 1_000_000 },
  async start(onEvent) {
    const take = async (line: string): Promise<void> => {
      const jump = /^jump (-?\d+)$/.exec(line);
      if (jump) {
        jumpedMs = Number(jump[1]);
        return;
      }
      const event = JSON.parse(line) as ChatEvent;
      // As a platform does that hears nothing: it sends the event again.
      const received = await onEvent(event).catch(() => undefined);
      if (received) say(`stored ${event.id}`);
      else say(`refused ${event.id}`);
    };
    createInterface({ input: process.stdin })
      .on('line', (line) => void take(line))
      .on('close', () => process.exit(1)); // who started it is gone
  },
  async deliver(delivery) {
    const assets = delivery.parts.flatMap((part) => (part.kind === 'image' ? [part.asset] : []));
    const pictures = await Promise.all(assets.map(async (asset) => Buffer.from((await app.assets.get(asset)) ?? []).toString('base64')));
    return (await call<{ id: string }>('/deliver', { delivery, pictures })).id;
  },
  find: async (_, key) => (await call<{ found?: { id: string; revision: number } }>('/find', { key })).found,
  progress: () => undefined,
  close: async () => undefined,
};

process.on('SIGTERM', () => app.close().then(() => process.exit(0)));
await app.run(adapter);
say('ready');
