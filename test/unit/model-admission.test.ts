import { describe, expect, it } from 'vitest';
import { Admission, turnBytes } from '../../engine/model/admission.ts';
import { sumModel } from '../support/sum-model.ts';

/** Asks for memory; notes the name when it is given. */
function asking(admission: Admission, given: string[]) {
  return async (name: string, bytes: number, signal?: AbortSignal) => {
    const release = await admission.admit(bytes, signal);
    given.push(name);
    return release;
  };
}

describe('admission', () => {
  it('lets in what fits, in the order in which they came, and the next when one is done', async () => {
    const given: string[] = [];
    const ask = asking(new Admission(10), given);
    const first = await ask('a', 6);
    const second = ask('b', 6);
    const third = ask('c', 2); // would fit, and waits behind b: the large ones are not passed over for ever
    await Promise.resolve();
    expect(given).toEqual(['a']);
    first();
    first();
    await Promise.all([second, third]);
    expect(given).toEqual(['a', 'b', 'c']);
    const fourth = ask('d', 3);
    await new Promise(setImmediate);
    expect(given).toEqual(['a', 'b', 'c']);
    (await second)();
    await fourth;
    expect(given).toEqual(['a', 'b', 'c', 'd']);
  });

  it('refuses at once what can never fit, in a sentence', async () => {
    await expect(new Admission(2 ** 20).admit(3 * 2 ** 20)).rejects.toMatchObject({
      code: 'model-invalid',
      retryable: false,
      message: expect.stringMatching(/may need 3 MB .* 1 MB are set aside/),
    });
  });

  it('one that is stopped while it waits leaves the line to those behind it', async () => {
    const given: string[] = [];
    const ask = asking(new Admission(10), given);
    await ask('a', 6);
    const controller = new AbortController();
    const waiting = ask('b', 10, controller.signal);
    const behind = ask('c', 4);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await behind;
    expect(given).toEqual(['a', 'c']);
    await expect(ask('d', 1, controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('reckons a turn by its window and its picture', () => {
    const { manifest } = sumModel(1000);
    const of = (imageSizePx: number) => turnBytes({ ...manifest, diffusion: { ...manifest.diffusion, imageSizePx } });
    expect(of(0)).toBe(2 * 1000 * (2 * 4)); // keys and values of one number a position, and their copy in a call
    expect(of(64)).toBeGreaterThan(of(0));
  });
});
