/**
 * An engine that says anything at all, in any order, with marked words in every place that holds words; and the policy that
 * refuses or holds these marks. Whatever way one of them takes to a platform, it is found there.
 */
import { EngineError } from '../../src/core/errors.ts';
import type { Engine, EngineEvent } from '../../src/core/ports.ts';
import type { Offer, PictureName, PlanStep, Said } from '../../src/core/types.ts';

/** Words that are refused or held, each unlike all others; the rest is let pass. */
export const MARKS_POLICY = JSON.stringify({
  version: 1,
  rules: [
    { id: 'refused', reason: 'a mark', patterns: ['qrefuse[a-z]+'] },
    { id: 'held', reason: 'a mark', patterns: ['qhold[a-z]+'], action: 'hold' },
  ],
});
export const FORBIDDEN = /q(?:refuse|hold)[a-z]+/;

const USAGE = { promptTokens: 1, writtenTokens: 1, pictures: 0, denoiseSteps: 0, engineMs: 1 };

/** Numbers from 0 to 1 (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface RandomEngine extends Engine {
  /** How many marks it has said. */
  forbidden(): number;
}

/** `png`: the file of every picture, 8 × 8. */
export function randomEngine(random: () => number, png: Uint8Array = new Uint8Array([1])): RandomEngine {
  let forbidden = 0;
  const one = <Item>(...items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const maybe = <Fields extends object>(fields: () => Fields): Fields | object => (random() < 0.5 ? fields() : {});
  const letters = (): string => Array.from({ length: 8 }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
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
  const offer = (): Offer =>
    one<Offer>(
      { kind: 'storyboard', steps: [stepOf(0), stepOf(1)], startsAt: '2100-01-01T00:00:00.000Z' },
      { kind: 'choose-picture', pictures: ['#1', '#2'] },
      // Not an engine's to offer.
      { kind: 'refusal', turnId: 't', rule: words(), words: words(), rewrite: words(), appeal: true },
      { kind: 'consent', turnId: 't', picture: '#1', of: [words()] },
    );

  function* events(turnId: string): Generator<EngineEvent> {
    const parts = 1 + Math.floor(random() * 4);
    if (random() < 0.5)
      yield { type: 'plan', plan: { turnId, promptVersion: '1', steps: Array.from({ length: parts }, (_, at) => stepOf(at)) } };
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
          ...{ part, name: name(part), caption: one(caption, words()), seed: 1, png, widthPx: 8, heightPx: 8 },
          ...maybe(() => ({ seen: words() })),
          ...maybe(() => ({ receipt: words() })),
          ...maybe(() => ({ instruction: words() })),
          ...maybe(() => ({ style: words() })),
        };
      }
    }
    if (random() < 0.4) yield { type: 'offer', offer: offer() };
    if (random() < 0.3) throw new EngineError('run-failed', `It failed at ${words()}.`, { retryable: false });
    yield { type: 'done', status: 'complete', usage: USAGE };
  }

  return {
    modelId: 'any',
    forbidden: () => forbidden,
    async *generate({ turnId }) {
      yield* events(turnId);
    },
    close: async () => undefined,
  };
}

/** Where a mark stands in what a platform is given. A refusal quotes what the rule read, to who wrote it, and no more. */
export function leaksIn(given: unknown): string[] {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') {
      if (FORBIDDEN.test(value.replace(/\(it was read as “[^”]*”\)/g, ''))) found.push(value);
    } else if (value instanceof Map || value instanceof Set) {
      for (const inner of value.values()) walk(inner);
    } else if (value && typeof value === 'object' && !ArrayBuffer.isView(value)) {
      for (const [key, inner] of Object.entries(value)) {
        // The sentence of a refusal and its values, and what the offer beside it says was found.
        if ((key === 'said' && isRefusal(inner)) || (key === 'words' && isOffer(value))) continue;
        walk(inner);
      }
    }
  };
  walk(given);
  return found;
}

const isOffer = (value: object): boolean =>
  'kind' in value && value.kind === 'refusal' && 'rule' in value && /^(?:refused|held)$/.test(String(value.rule));

const isRefusal = (said: unknown): boolean =>
  /^(?:aside|not-shown|not-shown-but)$/.test((said as Said).id) && JSON.stringify(said).includes('"read-as"');
