import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { piped } from '../../adapters/local/piped.ts';

it('reads what is piped to its end, letters that are cut between two chunks whole', async () => {
  const bytes = Buffer.from('ein rotes Häuschen\n');
  const cut = bytes.indexOf(0xc3) + 1;
  expect(await piped(Readable.from([bytes.subarray(0, cut), bytes.subarray(cut)], { objectMode: false }), 100)).toBe(
    'ein rotes Häuschen\n',
  );
  expect(await piped(Readable.from([], { objectMode: false }), 100)).toBe('');
});

it('stops reading what has no end', async () => {
  let given = 0;
  function* endless() {
    for (;;) {
      given++;
      yield Buffer.from('y\n');
    }
  }
  expect((await piped(Readable.from(endless(), { objectMode: false }), 100)).length).toBeGreaterThan(100);
  expect(given).toBeLessThan(100_000);
});
