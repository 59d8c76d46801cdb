/**
 * What a long thread keeps of the past that its window has no room for: what was asked and what was drawn, in a line each, oldest
 * first. Made of messages and ledger alone, so it says nothing that was not so, costs no call, and is the same each time.
 */
import type { LedgerRow } from '../../src/core/ledger.ts';
import { asData, type Exchange } from './dialogue.ts';
import { readPrompt } from './prompt.ts';

const REMEMBER = readPrompt('remember');
const WORDS_CHARS = 80;
/** What a prompt's input may have (prompt.ts). */
const PAST_CHARS = 2000;

/** Nothing where nothing was left out. `fits` says whether so much text still has room; of too much, the newest stays. */
export function remembered(left: readonly Exchange[], older: readonly LedgerRow[], fits: (text: string) => boolean): string {
  const lines = [...older.map(pictureLine), ...left.map(exchangeLine)].filter((line) => line !== '');
  for (let from = 0; from < lines.length; from++) {
    const past = lines.slice(from).join('; ');
    const text = ` ${REMEMBER.render({ past })}`;
    if (past.length <= PAST_CHARS && fits(text)) return text;
  }
  return '';
}

function exchangeLine({ request, pictures, reply }: Exchange): string {
  const drawn = [...pictures, ...reply.filter((item) => typeof item !== 'string')].map(pictureLine);
  const said = drawn.length > 0 ? drawn.join(', ') : short(reply.find((item) => typeof item === 'string') ?? '');
  return [request && `asked: ${short(request)}`, said].filter(Boolean).join(' - ');
}

const pictureLine = ({ name, parent, caption }: LedgerRow): string =>
  `${name}${parent ? ` (of ${parent})` : ''}: ${short(asData(caption))}`;

const short = (text: string): string => (text.length > WORDS_CHARS ? `${text.slice(0, WORDS_CHARS - 1).trimEnd()}…` : text);
