/**
 * One message while it is written: Slack's own streaming. It may end at any time (Slack closes streams after some minutes, or
 * when they are quiet); what stands then is replaced as a whole by an update of the same message, so what was appended never has to be right
 * for good, and nothing is appended twice.
 */
import type { types } from '@slack/bolt';
import type { Clock } from '../../src/core/ports.ts';
import type { Part } from '../../src/core/types.ts';
import { type Answer, type Calls, slackCode } from './calls.ts';
import type { Rates } from './rates.ts';
import type { Place } from './thread.ts';
import { harmless } from './words.ts';

/** Slack ends a stream after about five minutes. */
const OPEN_MS_AT_MOST = 4 * 60_000;
const QUIET_MS_AT_MOST = 60_000;
/** Room for what the last part still needs. */
const CHARS_AT_MOST = 9_500;
/** So much of the workspace's calls is left for streams that are open already. */
const SPARE = 0.1;

export interface StreamOptions {
  readonly calls: Calls;
  readonly rates: Rates;
  readonly clock: Clock;
  readonly place: Place;
  /** Who asked: Slack wants to know outside of direct messages. */
  readonly recipient: string;
  /** Between two calls for this message. */
  readonly everyMs: number;
  /** Told before the message is made, and with its `ts` after. */
  readonly begins: () => Promise<void>;
  readonly opened: (ts: string) => Promise<void>;
  /** Slack certainly did not make it. */
  readonly refused: () => Promise<void>;
  /** The stream ended before the reply was finished. */
  readonly ended: () => void;
}

