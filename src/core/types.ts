/**
 * The vocabulary: the readonly JSON types that run through the whole program.
 * Bytes are never inside them; a picture is referred to by the hash of its file.
 */

import type { DeskChoice } from './desk.ts';

/** `sha256:` and 64 hexadecimal digits: the name of a stored file. */
export type AssetId = `sha256:${string}`;

/** A picture's short name in its thread: `#1`, `#2`, and for edits of #2 `#2b`, `#2c`. */
export type PictureName = `#${string}`;

/** A sentence of the program's own, not yet in anybody's language: its id in `core/sentences` and what it speaks of. */
export interface Said {
  readonly id: string;
  readonly values: Readonly<Record<string, string | number | readonly string[] | Said>>;
}

export interface TextPart {
  readonly kind: 'text';
  /** CommonMark. */
  readonly text: string;
  /** Where the program itself speaks: `text` is its English. */
  readonly said?: Said;
  /** What it was made after has changed since; a redo brings it up to date. */
  readonly stale?: true;
  /** About a picture that is covered, and covered with it. */
  readonly spoiler?: true;
}

export interface ImagePart {
  readonly kind: 'image';
  readonly asset: AssetId;
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  readonly widthPx: number;
  readonly heightPx: number;
  /** What was seen in the picture, not what was asked for. */
  readonly alt: string;
  readonly name: PictureName;
  /** What the critic found, or what an edit left alone, in a sentence: "asked for 3 cups, saw 2, redrawn once". */
  readonly receipt?: string;
  readonly stale?: true;
  /** Who sent it, where that is not the author of the message that brings it along. */
  readonly sentBy?: Pick<Author, 'id' | 'name'>;
  /** Shown covered until a person uncovers it. */
  readonly spoiler?: true;
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
  /** The ids of the people that it names by a mention, whose names stand in its words. */
  readonly mentions?: readonly string[];
  /** ISO 8601, UTC. */
  readonly sentAt: string;
  readonly replyToId?: string;
  /** On the bot's own messages: the turn that made it. */
  readonly turnId?: string;
  /** On the bot's own: the ids of those who said that it is good, by a button or a reaction. */
  readonly likedBy?: readonly string[];
  /** Said about the conversation and no part of it: the model does not read it. */
  readonly note?: true;
}

/** What a platform knows of a person who asks, besides who they are; absent where it does not know. Limits go by it. */
export interface Standing {
  /** The platform's names or ids of their roles. */
  readonly authorRoles?: readonly string[];
  /** Whether they may act on other people's replies here. */
  readonly moderates?: boolean;
  /** The workspace or server around the channel, by the platform's id. */
  readonly workspace?: string;
  /** IANA: `Europe/Vienna`. */
  readonly timeZone?: string;
}

/** What happened on a platform. Pictures that came with it are in the asset store already; the event holds their hashes. */
export type ChatEvent =
  | (Standing & {
      readonly kind: 'message-create' | 'message-edit';
      readonly id: string;
      readonly thread: Thread;
      readonly message: Message;
      /** Fixed by the person; otherwise derived from the turn's id. */
      readonly seed?: number;
    })
  | { readonly kind: 'message-delete'; readonly id: string; readonly thread: Thread; readonly messageId: string }
  | (Standing & {
      readonly kind: 'command-invoke';
      readonly id: string;
      readonly thread: Thread;
      readonly authorId: string;
      readonly command: string;
      readonly argument: string;
    })
  | (Standing & {
      /** A button, a menu or a form under a reply. */
      readonly kind: 'action-invoke';
      readonly id: string;
      readonly thread: Thread;
      readonly authorId: string;
      readonly moderates: boolean;
      /** The turn whose reply it stands under. */
      readonly turnId: string;
      readonly action: Action;
    })
  | (Standing & {
      /** A button of a card on the moderators' desk; `thread` is where the card stands. */
      readonly kind: 'desk-press';
      readonly id: string;
      readonly thread: Thread;
      readonly authorId: string;
      readonly moderates: boolean;
      readonly case: number;
      readonly choice: DeskChoice;
    });

/** A block of a reply: a picture by its name, or a text by its place among the reply's parts, from 0. */
export type Block = PictureName | number;

/** Where an edit applies: words ("the left mug", "the sky"), or the asset of a mask whose white pixels may change. */
export type Region = { readonly words: string } | { readonly mask: AssetId };

