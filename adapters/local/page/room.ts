/** What the parts of the page may ask of the whole. */
import type { LedgerRow } from '../../../src/core/ledger.ts';
import type { Action } from '../../../src/core/types.ts';
import type { About } from './wire.ts';

export interface Room {
  readonly about: About;
  /** The row of a picture of this thread. */
  picture(name: string): LedgerRow | undefined;
  pictures(): readonly LedgerRow[];
  /** Whether a picture is to be shown covered: the policy says so, and the reader has not asked to see it. */
  isCovered(picture: Pick<LedgerRow, 'asset' | 'spoiler'>): boolean;
  /** Shows it everywhere, until the page is opened anew. */
  uncover(asset: string): void;
  /** Shows a picture large; with `compare`, beside what it was made from. */
  open(name: string, compare?: boolean): void;
  /** Begins a request about a picture. */
  speakOf(name: string): void;
  act(turnId: string, action: Action): void;
  /** Says a sentence to those who listen to the page. */
  say(sentence: string): void;
}
