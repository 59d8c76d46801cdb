/**
 * The story of one turn: history → check the request → generate → check every part → deliver.
 * It may be told again after a crash: names, seeds and delivery keys come out the same, so the reply is finished once.
 */
import { EngineError, sentenceOf, TurnError } from './core/errors.ts';
import type {
  AssetStore,
  Clock,
  Engine,
  EngineEvent,
  GenerateRequest,
  LedgerStore,
  Progress,
  ThreadStore,
  TurnOutcome,
} from './core/ports.ts';
import type { AssetId, ImagePart, Message, Part, ReplyStatus, Turn, Usage, Verdict } from './core/types.ts';

const HISTORY_MESSAGES = 50;
/** Pictures whose files travel to the engine: the newest, and any that the request names. */
const PICTURES_SEEN = 12;

export interface TurnPorts {
  readonly threads: ThreadStore;
  readonly ledger: LedgerStore;
  readonly assets: AssetStore;
  readonly engine: Engine;
  readonly clock: Clock;
  /** The id of the message that a turn answers. */
  askedBy(turnId: string): string | undefined;
  checkRequest(message: Message): Verdict;
  checkPart(part: Part): Verdict;
  /** Delivers the reply as far as it is made; each call replaces what the one before it showed. */
  deliver(turn: Turn, verdicts: readonly Verdict[], status: ReplyStatus): Promise<void>;
  progress(turn: Turn, progress: Progress): void;
  /** Told of failures; never of what people wrote. */
  failed(turn: Turn, error: unknown): void;
}

export async function runTurn(turn: Turn, ports: TurnPorts, signal: AbortSignal): Promise<TurnOutcome> {
  const request = ports.threads.get(turn.thread.id, turn.messageId);
  if (!request) return { kind: 'done' }; // deleted before it was answered
  const asked = ports.checkRequest(request);
  if (asked.kind === 'refuse') {
    await finish(turn, ports, [asked], 'refused');
    return { kind: 'done' };
  }
  const made: Verdict[] = [];
  try {
    const generated = ports.engine.generate(await gather(turn, request, ports), signal);
    const { status, usage } = await compose(turn, ports, generated, made);
    await finish(turn, ports, made, status, usage);
    return { kind: 'done' };
  } catch (error) {
    return conclude(turn, ports, made, error, signal);
  }
}

/** What the engine needs to know. Pictures of this very turn, made before a crash, are left out: they are made again. */
async function gather(turn: Turn, request: Message, ports: TurnPorts): Promise<GenerateRequest> {
  const before = ports.threads.history(turn.thread.id, HISTORY_MESSAGES).filter((message) => isBefore(message, request, ports));
  const messages = [...before, request];
  const pictures = ports.ledger.rows(turn.thread.id).filter((row) => row.turnId !== turn.id);
  const named = new Set(messages.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'image' ? [part.name] : []))));
  const seen = pictures.filter((row, index) => index >= pictures.length - PICTURES_SEEN || named.has(row.name));
  const files: Record<AssetId, Uint8Array> = {};
  for (const row of seen) {
    const bytes = await ports.assets.get(row.asset);
    if (bytes) files[row.asset] = bytes;
  }
  return { turnId: turn.id, threadId: turn.thread.id, seed: turn.seed, messages, pictures, files };
}

/**
 * A person's message by its time; a reply by the time of what it answers: one that was finished after the request was sent
 * still belongs before it, and an earlier answer to the same request does not.
 */
function isBefore(message: Message, request: Message, ports: TurnPorts): boolean {
  if (!message.author.isSelf) return message.id !== request.id && message.sentAt <= request.sentAt;
  const asked = message.turnId === undefined ? undefined : ports.askedBy(message.turnId);
  const askedAt = asked === undefined ? undefined : ports.threads.get(message.threadId, asked)?.sentAt;
  return (askedAt ?? message.sentAt) < request.sentAt;
}

