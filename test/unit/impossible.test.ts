import { describe, expect, it } from 'vitest';
import { impossible, opposedWishes } from '../../engine/planner/impossible.ts';
import { worded } from '../../src/core/sentences.ts';

describe('what cannot be', () => {
  it.each([
    ['make it red and keep it blue', ['red', 'blue']],
    ['Make the house bigger, but leave the house small', ['bigger', 'small']],
    ['turn it dark, keep it bright', ['dark', 'bright']],
    ['make the red circle green and keep the red circle red', ['green', 'red']],
  ])('%j', (asked, sides) => expect(opposedWishes(asked)).toEqual(sides));

  it.each([
    'make it red and blue',
    'make the circle red and keep the square blue',
    'make it red and keep it small',
    'make it red, then make it red',
    'make it blue',
    'why is it dark at night and bright by day?',
  ])('%j can be', (asked) => expect(opposedWishes(asked)).toBeUndefined());

  it('is said in a sentence, with what to do', () => {
    const none = { kind: 'none' } as const;
    const one = { kind: 'picture', name: '#2' } as const;
    const said = (asked: string, reference: typeof none | typeof one) => {
      const found = impossible(asked, reference);
      return found && worded(found);
    };
    expect(said('make it red and keep it blue', one)).toBe(
      'The same thing cannot be red and blue at once: say which of the two it shall be.',
    );
    expect(said('zoom out a bit', one)).toContain('#2 cannot be made to show more than it does');
    expect(said('extend the picture to the left', one)).toContain('#2');
    expect(said('how far can a camera zoom out?', none)).toBeUndefined();
    expect(said('make it blue', one)).toBeUndefined();
  });
});
