import { describe, expect, it } from 'vitest';
import { movedChange, sizedAsAsked } from '../../engine/planner/misplaced.ts';

const SCENE = 'a yellow sun at the top and a red house at the bottom, on white';

describe('a change on the wrong thing', () => {
  it.each([
    [
      'make the house blue',
      'a blue sun at the top and a red house at the bottom, on white',
      'a yellow sun at the top and a blue house at the bottom, on white',
    ],
    [
      'houses should be orange',
      'an orange sun at the top and a red house at the bottom, on white',
      'a yellow sun at the top and an orange house at the bottom, on white',
    ],
    [
      'a smaller house please',
      'a small yellow sun at the top and a red house at the bottom, on white',
      'a yellow sun at the top and a small red house at the bottom, on white',
    ],
  ])('is moved to the one that is named: %s', (asked, after, mended) => {
    expect(movedChange(asked, SCENE, after)).toBe(mended);
  });

  it('a size moves to a thing that had none', () => {
    const before = 'a brown house at the top left and a large blue circle at the top, on white';
    expect(
      movedChange('the house small, please', before, 'a brown house at the top left and a small blue circle at the top, on white'),
    ).toBe('a small brown house at the top left and a large blue circle at the top, on white');
  });

  it('is moved when a size goes away, too', () => {
    const before = 'a large green tree on the left, a large red car in the middle and a blue drop on the right, on cream';
    const after = 'a green tree on the left, a large red car in the middle and a blue drop on the right, on cream';
    expect(movedChange('the car is too big', before, after)).toBe(
      'a large green tree on the left, a red car in the middle and a blue drop on the right, on cream',
    );
  });

  it.each([
    ['the named thing changed', 'make the sun blue', SCENE, 'a blue sun at the top and a red house at the bottom, on white'],
    ['nothing that is there is named', 'make the disc blue', SCENE, 'a blue sun at the top and a red house at the bottom, on white'],
    [
      'the other one is only said to be beside it',
      'make the disc over the house blue',
      SCENE,
      'a blue sun at the top and a red house at the bottom, on white',
    ],
    ['both changed', 'make the house blue', SCENE, 'a blue sun at the top and a blue house at the bottom, on white'],
    ['a thing was added', 'add a tree', SCENE, 'a yellow sun at the top, a green tree on the left and a red house at the bottom, on white'],
    ['a thing was moved', 'put the house on the left', SCENE, 'a yellow sun on the left and a red house at the bottom, on white'],
    ['the ground changed', 'a house on light blue', SCENE, 'a yellow sun at the top and a red house at the bottom, on light blue'],
    [
      'two are named',
      'make the houses blue',
      'a red house on the left, a sun in the middle and a red house on the right, on white',
      'a red house on the left, a blue sun in the middle and a red house on the right, on white',
    ],
    ['it is no caption of things', 'make the house blue', 'my holiday', 'your holiday'],
  ])('is left alone when %s', (_, asked, before, after) => {
    expect(movedChange(asked, before, after)).toBe(after);
  });
});

describe('a change of size the wrong way', () => {
  it.each([
    ['make it bigger', 'a large circle', 'a circle', 'a huge circle'],
    ['make it bigger', 'a circle', 'a small circle', 'a large circle'],
    [
      'make the star smaller',
      'a huge star at the top and a tree',
      'a large star at the top and a tree',
      'a large star at the top and a tree',
    ],
    ['make the star smaller', 'a star at the top and a tree', 'a huge star at the top and a tree', 'a small star at the top and a tree'],
    ['make it bigger', 'a huge circle', 'a large circle', 'a huge circle'],
    ['make it blue', 'a large circle', 'a blue circle', 'a blue circle'],
  ])('%s: %s → not %s', (asked, before, after, mended) => {
    expect(sizedAsAsked(asked, before, after)).toBe(mended);
  });
});
