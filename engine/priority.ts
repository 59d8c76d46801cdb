/** Who goes first where there is more work than cores. */
import { readlinkSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** Steps of `nice`: five leave a third of the others' weight. */
const BEHIND = 5;
const NICE_AT_MOST = 19;

/**
 * Puts the thread that calls this, and those that it starts later, behind the others of the process. Only Linux has a priority for each thread;
 * elsewhere, and where it is not allowed, nothing changes.
 */
export function goBehindOthers(): void {
  if (process.platform !== 'linux') return;
  try {
    // A /proc that is of another namespace would name another process's thread.
    const own = new RegExp(`^${process.pid}/task/(\\d+)$`).exec(readlinkSync('/proc/thread-self'));
    if (!own) return;
    const id = Number(own[1]);
    setPriority(id, Math.min(NICE_AT_MOST, getPriority(id) + BEHIND));
  } catch {
    // No /proc, or no leave: as fast, only less polite.
  }
}
