/** The last turns that are done: how long they ran, and whether what was told of them held. They tell how long the next ones take. */
import type { Eta, TurnQueue } from '../core/ports.ts';
import { corrected, forecast, HELD_AT_LEAST, type Held, type Waiting } from './forecast.ts';
import type { Priority } from './shares.ts';

export const PAST_TURNS = 300;

export interface PastTurn {
  readonly priority: Priority;
  /** Milliseconds from its last start. */
  readonly ranMs: number;
  /** Milliseconds since it was queued. */
  readonly tookMs: number;
  /** As it was foreseen when it was queued, before and after correction; absent while too little was known. */
  readonly forecast?: Eta;
  readonly told?: Eta;
}

/** `turns`: oldest first. */
export function openPast(turns: readonly PastTurn[]) {
  // Kept apart, as every forecast reads them.
  const ranMs: number[] = [];
  const held: Held[] = [];
  const heldOf: Readonly<Record<Priority, Held[]>> = { edit: [], reply: [], bulk: [] };
  const promised: { readonly told: Eta; readonly tookMs: number }[] = [];
  const keep = <Item>(items: Item[], item: Item): void => {
    items.push(item);
    if (items.length > PAST_TURNS) items.shift();
  };
  function add(turn: PastTurn): void {
    const { priority, tookMs, forecast, told } = turn;
    keep(ranMs, turn.ranMs);
    if (forecast) for (const kept of [held, heldOf[priority]]) keep(kept, { forecast, tookMs });
    if (told) keep(promised, { told, tookMs });
  }
  for (const turn of turns) add(turn);

  return {
    add,

    /** Milliseconds until a turn that waits is done; undefined while too little is known. Corrected by those of its priority, where some are known. */
    foretell(waiting: Waiting, priority: Priority): { readonly forecast: Eta; readonly told: Eta } | undefined {
      const made = forecast(ranMs, waiting);
      const alike = heldOf[priority].length < HELD_AT_LEAST ? held : heldOf[priority];
      return made && { forecast: made, told: corrected(made, alike) };
    },

    told(): Awaited<ReturnType<TurnQueue['state']>>['told'] {
      const within = (key: keyof Eta): number => promised.filter(({ told, tookMs }) => tookMs <= told[key]).length;
      return { turns: promised.length, withinP50: within('p50'), withinP90: within('p90') };
    },
  };
}
