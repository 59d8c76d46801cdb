/**
 * A bot to be killed: the real stores, intake, queue, story and outbox, with an engine that plays a script and a platform
 * that lives in the process of the test. `node --import tsx bot.ts <folder> <platform's address>`; it says `ready`,
 * takes events as JSON lines on standard input, says `stored <event id>` for each, and ends when its input does.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { PlatformError } from '../../../src/core/errors.ts';
import { nextName } from '../../../src/core/ledger.ts';
import type { Adapter, Engine, EngineEvent, GenerateRequest } from '../../../src/core/ports.ts';
import type { ChatEvent, Part, Turn, Verdict } from '../../../src/core/types.ts';
import { openAllowances } from '../../../src/intake/allowance.ts';
import { openJournal } from '../../../src/intake/journal.ts';
import { openIntake } from '../../../src/intake/receive.ts';
import { openEmbeddedQueue } from '../../../src/queue/embedded.ts';
import { createDeliver, createTakeBack } from '../../../src/reply/deliver.ts';
import { openOutbox } from '../../../src/reply/outbox.ts';
import { openReplies } from '../../../src/reply/replies.ts';
import { openAssets } from '../../../src/store/assets.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { openLedger } from '../../../src/store/ledger.ts';
import { openStagings } from '../../../src/store/staging.ts';
import { openThreads } from '../../../src/store/threads.ts';
import { runTurn } from '../../../src/turn.ts';
import { NO_DESK } from '../no-desk.ts';
import { pictureOf, textsOf } from './script.ts';

const PAUSE_MS = 8;

const engine: Engine = {
  modelId: 'scripted',
  async *generate({ turnId, pictures, seed }: GenerateRequest, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    const [before = '', after = ''] = textsOf(turnId);
    const name = nextName(pictures.map((row) => row.name));
    await wait(PAUSE_MS, undefined, { signal });
    yield { type: 'text-end', part: 0, text: before };
    yield { type: 'image-start', part: 1, name, caption: 'a picture', steps: 1 };
    await wait(PAUSE_MS, undefined, { signal });
    yield { type: 'image-end', part: 1, name, caption: 'a picture', seed, png: pictureOf(turnId), widthPx: 8, heightPx: 8 };
    await wait(PAUSE_MS, undefined, { signal });
    yield { type: 'text-end', part: 2, text: after };
    const usage = { promptTokens: 1, writtenTokens: 1, pictures: 1, denoiseSteps: 1, engineMs: 1 };
    yield { type: 'done', status: 'complete', usage };
  },
  close: async () => undefined,
};

function remote(address: string): Adapter {
  async function call<Answer>(path: string, body: unknown): Promise<Answer> {
    const answer = await fetch(address + path, { method: 'POST', body: JSON.stringify(body) }).catch((cause: unknown) => {
      throw new PlatformError('unreachable', 'The platform does not answer: wait.', { retryable: true, cause });
    });
    return (await answer.json()) as Answer;
  }
  return {
    platform: 'local',
    limits: { textChars: 120, partsPerMessage: 4, imageBytes: 1_000_000 },
    start: async () => undefined,
    deliver: async (delivery) => (await call<{ id: string }>('/deliver', delivery)).id,
    find: async (_, key) => (await call<{ found?: { id: string; revision: number } }>('/find', { key })).found,
    progress: () => undefined,
    close: async () => undefined,
  };
}

const say = (line: string): number => writeSync(1, `${line}\n`);
const allow = (part: Part): Verdict => ({ kind: 'allow', part });

async function main(folder: string, address: string): Promise<void> {
  const database = openDatabase(folder);
  const clock = Date.now;
  const failed = (): void => undefined; // the platform loses calls on purpose
  const threads = await openThreads(database);
  const ledger = await openLedger(database);
  const journal = await openJournal(database);
  const adapter = remote(address);
  const queue = await openEmbeddedQueue({ database, clock, concurrency: 2, failed });
  const outbox = await openOutbox({ database, adapterOf: () => adapter, failed, pause: (_, signal) => wait(5, undefined, { signal }) });
  const replies = await openReplies(database);
  const deliver = createDeliver({ outbox, replies, adapterOf: () => adapter });
  const receive = await openIntake({
    database,
    threads,
    ledger,
    queue,
    clock,
    allowances: await openAllowances(database, clock, failed),
    replies: createTakeBack({ outbox, replies }),
    desk: NO_DESK,
    forget: async () => undefined,
  });
  const ports = {
    ...{ threads, ledger, stagings: await openStagings(database), assets: openAssets(folder), engine, clock, deliver, failed },
    made: journal.turn,
    ratings: journal.ratings,
    replies,
    checkRequest: async () => allow({ kind: 'text', text: '' }),
    checkPart: async (part: Part) => allow(part),
    mayPreview: async () => true,
    progress: () => undefined,
  };
  await outbox.resume();
  queue.run(
    (turn: Turn, signal) => runTurn(turn, ports, signal),
    ({ turn, reason }) => deliver(turn, [allow({ kind: 'text', text: reason })], 'failed'),
  );
  say('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    const event = JSON.parse(line) as ChatEvent;
    await receive(event);
    say(`stored ${event.id}`);
  }
  await queue.close(10_000);
  await outbox.close(10_000);
  await database.close();
}

await main(process.argv[2] ?? '', process.argv[3] ?? '');
