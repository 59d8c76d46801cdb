/**
 * No path from the engine to a platform without a verdict. Engines that say anything at all, in any order, with marked words in
 * every place that holds words: what the policy refuses is in no delivery and no progress, whatever way it took.
 */
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../src/core/errors.ts';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { Delivery, EngineEvent, Progress, ReplyStore, StandingReply } from '../../src/core/ports.ts';
import type { Message, PictureName, PlanStep, Said, Turn } from '../../src/core/types.ts';
import { createDeliver } from '../../src/reply/deliver.ts';
import type { Outbox } from '../../src/reply/outbox.ts';
import { openCheck } from '../../src/safety/check.ts';
import { parsePolicy } from '../../src/safety/policy.ts';
import { runTurn, type TurnPorts } from '../../src/turn.ts';
import { assetId, message, text, turn } from '../support/made.ts';

const RUNS = 200;
const USAGE = { promptTokens: 1, writtenTokens: 1, pictures: 0, denoiseSteps: 0, engineMs: 1 };

/** Words that the policy refuses or holds, each unlike all others; and words that it lets pass. */
const POLICY = parsePolicy(
  JSON.stringify({
    version: 1,
    rules: [
      { id: 'refused', reason: 'a mark', patterns: ['qrefuse[a-z]+'] },
      { id: 'held', reason: 'a mark', patterns: ['qhold[a-z]+'], action: 'hold' },
    ],
  }),
  'test',
);
const FORBIDDEN = /q(?:refuse|hold)[a-z]+/;

