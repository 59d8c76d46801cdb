/**
 * Who may use the one connection: one at a time, in the order of asking. What a holder does on the way around its own hold would wait for
 * itself for ever, or not be a part of it, so that is an error; Node's AsyncLocalStorage knows on whose behalf code runs.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

interface Hold {
  isOpen: boolean;
  readonly scope: Scope;
  /** One of another database, in which this one was begun. */
  readonly around: Hold | undefined;
}

/** One for all: each costs something at every promise. */
const holds = new AsyncLocalStorage<Hold>();

export type Step = <Result>(step: () => Result | Promise<Result>) => Promise<Result>;

/** What is done inside of a transaction, and what is not. */
export interface Scope {
  assertOutside(): void;
  /** Runs `work` inside; the `step` that it is given is for its own steps, and throws once it is over. */
  enter<Result>(work: (step: Step) => Promise<Result>): Promise<Result>;
}

export function openScope(): Scope {
  const scope: Scope = {
    assertOutside() {
      for (let hold = holds.getStore(); hold; hold = hold.around) {
        if (hold.scope === scope && hold.isOpen)
          throw new Error('Inside a transaction the database was used around it: use the `tx` that it gave, or a store within(tx).');
      }
    },
    async enter(work) {
      const around = holds.getStore();
      const hold: Hold = { isOpen: true, scope, around: around?.isOpen ? around : undefined };
      try {
        return await holds.run(hold, () =>
          work(async (step) => {
            if (!hold.isOpen) throw new Error('A transaction was used after its end: await everything that is done in it.');
            return await step();
          }),
        );
      } finally {
        hold.isOpen = false;
      }
    },
  };
  return scope;
}

export interface Line {
  readonly assertOutside: Scope['assertOutside'];
  /** Has the connection until `work` resolves. */
  hold: Scope['enter'];
  /** Has it for one step. */
  pass: Step;
  /** Has it for a step on nobody's behalf, between theirs. */
  between(step: () => Promise<void>): Promise<void>;
}

export function openLine(): Line {
  const scope = openScope();
  const waiting: (() => void)[] = [];
  let isTaken = false;

  async function arrive(): Promise<void> {
    if (isTaken) await new Promise<void>((go) => waiting.push(go));
    isTaken = true;
  }
  /** The next in line has it from this moment, so nobody slips in between. */
  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else isTaken = false;
  }

  return {
    assertOutside: scope.assertOutside,
    async hold(work) {
      scope.assertOutside();
      await arrive();
      try {
        return await scope.enter(work);
      } finally {
        leave();
      }
    },
    async pass(step) {
      scope.assertOutside();
      if (!isTaken) return await step();
      await arrive();
      try {
        return await step();
      } finally {
        leave();
      }
    },
    async between(step) {
      await arrive();
      try {
        await step();
      } finally {
        leave();
      }
    },
  };
}
