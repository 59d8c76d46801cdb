/** Lists of single words, in the form that `normalise` gives. */
import { normalise } from './normalise.ts';
import { isUnspaced } from './reading.ts';

export interface WordList {
  has(word: string): boolean;
  /** Of a script without spaces: what is left of a word when all of the list is taken out of it. */
  without(word: string): string;
}

/** Words between spaces; a trailing `*` matches any ending. */
export function listOf(...lists: readonly string[]): WordList {
  const [whole, begun, unspaced]: [Set<string>, string[], string[]] = [new Set(), [], []];
  for (const entry of lists.flatMap((list) => list.split(/\s+/)).filter((each) => each !== '')) {
    const stem = normalise(entry.replace(/\*$/, '')).trim();
    for (const part of stem.split(' ')) {
      if (entry.endsWith('*')) begun.push(part);
      else whole.add(part);
      if (isUnspaced(part)) unspaced.push(part);
    }
  }
  unspaced.sort((one, other) => other.length - one.length);
  return {
    has: (word) => whole.has(word) || begun.some((stem) => word.startsWith(stem)),
    without: (word) => unspaced.reduce((rest, stem) => rest.replaceAll(stem, ''), word),
  };
}

/** Whole words. */
export const setOf = (list: string): ReadonlySet<string> =>
  new Set(wordsIn(list.replace(/\s+/g, ' ')).map((word) => normalise(word).trim()));

export function wordsIn(plain: string): string[] {
  return plain.split(' ').filter((word) => word !== '');
}
