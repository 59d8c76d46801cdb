/**
 * Who may use the one connection: one at a time, in the order of asking. What a holder does on the way around its own hold would wait for
 * itself for ever, so that is an error; Node's AsyncLocalStorage knows on whose behalf code runs.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

interface Hold {
  isOpen: boolean;
  readonly line: Line;
  /** One of another line, in which this one was begun. */
  readonly around: Hold | undefined;
}

/** One for all lines: each costs something at every promise. */
const holds = new AsyncLocalStorage<Hold>();

export interface Line {
  /** Has the connection until `work` resolves; its own `pass` is for the steps of `work` alone. */
  hold<Result>(work: (pass: Line['pass']) => Promise<Result>): Promise<Result>;
  /** Has it for one step. */
  pass<Result>(step: () => Result): Promise<Result>;
}

export function openLine(): Line {
  const waiting: (() => void)[] = [];
  let isTaken = false;

  async function arrive(): Promise<void> {
    assertOutside(line);
    if (isTaken) await new Promise<void>((go) => waiting.push(go));
    isTaken = true;
  }
  /** The next in line has it from this moment, so nobody slips in between. */
  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else isTaken = false;
  }

  const line: Line = {
    async hold(work) {
      await arrive();
      const around = holds.getStore();
      const hold: Hold = { isOpen: true, line, around: around?.isOpen ? around : undefined };
      try {
        return await holds.run(hold, () =>
          work(async (step) => {
            assertOpen(hold);
            return step();
          }),
        );
      } finally {
        hold.isOpen = false;
        leave();
      }
    },
    async pass(step) {
      if (!isTaken) return step();
      await arrive();
      try {
        return step();
      } finally {
        leave();
      }
    },
  };
  return line;
}

function assertOutside(line: Line): void {
  for (let hold = holds.getStore(); hold; hold = hold.around) {
    if (hold.line === line && hold.isOpen)
      throw new Error('Inside a transaction the database was used around it: use the `tx` that it gave, or a store within(tx).');
  }
}

function assertOpen(hold: Hold): void {
  if (!hold.isOpen) throw new Error('A transaction was used after its end: await everything that is done in it.');
}
