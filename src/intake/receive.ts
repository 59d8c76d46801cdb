/**
 * Events become turns. Every step can be done twice without harm and the event is marked as done last, so an event that
 * is delivered again, or was cut off midway by a crash, makes one turn:
 *   known? → addressed to the bot? → within the limits? → store the message and name its pictures → enqueue → mark the event.
 */
import { createHash } from 'node:crypto';
import { PlatformError } from '../core/errors.ts';
import type { Asker } from '../core/limits.ts';
import type { Clock, Database, Forgotten, LedgerStore, Received, Statements, ThreadStore, TurnQueue } from '../core/ports.ts';
import { platformOf, replyOf } from '../core/thread.ts';
import type { ChatEvent, Message, Offer, PictureName, Standing, Thread, Turn } from '../core/types.ts';
import { assertPossible, editIn } from './action.ts';
import type { Allowances } from './allowance.ts';
import { joined } from './burst.ts';
import { journalIn, type MadeTurn, openJournal } from './journal.ts';
import { named } from './named.ts';
import { assertAnswerable, isEmpty, isOwnThread, isStopWord, standingOf, TEXT_CHARS_AT_MOST, textOf } from './request.ts';

const DEADLINE_MS = 15 * 60_000;
/** Turns older than this are over, whatever they were. */
const STOPPABLE_MS = 24 * 3_600_000;

export interface IntakePorts {
  readonly database: Database;
  readonly threads: ThreadStore;
  readonly ledger: LedgerStore;
  readonly queue: Pick<TurnQueue, 'enqueue' | 'cancel' | 'amend' | 'position'>;
  readonly clock: Clock;
  readonly allowances: Pick<Allowances, 'admit'>;
  /** Removes what is stored, for good. */
  readonly forget: (what: Forgotten) => Promise<void>;
  /** What moderators decide, and what is asked of them. */
  readonly desk: {
    press(event: Press): Promise<Received>;
    /** Asks moderators to look again at why a turn was refused. */
    appeal(refused: Turn, replyId: string, reason: string | undefined): Promise<Received>;
    /** Keeps that somebody agreed to a change of a picture, for who asked. */
    consent(given: Consent): Promise<void>;
  };
  readonly replies: {
    /** What a reply asks with buttons. */
    offered(replyId: string): Promise<Offer | undefined>;
    /** Takes a reply away from where it stands. Durable once it returns. */
    withdraw(reply: Pick<MadeTurn, 'replyId' | 'authorId'>, thread: Thread): Promise<void>;
    /** Takes back what a reply offers. False when it offers nothing. */
    dismiss(reply: Pick<MadeTurn, 'replyId' | 'authorId'>, thread: Thread): Promise<boolean>;
  };
}

/** One person's yes to what another asked to be done with a picture. */
export interface Consent {
  readonly threadId: string;
  readonly picture: PictureName;
  readonly requesterId: string;
  readonly by: string;
}

type Create = Extract<ChatEvent, { kind: 'message-create' | 'message-edit' }>;
type Command = Extract<ChatEvent, { kind: 'command-invoke' }>;
type Action = Extract<ChatEvent, { kind: 'action-invoke' }>;
type Act = Action['action'];
type Press = Extract<ChatEvent, { kind: 'desk-press' }>;

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
const keyOf = (event: ChatEvent): string => `${platformOf(event.thread)}:${event.id}`;

const askerOf = (event: Create | Command | Action, authorId: string): Asker => ({ thread: event.thread, authorId, ...standingOf(event) });

/** The id of the turn that an event makes, if it makes one. */
export const turnIdOf = (platform: string, eventId: string): string => sha256(`${platform}\n${eventId}`).toString('hex').slice(0, 24);

/**
 * The function that takes events in. It resolves when the event is stored, and throws PlatformError `invalid-payload`,
 * once for each event, when the bot was spoken to in a way that cannot be answered.
 */
