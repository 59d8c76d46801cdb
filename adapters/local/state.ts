/** A thread as it stands, for those who open it: what is stored, and what is waiting or being made. */
import type { Eta, LedgerStore, ThreadStore } from '../../src/core/ports.ts';
import type { Feed } from './feed.ts';
import { isFinal } from './page/live.ts';
import type { LiveTurn, PageMessage, ThreadState } from './page/wire.ts';
import { LOCAL, localThread, ME } from './thread.ts';

const SHOWN_MESSAGES = 500;
/** Among these are all that can still be waiting. */
const NEWEST_MESSAGES = 20;

export interface StatePorts {
  readonly threads: Pick<ThreadStore, 'history'>;
  readonly ledger: Pick<LedgerStore, 'rows'>;
  readonly feed: Feed;
  /** The id of the turn that answers an event. */
  turnIdOf(platform: string, eventId: string): string;
  position(turnId: string): Promise<number | undefined>;
  /** What a person said of the replies in a thread as they stand, by reply: good or not. */
  ratings(threadId: string, authorId: string): Promise<Readonly<Record<string, boolean>>>;
  /** How long until it is done; undefined when it waits no longer, or too little is known. */
  eta(turnId: string): Promise<Eta | undefined>;
}

/**
 * The turns are those of the moment of the call, and what is stored is read after it: a watcher that began before the call and is told the
 * state first, then what it heard meanwhile, misses nothing.
 */
export async function readState(ports: StatePorts, name: string): Promise<ThreadState> {
  const { id } = localThread(name);
  const live = ports.feed.turns(id);
  const waiting = await waitingIn(ports, id);
  const messages: PageMessage[] = await ports.threads.history(id, SHOWN_MESSAGES);
  const unheard = waiting.filter(
    ({ turnId }) =>
      live.every((turn) => turn.turnId !== turnId) && !messages.some((message) => message.turnId === turnId && isFinal(message)),
  );
  return { messages, pictures: await ports.ledger.rows(id), turns: [...live, ...unheard], ratings: await ports.ratings(id, ME.id) };
}

/** Also turns that the last run of the program left waiting, and of which nothing was heard in this one. */
async function waitingIn(ports: StatePorts, threadId: string): Promise<LiveTurn[]> {
  const asked = (await ports.threads.history(threadId, NEWEST_MESSAGES)).filter((message) => message.author.id === ME.id);
  const turns: LiveTurn[] = [];
  for (const message of asked) {
    const turnId = ports.turnIdOf(LOCAL, message.id);
    const ahead = await ports.position(turnId);
    const etaMs = ahead ? await ports.eta(turnId) : undefined;
    if (ahead !== undefined) turns.push({ turnId, ahead, ...(etaMs && { etaMs }), parts: [] });
  }
  return turns;
}
