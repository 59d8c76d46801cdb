/** What a plan's line says of an edit, as each folder was trained to say it: the whole caption, what changes, or what is to be done. */
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { PictureName } from '../../src/core/types.ts';
import type { Manifest } from '../model/index.ts';
import { changed, changesBetween, changesGrammar } from './changes.ts';
import { character, type Grammar, sequence, times } from './grammar.ts';
import type { Heard } from './heard.ts';
import { ordered, ordersGrammar } from './orders.ts';

export type Edits = Manifest['template']['edits'];

export const captionLine: Grammar = sequence(character(/^[\p{L}\p{N}]$/u), times(character(/^[^\n]$/u), 0, Number.POSITIVE_INFINITY));

/** What may stand behind the name; `before` is the picture's caption, `heard` what orders may name. */
export function editGrammar(edits: Edits, before: string | undefined, heard?: Heard): Grammar {
  if (edits === 'orders') return ordersGrammar(heard);
  return edits === 'changes' && before !== undefined ? changesGrammar(before) : captionLine;
}

/** The caption that is meant; undefined where the line speaks of a thing that the picture hasn't got. */
export function captionAfter(edits: Edits, before: string | undefined, said: string): string | undefined {
  if (edits === 'orders') return before === undefined ? undefined : ordered(before, said);
  return edits === 'changes' ? changed(before ?? '', said) : said;
}

/** An edit that was made, as it stands in a plan that is told: of orders nothing, as they are not known any more. */
export function editLine(
  { target, caption }: { readonly target: PictureName; readonly caption: string },
  { edits }: { readonly edits: Edits },
  rows: ReadonlyMap<PictureName, LedgerRow>,
): string {
  const before = rows.get(target)?.caption;
  if (edits === 'orders') return `edit ${target}`;
  return `edit ${target}: ${edits === 'changes' && before !== undefined ? changesBetween(before, caption) : caption}`;
}
