/**
 * What an edit's plan says in folders whose template has `edits: orders`: what is to be done to which thing, as the request has it.
 *
 *   heart: purple; - red star; + a small blue boat at the top; = dark blue
 *
 * After `:` comes a colour, a size, `bigger`, `smaller`, a place, `a yellow moon` in its stead, a number, or `swap star`. `-` takes away, `+`
 * puts one there (in a place, `above heart`, `next to heart`, or where there is room), `=` says anew what stands behind the things. The
 * model has to look nothing up and to copy nothing: code does what is ordered to the caption. Sizes and rooms are those of pictures
 * with three rows of three places. Kept alike with engine/train/dreamtrain/world/orders.py.
 */
import { captionOf, meant, PLACES, phraseOf, rankOf, SIZES, sentenceOf, type Thing, thingOf } from './caption.ts';
import { character, choice, type Grammar, sequence, times } from './grammar.ts';
import type { Heard } from './heard.ts';

const ORDERS_AT_MOST = 8;
const MIDDLE = 4;
/** Places by their rank: where one more goes, and where so many alike stand. */
const FREE = [4, 5, 3, 1, 7, 2, 0, 8, 6];
const ROWS: Readonly<Record<number, readonly number[]>> = { 1: [4], 2: [3, 5], 3: [3, 4, 5], 4: [0, 2, 6, 8], 5: [0, 2, 4, 6, 8] };
const BESIDE: Readonly<Record<string, number>> = { above: -3, below: 3, 'left of': -1, 'right of': 1, 'next to': 1 };

