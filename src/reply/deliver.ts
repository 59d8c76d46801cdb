/** The way out. Only verdicts come in here, so nothing is shown that safety has not seen. */
import type { Adapter, ReplyStore } from '../core/ports.ts';
import { asidePart, say, sentencePart } from '../core/sentences.ts';
import { platformOf, replyOf } from '../core/thread.ts';
import type { Offer, Part, ReplyStatus, Thread, Turn, Verdict } from '../core/types.ts';
import { withCoveredWords } from './covered.ts';
import type { Outbox } from './outbox.ts';
import { splitReply } from './split.ts';

/** How long a finished reply is waited for; the outbox goes on sending it after that. */
const WAIT_MS = 30_000;

const NOTHING_CAME: Part = asidePart(say('nothing-came'));

/** Rules whose reason says all: nothing was wrong with the words. */
const SAYS_ALL: ReadonlySet<string> = new Set(['timeout', 'consent']);

/** What a person is shown of one part. */
export function shownPart(verdict: Verdict): Part {
  switch (verdict.kind) {
    case 'allow':
    case 'replace':
      return verdict.part;
    case 'hold': {
      const { part, rule } = verdict;
      return asidePart(part.kind === 'image' ? say('held-picture', { name: part.name, rule }) : say('held-part', { rule }));
    }
    case 'refuse':
      return refused(verdict);
  }
}

function refused({ rule, reason, said, offer }: Extract<Verdict, { kind: 'refuse' }>): Part {
  const why = said ?? reason;
  if (SAYS_ALL.has(rule)) return asidePart(why);
  const shown = asidePart(say('not-shown', { rule, reason: why }));
  // So that it is read before it is run.
  const rewrite = offer?.kind === 'refusal' ? offer.rewrite : undefined;
  return rewrite === undefined ? shown : sentencePart(say('not-shown-but', { rule, reason: why, rewrite }));
}

const DISMISSED: Part = asidePart(say('stopped'));

export interface DeliverPorts {
  readonly outbox: Outbox;
  readonly replies: ReplyStore;
  readonly adapterOf: (platform: string) => Adapter | undefined;
}

export interface DeliverOptions {
  readonly offer?: Offer;
  /** Said after the reply, and no part of it: why a revision was not made. */
  readonly note?: Verdict;
}

/**
 * The function that shows a reply as far as it is made; each call replaces what the one before it showed. While the
 * reply streams, it returns once this is durable; at its end, once it stands on the platform or 30 s have passed. It rejects
 * only when the database does: a platform's failure is the outbox's to mend.
 */
export function createDeliver({ outbox, replies, adapterOf }: DeliverPorts) {
  return async function deliver(
    turn: Turn,
    verdicts: readonly Verdict[],
    status: ReplyStatus,
    { offer, note }: DeliverOptions = {},
  ): Promise<void> {
    const final = status !== 'streaming';
    const limits = adapterOf(platformOf(turn.thread))?.limits;
    const parts = withCoveredWords([...verdicts, ...(note ? [note] : [])].map(shownPart));
    const messages = limits ? splitReply(parts, limits) : [parts];
    const shown = final && messages.flat().length === 0 ? [[NOTHING_CAME]] : messages;
    // A crash between the two finds the turn running still, and puts both again.
    await Promise.all([
      ...(final ? [replies.put(turn, { verdicts, status, ...(offer ? { offer } : {}) })] : []),
      outbox.put(turn, shown, status, final, offer ? { offer } : {}),
    ]);
    if (final) await outbox.settled(replyOf(turn), WAIT_MS);
  };
}

interface OfReply {
  readonly replyId: string;
  readonly authorId: string;
}

/** What is done to a reply at once, without a turn. A turn under way has to be cancelled first. */
export function createTakeBack({ outbox, replies }: Pick<DeliverPorts, 'outbox' | 'replies'>) {
  return {
    /** What a reply asks with buttons. */
    offered: async (replyId: string): Promise<Offer | undefined> => (await replies.before(replyId, ''))?.offer,
    /** Takes a reply away from where it stands. */
    async withdraw({ replyId, authorId }: OfReply, thread: Thread): Promise<void> {
      await replies.remove(replyId);
      await outbox.put({ id: replyId, thread, authorId }, [], 'complete', true);
    },
    /** Takes back what a reply offers. False when it offers nothing. */
    async dismiss({ replyId, authorId }: OfReply, thread: Thread): Promise<boolean> {
      const standing = await replies.before(replyId, '');
      if (!standing?.offer) return false;
      await replies.dismiss(replyId);
      await outbox.put(
        { id: replyId, thread, authorId },
        [[...withCoveredWords(standing.verdicts.map(shownPart)), DISMISSED]],
        'truncated',
        true,
      );
      return true;
    },
  };
}
