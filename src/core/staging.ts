/** What the pictures of a thread share: who appears in them and in what style they are. And the words by which people say so. */
import { isPictureName } from './ledger.ts';
import type { Message, PictureName } from './types.ts';

export interface CastMember {
  /** As it was written first; case tells no names apart. */
  readonly name: string;
  /** The picture that shows who this is. */
  readonly picture: PictureName;
  /** Which of the things in it, where it shows several: "the cat". */
  readonly thing?: string;
  /** Who said so. */
  readonly authorId: string;
}

export interface Staging {
  readonly cast: readonly CastMember[];
  /** Said in every caption: "at night, pencil". */
  readonly style?: { readonly words: string; readonly authorId: string };
}

export const CAST_AT_MOST = 8;
export const STYLE_CHARS_AT_MOST = 120;

/** What is told to the thread instead of being asked of the model. */
export type StagingOrder =
  | { readonly kind: 'cast-show' }
  /** Without a picture: that of the message itself, or of the one it replies to. */
  | { readonly kind: 'cast-add'; readonly name: string; readonly thing?: string; readonly picture?: PictureName }
  | { readonly kind: 'cast-remove'; readonly name: string }
  /** Begins like an order and is none. */
  | { readonly kind: 'cast-unclear' }
  | { readonly kind: 'style-show' }
  | { readonly kind: 'style-set'; readonly style: string }
  | { readonly kind: 'style-off' };

const NAME = "(\\p{L}[\\p{L}\\p{N}'’-]{1,29}(?: \\p{L}[\\p{L}\\p{N}'’-]{0,29}){0,2}?)";
const ADD = new RegExp(`^cast add ${NAME}(?:,? ((?:the|an?) [^#,]{1,60}?))?(?:,? (?:from|in|of) (?:picture )?(#\\w+))?$`, 'iu');
const REMOVE = new RegExp(`^cast (?:remove|delete|drop) ${NAME}$`, 'iu');

/** Undefined: an ordinary message. "Cast a shadow on the wall" is one, too. */
export function stagingOrderOf({ parts }: Pick<Message, 'parts'>): StagingOrder | undefined {
  const text = parts
    .flatMap((part) => (part.kind === 'text' ? [part.text] : []))
    .join(' ')
    .replace(/<?@[^\s>]+>?/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (/^cast ?\??$/i.test(text)) return { kind: 'cast-show' };
  if (/^style ?\??$/i.test(text)) return { kind: 'style-show' };
  if (/^style ?:? ?(?:off|none)\.?$/i.test(text)) return { kind: 'style-off' };
  const style = /^style ?: ?(\S.*?)[ .,;]*$/i.exec(text)?.[1];
  if (style) return { kind: 'style-set', style };
  const removed = REMOVE.exec(text.replace(/[.!]$/, ''))?.[1];
  if (removed) return { kind: 'cast-remove', name: removed };
  if (!/^cast (?:add|remove|delete|drop)\b/i.test(text)) return undefined;
  const [, name, thing, picture] = ADD.exec(text.replace(/[.!]$/, '')) ?? [];
  if (!name || (picture !== undefined && !isPictureName(picture.toLowerCase()))) return { kind: 'cast-unclear' };
  return { kind: 'cast-add', name, ...(thing ? { thing } : {}), ...(picture ? { picture: picture.toLowerCase() as PictureName } : {}) };
}

export const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
