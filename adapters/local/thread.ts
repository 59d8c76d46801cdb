/** The local platform: one person, whose threads the page and the command line share. */
import type { PlatformLimits } from '../../src/core/ports.ts';
import type { Author, Thread } from '../../src/core/types.ts';

export const LOCAL = 'local';

export const ME: Author = { id: 'me', name: 'You', isBot: false, isSelf: false };

/** What the page shows comfortably; nothing of ours is longer. */
export const LOCAL_LIMITS: PlatformLimits = { textChars: 100_000, partsPerMessage: 100, imageBytes: 20 * 1024 * 1024 };

/** The longest request a person may send, and the most pictures with it. */
export const REQUEST_CHARS = 8_000;
export const REQUEST_PICTURES = 4;

const PREFIX = `${LOCAL}:me:`;
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

export const isThreadName = (name: string): boolean => NAME.test(name);

export function localThread(name: string): Thread {
  return { id: PREFIX + name, isDirect: true, audience: 'private', ageRestricted: false };
}

/** The moderators' desk of the page: what a policy names `local:desk`. */
export const DESK: Thread = { id: `${LOCAL}:desk:desk`, isDirect: false, audience: 'members', ageRestricted: false };

/** The short name of a local thread; undefined for the threads of other platforms. */
export const threadName = (threadId: string): string | undefined =>
  threadId.startsWith(PREFIX) ? threadId.slice(PREFIX.length) : undefined;
