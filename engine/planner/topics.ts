/**
 * Which of the topics that a folder can explain a request is about, and the plans that explain them. A small model tells a topic that it
 * knows from one that sounds alike by words alone, and mixes up the pictures of two; the folder says which words and pictures are whose.
 */
import type { Topic, Vocabulary } from '../model/index.ts';
import type { PlanLine } from './dialogue.ts';
import { choice, type Grammar, sequence } from './grammar.ts';
import { wordsOf } from './words.ts';

/** Of the best topic's weight: what has less is not asked about. */
const AS_GOOD = 0.3;
const TOPICS_AT_MOST = 12;
/** What is asked for here is told in words and several pictures. */
export const EXPLAINS =
  /\b(?:eli5|where|which|expla\w+|through|how|why|what|when|who|describe|teach|tell|learn|understand|know|about|guide|intro\w*|overview|lesson|stor(?:y|ies)|tutorial|question|answer|basics)\b/i;
const STORY = /\b(?:stor(?:y|ies)|tales?|adventures?|once upon|hero(?:es)?)\b/i;

/** Those with the rarest words of the request: a word that few topics have weighs more. */
export function topicsIn(asked: string, { topics }: Pick<Vocabulary, 'topics'>, atLeast = 0): readonly Topic[] {
  const said = new Set(wordsOf(asked).map(stemOf));
  const weights = weightsOf(topics);
  const weighed = topics.map((topic) => ({
    topic,
    weight: sum([...stemsOf(topic)].filter((stem) => said.has(stem)).map((stem) => weights.get(stem) ?? 0)),
  }));
  const best = Math.max(...weighed.map(({ weight }) => weight));
  return weighed
    .filter(({ weight }) => weight > 0 && weight >= atLeast && weight >= AS_GOOD * best)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, TOPICS_AT_MOST)
    .map(({ topic }) => topic);
}

/** Those that a request calls by a name of theirs. */
export function topicsNamedIn(asked: string, { topics }: Pick<Vocabulary, 'topics'>): readonly Topic[] {
  const said = ` ${wordsOf(asked).map(stemOf).join(' ')} `;
  return topics.filter(({ names }) => names.some((name) => said.includes(` ${bareName(name)} `)));
}

/** Whether a request is nothing but a name of one of these: "volcano". */
export const isName = (asked: string, topics: readonly Topic[]): boolean =>
  topics.some(({ names }) => names.some((name) => bareName(name) === bareName(asked.toLowerCase())));

const bareName = (name: string): string =>
  wordsOf(name.replace(/^(?:an?|the) /, ''))
    .map(stemOf)
    .join(' ');

/** Whether a request surely says what it is about: a topic by its name or by a word that no other has, or a thing that can be drawn. */
export const isNamed = (asked: string, vocabulary: Vocabulary): boolean =>
  wordsOf(asked).some((word) => vocabulary.things.has(word)) ||
  topicsNamedIn(asked, vocabulary).length > 0 ||
  topicsIn(asked, vocabulary, 1).length > 0;

/** Whether topics are named or asked by this word. */
export const isOfTopic = (word: string, { topics }: Pick<Vocabulary, 'topics'>): boolean => weightsOf(topics).has(stemOf(word));

/** Whether these lines explain something, and do not tell a story. */
export const isExplaining = (lines: readonly PlanLine[], asked: string): boolean => picturesOf(lines).length > 2 && !STORY.test(asked);

/** Whether they explain one of these topics. */
export const explainsOne = (lines: readonly PlanLine[], topics: readonly Topic[]): boolean =>
  topics.some(({ pictures }) => pictures.join('\n') === picturesOf(lines).join('\n'));

/** The plans that explain these topics: ` write\n draw: {caption}\n …`. */
export const explanations = (topics: readonly Topic[]): Grammar =>
  choice(...topics.map(({ pictures }) => sequence(...pictures.map((caption) => ` write\n draw: ${caption}\n`), '\n')));

const picturesOf = (lines: readonly PlanLine[]): string[] => lines.flatMap((line) => (line.kind === 'draw' ? [line.caption] : []));

/** "erupting", "erupts" and "eruption" are one. */
const stemOf = (word: string): string => {
  const stem = word.replace(/(?:ing|ions?|ed|ers?|es|s|y|e)$/, '');
  return stem.length > 2 ? stem : word;
};

const stems = new WeakMap<Topic, ReadonlySet<string>>();
function stemsOf(topic: Topic): ReadonlySet<string> {
  const known = stems.get(topic) ?? new Set([...topic.words].map(stemOf));
  stems.set(topic, known);
  return known;
}

const weighed = new WeakMap<readonly Topic[], ReadonlyMap<string, number>>();
/** One for a stem that one topic has, a half where two have it. */
function weightsOf(topics: readonly Topic[]): ReadonlyMap<string, number> {
  const known = weighed.get(topics);
  if (known) return known;
  const counts = new Map<string, number>();
  for (const topic of topics) for (const stem of stemsOf(topic)) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const weights = new Map([...counts].map(([stem, count]) => [stem, 1 / count]));
  weighed.set(topics, weights);
  return weights;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
