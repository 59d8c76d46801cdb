/**
 * The story of one turn: history → check the request → generate → check every part → deliver.
 * It may be told again after a crash: names, seeds and delivery keys come out the same, so the reply is finished once.
 */
import { ConfigError, EngineError, saidOf, sentenceOf, TurnError } from './core/errors.ts';
import { isShown, type LedgerRow, partOfRow } from './core/ledger.ts';
import type {
  AssetStore,
  Clock,
  Engine,
  EngineEvent,
  LedgerStore,
  Progress,
  ReplyStore,
  StagingStore,
  ThreadStore,
  TurnOutcome,
} from './core/ports.ts';
import { asidePart, say, sentencePart } from './core/sentences.ts';
import { replyOf } from './core/thread.ts';
import type { ImagePart, Message, Offer, Part, PlanStep, ReplyStatus, Turn, Usage, Verdict } from './core/types.ts';
import { gather, requestOf } from './gather.ts';
import { isRevision, type Job, jobOf, type Origin } from './job.ts';
import { type Draft, newReply, revisionOf } from './reply/draft.ts';
import { stage } from './staging.ts';

const STORE_PAUSE_MS = 2_000;

export interface TurnPorts {
  readonly threads: Pick<ThreadStore, 'get' | 'history'>;
  readonly ledger: Pick<LedgerStore, 'put' | 'rows'>;
  readonly assets: Pick<AssetStore, 'put' | 'get'>;
  readonly replies: Pick<ReplyStore, 'before'>;
  readonly stagings: Pick<StagingStore, 'get' | 'put'>;
  readonly engine: Engine;
  readonly clock: Clock;
  /** From how many pictures on a plan is shown before it is carried out, and how long it waits; never when absent. */
  readonly storyboard?: { readonly pictures: number; readonly waitMs: number };
  /** What a turn was made of. */
  made(turnId: string): Promise<Origin | undefined>;
  /** What people said of a reply. */
  ratings(replyId: string): Promise<readonly { readonly authorId: string; readonly good: boolean }[]>;
  checkRequest(message: Message): Promise<Verdict>;
  checkPart(part: Part): Promise<Verdict>;
  /** Whether a picture may be seen while it is drawn. */
  mayPreview(caption: string): Promise<boolean>;
  /** Delivers the reply as far as it is made; each call replaces what the one before it showed. */
  deliver(
    turn: Turn,
    verdicts: readonly Verdict[],
    status: ReplyStatus,
    options?: { readonly offer?: Offer; readonly note?: Verdict },
  ): Promise<void>;
  progress(turn: Turn, progress: Progress): void;
  /** Told of failures; never of what people wrote. */
  failed(turn: Turn, error: unknown): void;
}

export async function runTurn(turn: Turn, ports: TurnPorts, signal: AbortSignal): Promise<TurnOutcome> {
  const request = await requestOf(turn, ports.threads);
  if (!request) return { kind: 'done' }; // deleted before it was answered
  const standing = turn.task && (await ports.replies.before(turn.task.of, turn.id));
  const rows = async () => new Map((await ports.ledger.rows(turn.thread.id)).map((row) => [row.name, row]));
  // Until it is known what comes, a reply that stands is left standing.
  let draft = standing || isRevision(turn) ? revisionOf(standing ?? { verdicts: [], status: 'complete' }, rows) : newReply();
  let pictures = 0;
  try {
    const job = await jobOf(turn, request, standing, ports);
    if (!isRevision(turn)) draft = newReply();
    const asked = await ports.checkRequest(job.asked);
    if (asked.kind === 'refuse') {
      await finish(turn, ports, draft, 'refused', { note: asked, ...(asked.offer ? { offer: asked.offer } : {}) });
    } else if (job.restored) {
      await draft.put(job.restored.part, await checkAgain(job.restored.row, ports));
      await finish(turn, ports, draft, 'complete');
    } else if (job.staging) {
      await draft.put(0, await ports.checkPart(sentencePart(await stage(job.staging, request, ports))));
      await finish(turn, ports, draft, 'complete');
    } else {
      const mayBeSeen = async (row: LedgerRow): Promise<boolean> => (await ports.checkPart(partOfRow(row))).kind !== 'refuse';
      const generated = ports.engine.generate(await gather(turn, request, job.task, { ...ports, mayBeSeen }), signal);
      const { status, usage, offer = refusedOffer(draft.verdicts) } = await compose(turn, job, ports, generated, draft);
      pictures = usage?.pictures ?? 0;
      await finish(turn, ports, draft, status, { ...(usage ? { usage } : {}), ...(offer ? { offer } : {}) });
    }
    return { kind: 'done', pictures };
  } catch (error) {
    return conclude(turn, ports, draft, error, signal);
  }
}

interface Composed {
  readonly status: ReplyStatus;
  readonly usage?: Usage;
  readonly offer?: Offer;
}

