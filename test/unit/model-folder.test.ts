import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFolder } from '../../engine/model/folder.ts';
import { type Manifest, manifestSchema } from '../../engine/model/manifest.ts';
import { ModelError } from '../../engine/model/model-error.ts';
import { readVocabulary } from '../../engine/model/vocabulary.ts';

const QUERY_BYTES = 4 * 2 * 3;
const graphs = {
  embedTokens: 'a.onnx',
  languageModel: 'a.onnx',
  visionEncoder: 'a.onnx',
  conditionHead: 'a.onnx',
  denoiser: 'a.onnx',
  vaeDecoder: 'b/c.onnx',
};
const contents: Record<string, string> = {
  'a.onnx': 'graph',
  'b/c.onnx': 'another',
  'tokenizer.json': '{}',
  'queries.bin': 'q'.repeat(QUERY_BYTES),
};

const manifest: Manifest = {
  format: 'dreamthread.model/1',
  id: 'test-1',
  description: 'For tests.',
  licence: 'Apache-2.0',
  files: Object.fromEntries(
    Object.entries(contents).map(([name, text]) => [name, { sha256: createHash('sha256').update(text).digest('hex'), bytes: text.length }]),
  ),
  graphs,
  tokenizer: 'tokenizer.json',
  quantisation: { language: 'fp16', decoder: 'fp16' },
  language: { hiddenSize: 3, layers: 1, kvHeads: 1, headDim: 1, vocabSize: 8, contextTokens: 16 },
  tokens: { bos: 1, eos: 2, imageStart: 3, imageEnd: 4, dreamStart: 5, dreamEnd: 6, suppressed: [0] },
  template: { system: '', user: '', assistant: '', edits: 'captions', questions: 'answered', sentPictures: 'shown' },
  vision: { imageSizePx: 8, patches: 1, mean: [0, 0, 0], std: [1, 1, 1], fit: 'crop', resample: 'bicubic' },
  dream: { queries: 2, file: 'queries.bin', conditionWidth: 2, unconditional: 'zeros' },
  diffusion: {
    prediction: 'flow',
    latentChannels: 2,
    imageSizePx: 8,
    latentSize: 2,
    reference: false,
    defaults: { scheduler: 'flow-euler', steps: 2, guidance: 1 },
  },
  vae: { scalingFactor: 1, shiftFactor: 0 },
};

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'folder-'));
  await mkdir(join(dir, 'b'));
  await write(manifest);
  for (const [name, text] of Object.entries(contents)) await writeFile(join(dir, name), text);
});
afterEach(() => rm(dir, { recursive: true }));

const write = (json: unknown) => writeFile(join(dir, 'model.json'), typeof json === 'string' ? json : JSON.stringify(json));

async function failure(): Promise<ModelError> {
  const error: unknown = await openFolder(dir).catch((reason: unknown) => reason);
  if (!(error instanceof ModelError)) throw new Error(`expected a ModelError, got ${error}`);
  return error;
}

describe('a whole folder', () => {
  it('opens, and opens again', async () => {
    for (let time = 0; time < 2; time++) {
      const folder = await openFolder(dir);
      expect(folder.manifest).toEqual(manifest);
      expect(folder.path('b/c.onnx').endsWith(join('b', 'c.onnx'))).toBe(true);
      expect(() => folder.path('model.json')).toThrow(/lists no file/);
    }
  });
});

describe('what is missing', () => {
  it('the folder', async () => {
    const error: unknown = await openFolder(join(dir, 'nowhere')).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'model-missing', retryable: false });
  });

  it.each(['model.json', 'a.onnx', 'b/c.onnx'])('%s', async (name) => {
    await rm(join(dir, name));
    const error = await failure();
    expect(error.code).toBe('model-missing');
    expect(error.message).toContain(name);
  });
});

