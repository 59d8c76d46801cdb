/**
 * The image ledger: every picture of a thread has a short name, whoever made it. New pictures are numbered #1, #2,
 * …; an edit of #2 is #2b, then #2c (also when it is an edit of #2b), so a name tells which picture it began as.
 */
import type { AssetId, ImagePart, PictureName } from './types.ts';

export interface LedgerRow {
  readonly threadId: string;
  readonly name: PictureName;
  readonly asset: AssetId;
  /** PNG when absent. */
  readonly mediaType?: ImagePart['mediaType'];
  readonly widthPx: number;
  readonly heightPx: number;
  /** What was asked of the model, in its own words; of a picture that was sent, what its sender calls it. */
  readonly caption: string;
  /** The style that the caption was given on top. */
  readonly style?: string;
  /** What the person asked for, in theirs. */
  readonly instruction?: string;
  /** What the critic saw in it. */
  readonly seen?: string;
  readonly receipt?: string;
  /** What it is an edit of. */
  readonly parent?: PictureName;
  readonly authorId: string;
  readonly authorName?: string;
  readonly messageId: string;
  /** The turn that drew it; absent when a person sent it. */
  readonly turnId?: string;
  readonly seed?: number;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** Not shown as it is: refused, held, or shown blurred. Nobody but moderators sees it, and nothing is made of it. */
  readonly withheld?: true;
  /** Shown covered until a person uncovers it; so it is wherever it is shown again. */
  readonly spoiler?: true;
}

/** Whether people may see a picture and have others made of it. */
export const isShown = ({ withheld }: LedgerRow): boolean => withheld === undefined;

/** A picture as a part of a reply: what is said of it is what was seen in it. One that stood covered stays so. */
export function partOfRow({
  asset,
  mediaType = 'image/png',
  widthPx,
  heightPx,
  caption,
  seen,
  name,
  receipt,
  spoiler,
}: LedgerRow): ImagePart {
  const more = { ...(receipt ? { receipt } : {}), ...(spoiler ? { spoiler } : {}) };
  return { kind: 'image', asset, mediaType, widthPx, heightPx, alt: seen ?? caption, name, ...more };
}

const NAME = /^#(\d+)([b-z]|[a-z]{2,3})?$/;

/** Whether a word is a picture's name. */
export const isPictureName = (word: string): word is PictureName => NAME.test(word);

/** Of `#2b`, 2: which picture it began as. */
export const numberOf = (name: PictureName): number => Number(NAME.exec(name)?.[1] ?? 0);

/** The name of the next new picture. */
export function nextName(taken: readonly PictureName[]): PictureName {
  return `#${Math.max(0, ...taken.map(numberOf)) + 1}`;
}

/** 0 → b, 24 → z, 25 → ba, 674 → zz, 675 → baa, … */
function suffix(index: number): string {
  if (index < 25) return String.fromCharCode(98 + index);
  const rest = index - 25;
  return suffix(Math.floor(rest / 26)) + String.fromCharCode(97 + (rest % 26));
}

/** The name of the next edit of `target`. */
export function editName(target: PictureName, taken: readonly PictureName[]): PictureName {
  const number = numberOf(target);
  const used = new Set(taken.filter((name) => numberOf(name) === number && name !== `#${number}`));
  let index = used.size;
  while (used.has(`#${number}${suffix(index)}`)) index++;
  return `#${number}${suffix(index)}`;
}

/** The names a text speaks of, in order, each once: "make #1 like #2b" → #1, #2b. */
export function namesIn(text: string): PictureName[] {
  const found = text.toLowerCase().match(/(?<![\w&])#\d+(?:[b-z](?![\w])|[a-z]{2,3}(?![\w]))?(?!\w)/g) ?? [];
  return [...new Set(found)].filter(isPictureName);
}
