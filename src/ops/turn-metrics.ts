/** What an operator watches: how full the queue is, how long turns take, whether what was told of them held, and what fails. */
import type { TurnQueue } from '../core/ports.ts';
import { openMetrics } from './metrics.ts';

export function countTurns(queue: Pick<TurnQueue, 'state'>, lanes: () => number) {
  const { counter, gauge, seconds, text } = openMetrics();
  const ended = counter(
    'dreamthread_turns_total',
    'Turns that ended, by how: done, retry (runs again), parked, and why the queue parked them.',
  );
  const took = seconds('dreamthread_turn_seconds', 'How long turns ran.');
  const delivered = counter('dreamthread_deliveries_total', 'Messages that stand on their platform as they shall, by platform.');
  const failed = counter('dreamthread_failures_total', 'Failures that were logged, by kind.');
  gauge('dreamthread_turns_waiting', 'Turns that wait now.', async () => (await queue.state()).waiting);
  gauge('dreamthread_turns_running', 'Turns that run now.', async () => (await queue.state()).running);
  gauge('dreamthread_lanes', 'Turns that can run at once now.', lanes);
  const share = (key: 'withinP50' | 'withinP90') => async (): Promise<number | undefined> => {
    const { told } = await queue.state();
    return told.turns === 0 ? undefined : told[key] / told.turns;
  };
  const within = 'Share of the last 300 turns that were done within what was told when they were queued;';
  gauge('dreamthread_eta_within_p50', `${within} .5 is right.`, share('withinP50'));
  gauge('dreamthread_eta_within_p90', `${within} .9 is right.`, share('withinP90'));
  gauge('dreamthread_resident_memory_bytes', 'Memory of this process.', () => process.memoryUsage.rss());
  gauge('dreamthread_peak_memory_bytes', 'Its memory at the highest, mapped files included.', () => 1024 * process.resourceUsage().maxRSS);
  return {
    text,
    turn(outcome: string, ms?: number): void {
      ended({ outcome });
      if (ms !== undefined) took(ms);
    },
    delivered: (platform: string): void => delivered({ platform }),
    failed: (error: unknown): void => failed({ kind: error instanceof Error ? error.name : 'unknown' }),
  };
}