/** Turns engine events into verdicts, in order. What a verdict does not allow is never shown, not even as progress. */
async function compose(turn: Turn, job: Job, ports: TurnPorts, events: AsyncIterable<EngineEvent>, draft: Draft): Promise<Composed> {
  const turnId = replyOf(turn);
  const tell = (progress: Progress): void => ports.progress(turn, progress);
  const settle = async (part: number, verdict: Verdict): Promise<void> => {
    await draft.put(part, verdict);
    tell({ type: 'verdict', turnId, part, verdict: verdict.kind, ...('rule' in verdict ? { rule: verdict.rule } : {}) });
    if (draft.streams) await ports.deliver(turn, draft.verdicts, 'streaming');
  };
  /** What is written is often settled as it was shown last: it is looked at once. */
  let looked: { readonly text: string; readonly verdict: Verdict } | undefined;
  const checkText = async (text: string): Promise<Verdict> => {
    if (looked?.text !== text) looked = { text, verdict: await ports.checkPart({ kind: 'text', text }) };
    return looked.verdict;
  };
  const isShowable = async (text: string): Promise<boolean> => (await checkText(text)).kind === 'allow';
  /** Of what an engine may ask; refusals and consent are safety's. */
  const mayBeOffered = async (offer: Offer): Promise<boolean> =>
    offer.kind === 'choose-picture' || (offer.kind === 'storyboard' && (await isShowable(captionsOf(offer.steps))));
  const isBehindCover = (part: number): boolean => {
    const before = draft.verdicts[part - 1];
    return before !== undefined && isCovered(before);
  };
  let written = '';
  let drawing = false;
  let offer: Offer | undefined;
  for await (const event of events) {
    switch (event.type) {
      case 'plan': {
        if (!(await isShowable(captionsOf(event.plan.steps)))) break;
        tell({ ...event, turnId });
        const storyboard = storyboardOf(turn, event.plan.steps, ports);
        if (!storyboard) break;
        await settle(0, await ports.checkPart(sentencePart(say('storyboard', { count: picturesIn(event.plan.steps) }))));
        return { status: 'complete', offer: storyboard };
      }
      case 'text-delta':
        written += event.text;
        // Words right behind a covered picture come covered with it, when they are whole.
        if (!isBehindCover(event.part) && (await isShowable(written))) tell({ ...event, turnId });
        break;
      case 'text-end':
        written = '';
        await settle(
          event.part,
          event.said ? await ports.checkPart({ kind: 'text', text: event.text, said: event.said }) : await checkText(event.text),
        );
        break;
      case 'image-start':
        drawing = await ports.mayPreview(event.caption);
        tell(drawing ? { ...event, turnId } : { type: 'image-unseen', turnId, part: event.part, name: event.name });
        break;
      case 'image-step':
        if (drawing) tell({ ...event, turnId });
        break;
      case 'image-end': {
        const row = await keepPicture(turn, job, ports, event);
        const part = partOfRow(row);
        const verdict = await checkPicture(part, [event.caption, event.style, event.instruction].filter(Boolean).join('\n'), ports);
        if (verdict.kind === 'allow') {
          const { caption, parent } = event;
          const { name, asset, receipt } = part;
          tell({
            type: 'image-end',
            turnId,
            part: event.part,
            name,
            caption,
            asset,
            ...(parent ? { parent } : {}),
            ...(receipt ? { receipt } : {}),
          });
        }
        if (isShownAs(verdict, part)) {
          const { withheld: _, ...shown } = row;
          await ports.ledger.put(coveredAs(verdict, shown));
        }
        await settle(event.part, verdict);
        break;
      }
      case 'image-again': {
        const row = (await ports.ledger.rows(turn.thread.id)).find(({ name }) => name === event.name);
        if (!row || !isShown(row)) throw new TurnError('unknown-picture', say('unknown-picture', { name: event.name }));
        const verdict = await checkAgain(row, ports);
        if (verdict.kind === 'allow' && !isCovered(verdict))
          tell({ type: 'image-end', turnId, part: event.part, name: row.name, caption: row.caption, asset: row.asset });
        await settle(event.part, verdict);
        break;
      }
      case 'offer':
        if (await mayBeOffered(event.offer)) offer = event.offer;
        break;
      case 'done':
        return { status: event.status, usage: event.usage, ...(offer ? { offer } : {}) };
    }
  }
  throw new EngineError('run-failed', say('engine-incomplete'), { retryable: true });
}

/** All that is said of it is looked at, what was asked for and what was seen; a refusal of either is one. */
async function checkPicture(part: ImagePart, caption: string, ports: TurnPorts): Promise<Verdict> {
  const verdict = await ports.checkPart({ ...part, alt: `${caption}\n${part.alt}` });
  return 'part' in verdict ? { ...verdict, part: { ...verdict.part, alt: part.alt } as ImagePart } : verdict;
}

