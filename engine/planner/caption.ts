/** A caption as its things, and how plans speak of them: "a small red circle on the left and a star at the top, on dark blue". */

export interface Caption {
  /** "a small red circle on the left", in reading order. */
  readonly things: readonly string[];
  /** "on dark blue", "in a meadow at night": what stands behind them, with all that is said after it; empty when nothing is. */
  readonly behind: string;
}

/** One thing, taken apart; `captionOf` and `phraseOf` put it together. */
export interface Thing {
  readonly size: string;
  /** All other qualities: "dark red". */
  readonly colour: string;
  readonly noun: string;
  /** "on the left"; empty when nothing is said. */
  readonly place: string;
}

/** From small to large; medium is not said. */
export const SIZES = ['small', 'medium', 'large', 'huge'];

/** By their rank, where pictures have three rows of three places. */
export const PLACES =
  'at the top left|at the top|at the top right|on the left|in the middle|on the right|at the bottom left|at the bottom|at the bottom right'.split(
    '|',
  );

const SEPARATOR = /, (?:and )?(?=an? )| and (?=an? )/;
const PLACE = / ((?:on|in|at) the .*)$/;

export function captionOf(text: string): Caption {
  const [, body = '', behind = ''] = /^(.*?)(?:, (?!(?:and )?an? (?!arrow from ))(.*))?$/.exec(text.trim().replace(/\.$/, '')) ?? [];
  return { things: body.split(SEPARATOR).filter(Boolean), behind };
}

export const placeOf = (thing: string): string => PLACE.exec(thing)?.[1] ?? '';

/** In reading order: rows from the top, columns from the left; what has no place comes last. */
export function rankOf(place: string): number {
  if (place === '') return 9;
  const words = place.split(' ').slice(0, 4); // "at the bottom right", whatever comes after it
  const row = words.includes('top') ? 0 : words.includes('bottom') ? 2 : 1;
  return 3 * row + (words.includes('left') ? 0 : words.includes('right') ? 2 : 1);
}

/** The caption of these things, in reading order. */
export function sentenceOf(things: readonly string[], behind: string): string {
  const ordered = things.map((thing) => ({ thing, rank: rankOf(placeOf(thing)) })).sort((a, b) => a.rank - b.rank);
  return [listed(ordered.map(({ thing }) => thing)), behind].filter(Boolean).join(', ');
}

export const listed = (things: readonly string[]): string =>
  things.length < 2 ? things.join('') : `${things.slice(0, -1).join(', ')} and ${things.at(-1)}`;

export function thingOf(phrase: string): Thing {
  const place = placeOf(` ${phrase}`);
  const words = phrase
    .slice(0, place === '' ? undefined : -place.length)
    .trim()
    .replace(/^(?:an?|the) /, '')
    .split(/ +/);
  const noun = words.pop() ?? '';
  const size = SIZES.includes(words[0] ?? '') ? (words.shift() ?? '') : 'medium';
  return { size, colour: words.join(' '), noun, place };
}

/** "a small red circle". */
export const nameOf = ({ size, colour, noun }: Thing): string =>
  withArticle([size === 'medium' ? '' : size, colour, noun].filter(Boolean).join(' '));

export const phraseOf = (thing: Thing): string => [nameOf(thing), thing.place].filter(Boolean).join(' ');

export const withArticle = (words: string): string => `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;

export const plural = (noun: string): string =>
  /fish$|sheep$/.test(noun) ? noun : /(?:s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;

/** The things that a plan speaks of: "star", "red star", "star at the top"; "thing" is any. */
export function meant(phrase: string, things: readonly Thing[]): Thing[] {
  const place = placeOf(` ${phrase}`);
  const words = phrase
    .slice(0, place === '' ? undefined : -place.length)
    .trim()
    .split(/ +/);
  const noun = words.pop();
  return things.filter(
    (thing) =>
      (noun === 'thing' || noun === thing.noun) &&
      (place === '' || place === thing.place) &&
      words.every((word) => word === thing.size || thing.colour.split(' ').includes(word)),
  );
}
