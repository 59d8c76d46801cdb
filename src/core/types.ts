/**
 * The vocabulary: the readonly JSON types that run through the whole program.
 * Bytes are never inside them; a picture is referred to by the hash of its file.
 */

/** `sha256:` and 64 hexadecimal digits: the name of a stored file. */
export type AssetId = `sha256:${string}`;

/** A picture's short name in its thread: `#1`, `#2`, and for edits of #2 `#2b`, `#2c`. */
export type PictureName = `#${string}`;

interface TextPart {
  readonly kind: 'text';
  /** CommonMark. */
  readonly text: string;
}

export interface ImagePart {
  readonly kind: 'image';
  readonly asset: AssetId;
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  readonly widthPx: number;
  readonly heightPx: number;
  readonly alt: string;
  readonly name: PictureName;
}

export type Part = TextPart | ImagePart;

export interface Thread {
  /** `platform:channel:thread` */
  readonly id: string;
  readonly isDirect: boolean;
  readonly audience: 'private' | 'members' | 'public';
  readonly ageRestricted: boolean;
}

export interface Author {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
  readonly isSelf: boolean;
}

export interface Message {
  readonly id: string;
  readonly threadId: string;
  readonly author: Author;
  readonly parts: readonly Part[];
  readonly mentionsBot: boolean;
  /** ISO 8601, UTC. */
  readonly sentAt: string;
  readonly replyToId?: string;
  /** On the bot's own messages: the turn that made it. */
  readonly turnId?: string;
}

/** What happened on a platform. Pictures that came with it are in the asset store already; the event holds their hashes. */
export type ChatEvent =
  | {
      readonly kind: 'message-create' | 'message-edit';
      readonly id: string;
      readonly thread: Thread;
      readonly message: Message;
      /** Fixed by the person; otherwise derived from the turn's id. */
      readonly seed?: number;
    }
  | { readonly kind: 'message-delete'; readonly id: string; readonly thread: Thread; readonly messageId: string }
  | {
      readonly kind: 'command-invoke';
      readonly id: string;
      readonly thread: Thread;
      readonly authorId: string;
      readonly command: string;
      readonly argument: string;
    }
  | {
      readonly kind: 'action-invoke';
      readonly id: string;
      readonly thread: Thread;
      readonly authorId: string;
      readonly action: 'stop' | 'redo';
      readonly turnId: string;
    };

export interface Turn {
  /** A hash of platform and event id; also the key under which its reply is delivered. */
  readonly id: string;
  readonly thread: Thread;
  readonly eventId: string;
  readonly messageId: string;
  readonly authorId: string;
  readonly seed: number;
  /** ISO 8601, UTC. */
  readonly enqueuedAt: string;
  readonly deadlineAt: string;
}

export type PlanStep =
  | { readonly kind: 'write' }
  | { readonly kind: 'draw'; readonly name: PictureName; readonly caption: string }
  | {
      readonly kind: 'edit';
      readonly name: PictureName;
      readonly target: PictureName;
      readonly caption: string;
    }
  | { readonly kind: 'ask' }
  | { readonly kind: 'refuse' };

export interface Plan {
  readonly turnId: string;
  readonly promptVersion: string;
  readonly steps: readonly PlanStep[];
}

/** What safety says of one part. Only verdicts can be delivered. */
export type Verdict =
  | { readonly kind: 'allow'; readonly part: Part }
  | { readonly kind: 'replace'; readonly part: Part; readonly rule: string }
  | { readonly kind: 'hold'; readonly part: Part; readonly rule: string }
  | { readonly kind: 'refuse'; readonly rule: string; readonly reason: string };

export interface Usage {
  readonly promptTokens: number;
  readonly writtenTokens: number;
  readonly pictures: number;
  readonly denoiseSteps: number;
  readonly engineMs: number;
}

export type ReplyStatus = 'streaming' | 'complete' | 'truncated' | 'refused' | 'failed';
