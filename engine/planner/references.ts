/**
 * Which picture a request speaks of: "#2", "the second one", "that cat", "the logo Ana posted", "it", a reply to a message. Rules
 * over the words and the ledger, no model: what is said plainly must be found every time, and what a noun says of two is asked about.
 */
import { isPictureName, type LedgerRow, namesIn, numberOf } from '../../src/core/ledger.ts';
import type { Message, PictureName } from '../../src/core/types.ts';
import { checklistOf } from './checklist.ts';
import { isSaid, nounsSaidOf, thingsIn, wordsOf } from './words.ts';

export type Reference =
  /** It speaks of none: something new, or talk. */
  | { readonly kind: 'none' }
  /** `words`: "the second one", where such words stand for it. */
  | { readonly kind: 'picture'; readonly name: PictureName; readonly words?: string }
  /** All of these are meant. */
  | { readonly kind: 'several'; readonly names: readonly PictureName[] }
  /** One is meant, and these fit. */
  | { readonly kind: 'unclear'; readonly names: readonly PictureName[] };

/** A picture where it was shown. */
interface Shown {
  readonly row: LedgerRow;
  /** Which message of the thread showed it. */
  readonly at: number;
  readonly byBot: boolean;
  readonly authorId: string;
  readonly authorName: string;
  /** Ids of those who said that the reply with it is good. */
  readonly likedBy: readonly string[];
}

const NONE: Reference = { kind: 'none' };

