import { expect, it } from 'vitest';
import { place } from '../../adapters/local/page/wording.ts';

it.each([
  [0, undefined, 'Starting'],
  [1, undefined, 'Waiting: 1 request is before this one'],
  [2, { p50: 41_400, p90: 89_000 }, 'Waiting: 2 requests are before this one, done in about 41 seconds, hardly later than 89 seconds'],
  [12, { p50: 100, p90: 150_000 }, 'Waiting: 12 requests are before this one, done in about 1 second, hardly later than 3 minutes'],
])('says the place in the queue: %i, %o', (ahead, etaMs, said) => {
  expect(place(ahead, etaMs)).toBe(said);
});
