/**
 * What a request to draw names that the model does not know: "a canoe next to the orange car" would be drawn as a car. Found by where nouns
 * stand, after an article or a number, so that adjectives ("a cheerful red car") and what frames a request ("a picture of", "a bit", "in
 * a hurry") are none.
 */
import { say } from '../../src/core/sentences.ts';
import type { PlanStep, Said } from '../../src/core/types.ts';
import type { Vocabulary } from '../model/index.ts';
import { captionOf, thingOf } from './caption.ts';
import type { Desk } from './desk.ts';
import { english, type IsEnglish } from './english.ts';
import { isNear } from './slips.ts';
import { EXPLAINS, isNamed, isOfTopic } from './topics.ts';
import { singular, wordsOf } from './words.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const OPENS = set('a an another some many several few two three four five six seven eight nine ten');
/** What ends the phrase of a noun. */
const ENDS = set(
  'in on at to into onto with without of for from by as like than over under above below beneath underneath beside between behind near around against inside outside ' +
    'next along across through and or but not nor plus that which who whose where when while if so because is are was were be been being has have had does do did ' +
    'should shall must may can could would will i you he she it we they me him her us them this these those my your his its our their the both each every ' +
    'please pls plz thanks thank thx now then too also instead again here there only alone today up down apart away together asap ok okay ' +
    'drawn shown seen made done',
);
/** Phrases after these say whom it is for, how it is meant or when, and who asks: "for a friend", "like a pillow", "i'm a teacher". */
const ASIDE = set("for as like by than at if until within per before after during am i'm we're he's she's it's that's");
/** In what these begin, a measure is said: "a bit brighter". */
const MEASURES = set('bit tad touch shade splash dash hint lot while moment few');
/** What a request says of itself, of its picture, of times, places and manners; and words for no thing in particular. */
const FRAMES = set(
  'picture pic image photo photograph drawing painting sketch illustration render rendering art artwork graphic doodle cartoon icon scene view version variation ' +
    'composition design layout canvas page sheet paper example sample idea try attempt shot favour favor question request wish moment minute second hour day week month year time night ' +
    'evening morning hurry way style mood manner kind sort type bit lot tad touch shade tone colour color hue tint size scale shape form figure object thing item element ' +
    'symbol something anything place position spot side corner edge border line group row column pair couple set bunch pattern grid middle center centre background ' +
    'foreground distance front back left right top bottom half third quarter degree percent pixel px cm mm inch am pm part piece one other friend surprise change ' +
    'difference reason chance detail word number look step level amount mix contrast height width angle direction',
);
/** Of what is shown: "a picture of canoes", "a pair of suitcases". */
const SHOWS = set('picture pic image photo drawing painting sketch illustration pair couple row column tower group bunch');
/** "The team would like …": whoever does these is not to be drawn. */
const DOES = /^(?:would|wants?|needs?|likes?|wish(?:es)?|asks?|dreams?|said|says|loves?|should)$/;
const QUALITY = /(?:ed|ing|ly|(?<!f)ish|ful|ous|less|able|ible|ier|iest|est|ward|wards)$/;
const LONGEST = 6;
/** What a topic stands behind, and what follows words that are none: "a tour of", "an intro to". */
const BEFORE_TOPIC = set('a an the of about through on are do does uses with is any some');
const GOES_ON = set('of to about on for');
const FOLLOWS = /^(?:,|&|\+|and|or)$/;

/** Said in the place of a plan that draws, or adds to a picture, as if such a thing had not been named. */
export async function unknownIn(
  steps: readonly PlanStep[],
  asked: string,
  { model, rows }: Pick<Desk, 'model' | 'rows'>,
): Promise<Said | undefined> {
  const draws = steps.filter(({ kind }) => kind === 'draw').length;
  const isMore = (step: PlanStep): boolean => step.kind === 'edit' && adds(step.caption, rows.get(step.target)?.caption ?? '');
  if (!model.vocabulary || (draws === 0 && !steps.some(isMore))) return undefined;
  const heard = isNamed(asked, model.vocabulary);
  if (draws > 1 && (EXPLAINS.test(asked) || !heard)) {
    const topic = await unknownTopic(asked, model.vocabulary, heard);
    return topic === undefined ? undefined : say('cannot-explain', { thing: topic });
  }
  const thing = await unknownThing(asked, model.vocabulary, draws === 0);
  // "A traffic jam with drawings" is a topic.
  if (thing === undefined || (draws > 1 && [thing, singular(thing)].some((word) => model.vocabulary?.other.has(word)))) return undefined;
  return say('cannot-draw', { thing });
}