const text = sequence(character(/^[\p{L}\p{N}]$/u), times(character(/^[\p{L}\p{N} ,'-]$/u), 0, 80));
const several = (order: Grammar): Grammar => sequence(order, times(sequence('; ', order), 0, ORDERS_AT_MOST - 1));

/** `heard`: all that may be named; without it, anything. */
export function ordersGrammar(heard?: Heard): Grammar {
  if (!heard)
    return several(
      choice(sequence('- ', text), sequence('+ ', choice('a ', 'an '), text), sequence('= ', text), sequence(text, ': ', text)),
    );
  const { phrase, newcomer, colour, place } = heard;
  const other = newcomer ? [sequence(choice('a ', 'an '), newcomer)] : [];
  const beside = sequence(choice(...Object.keys(BESIDE)), ' ', phrase);
  const digit = character(/^\d$/);
  const value = choice(colour, place, ...SIZES, 'bigger', 'smaller', digit, sequence('swap ', phrase), ...other);
  const added = other.map((one) => sequence('+ ', one, times(sequence(' ', choice(place, beside)), 0, 1)));
  return several(choice(sequence('- ', phrase), sequence('= ', text), sequence(phrase, ': ', value), ...added));
}

/** The caption after these orders; undefined where they speak of a thing that is not there. */
export function ordered(before: string, orders: string): string | undefined {
  const { things, behind } = captionOf(before);
  let scene: Scene | undefined = { things: things.map(thingOf), behind };
  for (const each of orders.trim().split('; ')) scene = scene && done(scene, each);
  return scene && sentenceOf(scene.things.map(phraseOf), scene.behind);
}

interface Scene {
  readonly things: readonly Thing[];
  readonly behind: string;
}

function done(scene: Scene, each: string): Scene | undefined {
  const { things, behind } = scene;
  const [, sign, said = ''] = /^([-+=]) (.+)$/.exec(each) ?? [];
  if (sign === '=') return { things, behind: /^(?:in|at|on|under) /.test(said) ? said : `on ${said}` };
  if (sign === '+') return added(scene, said);
  const [phrase = '', value] = sign === '-' ? [said] : each.split(': ');
  const those = meantIn(things, phrase);
  const [first] = those;
  if (!first) return undefined;
  // "small fish" is neither a size nor a colour.
  if (value !== undefined && !SIZES.includes(value) && !/^an? |^swap /.test(value) && value.split(' ').some((word) => SIZES.includes(word)))
    return undefined;
  // A picture of nothing is none.
  if (value === undefined)
    return those.length < things.length ? { things: things.filter((thing) => !those.includes(thing)), behind } : scene;
  if (/^\d+$/.test(value)) return { things: numbered(first, Number(value), things.length), behind };
  const change = value.startsWith('swap ')
    ? swapped(first, meantIn(things, value.slice(5))[0])
    : (thing: Thing) => (those.includes(thing) ? changed(thing, value, things.length) : thing);
  return change && { things: replaced(things, things.map(change)), behind };
}

/** Where a colour or a size is wrong, the noun alone says what is meant. */
function meantIn(things: readonly Thing[], phrase: string): Thing[] {
  const those = meant(phrase, things);
  const { noun } = thingOf(phrase);
  return those.length > 0 ? those : meant(noun, things);
}

/** Of several in one place stays the first that came there. */
const replaced = (old: readonly Thing[], made: readonly Thing[]): readonly Thing[] =>
  made.filter((thing) => {
    const rivals = made.filter(({ place }) => place !== '' && place === thing.place);
    const came = rivals.find((one) => old[made.indexOf(one)]?.place !== one.place);
    return rivals.length < 2 || thing === (came ?? rivals[0]);
  });

const swapped = (one: Thing, other: Thing | undefined): ((thing: Thing) => Thing) | undefined =>
  other && ((thing) => (thing === one ? { ...one, place: other.place } : thing === other ? { ...other, place: one.place } : thing));

function changed(thing: Thing, value: string, count: number): Thing {
  const alone = count === 1 && thing.place === PLACES[MIDDLE];
  if (value === 'bigger' || value === 'smaller') {
    const at = SIZES.indexOf(thing.size) + (value === 'bigger' ? 1 : -1);
    return { ...thing, size: SIZES[Math.min(Math.max(at, 0), alone ? 3 : 2)] ?? thing.size };
  }
  if (SIZES.includes(value)) return { ...thing, size: alone && value === 'large' ? 'huge' : !alone && value === 'huge' ? 'large' : value };
  if (PLACES.includes(value)) return { ...thing, place: value, size: thing.size === 'huge' ? 'large' : thing.size };
  if (!/^an? /.test(value)) return { ...thing, colour: value };
  const other = thingOf(value);
  return { ...thing, noun: other.noun, colour: other.colour || thing.colour };
}

/** So many of it, laid out anew. */
export function numbered(thing: Thing, count: number, before: number): Thing[] {
  const size = thing.size !== 'huge' ? thing.size : before > 1 ? 'large' : 'medium';
  return (ROWS[Math.min(Math.max(count, 1), 5)] ?? []).map((at) => ({ ...thing, size, place: PLACES[at] ?? '' }));
}

function added({ things, behind }: Scene, said: string): Scene | undefined {
  const [, wish = said, beside = '', what = ''] = /^(.+?) (above|below|left of|right of|next to) (.+)$/.exec(said) ?? [];
  const fresh = thingOf(wish);
  const room = beside === '' ? roomAt(things, fresh.place) : roomBeside(things, beside, what);
  if (!room) return undefined;
  const thing = { ...fresh, size: fresh.size === 'huge' ? 'large' : fresh.size, place: room.place };
  return { things: [...room.things.filter(({ place }) => place === '' || place !== thing.place), thing], behind };
}

interface Room {
  /** Those that were there, made ready for one more. */
  readonly things: readonly Thing[];
  readonly place: string;
}

/** What fills the picture shrinks, and steps aside where no place is said. */
function roomAt(things: readonly Thing[], place: string): Room {
  const [only] = things;
  if (only && things.length === 1 && only.size === 'huge' && place === '')
    return { things: [{ ...only, size: 'medium', place: PLACES[3] ?? '' }], place: PLACES[5] ?? '' };
  const medium = things.map((thing) => (thing.size === 'huge' ? { ...thing, size: 'medium' } : thing));
  return { things: medium, place: place || free(things) };
}

function roomBeside(things: readonly Thing[], beside: string, what: string): Room | undefined {
  const [thing] = meantIn(things, what);
  if (!thing) return undefined;
  const step = BESIDE[beside] ?? 1;
  if (things.length === 1 && thing.place === PLACES[MIDDLE]) {
    const aside = { ...thing, place: PLACES[MIDDLE - step] ?? '', size: thing.size === 'huge' ? 'medium' : thing.size };
    return { things: [aside], place: PLACES[MIDDLE + step] ?? '' };
  }
  const at = rankOf(thing.place);
  const isInside = Math.abs(step) === 3 || Math.floor((at + step) / 3) === Math.floor(at / 3);
  const place = isInside ? (PLACES[at + step] ?? '') : '';
  const isTaken = things.some((one) => one.place === place);
  return { things, place: place === '' || isTaken ? free(things) : place };
}

const free = (things: readonly Thing[]): string =>
  FREE.map((at) => PLACES[at] ?? '').find((place) => !things.some((thing) => thing.place === place)) ?? '';
