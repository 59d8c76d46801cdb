import { describe, expect, it } from 'vitest';
import { changed, changesBetween, changesGrammar, thingsApart } from '../../engine/planner/changes.ts';
import { mayEnd, restAfter } from '../../engine/planner/grammar.ts';

const scene = 'a red circle at the top, a small blue ring on the left and a red circle at the bottom right, on light blue';

describe('what an edit changes', () => {
  const edits = [
    [
      'recolours',
      '- ring on the left + a small pink ring on the left',
      'a red circle at the top, a small pink ring on the left and a red circle at the bottom right, on light blue',
    ],
    [
      'adds in reading order',
      '+ a large white cloud in the middle',
      'a red circle at the top, a small blue ring on the left, a large white cloud in the middle and a red circle at the bottom right, on light blue',
    ],
    [
      'takes away one of two alike',
      '- circle at the top',
      'a small blue ring on the left and a red circle at the bottom right, on light blue',
    ],
    [
      'moves',
      '- ring on the left + a small blue ring at the top left',
      'a small blue ring at the top left, a red circle at the top and a red circle at the bottom right, on light blue',
    ],
    [
      'changes the ground',
      '= dark blue',
      'a red circle at the top, a small blue ring on the left and a red circle at the bottom right, on dark blue',
    ],
  ] as const;

  it.each(edits)('%s, and the difference says so', (_, changes, after) => {
    expect(changed(scene, changes)).toBe(after);
    expect(changesBetween(scene, after)).toBe(changes);
  });

  it('reads what else stands behind the things: settings, arrows, styles', () => {
    const wide = 'a huge red house in the middle with a black cat on it, in a meadow at night, in paper style';
    const moved = 'a huge red house in the middle with a black cat on it and a hot dog at the bottom, on a street, in paper style';
    expect(changesBetween(wide, moved)).toBe('+ a hot dog at the bottom = a street, in paper style');
    expect(changed(wide, '+ a hot dog at the bottom = a street, in paper style')).toBe(moved);
    expect(changed(moved, '- dog at the bottom = an arrow from the left to the right, on white')).toBe(
      'a huge red house in the middle with a black cat on it, an arrow from the left to the right, on white',
    );
  });

  it('keeps what cannot be: nothing there to take away, nothing left, a place that is taken', () => {
    expect(changed(scene, '- star in the middle')).toBe(scene);
    expect(changed('a star in the middle, on white', '- star in the middle')).toBe('a star in the middle, on white');
    expect(changed('a star in the middle, on white', '+ a red heart in the middle')).toBe('a red heart in the middle, on white');
    expect(changesBetween(scene, scene)).toBe('');
  });

  it('lets a plan take away only what is there', () => {
    const whole = (text: string): boolean => {
      const rest = restAfter(changesGrammar(scene), text);
      return rest !== undefined && mayEnd(rest);
    };
    for (const [, changes] of edits) expect(whole(changes)).toBe(true);
    expect(whole('- ring on the left - circle at the top + a red heart at the top = white')).toBe(true);
    expect(restAfter(changesGrammar(scene), '- star')).toBeUndefined();
    expect(restAfter(changesGrammar(scene), 'a star')).toBeUndefined();
    expect(whole('- ring')).toBe(false);
  });
});

it('says what one caption has and the other has not', () => {
  expect(thingsApart('a red circle on the left and a blue square on the right, on white', 'a blue square on the right, on cream')).toEqual({
    before: ['a red circle on the left', 'on white'],
    after: ['on cream'],
  });
  expect(thingsApart('a star', 'a star')).toEqual({ before: [], after: [] });
});
