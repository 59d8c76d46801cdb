import { describe, expect, it } from 'vitest';
import { conclusionAt, contradictsItself } from '../../engine/planner/contradiction.ts';

const SEEN = 'I see a yellow sun at the top, a small blue house on the left and a small blue house on the right, on white. ';

describe('an answer that says what it sees', () => {
  it.each([
    'The house is yellow.',
    'The houses are red.',
    'The sun is on the left.',
    'No, there is no house.',
    'Yes, there is a green tree on the left.',
    'There is one house.',
    'There are four things.',
    'There are no houses.',
  ])('speaks against itself with: %s', (said) => {
    expect(contradictsItself(SEEN + said)).toBe(true);
  });

  it.each([
    'The house is blue.',
    'The houses are small.',
    'The sun is at the top.',
    'The house is on the right.',
    'No, there is no tree.',
    'No, there is no red house.',
    'Yes, there is a small blue house on the left.',
    'There are two houses.',
    'There are three things.',
    'The tree is green.',
    'The background is white.',
    'They are the same size.',
    'The sun is bigger than the house.',
    '',
  ])('may say: %s', (said) => {
    expect(contradictsItself(SEEN + said)).toBe(false);
  });

  it('is read from where its conclusion begins', () => {
    expect(conclusionAt('I see a red')).toBeUndefined();
    expect(SEEN.slice(0, conclusionAt(`${SEEN}The`))).toBe(SEEN);
    expect(conclusionAt('Here you are. I see.')).toBeUndefined();
    expect(contradictsItself('The house is red.')).toBe(false);
  });
});
