/**
 * No path from the engine to a platform without a verdict. What engines say that say anything at all is in no delivery, no progress and
 * no row of the ledger that is listed, whatever way it took, if the policy refuses or holds it.
 */
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../src/core/errors.ts';
import { isShown, type LedgerRow } from '../../src/core/ledger.ts';
import type { Delivery, Progress, ReplyStore, StandingReply } from '../../src/core/ports.ts';
import type { Message, Turn } from '../../src/core/types.ts';
import { createDeliver } from '../../src/reply/deliver.ts';
import type { Outbox } from '../../src/reply/outbox.ts';
import { openCheck } from '../../src/safety/check.ts';
import { parsePolicy } from '../../src/safety/policy.ts';
import { runTurn, type TurnPorts } from '../../src/turn.ts';
import { assetId, message, text, turn } from '../support/made.ts';
import { leaksIn, MARKS_POLICY, randomEngine, randomOf } from '../support/random-engine.ts';

const RUNS = 400;
const POLICY = parsePolicy(MARKS_POLICY, 'test');

/** A run: what the engine says, and all that came out. */
async function run(seed: number, asked: Message) {
  const random = randomOf(seed);
  const engine = randomEngine(random);
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
        const at = rows.findIndex(({ name, messageId }) => name === row.name && messageId === row.messageId);
        rows.splice(at < 0 ? rows.length : at, at < 0 ? 0 : 1, row);
        return row;
      },
      rows: async () => rows,
    },
    assets: { put: async () => assetId('1'), get: async () => undefined },
    replies,
    engine,
    clock: () => 0,
    made: async () => undefined,
    ratings: async () => [],
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
  return { told, delivered, listed: rows.filter(isShown), forbidden: engine.forbidden() };
}

/** What was streamed of each part, put together as people read it. */
function streamed(told: readonly Progress[]): string[] {
  const texts: string[] = [];
  for (const each of told) if (each.type === 'text-delta') texts[each.part] = (texts[each.part] ?? '') + each.text;
  return texts;
}

describe('whatever an engine says', () => {
  it(`nothing that the policy refuses or holds reaches a platform (${RUNS} random engines)`, async () => {
    let forbidden = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const came = await run(seed, message('m', { parts: [text('draw something')] }));
      forbidden += came.forbidden;
      expect({ seed, leaks: leaksIn([came.told, streamed(came.told), came.delivered, came.listed]) }).toEqual({ seed, leaks: [] });
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
