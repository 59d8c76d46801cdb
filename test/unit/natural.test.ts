/** When a model without a plan draws, at the official sizes: 64 queries, 256 features, a window of 2048. */
import { describe, expect, it } from 'vitest';
import type { DreamModel } from '../../engine/model/index.ts';
import { naturalSteps } from '../../engine/planner/natural.ts';
import type { DrawMode, GenerateRequest } from '../../src/core/ports.ts';
import { message } from '../support/made.ts';

const DREAM = 7;
const PICTURE_TOKENS = 324;
const WORDS_TOKENS = 10;
const model = {
  manifest: { dream: { queries: 64 }, vision: { patches: 256 }, tokens: { dreamStart: DREAM }, language: { vocabSize: 9 } },
  decode: (ids: readonly number[]) => ids.map((id) => (id === 3 ? ' ' : 'word')).join(''),
} as unknown as DreamModel;

interface Walked {
  readonly done: string[];
  readonly status: string;
  /** Before each picture. */
  readonly rooms: number[];
  /** What the wish allows after nothing, a blank, a blank and a word. */
  readonly allowed: (readonly number[] | undefined)[];
}

/** A model that always wants to draw, after some words; it ends when it may not. What it did, in order. */
async function walk(room: number, draw: DrawMode, wordsTokens = WORDS_TOKENS): Promise<Walked> {
  const context = { room } as { room: number };
  const done: string[] = [];
  const rooms: number[] = [];
  const allowed: (readonly number[] | undefined)[] = [];
  const request = { draw, messages: [message('m')] } as unknown as GenerateRequest;
  const desk = { model, context, request } as unknown as Parameters<typeof naturalSteps>[0];
  const steps = naturalSteps(desk, 'a cat', ['#1'], {
    async *write(part, { bias, allow }) {
      allowed.push(allow?.([]), allow?.([3]), allow?.([3, 5]));
      context.room -= wordsTokens;
      done.push('words');
      yield { type: 'text-end', part, text: `Words. Of part ${part}.` };
      if (context.room < 0) return 'full';
      return bias?.get(DREAM) === Number.NEGATIVE_INFINITY ? 'eos' : 'dream';
    },
    async *draw(part, { name, caption }) {
      rooms.push(context.room);
      context.room -= PICTURE_TOKENS;
      done.push(`${name} ${caption}`);
      yield { type: 'image-start', part, name, caption, steps: 1 };
    },
  });
  for (;;) {
    const { done: ended, value } = await steps.next();
    if (ended) return { done, status: value, rooms, allowed };
  }
}

describe('natural steps', () => {
  it('draws six pictures of 324 tokens in a window of 2048, and ends in words', async () => {
    const { done, status, rooms } = await walk(2048 - 10, 'biased');
    expect(done.filter((what) => what !== 'words')).toHaveLength(6);
    expect(Math.min(...rooms)).toBeGreaterThanOrEqual(PICTURE_TOKENS);
    expect([done.at(-1), status]).toEqual(['words', 'complete']);
  });

  it.each([
    [348 + WORDS_TOKENS, 1],
    [348 - 1, 0],
  ])('with room for %d tokens draws %d pictures', async (room, count) => {
    const { done } = await walk(room, 'natural');
    expect(done.filter((what) => what !== 'words')).toHaveLength(count);
  });

  it('begins no picture when the words before it took its room', async () => {
    const { done, status, rooms } = await walk(1000, 'natural', 200);
    expect(rooms).toEqual([800]);
    expect({ done, status }).toEqual({ done: ['words', '#2 Of part 0.', 'words', 'words'], status: 'complete' });
  });

  it('names pictures on, and captions them with the last sentence', async () => {
    expect((await walk(800, 'natural')).done).toEqual(['words', '#2 Of part 0.', 'words', '#3 Of part 2.', 'words']);
  });

  it('asked: the request first, and no other picture', async () => {
    expect((await walk(2000, 'asked')).done).toEqual(['#2 a cat', 'words']);
    expect((await walk(300, 'asked')).done).toEqual(['words']);
  });

  it('bars the dream token after a picture until a word is written', async () => {
    const { allowed } = await walk(800, 'natural');
    expect(allowed.slice(0, 3)).toEqual([undefined, undefined, undefined]); // nothing drawn yet
    expect(allowed.slice(3, 6)).toEqual([[0, 1, 2, 3, 4, 5, 6, 8], [0, 1, 2, 3, 4, 5, 6, 8], undefined]);
  });
});
