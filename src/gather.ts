/** What the engine needs to know of a thread. */
import { isShown, type LedgerRow, namesIn } from './core/ledger.ts';
import type { AssetStore, ComposeTask, GenerateRequest, LedgerStore, StagingStore, ThreadStore } from './core/ports.ts';
import { stagingOrderOf } from './core/staging.ts';
import { replyOf } from './core/thread.ts';
import type { AssetId, Message, PictureName, Turn } from './core/types.ts';

const HISTORY_MESSAGES = 50;
/** Pictures whose files travel to the engine: the newest, and any that the thread shows or the task is about. */
const PICTURES_SEEN = 12;

interface GatherPorts {
  readonly threads: Pick<ThreadStore, 'history' | 'get'>;
  readonly ledger: Pick<LedgerStore, 'rows'>;
  readonly assets: Pick<AssetStore, 'get'>;
  readonly stagings: Pick<StagingStore, 'get'>;
  /** Whether the model may see a picture that somebody sent. */
  mayBeSeen(row: LedgerRow): Promise<boolean>;
  made(turnId: string): Promise<Pick<Turn, 'messageId'> | undefined>;
  /** What people said of a reply. */
  ratings(replyId: string): Promise<readonly { readonly authorId: string; readonly good: boolean }[]>;
}

/** What a turn answers: a message, and what its author said after it while the turn waited. Undefined when all of it was deleted. */
export async function requestOf(
  { thread, messageId, more = [] }: Pick<Turn, 'thread' | 'messageId' | 'more'>,
  threads: Pick<ThreadStore, 'get'>,
): Promise<Message | undefined> {
  const found = await Promise.all([messageId, ...more].map((id) => threads.get(thread.id, id)));
  const [first, ...rest] = found.filter((message) => message !== undefined);
  return first && { ...first, parts: [...first.parts, ...rest.flatMap(({ parts }) => parts)] };
}

/** Pictures of this very turn, made before a crash, are left out: they are made again. */
export async function gather(turn: Turn, request: Message, task: ComposeTask | undefined, ports: GatherPorts): Promise<GenerateRequest> {
  const history = await ports.threads.history(turn.thread.id, HISTORY_MESSAGES);
  const before = await filtered(history, (message) => isBefore(message, request, turn, ports));
  const messages = [...(await Promise.all((await withoutStaging(before, ports)).map((message) => liked(message, ports)))), request];
  const staging = await ports.stagings.get(turn.thread.id);
  const pictures = (await ports.ledger.rows(turn.thread.id)).filter((row) => row.turnId !== turn.id && isShown(row));
  const named = new Set([
    ...messages.flatMap(({ parts }) => namesOf(parts)),
    ...withParents([...namesSaid(request), ...namesOfTask(task)], pictures),
    ...staging.cast.map(({ picture }) => picture),
  ]);
  const near = pictures.filter((row, index) => index >= pictures.length - PICTURES_SEEN || named.has(row.name));
  const seen = await filtered(near, (row) => stands(row, ports));
  const files: Record<AssetId, Uint8Array> = {};
  const mask = task?.kind === 'edit' && task.region && 'mask' in task.region ? [task.region.mask] : [];
  const shown = await filtered(seen, async (row) => row.turnId !== undefined || (await ports.mayBeSeen(row)));
  const wanted = [...new Set([...shown.map((row) => row.asset), ...mask])];
  const found = await Promise.all(wanted.map(ports.assets.get));
  for (const [at, asset] of wanted.entries()) {
    const bytes = found[at];
    if (bytes) files[asset] = bytes;
  }
  return { turnId: turn.id, threadId: turn.thread.id, seed: turn.seed, messages, pictures, files, staging, ...(task ? { task } : {}) };
}

/** What the thread was told about its cast and style is in force, and no talk that the model need read. */
async function withoutStaging(messages: readonly Message[], { made }: GatherPorts): Promise<Message[]> {
  const orders = new Set(messages.filter((message) => !message.author.isSelf && stagingOrderOf(message)).map(({ id }) => id));
  if (orders.size === 0) return [...messages];
  return filtered(messages, async ({ id, turnId }) => !orders.has(id) && !(turnId && orders.has((await made(turnId))?.messageId ?? '')));
}

async function liked(message: Message, { ratings }: GatherPorts): Promise<Message> {
  const likedBy = (message.turnId ? await ratings(message.turnId) : []).flatMap(({ authorId, good }) => (good ? [authorId] : []));
  return likedBy.length > 0 ? { ...message, likedBy } : message;
}

async function filtered<Item>(items: readonly Item[], fits: (item: Item) => Promise<boolean>): Promise<Item[]> {
  const fitting = await Promise.all(items.map(fits));
  return items.filter((_, at) => fitting[at]);
}

const namesOf = (parts: Message['parts']): PictureName[] => parts.flatMap((part) => (part.kind === 'image' ? [part.name] : []));

const namesSaid = ({ parts }: Message): PictureName[] => parts.flatMap((part) => (part.kind === 'text' ? namesIn(part.text) : []));

/** The pictures that a task is about. */
const namesOfTask = (task: ComposeTask | undefined): PictureName[] =>
  !task || task.kind === 'start' ? [] : 'reply' in task ? namesOf(task.reply) : [task.picture];

/** And what they were made from: an edit may begin at any of these. */
function withParents(names: readonly PictureName[], rows: readonly LedgerRow[]): PictureName[] {
  const parents = new Map(rows.map((row) => [row.name, row.parent]));
  const all = [...names];
  for (const name of all) {
    const parent = parents.get(name);
    if (parent && !all.includes(parent)) all.push(parent);
  }
  return all;
}

/** A picture that its sender took back is known by name, and not looked at. */
const stands = async (row: LedgerRow, { threads }: GatherPorts): Promise<boolean> =>
  row.turnId !== undefined || (await threads.get(row.threadId, row.messageId)) !== undefined;

/**
 * A person's message by its time; a reply by the time of what it answers: one that was finished after the request was sent
 * still belongs before it, and an earlier answer to the same request does not. Variations are no answers.
 */
async function isBefore(message: Message, request: Message, turn: Turn, ports: GatherPorts): Promise<boolean> {
  // Its words went into those that were asked in their place.
  if (message.note || message.parts.length === 0) return false;
  if (!message.author.isSelf) return message.id !== request.id && !turn.more?.includes(message.id) && message.sentAt <= request.sentAt;
  if (message.turnId === replyOf(turn)) return false;
  const asked = message.turnId === undefined ? undefined : (await ports.made(message.turnId))?.messageId;
  const askedAt = asked === undefined ? undefined : (await ports.threads.get(message.threadId, asked))?.sentAt;
  return (askedAt ?? message.sentAt) < request.sentAt;
}
