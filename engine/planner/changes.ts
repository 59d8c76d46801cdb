/**
 * What an edit's plan says in folders whose template has `edits: changes`: only where the new picture differs from the old one.
 *
 *   - ring at the top + a small pink ring at the top = dark blue
 *
 * `-` takes away the thing of that kind in that place, `+` puts one there, `=` says anew what stands behind the things. To find what is meant and to copy
 * what stays are two tasks, and a small model that has to do both changes the wrong thing; so it does the first, and what it does
 * not speak of stays as it was. Kept alike with engine/train/dreamtrain/world/difference.py.
 */
import { character, choice, type Grammar, sequence, times } from './grammar.ts';

interface Caption {
  /** "a small red circle on the left", in reading order. */
  readonly things: readonly string[];
  /** "on dark blue", "in a meadow at night": what stands behind them, with all that is said after it; empty when nothing is. */
  readonly behind: string;
}

const PARTS_AT_MOST = 12;
const SIGNED = /(?:^| )([-+=]) ((?:(?! [-+=] ).)+)/g;
const SEPARATOR = /, (?:and )?(?=an? )| and (?=an? )/;
const BEHIND = /^(?:in|at|on|under|an arrow|arrows) /;

/** Where `after` differs from `before`; empty when they say the same. */
export function changesBetween(before: string, after: string): string {
  const [old, fresh] = [captionOf(before), captionOf(after)];
  return [
    ...old.things.filter((thing) => !fresh.things.includes(thing)).map((thing) => `- ${kindAndPlace(thing)}`),
    ...fresh.things.filter((thing) => !old.things.includes(thing)).map((thing) => `+ ${thing}`),
    ...(old.behind === fresh.behind ? [] : [`= ${fresh.behind.replace(/^on /, '')}`]),
  ].join(' ');
}

/** The caption after these changes. What is not there to be taken away is left out; of two things in one place the newer stays. */
export function changed(before: string, changes: string): string {
  const old = captionOf(before);
  let [things, behind] = [[...old.things], old.behind];
  for (const [, sign, said = ''] of changes.trim().matchAll(SIGNED)) {
    if (sign === '=') behind = BEHIND.test(said) ? said : `on ${said}`;
    else if (sign === '-') things = things.filter((thing) => kindAndPlace(thing) !== said);
    else things = [...things.filter((thing) => placeOf(thing) === '' || placeOf(thing) !== placeOf(said)), said];
  }
  if (things.length === 0) return before;
  const ordered = things.map((thing) => ({ thing, rank: rankOf(placeOf(thing)) })).sort((a, b) => a.rank - b.rank);
  return [listed(ordered.map(({ thing }) => thing)), behind].filter(Boolean).join(', ');
}

/** Whatever can be changed in a picture of this caption: only what is there can be taken away. */
export function changesGrammar(before: string): Grammar {
  const word = character(/^[\p{L}\p{N}]$/u);
  const words = sequence(word, times(character(/^[\p{L}\p{N} ,']$/u), 0, Number.POSITIVE_INFINITY));
  const there = captionOf(before).things.map((thing) => `- ${kindAndPlace(thing)}`);
  const part = choice(...there, sequence('+ ', words), sequence('= ', words));
  return sequence(part, times(sequence(' ', part), 0, PARTS_AT_MOST - 1));
}

function captionOf(text: string): Caption {
  const [, body = '', behind = ''] = /^(.*?)(?:, (?!(?:and )?an? (?!arrow from ))(.*))?$/.exec(text.trim().replace(/\.$/, '')) ?? [];
  return { things: body.split(SEPARATOR).filter(Boolean), behind };
}

/** " at the top" and what stands before it: "circle at the top". A thing without a place is known by all its words. */
function kindAndPlace(thing: string): string {
  const place = placeOf(thing);
  return place === '' ? thing : `${thing.slice(0, -place.length).trim().split(' ').at(-1)} ${place}`;
}

const placeOf = (thing: string): string => / ((?:on|in|at) the .*)$/.exec(thing)?.[1] ?? '';

/** In reading order: rows from the top, columns from the left; what has no place comes last. */
function rankOf(place: string): number {
  if (place === '') return 9;
  const words = place.split(' ').slice(0, 4); // "at the bottom right", whatever comes after it
  const row = words.includes('top') ? 0 : words.includes('bottom') ? 2 : 1;
  return 3 * row + (words.includes('left') ? 0 : words.includes('right') ? 2 : 1);
}

const listed = (things: readonly string[]): string =>
  things.length < 2 ? things.join('') : `${things.slice(0, -1).join(', ')} and ${things.at(-1)}`;
