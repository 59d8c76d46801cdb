/**
 * What a caption asks for, item by item, and how two captions differ. It reads phrases with an article or a number: "a small
 * red circle on the left", "three cups". What it cannot read is not checked.
 */

import { plural, withArticle } from './caption.ts';

/** One thing: `small red circle` on `the left`. */
export interface Item {
  /** Singular. */
  readonly noun: string;
  readonly qualities: readonly string[];
  /** "on the left"; empty when nothing is said. */
  readonly place: string;
}

export interface Checklist {
  readonly items: readonly Item[];
  /** "dark blue": what all of it is on. */
  readonly ground: string;
}

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const PHRASE = /^(an?|the|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) +(.+)$/;
const PLACE = / (?=(?:on|in|at|above|below|under|over|beside|near|behind|between|left of|right of|next to)\b)/;
const ITEMS_AT_MOST = 20;

export function checklistOf(caption: string): Checklist {
  const [, body = caption, ground = ''] = /^(.*), on (?:an? )?([\p{L} ]{2,30})$/u.exec(caption.trim().replace(/\.$/, '')) ?? [];
  const items: Item[] = [];
  for (const phrase of body.toLowerCase().split(/, *(?:and +)?| +and +/)) {
    const [, number = '', rest = ''] = PHRASE.exec(phrase.trim()) ?? [];
    const [head = '', ...place] = rest.split(PLACE);
    const words = head.trim().split(/ +/).filter(Boolean);
    const last = words.pop();
    if (!last) continue;
    const count = /^(an?|the)$/.test(number) ? 1 : NUMBERS.includes(number) ? NUMBERS.indexOf(number) : Number(number);
    const noun = count > 1 ? singular(last) : last;
    for (let i = 0; i < count && items.length < ITEMS_AT_MOST; i++) items.push({ noun, qualities: words, place: place.join(' ') });
  }
  return { items, ground };
}

const singular = (noun: string): string =>
  /(?:s|x|z|ch|sh)es$/.test(noun) ? noun.slice(0, -2) : /[^s]s$/.test(noun) ? noun.slice(0, -1) : noun;

const counted = (count: number, noun: string): string => (count === 1 ? `1 ${noun}` : `${count || 'no'} ${plural(noun)}`);

const named = ({ noun, qualities }: Item): string => withArticle([...qualities, noun].join(' '));

/**
 * What was asked for and not seen so, each as "asked for 3 cups, saw 2 cups": counts first, then what a thing is like,
 * then where it is, then the ground.
 */
export function differences(asked: Checklist, seen: Checklist): string[] {
  if (asked.items.length === 0 || seen.items.length === 0) return [];
  const counts: string[] = [];
  for (const noun of new Set([...asked.items, ...seen.items].map((item) => item.noun))) {
    const [wanted, found] = [asked, seen].map(({ items }) => items.filter((item) => item.noun === noun).length) as [number, number];
    if (wanted === found) continue;
    counts.push(
      wanted === 0
        ? `saw ${counted(found, noun)} that nobody asked for`
        : `asked for ${counted(wanted, noun)}, saw ${counted(found, noun)}`,
    );
  }
  const likes: string[] = [];
  const places: string[] = [];
  for (const [item, match] of matched(asked.items, seen.items)) {
    if (!sameWords(item.qualities, match.qualities)) likes.push(`asked for ${named(item)}, saw ${named(match)}`);
    if (item.place && match.place && item.place !== match.place)
      places.push(`asked for ${named(item)} ${item.place}, saw it ${match.place}`);
  }
  const ground =
    asked.ground && seen.ground && asked.ground !== seen.ground ? [`asked for ${asked.ground} behind it, saw ${seen.ground}`] : [];
  return [...counts, ...likes, ...places, ...ground];
}

/** What a number's word says, from two on. */
export const MANY: Readonly<Record<string, number>> = {
  ...Object.fromEntries(NUMBERS.slice(2).map((word, at) => [word, at + 2])),
  ...{ eleven: 11, twelve: 12, dozen: 12, fifteen: 15, twenty: 20, thirty: 30, fifty: 50, hundred: 100 },
};
/** From a number to the thing that it counts: "twenty little red stars". */
const WORDS_BETWEEN = 3;

/** What a request counts and a caption has fewer of, each as "asked for 20 stars, drew 3". Things by other names are left out. */
export function fewer(request: string, caption: string): string[] {
  const words = request.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
  const nouns = checklistOf(caption).items.map(({ noun }) => noun);
  return [...new Set(nouns)].flatMap((noun) => {
    const wanted = words.reduce((sum, word, at) => {
      const count = MANY[word] ?? (/^\d{1,4}$/.test(word) ? Number(word) : 0);
      const next = words.slice(at + 1, at + 2 + WORDS_BETWEEN);
      return sum + (next.includes(noun) || next.includes(plural(noun)) ? count : 0);
    }, 0);
    const drawn = nouns.filter((one) => one === noun).length;
    return wanted > drawn ? [`asked for ${counted(wanted, noun)}, drew ${drawn}`] : [];
  });
}

const sameWords = (a: readonly string[], b: readonly string[]): boolean => [...a].sort().join(' ') === [...b].sort().join(' ');

/** Each thing with the one of its kind that is most like it; the most alike pairs first. */
function matched(asked: readonly Item[], seen: readonly Item[]): [Item, Item][] {
  const likeness = (a: Item, b: Item): number =>
    (a.place === b.place ? 1.5 : 0) +
    a.qualities.filter((word) => b.qualities.includes(word)).length -
    Math.abs(a.qualities.length - b.qualities.length) / 4;
  const pairs = asked
    .flatMap((a, i) => seen.flatMap((b, j) => (a.noun === b.noun ? [{ i, j, like: likeness(a, b) }] : [])))
    .sort((one, other) => other.like - one.like);
  const [left, right] = [new Set(asked.keys()), new Set(seen.keys())];
  return pairs.flatMap(({ i, j }): [Item, Item][] => {
    const [a, b] = [asked[i], seen[j]];
    if (!a || !b || !left.delete(i)) return [];
    if (!right.delete(j)) {
      left.add(i);
      return [];
    }
    return [[a, b]];
  });
}
