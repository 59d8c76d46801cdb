/** As many as were asked for. Small models now and then draw a fifth square where four were asked for: the last of a row is what they lose. */
import { captionOf, phraseOf, sentenceOf, thingOf } from './caption.ts';
import { MANY } from './checklist.ts';
import { numbered } from './orders.ts';

const NUMBER = /\b(?:two|three|four|five|[2-5])\b/g;
/** What follows a number in a request that asks for more than those. */
const MORE = /\b(?:and|with|plus (?!signs?\b)|beside|by|to|of|above|below|over|under|on top)\b|[&/]|, *(?:an?|the|one)\b/;

/** The caption with the number that the request says, where that is the only one and the caption shows nothing but alike things. */
export function countedAsAsked(asked: string, caption: string): string {
  const said = asked.toLowerCase();
  const [number, another] = [...said.matchAll(NUMBER)];
  if (!number || another || MORE.test(said.slice(number.index))) return caption;
  const wanted = MANY[number[0]] ?? Number(number[0]);
  const { things, behind } = captionOf(caption);
  const made = things.map(thingOf);
  const [first] = made;
  const isAlike = made.every(({ noun, colour, size }) => noun === first?.noun && colour === first.colour && size === first.size);
  if (!first || made.length < 2 || made.length === wanted || !isAlike) return caption;
  return sentenceOf(numbered(first, wanted, made.length).map(phraseOf), behind);
}
