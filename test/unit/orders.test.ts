import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mayEnd, restAfter } from '../../engine/planner/grammar.ts';
import { ordered, ordersGrammar } from '../../engine/planner/orders.ts';

const scene = 'a red circle at the top, a small blue ring on the left and a red circle at the bottom right, on light blue';
const alone = 'a huge red house in the middle, on white';

describe('what is ordered of an edit', () => {
  it.each([
    ['ring: pink', 'a red circle at the top, a small pink ring on the left and a red circle at the bottom right, on light blue'],
    ['circle: green', 'a green circle at the top, a small blue ring on the left and a green circle at the bottom right, on light blue'],
    [
      'circle at the top: large',
      'a large red circle at the top, a small blue ring on the left and a red circle at the bottom right, on light blue',
    ],
    ['ring: bigger', 'a red circle at the top, a blue ring on the left and a red circle at the bottom right, on light blue'],
    ['ring: smaller', scene],
    ['ring: in the middle', 'a red circle at the top, a small blue ring in the middle and a red circle at the bottom right, on light blue'],
    ['ring: a yellow star', 'a red circle at the top, a small yellow star on the left and a red circle at the bottom right, on light blue'],
    ['ring: a cross', 'a red circle at the top, a small blue cross on the left and a red circle at the bottom right, on light blue'],
    ['- circle at the top', 'a small blue ring on the left and a red circle at the bottom right, on light blue'],
    ['- circle', 'a small blue ring on the left, on light blue'],
    [
      '+ a green tree above ring; = white',
      'a green tree at the top left, a red circle at the top, a small blue ring on the left and a red circle at the bottom right, on white',
    ],
  ])('%s', (orders, after) => {
    expect(ordered(scene, orders)).toBe(after);
  });

  it.each([
    ['thing: blue', 'a huge blue house in the middle, on white'],
    ['+ a green tree', 'a red house on the left and a green tree on the right, on white'],
    ['+ a green tree at the bottom', 'a red house in the middle and a green tree at the bottom, on white'],
    ['+ a green tree left of house', 'a green tree on the left and a red house on the right, on white'],
    ['house: at the top; + a yellow sun', 'a large red house at the top and a yellow sun in the middle, on white'],
    ['thing: 3', 'a red house on the left, a red house in the middle and a red house on the right, on white'],
    ['house: medium; house: large', alone],
    ['- house', alone],
  ])('of a thing alone in the middle: %s', (orders, after) => {
    expect(ordered(alone, orders)).toBe(after);
  });

  it('changes places, and lets what comes to a place have it', () => {
    const two = 'a red house on the left and a small green tree on the right, on white';
    expect(ordered(two, 'house: swap tree')).toBe('a small green tree on the left and a red house on the right, on white');
    expect(ordered(two, 'house: on the right')).toBe('a red house on the right, on white');
    expect(ordered('a red house on the left and a red house on the right, on white', 'house: at the top')).toBe(
      'a red house at the top, on white',
    );
    expect(ordered(two, '+ a blue car on the left')).toBe('a blue car on the left and a small green tree on the right, on white');
  });

  it('knows when it speaks of what is not there, and forgives a wrong colour', () => {
    expect(ordered(scene, 'star: green')).toBeUndefined();
    expect(ordered(scene, '- star')).toBeUndefined();
    expect(ordered(scene, 'ring: swap star')).toBeUndefined();
    expect(ordered(scene, 'ring: small fish')).toBeUndefined();
    expect(ordered(scene, 'green ring: pink')).toBe(ordered(scene, 'ring: pink'));
  });

  it('does what the training means, in every edit of the examination', () => {
    const cases = readFileSync('test/eval/prompts.jsonl', 'utf8').split('\n').filter(Boolean);
    const edits = cases.flatMap((line) => (JSON.parse(line) as { expect: { orders?: [string, string, string][] } }).expect.orders ?? []);
    expect(edits.length).toBeGreaterThan(100);
    for (const [before, orders, after] of edits) {
      expect(ordered(before, orders)).toBe(after);
      const rest = restAfter(ordersGrammar(), orders);
      expect(rest && mayEnd(rest)).toBe(true);
    }
  });

  it.each(['', 'ring', '+ ring', '; ring: red', 'ring: red;', 'ring:\nred'])('allows nothing else in a plan: "%s"', (orders) => {
    const rest = restAfter(ordersGrammar(), orders);
    expect(rest !== undefined && mayEnd(rest)).toBe(false);
  });
});
