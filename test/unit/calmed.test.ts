import { expect, it } from 'vitest';
import { calmed } from '../../engine/planner/words.ts';

it.each([
  ['MAKE ME A PICTURE WITH A DIAMOND, PLZ!', 'make me a picture with a diamond, plz!'],
  ['WHAT IS DNS?', 'what is dns?'],
  ['EIN HÄUSCHEN', 'ein häuschen'],
  ['What is DNS?', 'What is dns?'],
  ['a RED circle, 2FA', 'a red circle, 2fa'],
])('what is in capitals is said in small letters: %s', (text, after) => {
  expect(calmed(text)).toBe(after);
});

it.each(['Draw a circle for Ann', 'I see #1B', 'McDonald', '1 2 3 4 5 6 7 8', '', '#1B'])('and nothing else is changed: "%s"', (text) => {
  expect(calmed(text)).toBe(text);
});
