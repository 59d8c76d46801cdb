/** `model check` on a folder imported from the official layout: it passes, and it fails by whatever is wrong. */
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CheckRow, checkModel } from '../../engine/model/index.ts';

/** Imported from the official layout. */
const IMPORTED = resolve(import.meta.dirname, 'one-key-head');
const MODEL = join(IMPORTED, 'model');
/** 20 queries of 40 numbers. */
const QUERIES_BYTES = 20 * 40 * 4;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'check-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function check(model: string, vectors?: string): Promise<CheckRow[]> {
  const rows: CheckRow[] = [];
  for await (const row of checkModel(model, { threads: 1, ...(vectors && { vectors }) })) rows.push(row);
  return rows;
}
const failed = (rows: readonly CheckRow[]) => rows.filter(({ passed }) => passed === false).map(({ name }) => name);

/** The vectors, with the last number of one tensor changed in its bytes. */
async function alteredVectors(tensor: string, change: (bytes: Buffer) => void): Promise<string> {
  await cp(join(IMPORTED, 'meta.json'), join(dir, 'meta.json'));
  const file = await readFile(join(IMPORTED, 'expected.safetensors'));
  const start = 8 + Number(file.readBigUInt64LE(0));
  const [from, to] = JSON.parse(file.toString('utf8', 8, start))[tensor].data_offsets;
  change(file.subarray(start + from, start + to));
  await writeFile(join(dir, 'expected.safetensors'), file);
  return dir;
}
const lastFloat = (by: number) => (bytes: Buffer) => void bytes.writeFloatLE(bytes.readFloatLE(bytes.length - 4) + by, bytes.length - 4);

async function alteredMeta(change: (meta: { tokenizer: { ids: number[] }[]; timesteps: number[] }) => void): Promise<string> {
  await cp(join(IMPORTED, 'expected.safetensors'), join(dir, 'expected.safetensors'));
  const meta = JSON.parse(await readFile(join(IMPORTED, 'meta.json'), 'utf8'));
  change(meta);
  await writeFile(join(dir, 'meta.json'), JSON.stringify(meta));
  return dir;
}

async function alteredModel(change: (manifest: { quantisation: object; files: Record<string, object> }) => void): Promise<string> {
  await cp(MODEL, join(dir, 'model'), { recursive: true });
  const manifest = JSON.parse(await readFile(join(MODEL, 'model.json'), 'utf8'));
  change(manifest);
  await writeFile(join(dir, 'model/model.json'), JSON.stringify(manifest));
  return join(dir, 'model');
}

