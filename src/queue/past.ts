/** The last turns that are done: how long they ran, and whether what was told of them held. They tell how long the next ones take. */
import type { Eta, TurnQueue } from '../core/ports.ts';
import { corrected, forecast, type Held, type Waiting } from './forecast.ts';

export const PAST_TURNS = 300;

export interface PastTurn {
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
  const promised: { readonly told: Eta; readonly tookMs: number }[] = [];
  const keep = <Item>(items: Item[], item: Item): void => {
    items.push(item);
    if (items.length > PAST_TURNS) items.shift();
  };
  function add(turn: PastTurn): void {
    const { tookMs, forecast, told } = turn;
    keep(ranMs, turn.ranMs);
    if (forecast) keep(held, { forecast, tookMs });
    if (told) keep(promised, { told, tookMs });
  }
  for (const turn of turns) add(turn);

  return {
    add,

    /** Milliseconds until a turn that waits is done; undefined while too little is known. */
    foretell(waiting: Waiting): { readonly forecast: Eta; readonly told: Eta } | undefined {
      const made = forecast(ranMs, waiting);
      return made && { forecast: made, told: corrected(made, held) };
    },

    told(): Awaited<ReturnType<TurnQueue['state']>>['told'] {
      const within = (key: keyof Eta): number => promised.filter(({ told, tookMs }) => tookMs <= told[key]).length;
      return { turns: promised.length, withinP50: within('p50'), withinP90: within('p90') };
    },
  };
}
