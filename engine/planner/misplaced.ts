/**
 * A change on the wrong thing, or the wrong way. A small model sometimes paints the sun when the house shall be blue. Where its new caption
 * changes what one thing is like that the request doesn't name, and leaves as it was the one thing that the request does
 * name, the change is moved there. Everything else is left to the model.
 */

interface Thing {
  readonly article: string;
  readonly qualities: readonly string[];
  readonly noun: string;
  /** " at the top", or nothing. */
  readonly place: string;
}

const SEPARATOR = /(, (?:and )?| and )/;
const THING = /^(an?) ((?:\p{L}+ )*?)(\p{L}+)((?: (?:on|in|at|above|below|under|over|beside|near|behind|left of|right of|next to) .*)?)$/u;
/** What stands after these is said of another thing: "the ball left of the house". */
const ASIDE = 'of|to|than|as|like|with|from|above|below|under|over|on|in|at|beside|near|behind|between';

export function movedChange(asked: string, before: string, after: string): string {
  const [old, made] = [before.split(SEPARATOR), after.split(SEPARATOR)];
  const changed = made.flatMap((phrase, at) => (phrase === old[at] ? [] : [at]));
  const [at] = changed;
  if (old.length !== made.length || changed.length !== 1 || at === undefined) return after;
  const [was, is] = [thingOf(old[at]), thingOf(made[at])];
  if (!was || !is || was.noun !== is.noun || was.place !== is.place || isNamed(asked, was.noun)) return after;
  const meant = old.flatMap((phrase, place) => {
    const thing = place === at ? undefined : thingOf(phrase);
    return thing && isNamed(asked, thing.noun) ? [{ place, thing }] : [];
  });
  const [only] = meant;
  if (meant.length !== 1 || !only) return after;
  const resized = withSize(only.thing.qualities, was.qualities, is.qualities);
  if (resized) return old.map((phrase, place) => (place === only.place ? written({ ...only.thing, qualities: resized }) : phrase)).join('');
  if (only.thing.qualities.length !== was.qualities.length) return after;
  const qualities = [...only.thing.qualities];
  const where = was.qualities.findIndex((word, index) => word !== is.qualities[index]);
  const grown = is.qualities.length - was.qualities.length;
  if (Math.abs(grown) > 1) return after;
  if (grown > 0) qualities.splice(where < 0 ? qualities.length : where, 0, is.qualities[where < 0 ? qualities.length : where] ?? '');
  else if (grown < 0) qualities.splice(where, 1);
  else qualities[where] = is.qualities[where] ?? '';
  return old.map((phrase, place) => (place === only.place ? written({ ...only.thing, qualities }) : phrase)).join('');
}

const SIZES = ['tiny', 'small', 'large', 'big', 'huge'];

/** The qualities with the size that another thing was given; undefined where its size isn't all that changed. Medium is not named. */
function withSize(qualities: readonly string[], was: readonly string[], is: readonly string[]): string[] | undefined {
  const sizeOf = (words: readonly string[]): string | undefined => words.find((word) => SIZES.includes(word));
  const rest = (words: readonly string[]): string[] => words.filter((word) => !SIZES.includes(word));
  if (sizeOf(was) === sizeOf(is) || rest(was).join(' ') !== rest(is).join(' ')) return undefined;
  const size = sizeOf(is);
  return [...(size ? [size] : []), ...rest(qualities)];
}

const STEPS = ['tiny', 'small', '', 'large', 'huge'];

/** "Make it bigger" makes nothing smaller: what went the wrong way is a step further in the way that was asked for, if there is one. */
export function sizedAsAsked(asked: string, before: string, after: string): string {
  const up = /\b(?:bigger|larger|grow|enlarge)\b/i.test(asked);
  const down = /\b(?:smaller|tinier|shrink)\b/i.test(asked);
  const [old, made] = [before.split(SEPARATOR), after.split(SEPARATOR)];
  if (up === down || old.length !== made.length) return after;
  const sized = made.map((phrase, at) => {
    const [was, is] = [thingOf(old[at]), thingOf(phrase)];
    if (!was || !is || was.noun !== is.noun || was.place !== is.place) return phrase;
    const [from, to] = [was, is].map(({ qualities }) => STEPS.indexOf(qualities.find((word) => STEPS.includes(word)) ?? '')) as [
      number,
      number,
    ];
    if (from === to || up === to > from) return phrase;
    const size = STEPS[Math.min(STEPS.length - 1, Math.max(0, from + (up ? 1 : -1)))];
    return written({ ...is, qualities: [...(size ? [size] : []), ...is.qualities.filter((word) => !STEPS.includes(word))] });
  });
  return sized.join('');
}

function thingOf(phrase: string | undefined): Thing | undefined {
  const [, article, qualities = '', noun, place = ''] = THING.exec(phrase ?? '') ?? [];
  return article && noun ? { article, qualities: qualities.split(' ').filter(Boolean), noun, place } : undefined;
}

function written({ qualities, noun, place }: Thing): string {
  const words = [...qualities, noun].join(' ');
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}${place}`;
}

/** Whether the request speaks of such a thing itself, not only to say where another one is. */
function isNamed(asked: string, noun: string): boolean {
  const text = asked.toLowerCase();
  const word = new RegExp(`(?<!\\p{L})${noun}s?(?!\\p{L})`, 'u');
  const aside = new RegExp(`(?<!\\p{L})(?:${ASIDE}) (?:(?:the|an?|that|this|my|your) )?(?:\\p{L}+ )?${noun}s?(?!\\p{L})`, 'gu');
  return word.test(text.replace(aside, ' '));
}
