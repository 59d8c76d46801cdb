/**
 * What a plan may name, so that it speaks of nothing that nobody spoke of: a small model told "is there a harp?" may look for a "har", and told
 * "give it a golden colour" may put a sun there. Only where the folder says the words of its training (engine/model/vocabulary.ts).
 */
import type { Vocabulary } from '../model/index.ts';
import { captionOf, PLACES, SIZES, thingOf } from './caption.ts';
import type { PlanLine } from './dialogue.ts';
import { choice, type Grammar, sequence, times } from './grammar.ts';
import type { PlanRules } from './plan-grammar.ts';
import { isNear } from './slips.ts';
import { EXPLAINS, explainsOne, isExplaining, isName, topicsIn, topicsNamedIn } from './topics.ts';
import { unknownTopic } from './unknown-things.ts';
import { singular, wordsOf } from './words.ts';

export interface Heard {
  /** "star", "small red star", "star at the top", "harp": what a question or a change is about. */
  readonly phrase: Grammar;
  /** "small red star": what comes into a picture; undefined where nothing is named that could. */
  readonly newcomer: Grammar | undefined;
  readonly colour: Grammar;
  readonly place: Grammar;
}

const QUALITIES_AT_MOST = 3;
/** Requests with these may mean more of what is there, without a name. */
const MORE = /\b(?:more|another|again|cop(?:y|ies)|twin|doubles?|duplicates?|clones?|same|ones?|others?)\b/;
/** Where these are said, what is drawn may have been named before. */
const GOES_ON = /\b(?:more|another|again|same|ones?|others?|it|that|this|them|those|these|#\w+)\b/;

/** `captions`: of the pictures that the plan may be about. */
export function heardIn(asked: string, captions: readonly string[], vocabulary: Vocabulary): Heard {
  const said = unique(wordsOf(asked).flatMap((word) => [word, ...singulars(word)]));
  const shown = captions.flatMap((caption) => captionOf(caption).things.map(thingOf));
  const nouns = shown.map(({ noun }) => noun);
  const kinds = namedBy(said, vocabulary.kinds, (word, nouns) => nouns.has(word) || isNear(word, nouns));
  const colours = namedBy(said, vocabulary.colours, (word, names) => names.has(word));
  const colour = choice(...(colours.length > 0 ? colours : Object.keys(vocabulary.colours)));
  const qualities = times(
    sequence(choice(...unique([...colours, ...shown.flatMap((thing) => thing.colour.split(' ')), ...SIZES])), ' '),
    0,
    QUALITIES_AT_MOST,
  );
  const noun = choice(...unique(['thing', ...kinds, ...nouns, ...said]));
  const place = choice(...PLACES);
  const fresh = unique([...kinds, ...(MORE.test(asked.toLowerCase()) ? nouns : [])]);
  return {
    phrase: sequence(qualities, noun, times(sequence(' ', noun), 0, 1), times(sequence(' ', place), 0, 1)),
    // Its colour may be one that goes without saying.
    newcomer:
      fresh.length > 0
        ? sequence(times(sequence(choice(...Object.keys(vocabulary.colours), ...SIZES), ' '), 0, QUALITIES_AT_MOST), choice(...fresh))
        : undefined,
    colour,
    place,
  };
}

/**
 * Whether a plan's drawings have something to do with the request: it names a thing that can be drawn, or where several are, a word of a topic, or
 * else it goes on from before.
 */
export function isHeard(lines: readonly Pick<PlanLine, 'kind'>[], asked: string, vocabulary: Vocabulary): boolean {
  const drawings = lines.filter(({ kind }) => kind === 'draw').length;
  if (drawings === 0) return true;
  const said = wordsOf(asked);
  if (said.some((word) => vocabulary.things.has(word))) return true;
  if (drawings > 1) return topicsIn(asked, vocabulary).length > 0;
  return GOES_ON.test(asked.toLowerCase()) || said.some((word) => isNear(word, vocabulary.things));
}

/** What a plan may be in the place of one that has nothing to do with the request; undefined where it has. */
export async function misheard(lines: readonly PlanLine[], asked: string, vocabulary: Vocabulary): Promise<Partial<PlanRules> | undefined> {
  const named = topicsNamedIn(asked, vocabulary);
  if (isName(asked, named) && !wordsOf(asked).some((word) => vocabulary.things.has(word)))
    return explainsOne(lines, named) ? undefined : { explains: named };
  if (lines[0]?.kind === 'refuse') return EXPLAINS.test(asked) && named.length > 0 ? { explains: named } : undefined;
  // What begins like an explanation begins like small talk: a model sure of the one would be taken at its word for the other.
  const none = isExplaining(lines, asked) ? { mayTell: false } : { mayDraw: false };
  // A strange noun is told (unknown-things.ts).
  if (!isHeard(lines, asked, vocabulary)) return (await unknownTopic(asked, vocabulary, false)) === undefined ? none : undefined;
  if (!isExplaining(lines, asked)) return undefined;
  // "Remind me at five" is no question about five.
  const topics = named.length > 0 ? named : topicsIn(asked, vocabulary, EXPLAINS.test(asked) ? 0.5 : 1);
  if (topics.length === 0) return none;
  return explainsOne(lines, topics) ? undefined : { explains: topics };
}

type Names = ReadonlySet<string>;

const namedBy = (said: readonly string[], all: Readonly<Record<string, Names>>, isOne: (word: string, names: Names) => boolean): string[] =>
  Object.entries(all).flatMap(([name, names]) => (said.some((word) => isOne(word, names)) ? [name] : []));

/** "berries" → berrie and berry: whichever of them the model was taught. */
const singulars = (word: string): string[] =>
  /[^s]s$/.test(word) ? [singular(word), word.replace(/(?:es|s)$/, ''), word.replace(/ies$/, 'y')] : [];

const unique = (words: readonly string[]): string[] => [...new Set(words)].filter(Boolean);