/** Of the last message, in the light of those before it. */
export function referenceOf(messages: readonly Message[], rows: ReadonlyMap<PictureName, LedgerRow>): Reference {
  const shown: Shown[] = [];
  let focus: readonly PictureName[] = [];
  let reference: Reference = NONE;
  for (const [at, message] of messages.entries()) {
    const { author } = message;
    const own: Shown[] = message.parts.flatMap((part) => {
      const row = part.kind === 'image' ? rows.get(part.name) : undefined;
      const { likedBy = [] } = message;
      return row ? [{ row, at, byBot: author.isSelf, authorId: author.id, authorName: author.name, likedBy }] : [];
    });
    shown.push(...own.filter(({ row }) => !shown.some((one) => one.row.name === row.name)));
    if (own.length > 0) focus = own.map(({ row }) => row.name);
    if (author.isSelf) continue;
    reference = new Reading(message, at, shown, focus, messages, rows).reference();
    if (reference.kind === 'picture') focus = [reference.name];
    else if (reference.kind === 'several') focus = reference.names;
  }
  return reference;
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const PICTURE = '(?:one|picture|image|photo|pic|drawing|version|sketch|illustration|photograph|screenshot|painting)s?';
const GENERIC = new RegExp(`^${PICTURE}$`);
const PLACE = /^(?:left|right|top|bottom|middle|upper|lower|cent(?:er|re)|side|corner|edge)s?$/;
/** Words that count or point, and say nothing of what is in the picture. */
const COUNTED = new RegExp(
  `\\bthe (?:${ORDINALS.join('|')}|\\d+(?:st|nd|rd|th)|last|latest|newest|other|previous|earlier|original) ${PICTURE}\\b`,
);
const TOGETHER = new RegExp(
  `\\b(?:both(?: of (?:them|these|those)| (?:the )?${PICTURE})?|the two (?:of them|pictures|images)|all (?:of )?(?:them|these|those|the ${PICTURE})|every (?:picture|image|one)|each (?:of them|picture|image)|(?:them|these|those)(?: all)?)\\b`,
  'gi',
);
/** How people begin when they change what is before their eyes and do not name it. */
const CHANGES =
  /^(?:(?:ok(?:ay)?|now|and|but|please|pls|can you|could you|hey|then|great|nice|cool|hm+|no|also|actually|maybe|let'?s)[ ,.!]*)*(?:make|turn|change|colou?r|recolou?r|paint|add|remove|delete|erase|take|put|move|shift|replace|swap|hide|resize|rotate|flip|mirror|crop|zoom|brighten|darken|enlarge|shrink|scale|get rid|fix|redo|undo|again|try again|(?:the )?same|bigger|smaller|larger|darker|brighter|lighter|without|with|more|less|give|blur|sharpen|at night|by day|by night|include|lose|drop the|extend)\b/;

/** One request, read. */
class Reading {
  readonly #message: Message;
  readonly #text: string;
  readonly #words: readonly string[];
  readonly #shown: readonly Shown[];
  readonly #focus: readonly PictureName[];
  readonly #messages: readonly Message[];
  readonly #rows: ReadonlyMap<PictureName, LedgerRow>;
  readonly #at: number;

  constructor(
    message: Message,
    at: number,
    shown: readonly Shown[],
    focus: readonly PictureName[],
    messages: readonly Message[],
    rows: ReadonlyMap<PictureName, LedgerRow>,
  ) {
    this.#message = message;
    this.#at = at;
    this.#text = message.parts
      .flatMap((part) => (part.kind === 'text' ? [part.text] : []))
      .join(' ')
      .toLowerCase()
      .replace(/<?@[\w!&]+>?/g, ' ')
      .replace(/[’‘]/g, "'")
      .trim();
    this.#words = wordsOf(this.#text);
    this.#shown = shown;
    this.#focus = focus;
    this.#messages = messages;
    this.#rows = rows;
  }

  reference(): Reference {
    return this.#named() ?? this.#together() ?? this.#liked() ?? this.#counted() ?? this.#described() ?? this.#pointed() ?? NONE;
  }

  /** "#2", "picture 2", "no. 2b". */
  #named(): Reference | undefined {
    const numbered = [...this.#text.matchAll(/\b(?:picture|image|pic|photo|number|no\.?|nr\.?) ?#?(\d+[b-z]?)\b/g)].map(
      ([, name]) => `#${name}`,
    );
    const names = [...new Set([...namesIn(this.#text), ...numbered])].filter(isPictureName).filter((name) => this.#rows.has(name));
    return this.#oneOrSeveral(names);
  }

  /** "both", "all of them", "the first two". */
  #together(): Reference | undefined {
    if (/\b(?:both(?: of (?:them|these|those))?|the two (?:of them|pictures|images))\b/.test(this.#text) && !this.#areThings())
      return this.#oneOrSeveral(this.#latest().slice(-2));
    const all = new RegExp(
      `\\b(?:all (?:of )?(?:them|these|those|the ${PICTURE})|every (?:picture|image|one)|each (?:of them|picture|image))\\b`,
    );
    if (all.test(this.#text)) return this.#oneOrSeveral(this.#focus.length > 1 ? this.#focus : this.#latest());
    return /\b(?:them|these|those)\b/.test(this.#text) && this.#focus.length > 1 ? this.#oneOrSeveral(this.#focus) : undefined;
  }

  /** Of one picture that shows two things, "both" are these, unless pictures are spoken of. */
  #areThings(): boolean {
    const [name, other] = this.#focus;
    const row = name && !other ? this.#rows.get(name) : undefined;
    return row !== undefined && checklistOf(row.seen ?? row.caption).items.length === 2 && !new RegExp(`\\b${PICTURE}\\b`).test(this.#text);
  }

  /** "the one I liked", "the picture that Ben liked": of the replies that somebody called good, the newest. */
  #liked(): Reference | undefined {
    const [, who = ''] =
      new RegExp(
        `\\b(?:the|my) (?:${PICTURE})? ?(?:that |which )?(\\p{L}+) (?:just )?(?:like[sd]?|love[sd]?|hearted|upvoted)\\b`,
        'u',
      ).exec(this.#text) ?? [];
    if (who === '') return undefined;
    const named = this.#messages.find(({ author }) => author.name.toLowerCase() === who)?.author.id;
    const id = who === 'i' ? this.#message.author.id : named;
    const fitting = this.#shown.filter(({ likedBy }) =>
      id ? likedBy.includes(id) : /^(?:we|everybody|people)$/.test(who) && likedBy.length > 0,
    );
    return this.#oneOrUnclear(this.#latest(fitting.filter(({ at }) => at === fitting.at(-1)?.at)));
  }

  #counted(): Reference | undefined {
    const placed = this.#placed();
    const words = COUNTED.exec(this.#text)?.[0];
    return placed?.kind === 'picture' && words !== undefined ? { ...placed, words } : placed;
  }

  /** "the second one", "the last picture you drew", "the one before", "the other one", "the original". */
  #placed(): Reference | undefined {
    const among = this.#byAuthor(this.#inReplyTo() ?? this.#shown);
    if (/\b(?:the )?original(?: one| version| picture| image)?\b/.test(this.#text)) {
      const root = this.#focus[0] && (`#${numberOf(this.#focus[0])}` as PictureName);
      if (root && this.#rows.has(root)) return { kind: 'picture', name: root };
    }
    if (
      new RegExp(
        `\\b(?:previous|earlier|prior) (?:${PICTURE})\\b|\\bthe one before\\b|\\bsecond[- ](?:to[- ])?last\\b|\\blast but one\\b`,
      ).test(this.#text)
    ) {
      return this.#nth(among, -2);
    }
    if (
      new RegExp(`\\b(?:last|latest|newest|most recent) ${PICTURE}\\b|\\bthe (?:last|latest|newest)(?: of|$| that| which| you| i\\b)`).test(
        this.#text,
      )
    ) {
      return this.#nth(among, -1);
    }
    if (new RegExp(`\\bthe other ${PICTURE}\\b|\\bthe other$`).test(this.#text)) {
      const names = this.#latest(among).filter((name) => !this.#focus.some((one) => numberOf(one) === numberOf(name)));
      return this.#oneOrUnclear(names);
    }
    const found = new RegExp(
      `\\b(?:the |your |my )?(${ORDINALS.join('|')}|(\\d+)(?:st|nd|rd|th))(?: (?:of|and)\\b| ${PICTURE}\\b| (?:you|i|that)\\b|[ ,.!?:]|$)`,
    ).exec(this.#text);
    if (!found || !new RegExp(`\\b(?:the|your|my) ${found[1]}|${found[1]} ${PICTURE}`).test(this.#text)) return undefined;
    const index = found[2] ? Number(found[2]) - 1 : ORDINALS.indexOf(found[1] ?? '');
    // "the second circle" counts things inside a picture.
    const next = new RegExp(`${found[1]} (\\w+)`).exec(this.#text)?.[1] ?? '';
    if (
      next &&
      !GENERIC.test(next) &&
      this.#shown.some(({ row }) => thingsIn(row).some((thing) => isSaid([next.replace(/s$/, '')], thing)))
    )
      return undefined;
    const newest = among.filter(({ at }) => at === among.at(-1)?.at);
    const together = new Set(newest.map(({ row }) => numberOf(row.name))).size;
    if (together > 1 && index < newest.length) return this.#picture(newest[index]?.row.name);
    return this.#nth(among, index);
  }

  /** "that cat", "the logo Ana posted", "my photo", "the one with the star", "the red one". */
  #described(): Reference | undefined {
    const among = this.#inReplyTo() ?? this.#shown;
    const byAuthor = this.#byAuthor(among);
    // Of what came with these words, and nobody has looked at yet, nothing can be known to be missing.
    const isUnread = this.#shown.some(({ row, at, byBot }) => at === this.#at && !byBot && row.seen === undefined);
    if (isUnread && byAuthor.length === among.length) return undefined;
    const said = nounsSaidOf(this.#text);
    const fits = ({ row }: Shown): number => said.reduce((sum, forms) => sum + Math.max(0, ...forms.map((words) => fitOf(words, row))), 0);
    for (const some of [byAuthor, among]) {
      const best = Math.max(0, ...some.map(fits));
      if (best > 0) return this.#freshest(some.filter((one) => fits(one) === best));
    }
    // "the photo I sent", of which nothing more is known.
    if (byAuthor.length < among.length && byAuthor.length > 0) return this.#freshest(byAuthor);
    return undefined;
  }

  /** "it", "this", or no word at all for what is before everyone's eyes. */
  #pointed(): Reference | undefined {
    const replied = this.#inReplyTo();
    const attached = this.#shown.filter(({ at }) => at === this.#at).map(({ row }) => row.name);
    const dummy =
      /\b(?:does|is|did|will|when|if|makes?) it (?:rain|snow|get (?:dark|light|cold)|raining|snowing|mean|possible|true|take)|what time is it|how (?:is|'s) it going|\bit(?:'s| is) (?:raining|late|nice to)/;
    const points =
      (/\b(?:it|its|this|that)\b/.test(this.#text) && !dummy.test(this.#text)) ||
      new RegExp(`\\b(?:the|this|that) (?:${PICTURE}|background|backdrop)\\b`).test(this.#text) ||
      CHANGES.test(this.#text);
    if (attached.length > 0) return this.#oneOrUnclear(attached);
    if (replied && replied.length > 0) return this.#lastOrUnclear(this.#latest(replied, false));
    return points && !isNew(this.#text) ? this.#lastOrUnclear(this.#focus) : undefined;
  }

  /** Of several that one reply shows, "it" is the last; people send theirs in no such order. */
  #lastOrUnclear(names: readonly PictureName[]): Reference | undefined {
    const isDrawn = names.every((name) => this.#shown.some(({ row, byBot }) => row.name === name && byBot));
    return isDrawn ? this.#picture(names.at(-1)) : this.#oneOrUnclear(names);
  }

  /** Pictures of the message that this one replies to; undefined when it replies to none with pictures. */
  #inReplyTo(): readonly Shown[] | undefined {
    const { replyToId } = this.#message;
    const at = replyToId === undefined ? -1 : this.#messages.findIndex(({ id }) => id === replyToId);
    const names = this.#messages[at]?.parts.flatMap((part) => (part.kind === 'image' ? [part.name] : [])) ?? [];
    const found = this.#shown.filter(({ row }) => names.includes(row.name));
    return found.length > 0 ? found : undefined;
  }

  #byAuthor(among: readonly Shown[]): readonly Shown[] {
    const people = [...new Set(among.filter(({ byBot }) => !byBot).map(({ authorName }) => authorName.toLowerCase()))];
    const named = people.find((name) => this.#words.includes(name) || this.#text.includes(`${name}'s`));
    const other = among.filter(({ authorName, byBot }) => !byBot && authorName.toLowerCase() === named);
    if (named && other.length > 0) return other;
    const sent = /\b(?:i|we) (?:just )?(?:posted|sent|uploaded|shared|attached)\b|\bmy \w+/.test(this.#text);
    const mine = among.filter(({ authorId, byBot }) => !byBot && authorId === this.#message.author.id);
    if (sent && mine.length > 0) return mine;
    const drawn = /\byou (?:just )?(?:drew|made|painted|created|sent|posted)\b|\byour (?:picture|drawing|image|version)\b/.test(this.#text);
    const bots = among.filter(({ byBot }) => byBot);
    return drawn && bots.length > 0 ? bots : among;
  }

  /** Of each number its newest version, in order. */
  #latest(among: readonly Shown[] = this.#shown, byNumber = true): PictureName[] {
    if (!byNumber) return among.map(({ row }) => row.name);
    const numbers = [...new Set(among.map(({ row }) => numberOf(row.name)))];
    return numbers.flatMap((number) => among.findLast(({ row }) => numberOf(row.name) === number)?.row.name ?? []);
  }

  /** Counted by number; from the end, by when they were shown. */
  #nth(among: readonly Shown[], index: number): Reference | undefined {
    const name = index < 0 ? among.at(index)?.row.name : this.#latest(among)[index];
    return this.#picture(name);
  }

  /** If the newest that was shown is among them it goes without saying; else those of different numbers are asked about. */
  #freshest(fitting: readonly Shown[]): Reference | undefined {
    const inFocus = fitting.filter(({ row }) => this.#focus.includes(row.name)).map(({ row }) => row.name);
    return this.#oneOrUnclear(inFocus.length > 0 ? inFocus : this.#latest(fitting));
  }

  #picture(name: PictureName | undefined): Reference | undefined {
    return name && { kind: 'picture', name };
  }

  #oneOrSeveral(names: readonly PictureName[]): Reference | undefined {
    return names.length > 1 ? { kind: 'several', names } : this.#picture(names[0]);
  }

  #oneOrUnclear(names: readonly PictureName[]): Reference | undefined {
    return names.length > 1 ? { kind: 'unclear', names } : this.#picture(names[0]);
  }
}

/** More the more of what is said is there, of one thing; 0 when it is not. "The red one" says no thing, and is fitted by any; "the right side" is where something goes. */
function fitOf(said: readonly string[], row: LedgerRow): number {
  const telling = said.filter((word) => !GENERIC.test(word));
  if (telling.every((word) => PLACE.test(word))) return 0;
  return thingsIn(row).some((thing) => isSaid(telling, thing)) ? 1 + telling.length / 10 : 0;
}

/** "draw a cat", "a red circle": a new picture, in which "it" and "that" are no pointers. */
const isNew = (text: string): boolean =>
  /^(?:(?:please|now|can you|could you|hey|ok|and) )*(?:draw|paint|sketch|create|generate|illustrate|show me|i want|i'd like|give me)\b(?! (?:it|that|this|the same|the background|the backdrop)\b)/.test(
    text,
  ) && !/\b(?:of|from|in|on|into|to) (?:it|this|that)\b/.test(text);

/** A request as it is said of one of the pictures that are meant: "make both yellow" → "make #1 yellow". */
export const saidOf = (request: string, name: PictureName): string => request.replace(TOGETHER, name);

/** Whether a request changes pictures that are before everyone's eyes. */
export const isChange = (request: string): boolean => CHANGES.test(request.toLowerCase());

const CHANGES_THAT =
  /\b(?:make|turn|change|colou?r|recolou?r|paint|move|put|flip|rotate|shrink|enlarge) (?:it|that|this|them)\b|\b(?:remove|delete|erase|hide|get rid of|replace|swap) (?:it|that|this|them|the)\b/i;

/** Whether a request changes something that it takes to be there: "make that larger", "remove the star". */
export const takesForThere = (request: string): boolean => CHANGES_THAT.test(request);
