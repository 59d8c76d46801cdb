/** The language half against reference vectors: tokens, logits, what follows greedily, conditions, whole contexts. */
import type { Condition, Features } from '../context.ts';
import { GrowingContext } from '../growing-context.ts';
import { replay } from './replay.ts';
import { type CheckRow, judged } from './report.ts';
import type { Precision } from './tolerance.ts';
import { type CheckedModel, storedCondition, type Vectors } from './vectors.ts';

export function* compareTokenizer({ tokenizer, manifest }: CheckedModel, { tokenizer: texts }: Vectors): Generator<CheckRow, void, void> {
  const differing = texts.filter(({ text, ids }) => !isSame([manifest.tokens.bos, ...tokenizer.encode(text)], ids));
  yield {
    name: `token ids of ${texts.length} texts`,
    difference: differing.length,
    tolerance: 0,
    passed: differing.length === 0,
    ...(differing[0] && { note: `the first that differs is ${JSON.stringify(differing[0].text)}` }),
  };
}

const isSame = (a: readonly number[], b: readonly number[]) => a.length === b.length && a.every((id, i) => id === b[i]);

/** The logits behind every token, then the likeliest tokens that follow. */
export async function* compareText(model: CheckedModel, vectors: Vectors): AsyncGenerator<CheckRow, void, void> {
  const precision = model.manifest.quantisation.language;
  const { vocabSize } = model.manifest.language;
  const ids = vectors.ids('text.input_ids');
  const wanted = vectors.floats('text.logits', ids.length, vocabSize);
  const made = new Float32Array(wanted.length);
  const context = new GrowingContext(model);
  for await (const { position } of replay(context, model.manifest, ids, [])) made.set(context.logits, position * vocabSize);
  yield judged(`logits of ${ids.length} tokens`, made, wanted, precision, 'graph');

  const greedy = vectors.ids('text.greedy_ids').slice(ids.length);
  let differing = 0;
  for (const id of greedy) {
    if (likeliest(context.logits) !== id) differing += 1;
    await context.append([id]); // the stored one: a near tie is one difference, and not all that follow
  }
  const verdict = precision === 'fp32' ? { tolerance: 0, passed: differing === 0 } : {};
  yield { name: `${greedy.length} greedy ids`, difference: differing, ...verdict };
}

const likeliest = (logits: Float32Array) => logits.reduce((best, value, id) => (value > (logits[best] ?? 0) ? id : best), 0);

/** A context with a picture in it. Logits are compared where there are some: behind words, and behind whole blocks. */
export async function* compareSight(
  model: CheckedModel,
  vectors: Vectors,
  pictures: readonly Features[],
  precision: Precision,
): AsyncGenerator<CheckRow, void, void> {
  const { vocabSize } = model.manifest.language;
  const ids = vectors.ids('image.input_ids');
  const stored = vectors.floats('image.logits', ids.length, vocabSize);
  const made = stored.slice();
  const context = new GrowingContext(model);
  for await (const { position } of replay(context, model.manifest, ids, pictures)) made.set(context.logits, position * vocabSize);
  yield judged('logits behind a picture', made, stored, precision, 'graph');
}

/** The condition head alone, then the conditions of a prompt and of nothing. */
export async function* compareConditions(
  model: CheckedModel,
  vectors: Vectors,
  precision: Precision,
): AsyncGenerator<CheckRow, void, void> {
  for (const [name, key] of [
    ['a prompt', 'cond'],
    ['nothing', 'uncond'],
  ] as const) {
    const wanted = storedCondition(vectors, model.manifest, key);
    yield judged(`condition head on ${name}`, await headOn(model, vectors, `t2i.${key}_hidden`), wanted.rows, precision, 'graph');
    const ids = vectors.ids(key === 'cond' ? 't2i.input_ids' : 't2i.uncond_ids');
    const context = new GrowingContext(model);
    await context.append(ids);
    const made = await context.dream();
    yield judged(`condition of ${name}`, made.rows, wanted.rows, precision, 'graph');
    if (wanted.pooled) yield judged(`pooled condition of ${name}`, made.pooled ?? new Float32Array(), wanted.pooled, precision, 'graph');
  }
}

/** Two whole contexts: a document whose second picture follows a first one, and an edit that shows two pictures. */
export async function* compareDocuments(
  model: CheckedModel,
  vectors: Vectors,
  pictures: readonly Features[],
  precision: Precision,
): AsyncGenerator<CheckRow, void, void> {
  const document = vectors.ids('interleaved.input_ids');
  const context = new GrowingContext(model);
  const words = document.lastIndexOf(model.manifest.tokens.dreamStart);
  for await (const _ of replay(context, model.manifest, document.slice(0, words), pictures));
  const logits = vectors.floats('interleaved.last_text_logits', model.manifest.language.vocabSize);
  yield judged('interleaved document: logits', context.logits, logits, precision, 'graph');
  const wanted = await headOn(model, vectors, 'interleaved.second_dream_hidden');
  yield judged('interleaved document: 2nd condition', (await context.dream()).rows, wanted, precision, 'graph');

  let edit: Condition | undefined;
  for await (const { condition } of replay(new GrowingContext(model), model.manifest, vectors.ids('edit.input_ids'), pictures)) {
    edit = condition ?? edit;
  }
  const wantedEdit = await headOn(model, vectors, 'edit.dream_hidden');
  yield judged('edit with two pictures: condition', edit?.rows ?? new Float32Array(), wantedEdit, precision, 'graph');
}

/** What the condition head makes of stored hidden states (N, H). */
async function headOn({ graphs, manifest }: CheckedModel, vectors: Vectors, name: string): Promise<Float32Array> {
  const shape = [1, manifest.dream.queries, manifest.language.hiddenSize];
  const outputs = await graphs.conditionHead.run({ hidden: { data: vectors.floats(name, ...shape), shape } });
  return outputs('condition');
}
