/** What the server of the page and its scripts say to each other. */
import type { DeskCard } from '../../../src/core/desk.ts';
import type { LedgerRow } from '../../../src/core/ledger.ts';
import type { Eta, Progress } from '../../../src/core/ports.ts';
import type { AssetId, Message, Offer, Part, PictureName, Plan, ReplyStatus } from '../../../src/core/types.ts';

/** A request to begin with; with `attach`, it asks for a picture of one's own. */
export interface Example {
  readonly text: string;
  readonly attach?: boolean;
}

export interface About {
  readonly modelId: string;
  /** What the model knows and does not, in a sentence or two. */
  readonly description: string;
  readonly examples: readonly Example[];
  readonly requestChars: number;
  readonly requestPictures: number;
  readonly pictureBytes: number;
}

export interface ThreadRow {
  readonly name: string;
  readonly title: string;
  /** ISO 8601, UTC. */
  readonly lastAt: string;
}

/** A message, and for one of ours how it stands. */
export interface PageMessage extends Message {
  readonly delivery?: { readonly revision: number; readonly status: ReplyStatus; readonly offer?: Offer; readonly card?: DeskCard };
}

/** A tiny picture: `rgb` in base64, 3 bytes a pixel, rows from the top. */
export interface PagePreview {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgb: string;
}

type ImageStep = Extract<Progress, { type: 'image-step' }>;
export type PageProgress = Exclude<Progress, ImageStep> | (Omit<ImageStep, 'preview'> & { readonly preview: PagePreview });

export type LivePart =
  | { readonly kind: 'text'; readonly part: number; readonly text: string; readonly stale?: true; readonly spoiler?: true }
  | {
      readonly kind: 'image';
      readonly part: number;
      readonly name: PictureName;
      readonly parent?: PictureName;
      readonly caption: string;
      readonly step: number;
      readonly steps: number;
      readonly preview?: PagePreview;
      /** Once it is finished. */
      readonly asset?: AssetId;
      readonly receipt?: string;
      readonly stale?: true;
      readonly spoiler?: true;
    }
  /** `coming`: a picture that is being made, or is made and stands covered in the message to come. */
  | { readonly kind: 'withheld'; readonly part: number; readonly rule?: string; readonly coming?: true };

/** A reply that is waiting for its turn or being made. */
export interface LiveTurn {
  readonly turnId: string;
  /** The turn that waits, where another one made the reply first. */
  readonly queuedAs?: string;
  /** Turns before this one; 0 while it runs. */
  readonly ahead: number;
  /** Until it is done, told when its place was. */
  readonly etaMs?: Eta;
  readonly plan?: Plan;
  readonly parts: readonly LivePart[];
}

export interface ThreadState {
  readonly messages: readonly PageMessage[];
  readonly pictures: readonly LedgerRow[];
  readonly turns: readonly LiveTurn[];
  /** What the reader said of replies as they stand, by their turn: good or not. */
  readonly ratings: Readonly<Record<string, boolean>>;
}

/** One server-sent event. `state` comes first on every connection, also on a reconnection, and replaces everything. */
export type PageEvent =
  | { readonly type: 'state'; readonly state: ThreadState }
  | { readonly type: 'message'; readonly message: PageMessage; readonly pictures: readonly LedgerRow[] }
  | { readonly type: 'message-gone'; readonly messageId: string }
  | PageProgress;

/** A case as its card stands on the desk. */
export interface DeskCase {
  readonly card: DeskCard;
  readonly parts: readonly Part[];
}

/** What the one who pressed is shown. */
export interface Told {
  readonly parts: readonly Part[];
}

export interface Accepted {
  readonly thread: string;
  readonly messageId: string;
  readonly turnId: string;
}
