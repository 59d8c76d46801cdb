/** What a person may still ask for, in words. Times are shown in the reader's own time zone: Slack does that. */
import type { Left } from '../../src/core/limits.ts';
import { dateOf } from './words.ts';

const NONE = 'Nothing limits how much you may ask for.';

/** A line for each limit that holds wherever the person asks; those of single channels are told where they are reached. */
export function quotaWords(all: readonly Left[]): string {
  const lines = all.filter(({ per }) => per !== 'channel').map(lineOf);
  return lines.length === 0 ? NONE : lines.join('\n');
}

function lineOf({ per, what, of, left, backAtMs }: Left): string {
  const whose = per === 'workspace' ? ' for all of this workspace' : '';
  const back = backAtMs === undefined ? '' : dateOf(backAtMs);
  if (what === 'cooldown') return `${of} s between two requests${left > 0 || back === '' ? '' : `; the next one at ${back}`}`;
  const [noun, window] = what === 'pictures-per-day' ? ['picture', '24 hours'] : ['request', 'hour'];
  const share = `*${Math.max(0, left)}* of ${of} ${of === 1 ? noun : `${noun}s`} left in ${window === 'hour' ? 'an hour' : window}${whose}`;
  return back === '' ? share : `${share}; the oldest counts until ${back}`;
}