export class Stream {
  ts: string | undefined;
  /** `fresh`: nothing of it stands yet. */
  state: 'fresh' | 'open' | 'ended' = 'fresh';
  /** Parts of the reply that were delivered and are appended. */
  #settled = 0;
  /** What was appended of the part that is being written, as the engine wrote it. */
  #written = '';
  #sentChars = 0;
  readonly #held = new Map<number, types.AnyChunk[]>();
  readonly #heldWords = new Map<number, string>();
  #pending: types.AnyChunk[] = [];
  #flushing: Promise<void> | undefined;
  #openedAtMs = 0;
  #lastAtMs = 0;
  readonly #options: StreamOptions;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  get channel(): string {
    return this.#options.place.channel;
  }

  /** Words of a part, as they come. */
  write(part: number, words: string): void {
    if (this.state === 'ended' || part < this.#settled) return;
    if (part > this.#settled) {
      this.#heldWords.set(part, (this.#heldWords.get(part) ?? '') + words);
      return;
    }
    if (this.#sentChars + words.length > CHARS_AT_MOST) return;
    const before = sendable(this.#written);
    this.#written += words;
    this.#append({ type: 'markdown_text', text: sendable(this.#written).slice(before.length) });
  }

  /** A card for a picture that is being made. */
  task(part: number, task: Omit<types.TaskUpdateChunk, 'type'>): void {
    if (this.state === 'ended' || part < this.#settled) return;
    const chunk = { type: 'task_update', ...task } as const;
    if (part === this.#settled) this.#append(chunk);
    else this.#held.set(part, [...(this.#held.get(part) ?? []).filter((one) => !isTask(one, task.id)), chunk]);
  }

  /**
   * Appends what was delivered since, and resolves when it stands. False: it cannot be shown by appending, or the stream is
   * over; then the message has to be updated as a whole.
   */
  async advance(parts: readonly Part[], chunksOf: (part: Part, index: number) => Promise<types.AnyChunk[] | undefined>): Promise<boolean> {
    while (this.state !== 'ended' && this.#settled < parts.length) {
      const part = parts[this.#settled];
      if (!part || !(await this.#settle(part, chunksOf))) {
        await this.stop();
        return false;
      }
    }
    await this.flush();
    return this.state === 'open';
  }

  async #settle(part: Part, chunksOf: (part: Part, index: number) => Promise<types.AnyChunk[] | undefined>): Promise<boolean> {
    if (part.spoiler) return false;
    if (part.kind === 'text') {
      const sent = sendable(this.#written).replace(/^(?:[ \t]*\n)+/, '');
      const whole = harmless(part.text);
      if (!whole.startsWith(sent) && whole.trimEnd() !== sent.trimEnd()) return false;
      this.#append({ type: 'markdown_text', text: `${whole.slice(sent.length)}\n\n` });
    } else {
      const chunks = await chunksOf(part, this.#settled);
      if (!chunks || this.#written.trim() !== '') return false;
      for (const chunk of chunks) this.#append(chunk);
    }
    this.#settled += 1;
    this.#written = '';
    for (const chunk of this.#held.get(this.#settled) ?? []) this.#append(chunk);
    this.#held.delete(this.#settled);
    const words = this.#heldWords.get(this.#settled);
    this.#heldWords.delete(this.#settled);
    if (words) this.write(this.#settled, words);
    return true;
  }

  #append(chunk: types.AnyChunk): void {
    const last = this.#pending.at(-1);
    if (isWords(chunk)) {
      if (chunk.text === '') return;
      this.#sentChars += chunk.text.length;
      if (last && isWords(last)) last.text += chunk.text;
      else this.#pending.push({ ...chunk });
    } else {
      if (isTaskUpdate(chunk)) this.#pending = this.#pending.filter((one) => !isTask(one, chunk.id));
      this.#pending.push(chunk);
    }
    this.flush().catch(() => undefined);
  }

  /** Resolves when nothing is left to send. One call at a time; those who come meanwhile wait for the same. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    const { rates, clock, everyMs } = this.#options;
    while (this.state !== 'ended' && this.#pending.length > 0 && !rates.isClosed()) {
      const waitMs = this.#lastAtMs + everyMs - clock();
      if (waitMs > 0) {
        await rates.pause(waitMs);
        continue;
      }
      this.#lastAtMs = clock();
      const chunks = this.#pending;
      this.#pending = [];
      try {
        const sent = this.state === 'fresh' ? await this.#open(chunks) : await this.#extend(chunks);
        // Too many calls by others: what came meanwhile goes along the next time.
        if (!sent && this.state === 'open') this.#pending = [...chunks, ...this.#pending];
      } catch (error) {
        // Closed by Slack, or the answer was lost and with it the knowledge of what stands.
        if (this.ts === undefined && slackCode(error) !== undefined) await this.#options.refused();
        this.#end();
      }
    }
  }

  /** False, and over: the workspace has started too many streams; the message is posted and updated instead. */
  async #open(chunks: types.AnyChunk[]): Promise<boolean> {
    const { calls, clock, place, recipient } = this.#options;
    await this.#options.begins();
    const answer = await calls.callIfRoom(place.team, 'chat.startStream', {
      channel: place.channel,
      thread_ts: place.ts,
      recipient_team_id: place.team,
      recipient_user_id: recipient,
      task_display_mode: 'timeline',
      chunks,
    });
    if (typeof answer?.ts !== 'string') {
      await this.#options.refused();
      this.#end();
      return false;
    }
    this.ts = answer.ts;
    this.state = 'open';
    this.#openedAtMs = clock();
    await this.#options.opened(answer.ts);
    return true;
  }

  async #extend(chunks: types.AnyChunk[]): Promise<boolean> {
    const { calls, clock, place } = this.#options;
    if (clock() - this.#openedAtMs > OPEN_MS_AT_MOST) {
      await this.stop();
      this.#options.ended();
      return false;
    }
    const answer: Answer | undefined = await calls.callIfRoom(
      place.team,
      'chat.appendStream',
      { channel: place.channel, ts: this.ts ?? '', chunks },
      SPARE,
    );
    return answer !== undefined;
  }

  /** Whether it has been quiet for so long that Slack may close it. */
  isQuiet(): boolean {
    return this.state === 'open' && this.#options.clock() - this.#lastAtMs > QUIET_MS_AT_MOST;
  }

  /** Slack has closed it, or lost it. */
  closedBySlack(): void {
    if (this.state === 'open') this.#end();
  }

  #end(): void {
    const wasFresh = this.state === 'fresh';
    this.state = 'ended';
    this.#pending = [];
    if (!wasFresh) this.#options.ended();
  }

  /** Closes it; the message is updated next. Never rejects: a stream that is closed already is as good. */
  async stop(): Promise<void> {
    const wasOpen = this.state === 'open';
    this.state = 'ended';
    this.#pending = [];
    await this.#flushing?.catch(() => undefined);
    if (!wasOpen || this.ts === undefined) return;
    const { calls, place } = this.#options;
    await calls.call(place.team, 'chat.stopStream', { channel: place.channel, ts: this.ts }).catch(() => undefined);
  }
}

const isWords = (chunk: types.AnyChunk): chunk is types.MarkdownTextChunk => chunk.type === 'markdown_text';
const isTaskUpdate = (chunk: types.AnyChunk): chunk is types.TaskUpdateChunk => chunk.type === 'task_update';
const isTask = (chunk: types.AnyChunk, id: string): boolean => isTaskUpdate(chunk) && chunk.id === id;

/** As far as it is certain what follows: a mark of Slack's may begin at the end. */
const sendable = (words: string): string => harmless(words.replace(/(?:<|@\w*)$/, ''));
