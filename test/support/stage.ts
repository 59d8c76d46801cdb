/** A `runTurn` that the test plays: it sees each turn start, and says how it ends. No test waits for time to pass. */
import type { ParkedTurn, TurnOutcome } from '../../src/core/ports.ts';
import type { Turn } from '../../src/core/types.ts';

export interface Started {
  readonly turn: Turn;
  readonly signal: AbortSignal;
  engineDone(): void;
  end(outcome?: TurnOutcome): void;
  fail(error: unknown): void;
}

export interface Stage {
  readonly runTurn: (turn: Turn, signal: AbortSignal, engineDone: () => void) => Promise<TurnOutcome>;
  readonly onParked: (parked: ParkedTurn) => Promise<void>;
  /** The next turn that starts, or that has started and was not taken yet. */
  next(): Promise<Started>;
  /** The next turn that the queue ended by itself. */
  nextParked(): Promise<ParkedTurn>;
  /** Ends what has not ended. */
  endAll(): void;
  /** Turns that started and were not taken yet. */
  startedIds(): string[];
}

/** Hands what is put in to who takes it out, whichever comes first. */
function channel<Item>() {
  const items: Item[] = [];
  const takers: ((item: Item) => void)[] = [];
  return {
    items,
    put(item: Item): void {
      const taker = takers.shift();
      if (taker) taker(item);
      else items.push(item);
    },
    take(): Promise<Item> {
      const item = items.shift();
      return item === undefined ? new Promise((resolve) => takers.push(resolve)) : Promise.resolve(item);
    },
  };
}

export function stage(): Stage {
  const started = channel<Started>();
  const parked = channel<ParkedTurn>();
  const ends: (() => void)[] = [];
  return {
    runTurn: (turn, signal, engineDone) =>
      new Promise((resolve, reject) => {
        const end = (outcome: TurnOutcome = { kind: 'done' }): void => resolve(outcome);
        ends.push(end);
        started.put({ turn, signal, engineDone, end, fail: reject });
      }),
    endAll: () => {
      for (const end of ends) end();
    },
    onParked: async (one) => parked.put(one),
    next: started.take,
    nextParked: parked.take,
    startedIds: () => started.items.map(({ turn }) => turn.id),
  };
}

/** Lets everything that can happen now happen. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
