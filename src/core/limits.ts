/** Limits as adapters see them: who asks, and how much is left to them. */
import type { Standing, Thread } from './types.ts';

/** A person who asks for something at a place. */
export interface Asker extends Standing {
  readonly thread: Thread;
  readonly authorId: string;
}

/** How much is left of one limit. */
export interface Left {
  /** Whose: the person's own, or one that all of a channel or workspace share. */
  readonly per: 'person' | 'channel' | 'workspace';
  readonly what: 'pictures-per-day' | 'turns-per-hour' | 'cooldown';
  /** The limit; of a cooldown, its seconds. */
  readonly of: number;
  /** May be below 0 where more was drawn than was foreseen. */
  readonly left: number;
  /** When the next one comes back, in milliseconds since 1970; absent while none is used. */
  readonly backAtMs?: number;
}

/** What a person may still ask for, limit by limit; empty where nothing is limited. */
export type Allowance = (asker: Asker) => Promise<readonly Left[]>;