/** Turns engine events into verdicts, in order. What a verdict does not allow is never shown, not even as progress. */
async function compose(
  turn: Turn,
  ports: TurnPorts,
  events: AsyncIterable<EngineEvent>,
  made: Verdict[],
): Promise<{ status: ReplyStatus; usage: Usage }> {
  const turnId = turn.id;
  const tell = (progress: Progress): void => ports.progress(turn, progress);
  const settle = async (part: number, verdict: Verdict): Promise<void> => {
    made.push(verdict);
    tell({ type: 'verdict', turnId, part, verdict: verdict.kind, ...('rule' in verdict ? { rule: verdict.rule } : {}) });
    await ports.deliver(turn, made, 'streaming');
  };
  const isShowable = (text: string): boolean => ports.checkPart({ kind: 'text', text }).kind === 'allow';
  let written = '';
  let drawing = false;
  for await (const event of events) {
    switch (event.type) {
      case 'plan':
        if (event.plan.steps.every((step) => !('caption' in step) || isShowable(step.caption))) tell({ ...event, turnId });
        break;
      case 'text-delta':
        written += event.text;
        if (isShowable(written)) tell({ ...event, turnId });
        break;
      case 'text-end':
        written = '';
        await settle(event.part, ports.checkPart({ kind: 'text', text: event.text }));
        break;
      case 'image-start':
        drawing = isShowable(event.caption);
        if (drawing) tell({ ...event, turnId });
        break;
      case 'image-step':
        if (drawing) tell({ ...event, turnId });
        break;
      case 'image-end': {
        const part = await keepPicture(turn, ports, event);
        const verdict = ports.checkPart(part);
        if (verdict.kind === 'allow') {
          const { caption, parent } = event;
          tell({ type: 'image-end', turnId, part: event.part, name: part.name, caption, asset: part.asset, ...(parent ? { parent } : {}) });
        }
        await settle(event.part, verdict);
        break;
      }
      case 'done':
        return { status: event.status, usage: event.usage };
    }
  }
  throw new EngineError('run-failed', 'The engine stopped before the reply was complete; ask again.', { retryable: true });
}

async function keepPicture(turn: Turn, ports: TurnPorts, event: Extract<EngineEvent, { type: 'image-end' }>): Promise<ImagePart> {
  const { parent, caption, seed, png, widthPx, heightPx } = event;
  const asset = await ports.assets.put(png);
  const { name } = ports.ledger.put({
    threadId: turn.thread.id,
    name: event.name,
    asset,
    widthPx,
    heightPx,
    caption,
    ...(parent ? { parent } : {}),
    authorId: turn.authorId,
    messageId: turn.messageId,
    turnId: turn.id,
    seed,
    madeAt: new Date(ports.clock()).toISOString(),
  });
  return { kind: 'image', asset, mediaType: 'image/png', widthPx, heightPx, alt: caption, name };
}

async function finish(turn: Turn, ports: TurnPorts, verdicts: readonly Verdict[], status: ReplyStatus, usage?: Usage): Promise<void> {
  await ports.deliver(turn, verdicts, status);
  ports.progress(turn, { type: 'done', turnId: turn.id, status, ...(usage ? { usage } : {}) });
}

/** A stop keeps what was made; a shutdown or a passing failure runs again; anything else is said in the thread. */
async function conclude(turn: Turn, ports: TurnPorts, made: readonly Verdict[], error: unknown, signal: AbortSignal): Promise<TurnOutcome> {
  if (signal.aborted) {
    if (!(signal.reason instanceof TurnError)) return { kind: 'retry', afterMs: 0, reason: 'interrupted' };
    const note = { kind: 'text', text: `_${signal.reason.message}_` } as const;
    await finish(turn, ports, [...made, ports.checkPart(note)], 'truncated');
    return { kind: 'done' };
  }
  ports.failed(turn, error);
  if (error instanceof EngineError && error.retryable) return { kind: 'retry', afterMs: error.retryAfterMs ?? 1000, reason: error.message };
  await finish(turn, ports, [...made, ports.checkPart({ kind: 'text', text: sentenceOf(error) })], 'failed');
  return error instanceof TurnError ? { kind: 'done' } : { kind: 'parked', reason: sentenceOf(error) };
}
