/**
 * The whole way of a turn, under a process that is killed at random moments and a platform that loses calls: every event
 * that was sent ends in one reply, once, whole and in order. KILLS=200 makes it long.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Delivery } from '../../src/core/ports.ts';
import type { ChatEvent } from '../../src/core/types.ts';
import { turnIdOf } from '../../src/intake/receive.ts';
import { openAssets } from '../../src/store/assets.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { pictureOf, textsOf } from '../support/kill/script.ts';
import { message, thread } from '../support/made.ts';
import { TYPESCRIPT } from '../support/typescript.ts';

const KILLS = Number(process.env.KILLS ?? 10);
const THREADS = 3;
/** Turns under way at once, in all threads together. */
const OPEN_TURNS = 8;
/** A life ends within 15 ms after so many steps at most, each a line of the bot or a call to the platform. */
const STEPS_OF_A_LIFE = 60;
const LOST_CALLS = 0.1;

const BOT = join(import.meta.dirname, '../support/kill/bot.ts');

let folder = '';
let server: Server;
let bot: ChildProcess | undefined;
/** By the platform's id: what stands there, and how it came to. A post always makes a new message. */
const standing = new Map<string, Delivery>();
const stale: string[] = [];
let changed: () => void = () => undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kill-'));
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => {
      body += String(data);
    });
    request.on('end', () => {
      const asked = JSON.parse(body) as Delivery;
      const lost = Math.random();
      if (lost < LOST_CALLS / 2) return request.socket.destroy();
      const answer = request.url === '/find' ? { found: find(asked.key) } : { id: apply(asked) };
      if (lost < LOST_CALLS) return request.socket.destroy();
      response.end(JSON.stringify(answer));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  bot?.kill('SIGKILL');
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function find(key: string): { id: string; revision: number } | undefined {
  const found = [...standing].find(([, delivery]) => delivery.key === key);
  return found && { id: found[0], revision: found[1].revision };
}

function apply(delivery: Delivery): string {
  const id = delivery.messageId ?? `p${standing.size}`;
  if ((standing.get(id)?.revision ?? 0) > delivery.revision) stale.push(delivery.key);
  standing.set(id, delivery);
  changed();
  return id;
}

const shownOf = (turnId: string): Delivery[] =>
  [...standing.values()].filter((delivery) => delivery.turnId === turnId && delivery.parts.length > 0);

function isFinished(turnId: string): boolean {
  const shown = shownOf(turnId);
  const words = shown.flatMap(({ parts }) => parts.map((part) => (part.kind === 'text' ? part.text : ''))).join(' ');
  return (
    shown.length > 0 &&
    shown.every(({ status }) => status !== 'streaming') &&
    (shown[0]?.status !== 'complete' || words.endsWith(textsOf(turnId)[1].slice(-20)))
  );
}

const events: ChatEvent[] = [];
const stored = new Set<string>();
const turnIds = (): string[] => events.map(({ id }) => turnIdOf('local', id));

function nextEvent(): ChatEvent {
  const n = events.length;
  const where = thread(`local:me:t${n % THREADS}`);
  const event: ChatEvent = {
    kind: 'message-create',
    id: `e${n}`,
    thread: where,
    message: message(`m${n}`, {
      threadId: where.id,
      // What one person says while their last request waits would be answered with that.
      author: { id: `p${n}`, name: 'Someone', isBot: false, isSelf: false },
      sentAt: new Date(Date.now()).toISOString(),
    }),
  };
  events.push(event);
  return event;
}

/** One life of the bot. It is sent what it did not acknowledge before, then new events as turns end; the last life only ends those. */
async function live(address: string, stepsToLive: number): Promise<void> {
  const isLast = stepsToLive === Number.POSITIVE_INFINITY;
  let steps = 0;
  const child = spawn(process.execPath, [...TYPESCRIPT, BOT, folder, address], { stdio: ['pipe', 'pipe', 'inherit'] });
  bot = child;
  child.stdin?.on('error', () => undefined); // it was killed while it was written to
  const send = (event: ChatEvent): void => void child.stdin?.write(`${JSON.stringify(event)}\n`);
  const feed = (): void => {
    if (++steps === stepsToLive) setTimeout(() => child.kill('SIGKILL'), Math.random() * 15);
    if (isLast) {
      if (events.every(({ id }) => stored.has(id)) && turnIds().every(isFinished)) child.stdin?.end();
    } else {
      for (let open = turnIds().filter((id) => !isFinished(id)).length; open < OPEN_TURNS; open++) send(nextEvent());
    }
  };
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const [word, id = ''] = line.split(' ');
    if (word === 'stored') stored.add(id);
    if (word === 'ready') {
      for (const event of events) if (!stored.has(event.id)) send(event);
      changed = feed;
    }
    feed();
  }
  changed = () => undefined;
}

it(
  `answers every event once, whole and in order, through ${KILLS} kills`,
  async () => {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (let kill = 0; kill < KILLS; kill++) await live(address, 1 + Math.floor(Math.random() * STEPS_OF_A_LIFE));
    await live(address, Number.POSITIVE_INFINITY);

    expect(events.length).toBeGreaterThanOrEqual(OPEN_TURNS);
    expect(stale).toEqual([]);
    const keys = [...standing.values()].map(({ key }) => key);
    expect(new Set(keys).size, 'a message was posted twice').toBe(keys.length);

    const database = openDatabase(folder);
    const assets = openAssets(folder);
    const ledger = await openLedger(database);
    let complete = 0;
    for (const turnId of turnIds()) {
      const shown = shownOf(turnId);
      expect(shown.map(({ key }) => key)).toEqual(shown.map((_, place) => `${turnId}:${place}`));
      if (shown[0]?.status === 'failed') {
        expect(shown.flatMap(({ parts }) => parts)).toMatchObject([{ text: expect.stringMatching(/cut off by crashes too often/) }]);
        continue;
      }
      complete++;
      const parts = shown.flatMap((delivery) => delivery.parts);
      const words = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join(' ');
      expect(words).toBe(textsOf(turnId).join(' '));
      const pictures = parts.flatMap((part) => (part.kind === 'image' ? [part] : []));
      expect(pictures).toHaveLength(1);
      for (const { asset, name } of pictures) {
        expect(Buffer.from((await assets.get(asset)) ?? [])).toEqual(Buffer.from(pictureOf(turnId)));
        expect((await ledger.rows(shown[0]?.thread.id ?? '')).filter((row) => row.turnId === turnId)).toMatchObject([{ name, asset }]);
      }
    }
    await database.close();
    process.stdout.write(
      `${KILLS} kills: ${events.length} events, ${complete} replies complete, ${events.length - complete} given up, 0 twice, 0 lost\n`,
    );
  },
  60_000 + KILLS * 10_000,
);
