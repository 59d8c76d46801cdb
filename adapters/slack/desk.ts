/** What all surfaces share: who a person is, whether they are answered, handing an event in, and a word that only they see. */
import type { types } from '@slack/bolt';
import { PlatformError } from '../../src/core/errors.ts';
import type { Allowance } from '../../src/core/limits.ts';
import type { PolicyPanel } from '../../src/core/panel.ts';
import type { AssetStore, Clock, LedgerStore, Received, ThreadStore } from '../../src/core/ports.ts';
import { replyOf } from '../../src/core/thread.ts';
import type { Action, ChatEvent, Message, Part, Thread } from '../../src/core/types.ts';
import { fallbackText, pictureBlock, section } from './blocks.ts';
import type { Calls } from './calls.ts';
import type { Messages } from './messages.ts';
import type { Arguments } from './methods.ts';
import type { People, Person } from './people.ts';
import type { Pictures } from './pictures.ts';
import type { Status } from './status.ts';
import type { Tables } from './tables.ts';
import { type Place, placeOf, threadAt } from './thread.ts';
import type { Uploads } from './uploads.ts';
import { harmless } from './words.ts';

export interface DeskPorts {
  readonly calls: Calls;
  readonly people: People;
  readonly pictures: Pictures;
  readonly tables: Tables;
  readonly messages: Messages;
  readonly uploads: Uploads;
  readonly status: Status;
  readonly threads: Pick<ThreadStore, 'get' | 'history'>;
  readonly ledger: Pick<LedgerStore, 'rows'>;
  readonly assets: AssetStore;
  readonly clock: Clock;
  readonly modelId: string;
  readonly selfOf: (team: string) => Promise<string>;
  readonly position: (turnId: string) => Promise<number | undefined>;
  readonly allowance: Allowance;
  readonly panel: PolicyPanel;
  readonly failed: (error: unknown) => void;
  readonly onEvent: (event: ChatEvent) => Promise<Received>;
}

/** Where a word can be said to one person. */
export type Corner = Pick<Place, 'team' | 'channel'> & { readonly ts?: string | undefined };

export type Desk = ReturnType<typeof openDesk>;

