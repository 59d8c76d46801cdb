/** Of many wishes to run, few runs: one at a time, at least `paceMs` apart, each with what is newest by then. */
import type { Clock } from '../../src/core/ports.ts';

export interface Pace {
  readonly paceMs: number;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
}

/** The returned function resolves, or rejects, with the first run that begins after it is called. */
export function coalesce(run: () => Promise<void>, { paceMs, clock, wait }: Pace): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let endedMs = Number.NEGATIVE_INFINITY;

  async function start(): Promise<void> {
    await running?.catch(() => undefined);
    const restMs = endedMs + paceMs - clock();
    if (restMs > 0) await wait(restMs);
    next = undefined;
    running = run().finally(() => {
      endedMs = clock();
      running = undefined;
    });
    return running;
  }

  return () => {
    next ??= start();
    return next;
  };
}