/** Whether more of some noun is there than before. */
function adds(caption: string, before: string): boolean {
  const nouns = (text: string): string[] => captionOf(text).things.map((thing) => thingOf(thing).noun);
  const left = nouns(before);
  return nouns(caption).some((noun) => {
    const at = left.indexOf(noun);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** The first such noun; undefined where there is none. What an edit calls "the" thing is one that is there. */
export async function unknownThing(request: string, vocabulary: Vocabulary, isEdit: boolean): Promise<string | undefined> {
  const phrases = phrasesOf(request.toLowerCase(), isEdit);
  const heads = phrases.flatMap((phrase, at) => headOf(phrase, phrases[at + 1], vocabulary) ?? []);
  if (heads.length === 0) return undefined;
  const isEnglish = await english();
  return heads.find((head) => isThing(head, vocabulary, isEnglish));
}

/**
 * What is asked about, where no word of the folder's is that: "walk me through a flamingo" would be told of something else. Where nothing of the plan was
 * `heard` in the request, any noun that nobody taught is.
 */
export async function unknownTopic(request: string, vocabulary: Vocabulary, heard: boolean): Promise<string | undefined> {
  const words = wordsOf(request);
  const isKnown = (word: string): boolean =>
    [vocabulary.things, vocabulary.drawing, vocabulary.other].some((known) => known.has(word)) || isOfTopic(word, vocabulary);
  const strange = words.filter(
    (word, at) =>
      word.length > 2 &&
      (!heard || (BEFORE_TOPIC.has(words[at - 1] ?? '') && !GOES_ON.has(words[at + 1] ?? '') && !DOES.test(words[at + 1] ?? ''))) &&
      ![word, singular(word)].some(isKnown),
  );
  if (strange.length === 0) return undefined;
  const isEnglish = await english();
  return strange.find((word) => isThing(word, vocabulary, isEnglish));
}

interface Phrase {
  readonly words: readonly string[];
  /** "A fleet of red ships". */
  readonly of: readonly string[];
  /** The phrase before it goes on in this one: "a big and shiny star". */
  readonly goesOn: boolean;
  /** After "in the", "on the": more often a place than a thing. */
  readonly isPlace: boolean;
}

/** What stands after an article or a number, each up to the next little word. */
function phrasesOf(request: string, isEdit: boolean): Phrase[] {
  const words = request.match(/[\p{L}\d]+(?:['’][\p{L}]+)*|[^\s\p{L}\d]/gu) ?? [];
  const phrases: Phrase[] = [];
  let from = 0;
  for (const [at, word] of words.entries()) {
    if (at < from) continue;
    const before = words[at - 1] ?? '';
    const isOf = word === 'of' && SHOWS.has(singular(before)) && !opens(words[at + 1] ?? '') && words[at + 1] !== 'the';
    const isThe = word === 'the' && !isEdit;
    const last = phrases.at(-1);
    const goesOn = FOLLOWS.test(word) && last !== undefined && from === at && !opens(words[at + 1] ?? '') && words[at + 1] !== 'the';
    if (!opens(word) && !isOf && !isThe && !goesOn) continue;
    const phrase = phraseAt(words, at + 1);
    from = at + 1 + phrase.length;
    const isAside = isAsideAfter(words.slice(Math.max(0, at - 3), at));
    const isWho = isThe && DOES.test(words[from] ?? '');
    if (phrase.length > 0 && !isAside && !isWho)
      phrases.push({ words: phrase, of: words[from] === 'of' ? phraseAt(words, from + 1) : [], goesOn, isPlace: isThe });
  }
  return phrases;
}

/** "i would like a canoe" and "can i have a canoe" ask for one; "like a canoe" and "i have a canoe" don't. */
function isAsideAfter(words: readonly string[]): boolean {
  const [first = '', second = '', last = ''] = ['', '', ...words].slice(-3);
  if (last === 'like') return !/(?:would|['’]d|you|i|we)$/.test(second);
  if (last === 'have') return /^(?:i|we|they)$/.test(second) && !/^(?:can|could|may|might|shall|should)$/.test(first);
  return ASIDE.has(last.replace('’', "'"));
}

/** Up to the next little word, number or sign. */
function phraseAt(words: readonly string[], from: number): readonly string[] {
  const some = words.slice(from, from + LONGEST);
  const end = some.findIndex((word) => ENDS.has(word) || opens(word) || !/^\p{L}/u.test(word));
  return end < 0 ? some : some.slice(0, end);
}

const opens = (word: string): boolean => OPENS.has(word) || /^\d+$/.test(word);

/** The noun that a phrase is about, unless it is one that can be drawn or names none. */
function headOf({ words, of, isPlace, goesOn }: Phrase, next: Phrase | undefined, vocabulary: Vocabulary): string | undefined {
  const acting = words.find((word, at) => /ing$/.test(words[at + 1] ?? '') && namesUnknown(word, vocabulary));
  const last = acting ?? words.at(-1) ?? '';
  const isKnown = (word: string): boolean => vocabulary.things.has(word);
  const at = words.findLastIndex(isKnown);
  const isNamed = namesUnknown(last, vocabulary);
  if (at === words.length - 1 || isFrame(last, vocabulary) || MEASURES.has(words[0] ?? '')) return undefined;
  // Behind a thing, one noun more makes it another ("a car door"); all else says how it is ("a car facing left").
  if (at >= 0) return at === words.length - 2 && isNamed ? last : undefined;
  // "The" may be anything that everybody knows, and what goes on without an article a quality.
  if (isPlace || goesOn) return isNamed ? last : undefined;
  const isQuality = next?.goesOn && next.words.some(isKnown);
  return (isQuality || of.some(isKnown)) && !isNamed ? undefined : last;
}

const isFrame = (word: string, { drawing }: Vocabulary): boolean =>
  drawing.has(word) || drawing.has(singular(word)) || FRAMES.has(word) || FRAMES.has(singular(word));

const namesUnknown = (word: string, { unknown }: Vocabulary): boolean => unknown.has(word) || unknown.has(singular(word));

/** A slip may be a word ("a heat on the left"): what is one away from a thing is left to the model. */
const isThing = (word: string, vocabulary: Vocabulary, isEnglish: IsEnglish): boolean =>
  namesUnknown(word, vocabulary) || (isEnglish(word) && !QUALITY.test(word) && !isNear(word, vocabulary.things));
