/**
 * A thread as the model was trained to read it. Past turns are told in the form in which they were written:
 *
 *   <s>{system} USER: {request} PLAN: write\n draw: {caption}\n\n ASSISTANT: {text}\n #1: {caption}<dream block><image block></s> USER: …
 *
 * A person's picture stands before their words: ` #2:` <image block> words, or with what was seen in it: ` #2: {caption}`. An edit's
 * line in a plan is ` edit #1: {caption}`, or what changes (changes.ts), or what is to be done (orders.ts; told later as ` edit #1`). A
 * question may have the plan ` look #1: {query}` (queries.ts; told later as ` write`). Pieces are tokenised one by one, each with
 * its leading space, so that token boundaries are where they were in training (engine/train/dreamtrain/world/dialogue.py). What people write is only ever text: no token has power in it.
 */
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { Message, PictureName, PlanStep } from '../../src/core/types.ts';
import type { Manifest } from '../model/index.ts';
import { editLine } from './edit-line.ts';

/** What was asked, and what was answered: words and pictures in order. The last exchange of a thread has no answer yet. */
export interface Exchange {
  readonly request: string;
  /** Pictures the request brings or quotes. */
  readonly pictures: readonly LedgerRow[];
  readonly reply: readonly (string | LedgerRow)[];
}

/** Groups messages into exchanges: what people said since the last answer is one request. */
export function exchangesOf(messages: readonly Message[], rows: ReadonlyMap<PictureName, LedgerRow>): Exchange[] {
  const exchanges: { request: string; pictures: LedgerRow[]; reply: (string | LedgerRow)[] }[] = [];
  let current: (typeof exchanges)[number] | undefined;
  for (const { author, parts } of messages) {
    if (!author.isSelf && (!current || current.reply.length > 0)) {
      current = { request: '', pictures: [], reply: [] };
      exchanges.push(current);
    }
    if (!current) continue; // the bot spoke first: nothing was asked
    for (const part of parts) {
      const row = part.kind === 'image' ? rows.get(part.name) : undefined;
      if (author.isSelf) {
        if (part.kind === 'text') current.reply.push(asData(part.text));
        else if (row) current.reply.push(row);
      } else if (part.kind === 'text') {
        current.request = `${current.request} ${asData(part.text)}`.trim();
      } else if (row) {
        current.pictures.push(row);
      }
    }
  }
  return exchanges;
}

/**
 * Text as data. A line break ends a text step, so there is none inside a text; and the words that mark whose turn it is
 * are text themselves in many models, so in what people write they get a space that no marker has.
 */
export function asData(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(MARKERS, (marker) => `${marker.slice(0, -1).trimEnd()} :`)
    .trim();
}

/** ` USER:`, ` ASSISTANT:`, ` PLAN:` and those of other models, in any case and with any spaces before the colon. */
const MARKERS = /\b(?:user|human|assistant|system|plan|bot|gpt)\s*[:：]/gi;

/** The plan that a finished reply must have had; `rows` are the pictures of the thread. */
export function planLines(
  reply: Exchange['reply'],
  template: Pick<Manifest['template'], 'edits'>,
  rows: ReadonlyMap<PictureName, LedgerRow>,
): string[] {
  return reply.map((item) => {
    if (typeof item === 'string') return 'write';
    return item.parent ? editLine({ ...item, target: item.parent }, template, rows) : `draw: ${item.caption}`;
  });
}

/** One line of a plan, as the model writes it; undefined when it is none. Names are given later. */
export type PlanLine =
  | Exclude<PlanStep, { name: PictureName }>
  | { kind: 'draw'; caption: string }
  | { kind: 'edit'; target: string; caption: string }
  | { kind: 'look'; target: string; query: string };

export function parsePlanLine(line: string): PlanLine | undefined {
  const text = line.trim();
  if (text === 'write' || text === 'ask' || text === 'refuse') return { kind: text };
  const drawn = /^draw: *(\S.*)$/.exec(text);
  if (drawn?.[1]) return { kind: 'draw', caption: drawn[1] };
  const edited = /^edit (#\w+): *(\S.*)$/.exec(text);
  if (edited?.[1] && edited[2]) return { kind: 'edit', target: edited[1], caption: edited[2] };
  const looked = /^look (#\w+): *(\S.*)$/.exec(text);
  if (looked?.[1] && looked[2]) return { kind: 'look', target: looked[1], query: looked[2] };
  return undefined;
}