describe('model check', () => {
  it('passes the numbers of its reference within 1e-4 a graph and 1e-3 after the loop', async () => {
    const rows = await check(MODEL, IMPORTED);
    expect(failed(rows)).toEqual([]);
    const compared = rows.filter(({ tolerance }) => tolerance !== undefined);
    expect(compared.length).toBe(31);
    expect(compared.filter(({ tolerance }) => ![0, 1e-4, 1e-3].includes(tolerance ?? 1))).toEqual([]);
  });

  it.each([
    ['text.logits', 'logits of 24 tokens'],
    ['image.embeds_2', 'features of picture 2'],
    ['image.logits', 'logits behind a picture'],
    ['t2i.uncond_hidden', 'condition head on nothing'],
    ['t2i.step3.eps_uncond', 'prediction at step 4, nothing'],
    ['t2i.step0.noise', 'latents after step 1'],
    ['t2i.step4.latents', 'latents after step 5'],
    ['t2i.image_01', 'picture (0 to 1)'],
    ['vae.encode_mean', 'latents of a picture'],
    ['interleaved.last_text_logits', 'interleaved document: logits'],
    ['interleaved.second_dream_hidden', 'interleaved document: 2nd condition'],
    ['edit.dream_hidden', 'edit with two pictures: condition'],
  ])('fails when %s differs by 0.01', async (tensor, row) => {
    expect(failed(await check(MODEL, await alteredVectors(tensor, lastFloat(0.01))))).toContain(row);
  });

  it('fails on a number that is none', async () => {
    const rows = await check(MODEL, await alteredVectors('t2i.cond', lastFloat(Number.NaN)));
    expect(rows.find(({ name }) => name === 'condition of a prompt')).toMatchObject({
      passed: false,
      difference: Number.POSITIVE_INFINITY,
    });
  });

  it('fails on one other token, of a text and of what follows', async () => {
    const other = await alteredVectors('text.greedy_ids', (bytes) => void bytes.writeBigInt64LE(7n, bytes.length - 8));
    expect(failed(await check(MODEL, other))).toEqual(['16 greedy ids']);
    const text = await alteredMeta(({ tokenizer }) => tokenizer[2]?.ids.pop());
    const row = (await check(MODEL, text)).find(({ name }) => name === 'token ids of 8 texts');
    expect(row).toMatchObject({ passed: false, difference: 1, note: 'the first that differs is " leading space"' });
  });

  it('fails on other time steps', async () => {
    expect(failed(await check(MODEL, await alteredMeta(({ timesteps }) => timesteps.splice(4, 1, 0))))).toContain('5 time steps');
  });

  it('is wider, and says so, where weights were rounded', async () => {
    const rounded = await alteredModel((manifest) => Object.assign(manifest, { quantisation: { language: 'int8', decoder: 'fp16' } }));
    const rows = await check(rounded, await alteredVectors('text.logits', lastFloat(0.01)));
    expect(failed(rows)).toEqual([]);
    expect(rows.find(({ name }) => name === 'tolerances: language')?.note).toMatch(
      /^int8: at most 0.25 of a tensor's own root mean square/,
    );
    expect(failed(await check(rounded, await alteredVectors('text.logits', lastFloat(1))))).toEqual(['logits of 24 tokens']);
  });

  it('ends with a row that says what is wrong with the folder', async () => {
    const missing = await alteredModel(() => {});
    await rm(join(missing, 'denoiser.onnx'));
    expect((await check(missing)).at(-1)).toMatchObject({
      name: 'files',
      passed: false,
      note: expect.stringMatching(/denoiser\.onnx is missing/),
    });
    expect((await check(dir)).at(-1)).toMatchObject({
      name: 'files',
      passed: false,
      note: expect.stringMatching(/Expected a model\.json/),
    });
  });

  it('ends with a row that says what is wrong with the vectors', async () => {
    const last = async (vectors: string) => (await check(MODEL, vectors)).at(-1);
    expect(await last(join(dir, 'none'))).toMatchObject({ name: 'reference vectors', passed: false });
    const whole = await readFile(join(IMPORTED, 'expected.safetensors'));
    await cp(join(IMPORTED, 'meta.json'), join(dir, 'meta.json'));
    for (const broken of [
      Buffer.alloc(3),
      Buffer.alloc(8, 255),
      whole.subarray(0, 5000),
      Buffer.concat([whole.subarray(0, 8), Buffer.from('[]')]),
    ]) {
      await writeFile(join(dir, 'expected.safetensors'), broken);
      expect(await last(dir)).toMatchObject({ passed: false, note: expect.stringMatching(/is not a safetensors file/) });
    }
    const other = resolve(import.meta.dirname, 'tiny-ddpm');
    expect((await check(other, IMPORTED)).at(-1)).toMatchObject({ passed: false });
  });

  it('passes its self-test on any sound folder, and fails it on a broken one', async () => {
    const rows = await check(resolve(import.meta.dirname, 'tiny-flow'));
    expect(failed(rows)).toEqual([]);
    expect(rows.filter(({ name }) => name.startsWith('self-test')).length).toBe(6);

    const overflowing = await alteredModel((manifest) => Object.assign(manifest, { vae: { scalingFactor: 1e-38, shiftFactor: 0 } }));
    expect(failed(await check(overflowing))).toEqual(['self-test: picture, 8 × 8']);
    const queries = Buffer.alloc(QUERIES_BYTES, 255); // float32 of all ones is no number
    const sha256 = createHash('sha256').update(queries).digest('hex');
    const lost = await alteredModel(({ files }) => Object.assign(files, { 'dream_queries.bin': { sha256, bytes: QUERIES_BYTES } }));
    await writeFile(join(lost, 'dream_queries.bin'), queries);
    expect((await check(lost)).at(-1)).toMatchObject({
      name: 'self-test',
      passed: false,
      note: expect.stringMatching(/left the range of its numbers/),
    });
  });
});
