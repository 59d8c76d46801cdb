/**
 * What a worker tells of one request, numbered from 0. Words that come close together travel together, and previews come at most
 * twice a second: a gateway is not flooded, however fast the model is.
 */
import type { Redis } from 'ioredis';
import type { Clock, EngineEvent } from '../core/ports.ts';
import type { Freight } from './freight.ts';
import { KEYS, type WireEvent } from './wire.ts';

const WORDS_MS = 60;
const PREVIEWS_MS = 500;

interface TellingOptions {
  readonly redis: Redis;
  readonly gateway: string;
  readonly requestId: string;
  readonly clock: Clock;
  /** The gateway listens no more. */
  readonly gone: () => void;
}

type Words = Extract<EngineEvent, { type: 'text-delta' }>;

export function openTelling({ redis, gateway, requestId, clock, gone }: TellingOptions) {
  let next = 0;
  let last: Promise<unknown> = Promise.resolve();
  let words: Words | undefined;
  let timer: NodeJS.Timeout | undefined;
  let previewAtMs = Number.NEGATIVE_INFINITY;

  function say(event: WireEvent, bytes?: Uint8Array): void {
    const fields = ['id', requestId, 'n', next++, 'event', JSON.stringify(event), ...(bytes ? ['bytes', Buffer.from(bytes)] : [])];
    // One connection keeps the order; a stream that is not there any more had its gateway die.
    last = redis.xadd(KEYS.events(gateway), 'NOMKSTREAM', '*', ...fields).then((entry) => entry ?? gone(), gone);
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (words) say(words);
    words = undefined;
  }

  return {
    tell(event: WireEvent): void {
      flush();
      say(event);
    },

    /** A finished picture goes by `freight` before it is told of. */
    async event(event: EngineEvent, freight: Freight): Promise<void> {
      if (event.type === 'text-delta') {
        if (words && words.part !== event.part) flush();
        words = words ? { ...words, text: words.text + event.text } : event;
        timer ??= setTimeout(flush, WORDS_MS);
        return;
      }
      if (event.type === 'image-step') {
        if (clock() - previewAtMs < PREVIEWS_MS) return;
        previewAtMs = clock();
        flush();
        const { rgb, ...preview } = event.preview;
        return say({ ...event, preview }, rgb);
      }
      flush();
      if (event.type !== 'image-end') return say(event);
      const png = await freight.put(event.png);
      say({ ...event, png });
      await last;
    },

    /** Resolves when all that was said is with Redis. */
    async told(): Promise<void> {
      await last;
    },
  };
}
