/** Token buckets: how soon a method may be called. Those who wait are served in the order in which they came. */
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../src/core/ports.ts';

export interface RatesOptions {
  readonly clock: Clock;
  /** Waits; returns early when `signal` aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

interface Bucket {
  /** Below 0: so many wait already. */
  tokens: number;
  atMs: number;
  /** Until then Slack has asked for silence. */
  silentUntilMs: number;
}

export type Rates = ReturnType<typeof createRates>;

export function createRates({ clock, pause = pauseFor }: RatesOptions) {
  const buckets = new Map<string, Bucket>();
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // as many as wait

  function bucketOf(key: string, perMinute: number): Bucket {
    const nowMs = clock();
    const bucket = buckets.get(key) ?? { tokens: perMinute, atMs: nowMs, silentUntilMs: 0 };
    bucket.tokens = Math.min(perMinute, bucket.tokens + ((nowMs - bucket.atMs) * perMinute) / 60_000);
    bucket.atMs = nowMs;
    buckets.set(key, bucket);
    return bucket;
  }

  function hasRoom(key: string, perMinute: number, spare: number): boolean {
    const bucket = bucketOf(key, perMinute);
    return bucket.tokens - 1 >= perMinute * spare && bucket.silentUntilMs <= clock();
  }

  return {
    /** Resolves when the call may be made, or at `close`. */
    async take(key: string, perMinute: number): Promise<void> {
      const bucket = bucketOf(key, perMinute);
      bucket.tokens -= 1;
      const waitMs = Math.max((-bucket.tokens * 60_000) / perMinute, bucket.silentUntilMs - clock());
      if (waitMs > 0) await pause(Math.ceil(waitMs), closing.signal);
    },

    /** Takes only what is there: false when the call would have to wait, or would leave less than `spare` of the bucket. */
    takeNow(key: string, perMinute: number, spare = 0): boolean {
      if (!hasRoom(key, perMinute, spare)) return false;
      bucketOf(key, perMinute).tokens -= 1;
      return true;
    },

    hasRoom,

    /** Slack asked to wait. */
    silence(key: string, perMinute: number, ms: number): void {
      const bucket = bucketOf(key, perMinute);
      bucket.silentUntilMs = Math.max(bucket.silentUntilMs, clock() + ms);
    },

    /** False when it was closed meanwhile. */
    async pause(ms: number): Promise<boolean> {
      await pause(ms, closing.signal);
      return !closing.signal.aborted;
    },
    isClosed: (): boolean => closing.signal.aborted,
    close: (): void => closing.abort(),
  };
}

const pauseFor = (ms: number, signal: AbortSignal): Promise<void> => wait(ms, undefined, { signal }).catch(() => undefined);
