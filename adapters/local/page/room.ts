/** What the parts of the page may ask of the whole. */
import type { LedgerRow } from '../../../src/core/ledger.ts';
import type { Action } from '../../../src/core/types.ts';
import type { About } from './wire.ts';

export interface Room {
  readonly about: About;
  /** The row of a picture of this thread. */
  picture(name: string): LedgerRow | undefined;
  pictures(): readonly LedgerRow[];
  /** Shows a picture large; with `compare`, beside what it was made from. */
  open(name: string, compare?: boolean): void;
  /** Begins a request about a picture. */
  speakOf(name: string): void;
  act(turnId: string, action: Action): void;
  /** Says a sentence to those who listen to the page. */
  say(sentence: string): void;
}
