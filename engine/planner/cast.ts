/** The cast and the style of a thread, in the words of requests and captions: "Max" becomes what Max looks like. */
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { GenerateRequest } from '../../src/core/ports.ts';
import { withArticle } from './caption.ts';
import { type Checklist, checklistOf, type Item } from './checklist.ts';
import type { Place } from './likeness.ts';
import { isSaid, wordsOf } from './words.ts';

/** A member of the cast whose picture is there. */
export interface Member {
  readonly name: string;
  /** Of each thing that it is, "red circle". */
  readonly looks: readonly string[];
  readonly row: LedgerRow;
  /** Where in that picture. */
  readonly place?: Place;
}

function itemsOf(row: Pick<LedgerRow, 'caption' | 'seen'>, thing?: string): readonly Item[] {
  const said = thing === undefined ? [] : wordsOf(thing).filter((word) => !/^(?:the|an?)$/.test(word));
  return checklistOf(row.seen ?? row.caption).items.filter(({ qualities, noun }) => isSaid(said, [...qualities, noun]));
}

/** What can be named in a picture, each as "small red circle"; with `thing` ("the circle") those that fit it. */
export const thingsOf = (row: Pick<LedgerRow, 'caption' | 'seen'>, thing?: string): string[] =>
  itemsOf(row, thing).map(({ qualities, noun }) => [...qualities, noun].join(' '));

export function membersOf({ staging, pictures }: Pick<GenerateRequest, 'staging' | 'pictures'>): Member[] {
  return (staging?.cast ?? []).flatMap(({ name, picture, thing }) => {
    const row = pictures.find((one) => one.name === picture);
    const items = row ? itemsOf(row, thing) : [];
    if (!row || items.length === 0) return [];
    // How large somebody is in a picture is no part of what they look like.
    const looks = items.map(({ qualities, noun }) => [...qualities.filter((word) => !SIZES.has(word)), noun].join(' '));
    const place = items.length === 1 && items[0] ? placeIn(items[0].place) : undefined;
    return [{ name, looks, row, ...(place ? { place } : {}) }];
  });
}

/** "at the top right" → the last third across, the first down. Undefined where it says no such thing. */
function placeIn(words: string): Place | undefined {
  const says = (word: string): boolean => wordsOf(words).includes(word);
  if (!['left', 'right', 'top', 'bottom', 'middle', 'centre', 'center'].some(says)) return undefined;
  return [says('left') ? 0 : says('right') ? 2 : 1, says('top') ? 0 : says('bottom') ? 2 : 1];
}

/** Where a caption has somebody who is one thing; undefined where it says so of none, or of two. */
export function standsAt(caption: string, { looks }: Member): Place | undefined {
  const [look, another] = looks;
  const items = checklistOf(caption).items.filter(({ qualities, noun }) => isSaid(look?.split(' ') ?? [], [...qualities, noun]));
  return another === undefined && items.length === 1 && items[0] ? placeIn(items[0].place) : undefined;
}

const SIZES = new Set(['tiny', 'small', 'little', 'medium', 'large', 'big', 'huge']);

export const isNamedIn = (text: string, { name }: Member): boolean => nameIn(name).test(text);

/**
 * The text with looks in the place of names. A model that was trained on our plans reads "a red circle"; others read well what
 * is in brackets: "Max (a red circle)". With `known`, what is named is there already: "the red circle".
 */
export function told(text: string, members: readonly Member[], trained: boolean, known: boolean): string {
  return members.reduce((rest, { name, looks }) => {
    let named = known;
    return rest.replace(nameIn(name), (found) => {
      if (!trained) {
        if (named) return found;
        named = true;
        return `${found} (${looks.map(withArticle).join(' and ')})`;
      }
      const phrase = looks.map((one) => (named ? `the ${one}` : withArticle(one))).join(' and ');
      named = true;
      return phrase;
    });
  }, text);
}

// A name holds letters, digits, spaces, hyphens and apostrophes alone (src/core/staging.ts).
const nameIn = (name: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}])${name}(?![\\p{L}\\p{N}])`, 'giu');

/** Whether a caption shows somebody: by name, or by all that they look like. */
export function shows(caption: string, member: Member): boolean {
  const things = thingsOf({ caption }).map((thing) => thing.split(' '));
  return isNamedIn(caption, member) || member.looks.every((look) => things.some((thing) => isSaid(look.split(' '), thing)));
}

const SAYS_GROUND = /(?:^|, )on \p{L}/iu;

/** The caption with the thread's style in the end. What the style says of the ground ("on dark blue") is said instead of the caption's. */
export function styled(caption: string, style: string | undefined): string {
  if (!style) return caption;
  const { ground } = checklistOf(caption);
  const bare = ground && SAYS_GROUND.test(style) ? caption.slice(0, caption.lastIndexOf(', on ')) : caption;
  return `${bare.replace(/[.,; ]+$/, '')}, ${style}`;
}

/** What the critic looks for: the caption's things, and the ground where it is known what a style makes of it. */
export function wantedOf(caption: string, style: string | undefined): Checklist {
  const { items, ground } = checklistOf(caption);
  return { items, ground: style === undefined ? ground : checklistOf(styled(caption, style)).ground };
}