/** Numbers from 0 to 1 (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A run: what the engine says, and all that came out. */
async function run(seed: number, asked: Message) {
  const random = randomOf(seed);
  const one = <Item>(...items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const maybe = <Fields extends object>(fields: () => Fields): Fields | object => (random() < 0.5 ? fields() : {});
  const letters = (): string => Array.from({ length: 8 }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
  let forbidden = 0;
  const words = (): string => {
    const kind = one('fine', 'fine', 'refuse', 'hold');
    if (kind !== 'fine') forbidden += 1;
    return kind === 'fine' ? `fine ${letters()}` : `${one('', 'look: ')}q${kind}${letters()}${one('', ' indeed')}`;
  };
  const said = (): Said => ({ id: 'read-as', values: { reason: words(), words: words() } });
  const name = (at: number): PictureName => `#${at + 1}`;
  const stepOf = (at: number): PlanStep =>
    one<PlanStep>(
      { kind: 'write' },
      { kind: 'draw', name: name(at), caption: words() },
      { kind: 'edit', name: name(at), target: '#1', caption: words() },
    );

  function* events(): Generator<EngineEvent> {
    const parts = 1 + Math.floor(random() * 4);
    if (random() < 0.5)
      yield { type: 'plan', plan: { turnId: 't', promptVersion: '1', steps: Array.from({ length: parts }, (_, at) => stepOf(at)) } };
    for (let part = 0; part < parts; part++) {
      if (random() < 0.5) {
        const spoken = words();
        const cut = Math.floor(random() * spoken.length);
        for (const piece of [spoken.slice(0, cut), spoken.slice(cut)]) yield { type: 'text-delta', part, text: piece };
        yield { type: 'text-end', part, text: one(spoken, words()), ...maybe(() => ({ said: said() })) };
      } else {
        const caption = words();
        yield { type: 'image-start', part, name: name(part), caption, steps: 2 };
        const preview = { widthPx: 1, heightPx: 1, rgb: new Uint8Array(3) };
        yield { type: 'image-step', part, name: name(part), step: 1, steps: 2, preview };
        yield {
          type: 'image-end',
          ...{ part, name: name(part), caption: one(caption, words()), seed: 1, png: new Uint8Array([part]), widthPx: 8, heightPx: 8 },
          ...maybe(() => ({ seen: words() })),
          ...maybe(() => ({ receipt: words() })),
          ...maybe(() => ({ instruction: words() })),
          ...maybe(() => ({ style: words() })),
        };
      }
    }
    if (random() < 0.3)
      yield { type: 'offer', offer: { kind: 'storyboard', steps: [stepOf(0), stepOf(1)], startsAt: '2026-01-01T00:00:00.000Z' } };
    if (random() < 0.3) throw new EngineError('run-failed', `It failed at ${words()}.`, { retryable: false });
    yield { type: 'done', status: 'complete', usage: USAGE };
  }

  const told: Progress[] = [];
  const delivered: unknown[] = [];
  const outbox = { put: async (...of: unknown[]) => void delivered.push(of), settled: async () => undefined } as unknown as Outbox;
  const replies = {
    put: async () => undefined,
    before: async (): Promise<StandingReply | undefined> => undefined,
  } as unknown as ReplyStore;
  const limits: Delivery | object = { textChars: 10_000, partsPerMessage: 20, imageBytes: 1 };
  const rows: LedgerRow[] = [];
  const check = openCheck(POLICY)({ id: 'local:me:t', isDirect: true, ageRestricted: false, turnId: 't' });
  const ports: TurnPorts = {
    stagings: { get: async () => ({ cast: [] }), put: async () => undefined },
    threads: { get: async () => asked, history: async () => [asked] },
    ledger: {
      put: async (row: LedgerRow) => {
        rows.push(row);
        return row;
      },
      rows: async () => rows,
    },
    assets: { put: async () => assetId('1'), get: async () => undefined },
    replies,
    engine: { modelId: 'any', generate: () => toAsync(events()), close: async () => undefined },
    clock: () => 0,
    made: async () => undefined,
    ...(random() < 0.5 ? { storyboard: { pictures: 2, waitMs: 1 } } : {}),
    checkRequest: check.request,
    checkPart: check.part,
    mayPreview: check.mayPreview,
    deliver: createDeliver({ outbox, replies, adapterOf: () => ({ limits }) as never }),
    progress: (_: Turn, progress: Progress) => void told.push(progress),
    failed: (_, error) => {
      if (!(error instanceof EngineError)) throw error;
    },
  };
  await runTurn(turn('t', { messageId: asked.id }), ports, new AbortController().signal);
  return { told, delivered, forbidden };
}

async function* toAsync(events: Iterable<EngineEvent>): AsyncGenerator<EngineEvent> {
  yield* events;
}

/** What a platform is given: parts and progress; a refusal quotes what the rule read, to who wrote it, and no more. */
const leaks = (given: unknown): string[] => {
  const found: string[] = [];
  const walk = (value: unknown, quoted: boolean): void => {
    if (typeof value === 'string') {
      const bare = quoted ? value.replace(/\(it was read as “[^”]*”\)/g, '') : value;
      const match = FORBIDDEN.exec(bare);
      if (match) found.push(value);
    } else if (value && typeof value === 'object') {
      const isOurs = 'said' in value || quoted;
      for (const [key, inner] of Object.entries(value)) {
        // The sentence of a refusal and its values, and what the offer beside it says was found.
        if ((key === 'said' && isRefusal(inner)) || (key === 'words' && 'rule' in value)) continue;
        walk(inner, isOurs);
      }
    }
  };
  walk(given, true);
  return found;
};

const isRefusal = (said: unknown): boolean =>
  /^(?:aside|not-shown|not-shown-but)$/.test((said as Said).id) && JSON.stringify(said).includes('"read-as"');

describe('whatever an engine says', () => {
  it(`nothing that the policy refuses or holds reaches a platform (${RUNS} random engines)`, async () => {
    let forbidden = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const came = await run(seed, message('m', { parts: [text('draw something')] }));
      forbidden += came.forbidden;
      expect({ seed, leaks: [...leaks(came.told), ...leaks(came.delivered)] }).toEqual({ seed, leaks: [] });
    }
    expect(forbidden).toBeGreaterThan(RUNS);
  });

  it('a request whose words or file names are refused is not run, and its previews are not shown when it is held', async () => {
    const sent = (alt: string): Message =>
      message('m', {
        parts: [
          text('what is this?'),
          { kind: 'image', asset: assetId('2'), mediaType: 'image/png', widthPx: 1, heightPx: 1, alt, name: '#1' },
        ],
      });
    const refused = await run(1, sent('qrefuseabc.png, sent by you'));
    expect(refused.forbidden).toBe(0);
    for (let seed = 1; seed <= 50; seed++) {
      const { told } = await run(seed, sent('qholdabc.png, sent by you'));
      expect(told.filter(({ type }) => type === 'image-step' || type === 'image-start' || type === 'image-end')).toEqual([]);
    }
  });
});