export async function openIntake({
  database,
  threads,
  ledger,
  queue,
  clock,
  allowances,
  replies,
  desk,
  forget,
}: IntakePorts): Promise<(event: ChatEvent) => Promise<Received>> {
  const journal = await openJournal(database);

  async function receive(event: ChatEvent): Promise<Received> {
    const key = keyOf(event);
    if (await journal.seen(key)) return { kind: 'ignored', reason: 'repeated' };
    try {
      const received = await take(event);
      await journal.settle(key, clock());
      return received;
    } catch (error) {
      if (error instanceof PlatformError) await journal.settle(key, clock());
      throw error;
    }
  }

  function take(event: ChatEvent): Promise<Received> {
    switch (event.kind) {
      case 'message-create':
        return created(event);
      case 'message-edit':
        return edited(event);
      case 'message-delete':
        return deleted(event.thread, event.messageId);
      case 'command-invoke':
        return commanded(event);
      case 'action-invoke':
        return acted(event);
      case 'desk-press':
        return desk.press(event);
    }
  }

  async function created(event: Create): Promise<Received> {
    const { thread, message } = event;
    if (message.author.isSelf || message.author.isBot) return { kind: 'ignored', reason: 'bot' };
    if (await journal.isDeleted(thread.id, message.id)) return { kind: 'ignored', reason: 'not-kept' };
    const addressed = await isAddressed(thread, message);
    if (addressed && isStopWord(message)) return stop(thread, message.author.id);
    if (!addressed) return (await keep(thread, message)) ? { kind: 'noted' } : { kind: 'ignored', reason: 'not-kept' };
    return asked(event, message);
  }

  /** What was not let in is not kept: the person still has it, and asks again. */
  async function asked(event: Create | Command, message: Message): Promise<Received> {
    assertAnswerable(message);
    const turn = turnOf(event, message.author.id, message.id);
    const isFree = event.kind === 'message-create' && event.seed === undefined;
    const earlier = isFree && (await joined(event.thread, message, turn.id, { queue, threads, journal, clock, keep }));
    if (earlier) return { kind: 'merged', turn: earlier };
    const limited = await allowances.admit(turn, askerOf(event, message.author.id));
    if (limited) return limited;
    if (!(await keep(event.thread, message))) return { kind: 'ignored', reason: 'not-kept' };
    return enqueue(turn);
  }

  /** An edit changes what the bot reads from now on; it asks nothing by itself. */
  async function edited({ thread, message }: Create): Promise<Received> {
    if (message.author.isSelf || message.author.isBot) return { kind: 'ignored', reason: 'bot' };
    return database.transaction(async (tx): Promise<Received> => {
      if (await journalIn(tx).isDeleted(thread.id, message.id)) return { kind: 'ignored', reason: 'not-kept' };
      // What the person took back is not read on, also when what stands there now cannot be kept.
      if (isKeepable(message)) await store(thread, message, tx);
      else await threads.within(tx).remove(thread.id, message.id);
      return { kind: 'noted' };
    });
  }

  async function deleted(thread: Thread, messageId: string): Promise<Received> {
    await database.transaction(async (tx) => {
      await journalIn(tx).markDeleted(thread.id, messageId, clock());
      await threads.within(tx).remove(thread.id, messageId);
    });
    for (const about of await journal.turnsAbout(thread.id, messageId)) {
      // What else it answers is answered still.
      const turn = await queue.amend(about.turnId, ({ more, ...rest }) =>
        more?.[0] === undefined ? rest : { ...rest, messageId: more[0], more: more.slice(1) },
      );
      if (turn?.messageId === messageId) await queue.cancel(turn.id);
    }
    return { kind: 'noted' };
  }

  async function commanded(event: Command): Promise<Received> {
    const { thread, authorId, command, argument } = event;
    if (command === 'stop') return stop(thread, authorId);
    if (command === 'forget') return forgotten(event);
    if (command !== 'ask' && command !== 'draw') {
      throw new PlatformError(
        'invalid-payload',
        `Expected the command ask, draw, stop or forget, got ${JSON.stringify(command)}: use one of these.`,
      );
    }
    const message: Message = {
      id: event.id,
      threadId: thread.id,
      author: { id: authorId, name: authorId, isBot: false, isSelf: false },
      parts: [{ kind: 'text', text: command === 'draw' ? `draw ${argument}` : argument }],
      mentionsBot: true,
      sentAt: new Date(clock()).toISOString(),
    };
    return asked(event, message);
  }

  /** `forget thread`: all that was said and drawn in it. `forget me`: what this person said, sent and had drawn, in every thread. */
  async function forgotten({ thread, authorId, argument }: Command): Promise<Received> {
    const scope = argument.trim().toLowerCase();
    if (scope !== 'thread' && scope !== 'me') {
      throw new PlatformError(
        'invalid-payload',
        `Expected what to forget, thread or me, got ${JSON.stringify(argument)}: say one of these.`,
      );
    }
    const platform = platformOf(thread);
    const turns = scope === 'thread' ? await journal.turnsIn(thread.id) : await journal.turnsBy(platform, authorId);
    await cancelAll(turns);
    await forget(
      scope === 'thread'
        ? { kind: 'thread', threadId: thread.id }
        : { kind: 'person', platform, authorId, turnIds: turns.map(({ turnId }) => turnId) },
    );
    await journal.forget(turns);
    return { kind: 'noted' };
  }

  async function acted(event: Action): Promise<Received> {
    const about = await journal.turn(event.turnId);
    if (!about || about.threadId !== event.thread.id) return { kind: 'ignored', reason: 'unknown-turn' };
    const { action, thread, authorId } = event;
    if (action.kind === 'agree') return agreed(event, about);
    if (about.authorId !== authorId && !event.moderates) return { kind: 'ignored', reason: 'not-yours' };
    assertPossible(action);
    switch (action.kind) {
      case 'stop':
        return {
          kind: 'stopped',
          turnIds: [
            ...(await cancelAll(await journal.turnsOn(about.replyId))),
            ...((await replies.dismiss(about, thread)) ? [about.replyId] : []),
          ],
        };
      case 'rate':
        await journal.rate(
          { replyId: about.replyId, authorId, good: action.good, ...(action.reason ? { reason: action.reason } : {}) },
          clock(),
        );
        return { kind: 'noted' };
      case 'delete':
        await cancelAll(await journal.turnsOn(about.replyId));
        await replies.withdraw(about, thread);
        return { kind: 'noted' };
      case 'rewrite':
      case 'appeal':
        return refused(event, about, action);
      default:
        return admitted(event, authorId, about.messageId, { ...action, of: about.replyId });
    }
  }

  /** What a person does about a refusal: asks in the words that it offers, or asks the moderators. */
  async function refused(event: Action, about: MadeTurn, action: Extract<Act, { kind: 'rewrite' | 'appeal' }>): Promise<Received> {
    const { thread, authorId } = event;
    const offer = await replies.offered(about.replyId);
    const turn = offer?.kind === 'refusal' ? await journal.turn(offer.turnId) : undefined;
    if (offer?.kind !== 'refusal' || !turn) return { kind: 'ignored', reason: 'unknown-turn' };
    const again = turn.task ?? { kind: 'redo', of: turn.replyId };
    if (action.kind === 'appeal') {
      if (!offer.appeal || turn.authorId !== authorId) return { kind: 'ignored', reason: 'not-yours' };
      const more = await saidWith(again.of, turn.messageId);
      const asked = { ...turnOf(event, authorId, turn.messageId, turn.task), id: turn.turnId, ...(more.length > 0 ? { more } : {}) };
      return desk.appeal(asked, about.replyId, action.reason);
    }
    if (offer.rewrite === undefined) return { kind: 'ignored', reason: 'unknown-turn' };
    if (again.kind === 'edit') return admitted(event, authorId, turn.messageId, editIn(offer.rewrite, again));
    const asked = await threads.get(thread.id, turn.messageId);
    if (!asked) return { kind: 'ignored', reason: 'unknown-turn' };
    // In what is kept, too: so a redo asks the same, and the model never reads the words that were refused.
    const pictures = asked.parts.filter(({ kind }) => kind === 'image');
    await threads.reword(thread.id, asked.id, [{ kind: 'text', text: offer.rewrite }, ...pictures]);
    for (const id of await saidWith(again.of, asked.id)) {
      const other = await threads.get(thread.id, id);
      if (other)
        await threads.reword(
          thread.id,
          id,
          other.parts.filter(({ kind }) => kind === 'image'),
        );
    }
    return admitted(event, authorId, turn.messageId, again);
  }

  /** Someone who may says yes to a change of a picture: the turn that was refused for want of it runs again. */
  async function agreed({ id: _, authorId: by, ...event }: Action, about: MadeTurn): Promise<Received> {
    const offer = await replies.offered(about.replyId);
    const turn = offer?.kind === 'consent' ? await journal.turn(offer.turnId) : undefined;
    if (offer?.kind !== 'consent' || !turn) return { kind: 'ignored', reason: 'unknown-turn' };
    if (!offer.of.includes(by)) return { kind: 'ignored', reason: 'not-yours' };
    const { thread, workspace } = event;
    await desk.consent({ threadId: thread.id, picture: offer.picture, requesterId: turn.authorId, by });
    // The turn is the requester's, whoever agreed, and runs once.
    const place = { thread, id: `agreed ${offer.turnId}`, ...(workspace === undefined ? {} : { workspace }) };
    return enqueue(turnOf(place, turn.authorId, turn.messageId, turn.task ?? { kind: 'redo', of: turn.replyId }));
  }

  async function admitted(event: Action, authorId: string, messageId: string, task: NonNullable<Turn['task']>): Promise<Received> {
    // However often a storyboard is started, by people or by itself, it is started once.
    const id = task.kind === 'start' ? `start ${task.of}` : event.id;
    const asked = await saidWith(task.of, messageId);
    const turn = { ...turnOf({ ...event, id }, authorId, messageId, task), ...(asked.length > 0 ? { more: asked } : {}) };
    return (await allowances.admit(turn, askerOf(event, authorId))) ?? enqueue(turn);
  }

  /** The other messages that were answered by the same reply. */
  const saidWith = async (replyId: string, messageId: string): Promise<string[]> =>
    (await journal.turnsOn(replyId)).filter((one) => !one.task && one.messageId !== messageId).map((one) => one.messageId);

  async function cancelAll(turns: readonly MadeTurn[]): Promise<string[]> {
    const stopped: string[] = [];
    for (const { turnId } of turns) if (await queue.cancel(turnId)) stopped.push(turnId);
    return stopped;
  }

  async function isAddressed(thread: Thread, message: Message): Promise<boolean> {
    if (thread.isDirect || message.mentionsBot) return true;
    if (message.replyToId && (await threads.get(thread.id, message.replyToId))?.author.isSelf) return true;
    return isOwnThread(thread) && journal.takesPart(thread.id);
  }

  /** Stops what a person has waiting or running in a thread. A stop word is never answered and never becomes context. */
  async function stop(thread: Thread, authorId: string): Promise<Received> {
    return { kind: 'stopped', turnIds: await cancelAll(await journal.turnsOf(thread.id, authorId, clock() - STOPPABLE_MS)) };
  }

  /** Stores a message, unless a newer form of it came first. False when it is not kept: too long, empty or deleted. */
  async function keep(thread: Thread, message: Message): Promise<boolean> {
    if (!isKeepable(message)) return false;
    return database.transaction(async (tx) => {
      if (await journalIn(tx).isDeleted(thread.id, message.id)) return false;
      if (!(await threads.within(tx).get(thread.id, message.id))) await store(thread, message, tx);
      return true;
    });
  }

  async function store(thread: Thread, message: Message, tx: Statements): Promise<void> {
    if (Number.isNaN(Date.parse(message.sentAt))) {
      throw new PlatformError(
        'invalid-payload',
        `Expected the time of a message as ISO 8601, got ${JSON.stringify(message.sentAt)}: fix the adapter.`,
      );
    }
    await threads.within(tx).put(thread, await named(message, ledger.within(tx)));
  }

  const isKeepable = (message: Message): boolean => !isEmpty(message) && textOf(message).length <= TEXT_CHARS_AT_MOST;

  function turnOf(
    event: Pick<ChatEvent, 'id' | 'thread'> & Standing & { readonly seed?: number },
    authorId: string,
    messageId: string,
    task?: NonNullable<Turn['task']>,
  ): Turn {
    const { id: eventId, thread, seed } = event;
    const standing = standingOf(event);
    const id = turnIdOf(platformOf(thread), eventId);
    return {
      id,
      thread,
      eventId,
      messageId,
      authorId,
      ...(Object.keys(standing).length > 0 ? { standing } : {}),
      ...(task ? { task } : {}),
      seed: seed ?? sha256(`seed\n${id}`).readUInt32BE(0),
      enqueuedAt: new Date(clock()).toISOString(),
      deadlineAt: new Date(clock() + DEADLINE_MS).toISOString(),
    };
  }

  async function enqueue(turn: Turn): Promise<Received> {
    const { id: turnId, thread, authorId, messageId, task } = turn;
    await journal.made({ turnId, threadId: thread.id, authorId, messageId, replyId: replyOf(turn), ...(task ? { task } : {}) }, clock());
    await queue.enqueue(turn);
    return { kind: 'queued', turn };
  }

  return receive;
}