export function openDesk(ports: DeskPorts) {
  const { calls, people, tables, uploads, status, threads } = ports;
  /** The last event of each thread: they are taken in one after the other. */
  const ends = new Map<string, Promise<unknown>>();

  /** Seen by one person alone; losing it harms nothing. */
  async function whisper({ team, channel, ts }: Corner, user: string, text: string): Promise<void> {
    await calls
      .callIfRoom(team, 'chat.postEphemeral', { channel, user, text, ...(ts === undefined ? {} : { thread_ts: ts }) })
      .catch(() => undefined);
  }

  /** Words and pictures that one person alone may see. */
  async function tell({ team, channel, ts }: Corner, user: string, parts: readonly Part[]): Promise<void> {
    const blocks: types.AnyBlock[] = [];
    for (const part of parts) {
      const file = part.kind === 'image' ? await uploads.ensure(team, part) : undefined;
      if (part.kind === 'text') blocks.push({ type: 'markdown', text: harmless(part.text) });
      else blocks.push(file === undefined ? section(`*${part.name}* is no longer kept.`) : pictureBlock(file, part.name, part.alt));
    }
    const words = { channel, user, text: fallbackText(parts), blocks, ...(ts === undefined ? {} : { thread_ts: ts }) };
    await calls.call(team, 'chat.postEphemeral', words as Arguments['chat.postEphemeral']);
  }

  /** Hands an event in; a refusal is said to the person alone. Undefined when it was refused. */
  async function submit(event: ChatEvent, from: Corner, user: string): Promise<Received | undefined> {
    try {
      const received = await ports.onEvent(event);
      if (received.kind === 'queued') await asked(received);
      if (received.kind === 'told') await tell(from, user, received.parts);
      if (received.kind === 'limited') await whisper(from, user, received.sentence);
      if (received.kind === 'ignored' && event.kind === 'action-invoke')
        await whisper(from, user, ignoredWords(received.reason, (await tables.asked.get(event.turnId))?.authorId));
      return received;
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      await whisper(from, user, error.message);
      return undefined;
    }
  }

  async function asked({ turn }: Extract<Received, { kind: 'queued' }>): Promise<void> {
    const replyId = replyOf(turn);
    const known = await tables.asked.get(replyId);
    const { thread, messageId } = turn;
    await tables.asked.put(placeOf(thread).team, {
      replyId,
      authorId: known?.authorId ?? turn.authorId,
      thread,
      messageId,
      atMs: ports.clock(),
    });
    const request = await threads.get(thread.id, messageId);
    status.asked(turn, replyId, request ? wordsOf(request) : '');
  }

  return {
    ...ports,
    /** Another model may take its place while the bot runs. */
    get modelId() {
      return ports.modelId;
    },
    whisper,
    tell,
    submit,

    /** The person, when the bot answers them; a refusal is said to them when `tell` says where. */
    async admit(team: string, user: string, tell: Corner | undefined): Promise<Person | undefined> {
      const person = await people.get(team, user);
      if (person.isBot) return undefined;
      const refusal = people.refusal(person);
      if (refusal === undefined) return person;
      if (tell) await whisper(tell, user, refusal);
      return undefined;
    },

    /** Sharing and keeping show to others, or keep for long, what one person asked for. */
    async isTheirs(replyId: string, person: Person, from: Corner): Promise<boolean> {
      const authorId = (await tables.asked.get(replyId))?.authorId;
      if (authorId === person.id || person.moderates) return true;
      await whisper(from, person.id, `Only <@${authorId}>, who asked, or an admin of this workspace can do that.`);
      return false;
    },

    /** Does something about a reply in the name of a person. */
    act(
      replyId: string,
      action: Action,
      { id, thread, person, from }: { id: string; thread: Thread; person: Person; from: Corner },
    ): Promise<Received | undefined> {
      return submit(
        { kind: 'action-invoke', id, thread, authorId: person.id, ...standingOf(placeOf(thread).team, person), turnId: replyId, action },
        from,
        person.id,
      );
    },

    /** Runs `work` after everything that came before it under the same key. */
    inOrder<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
      const before = ends.get(key) ?? Promise.resolve();
      const done = before.then(work, work);
      const end = done
        .catch(() => undefined)
        .finally(() => {
          if (ends.get(key) === end) ends.delete(key);
        });
      ends.set(key, end);
      return done;
    },
  };
}

/** Removes what is kept of a person, here and in the program. */
export async function forgetPerson({ onEvent, tables }: Desk, team: string, { id: authorId }: Person, eventId: string): Promise<void> {
  const thread = threadAt({ team, channel: 'D', ts: 'forget' });
  await onEvent({ kind: 'command-invoke', id: eventId, thread, authorId, command: 'forget', argument: 'me' });
  await tables.forget(team, authorId);
}

/** What Slack knows of a person: limits go by it. */
export const standingOf = (team: string, { kind, moderates, timeZone }: Person) => ({
  ...{ moderates, authorRoles: [kind], workspace: team },
  ...(timeZone === undefined ? {} : { timeZone }),
});

export const wordsOf = ({ parts }: Message): string => parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n');

function ignoredWords(reason: Extract<Received, { kind: 'ignored' }>['reason'], authorId: string | undefined): string {
  switch (reason) {
    case 'not-yours':
      return `Only ${authorId ? `<@${authorId}>, who asked,` : 'who asked'} or an admin of this workspace can do that.`;
    case 'unknown-turn':
      return 'I no longer know what this belongs to: ask again.';
    case 'repeated':
      return 'That is being done already.';
    default:
      return 'I could not do that here.';
  }
}
