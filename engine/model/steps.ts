/**
 * The graph calls of all turns, one at a time. What waits for the same graph runs in one call; of several graphs the one
 * goes next whose first item has waited longest. A turn has at most one item waiting, so turns take turns.
 */
import { setImmediate } from 'node:timers/promises';
import { throwIfAborted } from './model-error.ts';

/** One graph, and how its calls are put together. */
export interface Lane<Item, Result> {
  /** How many of the first `items` fit into one call; at least 1. */
  fits(items: readonly Item[]): number;
  /** One result an item, in order. */
  run(items: readonly Item[]): Promise<readonly Result[]>;
  /** Told of a result that nobody waits for any more: its item was stopped while the call ran. */
  drop?(result: Result): void;
}

/** Puts an item into a lane. Rejects at once when `signal` aborts, also while it waits. */
export type Step<Item, Result> = (item: Item, signal?: AbortSignal) => Promise<Result>;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly order: number;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

interface Queue {
  /** Undefined: nothing waits. */
  readonly oldest: number | undefined;
  /** Runs what is first in one call. */
  run(): Promise<void>;
}

export class Steps {
  readonly #queues: Queue[] = [];
  #order = 0;
  #running = false;

  lane<Item, Result>(lane: Lane<Item, Result>): Step<Item, Result> {
    const waiting: Waiting<Item, Result>[] = [];
    this.#queues.push({
      get oldest() {
        return waiting[0]?.order;
      },
      run: () => {
        const count = Math.max(1, lane.fits(waiting.map(({ item }) => item)));
        return runTogether(lane, waiting.splice(0, count));
      },
    });
    return (item, signal) =>
      new Promise<Result>((resolve, reject) => {
        let left = false;
        const leave = (): void => {
          left = true;
          const at = waiting.indexOf(entry);
          if (at >= 0) waiting.splice(at, 1);
          settle(() => throwIfAborted(signal));
        };
        const settle = (end: () => void): void => {
          signal?.removeEventListener('abort', leave);
          try {
            end();
          } catch (error) {
            reject(error);
          }
        };
        const entry: Waiting<Item, Result> = {
          item,
          order: this.#order++,
          resolve: (result) => (left ? lane.drop?.(result) : settle(() => resolve(result))),
          reject: (error) => settle(() => reject(error)),
        };
        if (signal?.aborted) return leave();
        signal?.addEventListener('abort', leave, { once: true });
        waiting.push(entry);
        void this.#run();
      });
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (;;) {
      // A graph call holds the thread for its whole length. Here messages come in (a stop is one), and those whose call just
      // ended say what they want next, so that it joins the next call.
      await setImmediate();
      const next = this.#queues.reduce<Queue | undefined>(
        (first, queue) => ((queue.oldest ?? Number.POSITIVE_INFINITY) < (first?.oldest ?? Number.POSITIVE_INFINITY) ? queue : first),
        undefined,
      );
      if (!next) break;
      await next.run();
    }
    this.#running = false;
  }
}

/** A call that fails is made again for each item alone, so that the one it fails for harms no other. */
async function runTogether<Item, Result>(lane: Lane<Item, Result>, entries: readonly Waiting<Item, Result>[]): Promise<void> {
  try {
    const results = await lane.run(entries.map(({ item }) => item));
    for (const [i, entry] of entries.entries()) entry.resolve(results[i] as Result);
  } catch (error) {
    if (entries.length === 1) return entries[0]?.reject(error);
    for (const entry of entries) await runTogether(lane, [entry]);
  }
}
