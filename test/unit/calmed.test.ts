import { expect, it } from 'vitest';
import { calmed } from '../../engine/planner/words.ts';

it.each([
  ['MAKE ME A PICTURE WITH A DIAMOND, PLZ!', 'make me a picture with a diamond, plz!'],
  ['WHAT IS DNS?', 'what is dns?'],
  ['EIN HÄUSCHEN', 'ein häuschen'],
])('what is shouted is said calmly: %s', (text, after) => {
  expect(calmed(text)).toBe(after);
});

it.each(['DNS?', 'What is DNS?', 'a RED CIRCLE', '1 2 3 4 5 6 7 8', '', '#1B'])('and nothing else is changed: "%s"', (text) => {
  expect(calmed(text)).toBe(text);
});
