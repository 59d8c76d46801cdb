/**
 * What a refused request would be without the words that it was refused for: these words are taken out, or others are put in
 * their place, and what is left is checked again. The same words always give the same rewrite; it is shown before it is run.
 */
import type { Category } from './policy.ts';

/** Longer requests are not rewritten: nobody reads what was changed in them. */
const CHARS_AT_MOST = 600;
/** Words taken out one after another, at most. */
const ROUNDS_AT_MOST = 8;
/** Fewer words than this are no request any more. */
const WORDS_AT_LEAST = 2;

/** What is offered a milder wording. Of the others nothing is left that should be made. */
const REWORDED: ReadonlySet<string> = new Set<Category>(['sexual', 'violence', 'hate', 'harassment', 'political', 'brand', 'own']);

/** Words of the same part of speech, put where the refused ones stood; all others are left out. */
const MILDER: readonly (readonly [RegExp, string])[] = [
  [/^(naked|nude|topless|undressed)$/i, 'clothed'],
  [/^(sexy|erotic)$/i, 'elegant'],
  [/^(gory|bloody)$/i, 'dramatic'],
  [/^(bloodbath|massacre|gore)$/i, 'battle'],
  [/^(tortured|mutilated|decapitated|dismembered)$/i, 'tired'],
];

/** Words that say nothing at an end. */
const LOOSE = /^(a|an|the|of|with|and|or|in|on|at|by|to|for|some)$/i;

/** The rules that refuse a text, by category. */
type Refusals = (text: string) => readonly string[];

/** Undefined where nothing would be left, or what is left would be refused, too. */
export function rewritten(text: string, refusals: Refusals): string | undefined {
  if (text.length > CHARS_AT_MOST) return undefined;
  let words = text.split(/\s+/).filter((word) => word !== '');
  for (let round = 0; round < ROUNDS_AT_MOST; round++) {
    const [category] = refusals(words.join(' '));
    if (category === undefined) break;
    if (!REWORDED.has(category)) return undefined;
    const { from, to } = spanOf(words, (part) => refusals(part).includes(category));
    words = [...words.slice(0, from), ...milder(words.slice(from, to)), ...words.slice(to)];
  }
  const left = tidied(words);
  const said = left.join(' ');
  const content = left.filter((word) => !LOOSE.test(word) && /\p{L}/u.test(word));
  return content.length < WORDS_AT_LEAST || refusals(said).length > 0 || said === text.trim() ? undefined : said;
}

/** A run of words that is refused, and is not without its first or its last word. All of `words` is refused. */
function spanOf(words: readonly string[], isRefused: (part: string) => boolean): { from: number; to: number } {
  const to = turnOf(0, words.length, (at) => isRefused(words.slice(0, at).join(' ')));
  const from = turnOf(to, 0, (at) => isRefused(words.slice(at, to).join(' ')));
  return { from, to };
}

/** A place where it is so, and was not one step before: between `not`, where it is not so, and `so`, where it is; by halves. */
function turnOf(not: number, so: number, isSo: (at: number) => boolean): number {
  if (Math.abs(so - not) <= 1) return so;
  const middle = Math.trunc((not + so) / 2);
  return isSo(middle) ? turnOf(not, middle, isSo) : turnOf(middle, so, isSo);
}

function milder(words: readonly string[]): string[] {
  const [word = ''] = words;
  const bare = word.replace(/[^\p{L}]+$/u, '');
  const other = words.length === 1 ? MILDER.find(([pattern]) => pattern.test(bare))?.[1] : undefined;
  return other === undefined ? [] : [other + word.slice(bare.length)];
}

/** Without articles and small words that lost what they stood before. */
function tidied(words: readonly string[]): string[] {
  const kept = words.filter((word, at) => {
    const next = words[at + 1];
    return !(
      /^(a|an|the|of|with|and|or|by)$/i.test(word) &&
      (next === undefined || /^(of|with|and|or|by|in|on|at)$/i.test(next) || /^[,.;:!?]/.test(next))
    );
  });
  return kept.length === words.length ? kept : tidied(kept);
}
