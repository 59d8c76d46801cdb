/** Times and numbers as people say them, in the reader's language and time zone. */

import type { Eta } from '../../../src/core/ports.ts';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const clock = new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });
const full = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'long', hourCycle: 'h23' });

const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** "just now", "5 min. ago", "yesterday", "12 Mar". */
export function ago(iso: string, nowMs: number): string {
  const then = new Date(iso);
  const minutes = Math.floor((nowMs - then.getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return relative.format(-minutes, 'minute');
  const days = Math.round((startOfDay(new Date(nowMs)) - startOfDay(then)) / 86_400_000);
  if (days === 0) return relative.format(-Math.floor(minutes / 60), 'hour');
  return days < 7 ? relative.format(-days, 'day') : day.format(then);
}

/** The time of day, with the date when it was another day. */
export function timeOf(iso: string, nowMs: number): string {
  const then = new Date(iso);
  const today = startOfDay(then) === startOfDay(new Date(nowMs));
  return today ? clock.format(then) : `${day.format(then)}, ${clock.format(then)}`;
}

/** Date, time and time zone in full. */
export const fullTime = (iso: string): string => full.format(new Date(iso));

export const plural = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

export const place = (ahead: number, etaMs?: Eta): string => {
  if (ahead === 0) return 'Starting';
  const until = etaMs ? `, done in about ${roughly(etaMs.p50)}, hardly later than ${roughly(etaMs.p90)}` : '';
  return `Waiting: ${plural(ahead, 'request')} ${ahead === 1 ? 'is' : 'are'} before this one${until}`;
};

/** Seconds up to a minute and a half, then minutes: more would be more exact than it is. */
function roughly(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds <= 90 ? plural(seconds, 'second') : plural(Math.round(seconds / 60), 'minute');
}
