/**
 * What a question about a picture asks, as the plan's line says it in folders whose template has `questions: looked-up`:
 *
 *   look #1: colour red house
 *
 * The model says what is asked, which is a matter of words, and code reads the answer off what was seen in the picture, which it says
 * first, so that people can check it. Kept alike with engine/train/dreamtrain/world/queries.py.
 */
import { captionOf, listed, meant, nameOf, phraseOf, placeOf, plural, SIZES, type Thing, thingOf } from './caption.ts';
import { character, choice, type Grammar, sequence, times } from './grammar.ts';
import type { Heard } from './heard.ts';

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

const words = sequence(character(/^[\p{L}\p{N}]$/u), times(character(/^[\p{L}\p{N} ,:'-]$/u), 0, 80));

/**
 * `all`, `ground`, `count star`, `colour red star`, `where star at the top`, `there star`, `is star: red`, `what on the left`, `bigger star, tree`.
 * `heard`: all that may be named; without it, anything.
 */
export function queryGrammar(heard?: Heard): Grammar {
  if (!heard) return choice('all', 'ground', sequence(choice('count ', 'colour ', 'where ', 'there ', 'is ', 'what ', 'bigger '), words));
  const { phrase, colour, place } = heard;
  const about = sequence(choice('count ', 'colour ', 'where ', 'there '), phrase);
  return choice(
    'all',
    'ground',
    about,
    sequence('is ', phrase, ': ', colour),
    sequence('what ', place),
    sequence('bigger ', phrase, ', ', phrase),
  );
}

/**
 * What is seen, and the answer. Undefined where the caption names no things, or the query asks for none of the above. A noun that is neither in the
 * picture nor in `asked`, the person's words, was misheard and is not said.
 */
export function answerTo(query: string, caption: string, asked = query): string | undefined {
  const { things: phrases, behind } = captionOf(caption);
  const things = phrases.map(thingOf);
  if (!phrases.every((phrase) => /^an? /.test(phrase)) || phrases.length === 0) return undefined;
  const [head = '', rest = ''] = /^(\S+)(?: (.*))?$/.exec(query.trim())?.slice(1) ?? [];
  const said = head === 'all' ? '' : head === 'ground' ? groundOf(behind) : READERS.get(head)?.(heard(rest, things, asked), things);
  return said === undefined ? undefined : `I see ${caption.replace(/\.$/, '')}. ${said}`.trim();
}

type Reader = (rest: string, things: readonly Thing[]) => string | undefined;

const READERS = new Map<string, Reader>(
  Object.entries<Reader>({
    count: (phrase, things) => {
      const found = meant(phrase, things).length;
      return `There ${found === 1 ? 'is' : 'are'} ${NUMBERS[found] ?? found} ${named(phrase, found)}.`;
    },
    colour: (phrase, things) => told(phrase, meant(phrase, things), ({ colour }) => colour),
    where: (phrase, things) => told(phrase, meant(phrase, things), ({ place }) => place),
    there: (phrase, things) => {
      const found = meant(phrase, things);
      if (found.length === 0) return `No, there is no ${phrase}.`;
      return found[0] && found.length === 1
        ? `Yes, there is ${phraseOf(found[0])}.`
        : `Yes, there are ${NUMBERS[found.length]} ${named(phrase, 2)}.`;
    },
    is: (rest, things) => {
      const [phrase = '', colour] = rest.split(': ');
      const found = meant(phrase, things);
      const answer = told(phrase, found, (thing) => thing.colour);
      if (found.length === 0 || answer === undefined) return answer;
      return `${found.every((thing) => thing.colour === colour) ? 'Yes' : 'No'}, ${answer.charAt(0).toLowerCase()}${answer.slice(1)}`;
    },
    what: (place, things) => {
      const there = things.find((thing) => thing.place === place);
      return `There is ${there ? nameOf(there) : 'nothing'} ${place}.`;
    },
    bigger: (rest, things) => {
      const nouns = rest.split(', ');
      const sizes = nouns.map((noun) => Math.max(...meant(noun, things).map(({ size }) => SIZES.indexOf(size))));
      const missing = sizes.indexOf(Number.NEGATIVE_INFINITY);
      if (missing >= 0) return `There is no ${nouns[missing]}.`;
      const [one = 0, other = 0] = sizes;
      return one === other ? 'They are the same size.' : `The ${nouns[one > other ? 0 : 1]} is bigger.`;
    },
  }),
);

/** What a query is about: "count red star" → star; nothing for one about the picture as a whole, a place, or things of any kind. */
export function nounOf(query: string): string {
  const [, head = '', rest = ''] = /^(\S+) (.*)$/.exec(query) ?? [];
  const { noun } = thingOf(rest.split(/[:,] /)[0] ?? '');
  return head === '' || head === 'what' || noun === 'thing' ? '' : noun;
}

/** Words that are in the picture, in the request, or those of queries themselves; in the place of any other noun stands "such thing". */
function heard(rest: string, things: readonly Thing[], asked: string): string {
  const { noun } = thingOf(rest.split(/[:,] /)[0] ?? '');
  const isKnown =
    noun === 'thing' || noun === '' || things.some((thing) => thing.noun === noun) || asked.toLowerCase().includes(noun.slice(0, 4));
  return isKnown ? rest : rest.replace(noun, 'such thing');
}

const groundOf = (behind: string): string | undefined => (behind === '' ? undefined : `The background is ${behind.replace(/^on /, '')}.`);

/** "The red stars are on the left and at the top." Undefined where the caption does not say it of all of them. */
function told(phrase: string, found: readonly Thing[], read: (thing: Thing) => string): string | undefined {
  if (found.length === 0) return `There is no ${phrase}.`;
  const values = [...new Set(found.map(read))];
  if (values.includes('')) return undefined;
  return `The ${named(phrase, found.length)} ${found.length === 1 ? 'is' : 'are'} ${listed(values)}.`;
}

/** The phrase for so many: "red stars at the top". */
function named(phrase: string, count: number): string {
  if (count === 1) return phrase;
  const place = placeOf(` ${phrase}`);
  return place === '' ? plural(phrase) : `${plural(phrase.slice(0, -place.length - 1))} ${place}`;
}