/** What may be done about a finished reply. Its `turnId` is that of the turn that first made the reply. */
export type ReplyTask =
  /** Makes the whole reply, or one block of it, once more with another seed; it stands in the same message. */
  | { readonly kind: 'redo'; readonly block?: Block }
  /** Changes a picture as the words say; the new one takes its place in the same message. */
  | {
      readonly kind: 'edit';
      readonly block: PictureName;
      readonly instruction: string;
      readonly region?: Region;
      /** How far from the picture the new one may go: from 0, hardly, to 1, anywhere. The model's own way when absent. */
      readonly strength?: number;
    }
  /** Puts an earlier or other version (same number, other letter) in the picture's place. */
  | { readonly kind: 'restore'; readonly block: PictureName; readonly version: PictureName }
  /** One to four others like it, in a reply of their own. */
  | { readonly kind: 'vary'; readonly block: PictureName; readonly count: number }
  /** The same picture larger, in a reply of its own. */
  | { readonly kind: 'upscale'; readonly block: PictureName }
  /** Starts an offered storyboard with the steps that were kept (places in its list, from 0). */
  | { readonly kind: 'start'; readonly keep: readonly number[] }
  /** Answers the question which picture was meant. */
  | { readonly kind: 'choose'; readonly picture: PictureName };

export type Action =
  | ReplyTask
  /** Takes the wording that a refusal offers in place of one's own, and asks again. */
  | { readonly kind: 'rewrite' }
  /** Asks the moderators to look at a refusal again; `reason` in the person's words. */
  | { readonly kind: 'appeal'; readonly reason?: string }
  /** Agrees that one's picture, or a picture of oneself, is changed as the offer says. */
  | { readonly kind: 'agree' }
  | { readonly kind: 'stop' }
  /** Withdraws the reply. Its pictures stay in the ledger. */
  | { readonly kind: 'delete' }
  | { readonly kind: 'rate'; readonly good: boolean; readonly reason?: string };

export interface Turn {
  /** A hash of platform and event id; also the key under which its reply is delivered. */
  readonly id: string;
  readonly thread: Thread;
  readonly eventId: string;
  readonly messageId: string;
  /** What the same person said after it while the turn waited, oldest first: part of the same request. */
  readonly more?: readonly string[];
  readonly authorId: string;
  /** What the platform knew of who asked. */
  readonly standing?: Standing;
  /** Absent: the message is answered. Else what is done about the reply of the turn `of`. */
  readonly task?: ReplyTask & { readonly of: string };
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

/** A question that a reply asks with buttons. */
export type Offer =
  /** The plan before it costs anything; it starts by itself at `startsAt` (ISO 8601, UTC) unless someone acts. */
  | { readonly kind: 'storyboard'; readonly steps: readonly PlanStep[]; readonly startsAt: string }
  | { readonly kind: 'choose-picture'; readonly pictures: readonly PictureName[] }
  /** A request that was refused: what it would be without the words that were, and whether the moderators may be asked. */
  | {
      readonly kind: 'refusal';
      readonly turnId: string;
      readonly rule: string;
      /** What was found, as the rules read it. */
      readonly words?: string;
      readonly rewrite?: string;
      readonly appeal: boolean;
    }
  /** An edit that waits for someone's consent: any one of these people may agree. */
  | { readonly kind: 'consent'; readonly turnId: string; readonly picture: PictureName; readonly of: readonly string[] };

/** What a check found in words or a picture, and how sure it is. */
export interface Found {
  readonly category: string;
  /** The category, or the id of a rule of one's own. */
  readonly rule: string;
  /** From 0 to 1. */
  readonly score: number;
  /** What was found, as the rules read it; a picture has none. */
  readonly words?: string;
  /** What the policy does about it. */
  readonly action: string;
}

/** What safety says of one part. Only verdicts can be delivered. `found`: all that was found, also what the policy lets pass. */
export type Verdict = { readonly found?: readonly Found[] } & (
  | { readonly kind: 'allow'; readonly part: Part }
  | { readonly kind: 'replace'; readonly part: Part; readonly rule: string }
  | { readonly kind: 'hold'; readonly part: Part; readonly rule: string }
  /** `offer`: what the person may do about it; `strike`: it counts against them. */
  | {
      readonly kind: 'refuse';
      readonly rule: string;
      readonly reason: string;
      readonly said?: Said;
      readonly offer?: Offer;
      readonly strike?: true;
    }
);

export interface Usage {
  readonly promptTokens: number;
  readonly writtenTokens: number;
  readonly pictures: number;
  readonly denoiseSteps: number;
  readonly engineMs: number;
}

export type ReplyStatus = 'streaming' | 'complete' | 'truncated' | 'refused' | 'failed';
