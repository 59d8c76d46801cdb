/** What a thread's id tells, who the bot is in it, which reply a turn is about, and how much of one is foreseen. */
import type { Author, ReplyTask, Thread, Turn } from './types.ts';

/** `local`, `slack`, `discord`. */
export const platformOf = (thread: Thread): string => thread.id.split(':', 1)[0] ?? '';

/** The bot, as the author of its replies. */
export const SELF: Author = { id: 'dreamthread', name: 'Dreamthread', isBot: true, isSelf: true };

/** The reply that a turn writes or rewrites, named by the turn that first made it; variations and enlargements are replies of their own. */
export function replyOf({ id, task }: Pick<Turn, 'id' | 'task'>): string {
  return !task || task.kind === 'vary' || task.kind === 'upscale' ? id : task.of;
}

/** What is typed into the form of an edit, as it is judged. */
export const wordsOfEdit = ({ instruction, region }: Pick<Extract<ReplyTask, { kind: 'edit' }>, 'instruction' | 'region'>): string =>
  region && 'words' in region ? `${instruction}\n${region.words}` : instruction;

/** Most requests come to one picture; which ones to none or many, only the model can say. */
export function foreseenPictures(task: Turn['task']): number {
  if (task?.kind === 'restore') return 0;
  if (task?.kind === 'vary') return task.count;
  return task?.kind === 'start' ? task.keep.length : 1;
}
