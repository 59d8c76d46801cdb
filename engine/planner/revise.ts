/** What is done about a reply that stands: one part of it made anew, or pictures made from one of its pictures. */
import { TurnError } from '../../src/core/errors.ts';
import { editName, type LedgerRow, numberOf } from '../../src/core/ledger.ts';
import type { ComposeTask, EngineEvent, GenerateRequest } from '../../src/core/ports.ts';
import { say } from '../../src/core/sentences.ts';
import { SELF } from '../../src/core/thread.ts';
import type { Message, Part, PictureName } from '../../src/core/types.ts';
import { type Desk, draw, write } from './desk.ts';
import { planLines } from './dialogue.ts';
import { pictureOf } from './edit.ts';
import { captionAfter, editGrammar } from './edit-line.ts';
import { sequence } from './grammar.ts';
import { impossible } from './impossible.ts';
import { checkThere } from './plan.ts';
import { maskOf } from './plan-grammar.ts';
import { appendReplyParts } from './reader.ts';
import { unknownIn } from './unknown-things.ts';

export type Revision = Exclude<ComposeTask, { kind: 'start' | 'choose' }>;
/** Reads a thread up to its last message, with the pictures that are needed before the model's eyes. */
type Open = (of: GenerateRequest, needed: readonly PictureName[]) => Promise<{ desk: Desk }>;

const CAPTION_TOKENS = 96;
/** Words that are written again must be able to come out differently. */
const REDO_TEMPERATURE = 0.7;

export async function* revise(request: GenerateRequest, task: Revision, open: Open): AsyncGenerator<EngineEvent, void, void> {
  switch (task.kind) {
    case 'redo':
      return yield* redo(request, task, open);
    case 'edit':
      return yield* edit(request, task, open);
    case 'vary':
      return yield* vary(request, task, open);
    case 'upscale':
      return yield* upscale(request, task, open);
  }
}

/** Everything before the part is read as it stands; then the part comes again. */
async function* redo(
  request: GenerateRequest,
  { part, reply }: Revision & { kind: 'redo' },
  open: Open,
): AsyncGenerator<EngineEvent, void, void> {
  const { desk } = await open(request, []);
  const items = itemsOf(reply, desk.rows);
  await beginReply(desk, items);
  await appendReplyParts(desk.context, items.slice(0, part), desk.reader, desk.signal);
  const old = items[part];
  if (old === undefined) throw new TurnError('unknown-picture', say('no-part', { place: part + 1 }));
  if (typeof old === 'string') {
    yield* write(desk, part, REDO_TEMPERATURE);
    return;
  }
  const target = old.parent && standingOf(old.parent, reply.slice(0, part));
  const name = editName(old.name, namesOf(request));
  const { caption, instruction } = old;
  yield* draw(desk, part, { name, caption, ...(target ? { target } : {}), ...(instruction ? { instruction } : {}) });
}

/** The parent, or the version of it that took its place in the reply. */
function standingOf(parent: PictureName, before: readonly Part[]): PictureName {
  const shown = before.flatMap((part) => (part.kind === 'image' ? [part.name] : []));
  return shown.includes(parent) ? parent : (shown.findLast((name) => numberOf(name) === numberOf(parent)) ?? parent);
}

/** Asked for as a person would who answers the reply: then the model has everything that stands before its eyes. */
async function* edit(
  request: GenerateRequest,
  { part, reply, instruction, region, strength }: Revision & { kind: 'edit' },
  open: Open,
): AsyncGenerator<EngineEvent, void, void> {
  const target = reply[part];
  if (target?.kind !== 'image') throw new TurnError('unknown-picture', say('words-not-changed'));
  checkThere(target.name, request);
  const cannot = impossible(instruction, { kind: 'picture', name: target.name });
  if (cannot) throw new TurnError('impossible', cannot);
  const where = region && 'words' in region ? ` (${region.words})` : '';
  const asked = `in ${target.name}, ${instruction}${where}`;
  const { desk } = await open({ ...request, messages: [...request.messages, ownMessage(request, reply), askedMessage(request, asked)] }, [
    target.name,
  ]);
  const caption = await editedCaption(desk, target.name);
  const unknown = await unknownIn([{ kind: 'edit', name: target.name, target: target.name, caption }], instruction, desk);
  if (unknown) throw new TurnError('impossible', unknown);
  const isFree = region !== undefined || strength !== undefined; // then the place or the strength is the change
  if (!isFree && desk.model.manifest.template.edits !== 'captions' && caption === desk.rows.get(target.name)?.caption)
    throw new TurnError('impossible', say('no-change', { name: target.name }));
  yield* draw(desk, part, {
    name: editName(target.name, namesOf(request)),
    target: target.name,
    caption,
    instruction,
    ...(region ? { region } : {}),
    ...(strength === undefined ? {} : { strength }),
  });
}

