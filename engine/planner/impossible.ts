/** What no picture can be, or no model here can make of one: said in a sentence before anything is planned. */
import { say } from '../../src/core/sentences.ts';
import type { Said } from '../../src/core/types.ts';
import type { Reference } from './references.ts';

/** Of each row, the sides that shut each other out. */
const OPPOSED: readonly (readonly (readonly string[])[])[] = [
  ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'violet', 'pink', 'brown', 'black', 'white', 'grey', 'gray', 'gold'].map(
    (colour) => [colour],
  ),
  [
    ['small', 'smaller', 'little', 'tiny'],
    ['big', 'bigger', 'large', 'larger', 'huge'],
  ],
  [
    ['dark', 'darker', 'night'],
    ['bright', 'brighter', 'light', 'lighter', 'day'],
  ],
];

const WISH =
  /\b(?:make|turn|paint|colou?r|recolou?r|keep|leave|have|want) (it|that|this|the \p{L}+(?: \p{L}+)?|everything|them)(?: to be| as| in)? (\p{L}+)\b/giu;
const OUTPAINT =
  /\b(?:zoom(?:ed)? out|outpaint|uncrop|(?:extend|widen|expand) (?:it|this|that|the (?:picture|image|canvas|scene|frame))|show (?:me )?more (?:around|of the (?:scene|surroundings)))\b/i;

export function impossible(asked: string, reference: Reference): Said | undefined {
  if (reference.kind === 'picture' && OUTPAINT.test(asked)) return say('no-outpaint', { name: reference.name });
  const opposed = opposedWishes(asked);
  return opposed && say('opposed', { one: opposed[0], other: opposed[1] });
}

/** "make it red and keep it blue" → red, blue: two wishes for one thing of which at most one can be. */
export function opposedWishes(asked: string): readonly [string, string] | undefined {
  const wishes = [...asked.toLowerCase().matchAll(WISH)].map(([, thing = '', quality = '']) => ({ thing, quality }));
  for (const [at, { thing, quality }] of wishes.entries()) {
    for (const before of wishes.slice(0, at)) {
      if (before.thing === thing && shutOut(before.quality, quality)) return [before.quality, quality];
    }
  }
  return undefined;
}

const shutOut = (one: string, other: string): boolean =>
  OPPOSED.some((sides) => {
    const [a, b] = [one, other].map((quality) => sides.findIndex((side) => side.includes(quality)));
    return a !== -1 && b !== -1 && a !== b;
  });
