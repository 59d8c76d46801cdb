/** What a thread's id tells. */
import type { Thread } from './types.ts';

/** `local`, `slack`, `discord`. */
export const platformOf = (thread: Thread): string => thread.id.split(':', 1)[0] ?? '';