/** What the picture shall show then: the model's plan for it, of which only the caption is open. */
async function editedCaption({ model, context, request, rows, signal }: Desk, target: PictureName): Promise<string> {
  const { template } = model.manifest;
  if (template.plan !== undefined) await context.appendText(template.plan, signal);
  await context.appendText(` edit ${target}:`, signal);
  const before = rows.get(target)?.caption;
  const mask = maskOf(model, sequence(' ', editGrammar(template.edits, before), '\n'));
  let said = '';
  for await (const { text } of context.decode({ maxTokens: CAPTION_TOKENS, ...mask, temperature: 0, seed: request.seed, signal }))
    said += text;
  await context.appendText('\n', signal);
  await context.appendText(template.assistant, signal);
  return captionAfter(template.edits, before, said.trim()) || (before ?? '');
}

/** One condition, painted with other seeds. */
async function* vary(
  request: GenerateRequest,
  { picture, count }: Revision & { kind: 'vary' },
  open: Open,
): AsyncGenerator<EngineEvent, void, void> {
  const row = rowOf(request, picture);
  const { desk } = await open(request, [picture]);
  await beginReply(
    desk,
    Array.from({ length: count }, () => row),
  );
  const taken = namesOf(request);
  for (let part = 0; part < count; part++) {
    const name = editName(picture, taken);
    taken.push(name);
    yield* draw(desk, part, { name, caption: row.caption, ...(row.parent ? { target: row.parent } : {}) });
  }
}

async function* upscale(
  request: GenerateRequest,
  { picture }: Revision & { kind: 'upscale' },
  open: Open,
): AsyncGenerator<EngineEvent, void, void> {
  const row = rowOf(request, picture);
  const { desk } = await open(request, [picture]);
  const small = await pictureOf(desk, picture);
  if (!small) throw new TurnError('unknown-picture', say('file-deleted', { name: picture }));
  const name = editName(picture, namesOf(request));
  yield { type: 'image-start', part: 0, name, parent: picture, caption: row.caption, steps: 1 };
  const large = await desk.model.enlarge(small);
  desk.used.pictures += 1;
  const { widthPx, heightPx } = large;
  const png = await desk.model.writePng(large);
  const seed = row.seed ?? 0;
  const said = {
    caption: row.caption,
    ...(row.seen ? { seen: row.seen } : {}),
    receipt: `${widthPx} × ${heightPx} pixels, enlarged from ${picture}`,
  };
  yield { type: 'image-end', part: 0, name, parent: picture, ...said, seed, png, widthPx, heightPx };
}

/** The parts of a reply as the dialogue tells them: words, or rows. What is not shown is told as words. */
function itemsOf(reply: readonly Part[], rows: ReadonlyMap<PictureName, LedgerRow>): (string | LedgerRow)[] {
  return reply.map((part) => (part.kind === 'text' ? part.text.replace(/\s+/g, ' ').trim() : (rows.get(part.name) ?? part.alt)));
}

async function beginReply({ model, context, rows, signal }: Desk, items: readonly (string | LedgerRow)[]): Promise<void> {
  const { template } = model.manifest;
  if (template.plan !== undefined) {
    await context.appendText(template.plan, signal);
    for (const line of planLines(items, template, rows)) await context.appendText(` ${line}\n`, signal);
    await context.appendText('\n', signal);
  }
  await context.appendText(template.assistant, signal);
}

const namesOf = (request: GenerateRequest): PictureName[] => request.pictures.map(({ name }) => name);

function rowOf(request: GenerateRequest, name: PictureName): LedgerRow {
  const row = request.pictures.find((one) => one.name === name);
  if (!row) throw new TurnError('unknown-picture', say('unknown-picture', { name }));
  return row;
}

function ownMessage({ threadId, turnId }: GenerateRequest, parts: readonly Part[]): Message {
  return { id: `${turnId} reply`, threadId, author: SELF, parts, mentionsBot: false, sentAt: '' };
}

function askedMessage({ threadId, turnId }: GenerateRequest, text: string): Message {
  const author = { id: 'asker', name: 'asker', isBot: false, isSelf: false };
  return { id: `${turnId} edit`, threadId, author, parts: [{ kind: 'text', text }], mentionsBot: true, sentAt: '' };
}
