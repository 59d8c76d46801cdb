/** How many turns the memory holds: each is admitted when what it may need at most is free, in the order in which they came. */
import { bytesPerToken } from './kv-cache.ts';
import type { Manifest } from './manifest.ts';
import { ModelError, throwIfAborted } from './model-error.ts';

/** A picture's planes, colours, file and latents, as a multiple of its planes. */
const PICTURE_COPIES = 8;

/** The VAE's activations at their highest, as a multiple of the planes it decodes: 301 and 325 were measured (RESULTS.md). */
const CALL_COPIES = 330;

/** What the largest call needs beside the turns: calls are made one at a time. `tilePx`: the side of what the VAE decodes at once. */
export const callBytes = (tilePx: number): number => CALL_COPIES * planesBytes(tilePx);

const planesBytes = (sidePx: number): number => 3 * sidePx ** 2 * 4;

/** What one turn may hold at most: a full window's cache, its copy in a call, and one picture. */
export function turnBytes({ language, diffusion }: Manifest): number {
  return 2 * language.contextTokens * bytesPerToken(language) + PICTURE_COPIES * planesBytes(diffusion.imageSizePx);
}

interface Waiting {
  readonly bytes: number;
  admit(): void;
}

export class Admission {
  readonly #total: number;
  #free: number;
  readonly #waiting: Waiting[] = [];

  constructor(bytes: number) {
    this.#total = bytes;
    this.#free = bytes;
  }

  /** Resolves with what gives the memory back. Rejects when it can never be free, and when `signal` aborts. */
  async admit(bytes: number, signal?: AbortSignal): Promise<() => void> {
    throwIfAborted(signal);
    if (bytes > this.#total) {
      const megabytes = (value: number): number => Math.ceil(value / 2 ** 20);
      throw new ModelError(
        'model-invalid',
        `One turn of this model may need ${megabytes(bytes)} MB beside its weights, and ${megabytes(this.#total)} MB are set aside; use a smaller model or a larger machine.`,
      );
    }
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(new ModelError('cancelled', 'The run was stopped before it was begun.', signal?.reason));
        this.#next();
      };
      const entry: Waiting = {
        bytes,
        admit() {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(entry);
      this.#next();
    });
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#free += bytes;
      this.#next();
    };
  }

  #next(): void {
    for (let first = this.#waiting[0]; first && first.bytes <= this.#free; first = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= first.bytes;
      first.admit();
    }
  }
}
