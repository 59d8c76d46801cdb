/**
 * Cuts a reply into messages that a platform takes. Text is cut between paragraphs, else lines, sentences, words and only
 * then characters; a code block that is cut is closed in one message and opened again in the next. The
 * cut depends only on what stands before it, so while a reply grows, the messages already full stay as they are.
 */
import type { PlatformLimits } from '../core/ports.ts';
import type { Part } from '../core/types.ts';

/** A good place to cut is taken only if it leaves no more than half of a message empty. */
const LEAST_FILL = 0.5;
/** Longer fences are not seen as such: they would leave no room for what they hold. */
const FENCE_CHARS_AT_MOST = 12;
const LANGUAGE_CHARS_AT_MOST = 20;

export function splitReply(parts: readonly Part[], limits: PlatformLimits): Part[][] {
  const messages: Part[][] = [];
  let open: Part[] = [];
  let roomChars = limits.textChars;
  const next = (): void => {
    if (open.length > 0) messages.push(open);
    open = [];
    roomChars = limits.textChars;
  };
  for (const part of parts.flatMap((whole) => piecesOf(whole, limits.textChars))) {
    const chars = part.kind === 'text' ? part.text.length : 0;
    if (open.length >= limits.partsPerMessage || chars > roomChars) next();
    open.push(part);
    roomChars -= chars;
  }
  next();
  return messages;
}

function piecesOf(part: Part, textChars: number): Part[] {
  if (part.kind === 'image') return [part];
  const pieces = splitText(part.text, textChars);
  const [only] = pieces;
  if (pieces.length === 1 && only === part.text) return [part];
  const { said: _, ...rest } = part; // what is cut stays in the language in which it was cut
  return pieces.map((text) => ({ ...rest, text }));
}

/** Pieces of at most `limitChars` UTF-16 units (100 or more); none for a text without words. */
export function splitText(text: string, limitChars: number): string[] {
  const pieces: string[] = [];
  let rest = text.trimEnd().replace(/^(?:[ \t]*\n)+/, '');
  while (rest.length > limitChars) {
    const blocks = blocksOf(rest, limitChars);
    const at = cutAt(rest, limitChars, blocks);
    const block = blockAt(blocks, at);
    const head = rest.slice(0, at).trimEnd();
    const tail = rest.slice(at);
    pieces.push(block ? `${head}\n${block.mark}` : head);
    rest = block ? reopened(block, tail.replace(/^\n/, '')) : tail.replace(/^(?:[ \t]*\n)+|^[ \t]+/, '');
  }
  if (rest !== '') pieces.push(rest);
  return pieces;
}

/** A fenced code block. */
interface Block {
  readonly startAt: number;
  /** Where what it holds begins. */
  readonly bodyAt: number;
  /** Behind its last line; Infinity while it is open. */
  readonly endAt: number;
  /** What closes it: ``` or longer. */
  readonly mark: string;
  /** What opens it: the mark and the language. */
  readonly opening: string;
}

/** The code blocks that begin in the first `limitChars` (CommonMark 4.5), seen to the end of the line that crosses it. */
function blocksOf(text: string, limitChars: number): Block[] {
  const lineEnd = text.indexOf('\n', limitChars);
  const seen = lineEnd < 0 ? text : text.slice(0, lineEnd);
  const blocks: Block[] = [];
  let open: Block | undefined;
  for (const line of seen.matchAll(/^ {0,3}(`{3,}|~{3,})(.*)$/gm)) {
    const [whole, mark = '', info = ''] = line;
    if (open) {
      if (mark[0] !== open.mark[0] || mark.length < open.mark.length || info.trim() !== '') continue;
      blocks.push({ ...open, endAt: line.index + whole.length });
      open = undefined;
    } else if (mark.length <= FENCE_CHARS_AT_MOST && !(mark[0] === '`' && info.includes('`'))) {
      const language = info.trim().split(/\s/, 1)[0] ?? '';
      const opening = language.length <= LANGUAGE_CHARS_AT_MOST ? mark + language : mark;
      open = { mark, opening, startAt: line.index, bodyAt: line.index + whole.length + 1, endAt: Number.POSITIVE_INFINITY };
    }
  }
  return open ? [...blocks, open] : blocks;
}

const blockAt = (blocks: readonly Block[], at: number): Block | undefined =>
  blocks.find(({ startAt, endAt }) => startAt < at && at < endAt);

/** The rest of a block in the next message; nothing of it when only its end was left. */
function reopened(block: Block, tail: string): string {
  const [line = ''] = tail.split('\n', 1);
  const mark = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1] ?? '';
  const closes = mark[0] === block.mark[0] && mark.length >= block.mark.length;
  return closes ? tail.slice(line.length).replace(/^(?:[ \t]*\n)+/, '') : `${block.opening}\n${tail}`;
}

/** The best place to cut: the last paragraph that leaves little room empty, else line, sentence, line of code, word. */
function cutAt(text: string, limitChars: number, blocks: readonly Block[]): number {
  const room = text.slice(0, limitChars + 1);
  const least = limitChars * LEAST_FILL;
  const last = (boundary: RegExp, fits: (at: number, block: Block | undefined) => boolean): number | undefined => {
    const places = [...room.matchAll(boundary)].map(({ 0: found, index }) => (/^\s/.test(found) ? index : index + found.length));
    return places.findLast((at) => at > 0 && at <= limitChars && fits(at, blockAt(blocks, at)));
  };
  const outside = (at: number, block: Block | undefined): boolean => at >= least && !block;
  /** Behind what was opened, with room for closing it. */
  const inside = (at: number, block: Block | undefined): boolean =>
    !block || (at > block.bodyAt && at + 1 + block.mark.length <= limitChars);
  return (
    last(/\n[ \t]*\n/g, outside) ??
    last(/\n/g, outside) ??
    last(/[.!?…](?=\s)|[。！？]/g, outside) ??
    last(/\n/g, (at, block) => at >= least && inside(at, block)) ??
    last(/\s/g, (at, block) => at >= limitChars / 10 && inside(at, block)) ??
    lastCharacter(text, limitChars, blockAt(blocks, limitChars))
  );
}

/** Never between the parts of one character as people see it (an accent, an emoji of several code points). */
function lastCharacter(text: string, limitChars: number, block: Block | undefined): number {
  const mostAt = block ? limitChars - 1 - block.mark.length : limitChars;
  const from = mostAt - 50;
  const starts = [...new Intl.Segmenter().segment(text.slice(from, mostAt + 50))].map(({ index }) => from + index);
  return starts.findLast((at) => at > from && at <= mostAt) ?? mostAt;
}
