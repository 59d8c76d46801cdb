import { describe, expect, it } from 'vitest';
import { consentFor } from '../../src/safety/consent.ts';
import { DEFAULT_POLICY, peopleOf } from '../../src/safety/policy.ts';
import { textRules } from '../../src/safety/text.ts';
import { INNOCENT } from '../fixtures/innocent.ts';
import { OF_NOBODY_ELSE, OF_THE_REST, WAITING } from '../fixtures/pictures-of-people.ts';
import { message, row, text, turn } from '../support/made.ts';

const find = textRules(DEFAULT_POLICY);
const people = peopleOf(DEFAULT_POLICY);
const asked = (words: string) => message('m', { parts: [text(words)] });
const needed = (words: string, of: Partial<Parameters<typeof row>[1]> = { messageId: 'm' }) =>
  consentFor(asked(words), turn('t'), [row('#1', of)], { people });
const waiting = async (all: readonly string[], of?: Parameters<typeof needed>[1]): Promise<string[]> => {
  const found = await Promise.all(all.map(async (words) => ((await needed(words, of)) ? [words] : [])));
  return found.flat();
};

describe('a picture that was sent, and what is asked of it', () => {
  it.each(WAITING)('%j waits for a yes, or is refused', async (words) => {
    expect((await needed(words)) !== undefined || find(words).length > 0).toBe(true);
  });

  it.each([...OF_THE_REST, ...OF_NOBODY_ELSE])('%j runs at once', async (words) => {
    expect(await needed(words)).toBeUndefined();
    expect(find(words)).toEqual([]);
  });

  it('is not asked about where this bot drew it', async () => {
    expect(await waiting([...WAITING, ...OF_THE_REST, ...OF_NOBODY_ELSE, ...INNOCENT], { messageId: 'm', turnId: 't0' })).toEqual([]);
  });

  it('is seldom asked about by innocent requests that were not written for it', async () => {
    for (const of of [{ messageId: 'm' }, { messageId: 'before' }]) {
      const found = await waiting(INNOCENT, of);
      expect(found.length / INNOCENT.length, found.join('; ')).toBeLessThanOrEqual(0.03);
    }
  });
});