/** A picture that stands already: it is covered as it was, or as the policy says now. */
async function checkAgain(row: LedgerRow, ports: TurnPorts): Promise<Verdict> {
  const part = partOfRow(row);
  const verdict = await ports.checkPart(part);
  if (!row.spoiler && isShownAs(verdict, part) && isCovered(verdict)) await ports.ledger.put(coveredAs(verdict, row));
  return verdict;
}

const isCovered = (verdict: Verdict): boolean => 'part' in verdict && verdict.part.kind === 'image' && verdict.part.spoiler === true;
const coveredAs = (verdict: Verdict, row: LedgerRow): LedgerRow => (isCovered(verdict) ? { ...row, spoiler: true } : row);

/** What may be done about the first part that was refused. */
const refusedOffer = (verdicts: readonly Verdict[]): Offer | undefined =>
  verdicts.flatMap((verdict) => (verdict.kind === 'refuse' && verdict.offer ? [verdict.offer] : [])).at(0);

/** Whether people see the picture itself, covered or not; a blurred copy is another file. */
const isShownAs = (verdict: Verdict, { asset }: ImagePart): boolean =>
  (verdict.kind === 'allow' || verdict.kind === 'replace') && verdict.part.kind === 'image' && verdict.part.asset === asset;

/** Until its verdict is known, nobody sees it. */
async function keepPicture(
  turn: Turn,
  { asked }: Job,
  ports: TurnPorts,
  event: Extract<EngineEvent, { type: 'image-end' }>,
): Promise<LedgerRow> {
  const { parent, caption, style, seed, png, widthPx, heightPx, instruction, seen, receipt } = event;
  const asset = await ports.assets.put(png);
  return ports.ledger.put({
    threadId: turn.thread.id,
    name: event.name,
    asset,
    widthPx,
    heightPx,
    caption,
    ...(style ? { style } : {}),
    ...(instruction ? { instruction } : {}),
    ...(seen ? { seen } : {}),
    ...(receipt ? { receipt } : {}),
    ...(parent ? { parent } : {}),
    authorId: turn.authorId,
    authorName: asked.author.name,
    messageId: turn.messageId,
    turnId: turn.id,
    seed,
    madeAt: new Date(ports.clock()).toISOString(),
    withheld: true,
  });
}

/** A plan of many pictures is shown before it costs anything. A request that was answered before is not asked about again. */
function storyboardOf(turn: Turn, steps: readonly PlanStep[], { storyboard, clock }: TurnPorts): Offer | undefined {
  if (!storyboard || turn.task || picturesIn(steps) < storyboard.pictures) return undefined;
  return { kind: 'storyboard', steps, startsAt: new Date(clock() + storyboard.waitMs).toISOString() };
}

const captionsOf = (steps: readonly PlanStep[]): string => steps.flatMap((step) => ('caption' in step ? [step.caption] : [])).join('\n');

const picturesIn = (steps: readonly PlanStep[]): number => steps.filter((step) => 'caption' in step).length;

async function finish(
  turn: Turn,
  ports: TurnPorts,
  draft: Draft,
  status: ReplyStatus,
  { usage, offer, note }: { readonly usage?: Usage; readonly offer?: Offer; readonly note?: Verdict } = {},
): Promise<void> {
  // A revision that was refused or failed leaves the reply as it stood, with a word of why.
  const stands = draft.streams ? status : draft.status;
  if (draft.streams && note) await draft.put(draft.verdicts.length, note);
  await ports.deliver(turn, draft.verdicts, stands, { ...(offer ? { offer } : {}), ...(!draft.streams && note ? { note } : {}) });
  ports.progress(turn, { type: 'done', turnId: replyOf(turn), status, ...(usage ? { usage } : {}) });
}

/** A stop keeps what was made, whoever or whatever stopped it; a shutdown or a passing failure runs again; anything else is said in the thread. */
async function conclude(turn: Turn, ports: TurnPorts, draft: Draft, error: unknown, signal: AbortSignal): Promise<TurnOutcome> {
  if (signal.aborted) {
    if (!(signal.reason instanceof TurnError)) return { kind: 'retry', afterMs: 0, reason: 'interrupted' };
    await finish(turn, ports, draft, 'truncated', { note: await ports.checkPart(asidePart(saidOf(signal.reason))) });
    return signal.reason.code === 'time-limit' ? { kind: 'parked', reason: sentenceOf(signal.reason) } : { kind: 'done' };
  }
  ports.failed(turn, error);
  // The disk is full or the database away, which is not the turn's doing.
  if (error instanceof ConfigError) return { kind: 'retry', afterMs: STORE_PAUSE_MS, reason: error.message };
  if (error instanceof EngineError && error.retryable) return { kind: 'retry', afterMs: error.retryAfterMs ?? 1000, reason: error.message };
  await finish(turn, ports, draft, 'failed', { note: await ports.checkPart(sentencePart(saidOf(error))) });
  return error instanceof TurnError ? { kind: 'done' } : { kind: 'parked', reason: sentenceOf(error) };
}
