/**
 * What an edit's plan says in folders whose template has `edits: changes`: only where the new picture differs from the old one.
 *
 *   - ring at the top + a small pink ring at the top = dark blue
 *
 * `-` takes away the thing of that kind in that place, `+` puts one there, `=` says anew what stands behind the things. To find what is meant and to copy
 * what stays are two tasks, and a small model that has to do both changes the wrong thing; so it does the first, and what it does
 * not speak of stays as it was. Kept alike with engine/train/dreamtrain/world/difference.py.
 */
import { captionOf, placeOf, sentenceOf } from './caption.ts';
import { character, choice, type Grammar, sequence, times } from './grammar.ts';

const PARTS_AT_MOST = 12;
const SIGNED = /(?:^| )([-+=]) ((?:(?! [-+=] ).)+)/g;
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

/** What one caption has and the other has not, as each says it. */
export function thingsApart(before: string, after: string): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const [one, other] = [before, after].map((caption): string[] => {
    const { things, behind } = captionOf(caption);
    return behind === '' ? [...things] : [...things, behind];
  }) as [string[], string[]];
  return { before: one.filter((thing) => !other.includes(thing)), after: other.filter((thing) => !one.includes(thing)) };
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
  return sentenceOf(things, behind);
}

/** Whatever can be changed in a picture of this caption: only what is there can be taken away. */
export function changesGrammar(before: string): Grammar {
  const word = character(/^[\p{L}\p{N}]$/u);
  const words = sequence(word, times(character(/^[\p{L}\p{N} ,']$/u), 0, Number.POSITIVE_INFINITY));
  const there = captionOf(before).things.map((thing) => `- ${kindAndPlace(thing)}`);
  const part = choice(...there, sequence('+ ', words), sequence('= ', words));
  return sequence(part, times(sequence(' ', part), 0, PARTS_AT_MOST - 1));
}

/** " at the top" and what stands before it: "circle at the top". A thing without a place is known by all its words. */
function kindAndPlace(thing: string): string {
  const place = placeOf(thing);
  return place === '' ? thing : `${thing.slice(0, -place.length).trim().split(' ').at(-1)} ${place}`;
}