describe('what was altered', () => {
  it('a file of another size', async () => {
    await truncate(join(dir, 'a.onnx'), 3);
    const error = await failure();
    expect(error.code).toBe('model-altered');
    expect(error.message).toMatch(/a\.onnx should have 5 bytes and has 3/);
  });

  it('a file of the same size, also after it was verified once', async () => {
    await openFolder(dir);
    await writeFile(join(dir, 'a.onnx'), 'GRAPH');
    const error = await failure();
    expect(error.code).toBe('model-altered');
    expect(error.message).toMatch(/a\.onnx is not the file that model\.json names/);
  });

  it('a file that is a link out of the folder', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'outside-'));
    await writeFile(join(outside, 'a.onnx'), 'graph');
    await rm(join(dir, 'a.onnx'));
    await symlink(join(outside, 'a.onnx'), join(dir, 'a.onnx'));
    const error = await failure();
    await rm(outside, { recursive: true });
    expect(error.code).toBe('model-invalid');
    expect(error.message).toMatch(/leads out of the folder/);
  });
});

describe('a vocabulary', () => {
  const lists = {
    kinds: { star: 'star stars', ring: 'ring hoop' },
    colours: { red: 'red scarlet' },
    drawing: 'draw',
    unknown: 'canoe',
    other: "what's why",
    topics: [{ names: ['rain', 'why it rains'], words: 'h2o rain', pictures: ['a blue drop on the left'] }],
  };
  const read = async (json: string) => {
    await writeFile(join(dir, 'v.json'), json);
    return readVocabulary(join(dir, 'v.json'));
  };

  it('is words by what they are for', async () => {
    const { things, other, colours, topics } = await read(JSON.stringify(lists));
    expect([...things, ...other]).toEqual(['star', 'stars', 'ring', 'hoop', "what's", 'why']);
    expect([...(colours.red ?? []), ...(topics[0]?.words ?? [])]).toEqual(['red', 'scarlet', 'h2o', 'rain']);
  });

  it.each([
    '{',
    JSON.stringify({ ...lists, more: 'words' }),
    JSON.stringify({ ...lists, other: 'What  is' }),
    JSON.stringify({ ...lists, kinds: 'star' }),
    JSON.stringify({ ...lists, topics: [{ names: ['rain'], words: 'rain', pictures: [] }] }),
    JSON.stringify({ kinds: { star: 'star' } }),
  ])('that is none is refused: %s', async (json) => {
    await expect(read(json)).rejects.toThrow(/v\.json is no vocabulary/);
  });
});

describe('what does not keep the contract', () => {
  const cases: readonly [string, unknown, RegExp][] = [
    ['no JSON', '{', /is not JSON/],
    ['another format', { ...manifest, format: 'x/2' }, /at format/],
    ['an unknown setting', { ...manifest, speed: 3 }, /speed/],
    ['a file name that climbs', { ...manifest, tokenizer: '../tokenizer.json' }, /at tokenizer/],
    ['an absolute file name', { ...manifest, tokenizer: '/etc/passwd' }, /at tokenizer/],
    ['a graph without a file', { ...manifest, graphs: { ...graphs, denoiser: 'd.onnx' } }, /d\.onnx/],
    ['a vocabulary without a file', { ...manifest, vocabulary: 'v.json' }, /v\.json/],
    ['an id outside the vocabulary', { ...manifest, tokens: { ...manifest.tokens, eos: 8 } }, /below vocabSize 8, found 8/],
    ['queries of another size', { ...manifest, dream: { ...manifest.dream, queries: 3 } }, /36 bytes .* found 24/],
    ['noise that is missing', { ...manifest, diffusion: { ...manifest.diffusion, prediction: 'epsilon' } }, /at diffusion\.noise/],
    ['a reference without an encoder', { ...manifest, diffusion: { ...manifest.diffusion, reference: true } }, /at graphs\.vaeEncoder/],
    ['a preview of another width', { ...manifest, preview: { matrix: [[1, 1, 1]], bias: [0, 0, 0] } }, /2 rows/],
  ];
  it.each(cases)('%s', async (_, json, message) => {
    await write(json);
    const error = await failure();
    expect(error.code).toBe('model-invalid');
    expect(error.message).toMatch(message);
  });

  it('starts from a manifest that does', () => {
    expect(manifestSchema.safeParse(manifest).error).toBeUndefined();
  });
});
