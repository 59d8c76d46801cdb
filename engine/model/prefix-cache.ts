/**
 * What the last turn of a thread computed, for its next turn, which begins with the same rows: positions that are the same are
 * not computed again. Least recently used threads go first. Nothing passes from one thread to another but the system prompt.
 */
import type { Context, LanguageModel } from './context.ts';
import { GrowingContext } from './growing-context.ts';

/** Contexts of one turn. The first one goes on from the thread's last turn; `close` leaves it to the next. */
export interface TurnContexts {
  newContext(): Context;
  /** Nothing of the turn may use its contexts any more. */
  close(): void;
}

export class PrefixCache {
  readonly #model: LanguageModel;
  readonly #bytesAtMost: number;
  /** By thread, the least recently used first. */
  readonly #kept = new Map<string, GrowingContext>();
  #bytes = 0;
  #system: GrowingContext | undefined;

  constructor(model: LanguageModel, bytesAtMost: number) {
    this.#model = model;
    this.#bytesAtMost = bytesAtMost;
  }

  /** Memory held for threads that have no turn now. */
  get bytes(): number {
    return this.#bytes;
  }

  openTurn(thread: string): TurnContexts {
    const made: GrowingContext[] = [];
    return {
      newContext: () => {
        const context = (made.length === 0 ? this.#take(thread) : undefined) ?? this.#begun();
        made.push(context);
        return context;
      },
      close: () => {
        const [first, ...others] = made.splice(0);
        for (const context of others) context.release();
        if (!first) return;
        first.releaseForks();
        this.#keepSystem(first);
        this.#keep(thread, first);
      },
    };
  }

  #take(thread: string): GrowingContext | undefined {
    const context = this.#kept.get(thread);
    if (!context) return undefined;
    this.#kept.delete(thread);
    this.#bytes -= context.bytes;
    context.truncate(0);
    return context;
  }

  #keep(thread: string, context: GrowingContext): void {
    this.#take(thread)?.release(); // of two turns at once the later one counts
    this.#kept.set(thread, context);
    this.#bytes += context.bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= this.#bytesAtMost) break;
      this.#take(oldest)?.release();
    }
  }

  /** An empty context that knows the system prompt once any turn has read it. */
  #begun(): GrowingContext {
    const context = this.#system?.prefix(this.#system.tokens) ?? new GrowingContext(this.#model);
    context.truncate(0);
    return context;
  }

  #keepSystem(context: GrowingContext): void {
    const { tokens, template } = this.#model.manifest;
    const prompt = [tokens.bos, ...this.#model.tokenizer.encode(template.system)];
    if (!this.#system && context.startsWith(prompt)) this.#system = context.prefix(prompt.length);
  }
}
