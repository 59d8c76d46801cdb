/** Whether a model folder is whole, works, and computes what its reference computed. */
import type { Features } from '../context.ts';
import { denoiserSteps } from '../denoise.ts';
import { openFolder } from '../folder.ts';
import { ModelError } from '../model-error.ts';
import { closeParts, openLanguage, openParts } from '../open-model.ts';
import { Steps } from '../steps.ts';
import { compareConditions, compareDocuments, compareSight, compareText, compareTokenizer } from './compare-language.ts';
import { comparePainting, compareVision } from './compare-pictures.ts';
import type { CheckRow } from './report.ts';
import { selfTest } from './self-test.ts';
import { toleranceNote, wider } from './tolerance.ts';
import { type CheckedModel, readVectors, type Vectors } from './vectors.ts';

export interface CheckOptions {
  /** A folder of reference vectors (vectors.ts). */
  readonly vectors?: string;
  readonly threads?: number;
}

/** Rows as they are found. A folder that can't be opened or run, and vectors of another model, end it with a row that says so. */
export async function* checkModel(dir: string, options: CheckOptions = {}): AsyncGenerator<CheckRow, void, void> {
  let doing = 'files';
  try {
    const { manifest } = await openFolder(dir);
    const files = Object.values(manifest.files);
    yield {
      name: doing,
      passed: true,
      note: `${files.length}, ${files.reduce((sum, { bytes }) => sum + bytes, 0)} bytes, every hash right`,
    };
    doing = 'graphs';
    const parts = await openParts(dir, options.threads === undefined ? {} : { threads: options.threads });
    try {
      const steps = new Steps();
      const language = await openLanguage(parts, steps);
      const model: CheckedModel = { ...language, ...parts, denoiser: denoiserSteps(parts.graphs.denoiser, manifest, steps) };
      yield { name: doing, passed: true, note: `${Object.keys(parts.graphs).length}, inputs and outputs as in model.json` };
      doing = 'self-test';
      yield* selfTest(model);
      if (options.vectors === undefined) return;
      doing = 'reference vectors';
      yield* compare(model, await readVectors(options.vectors));
    } finally {
      await closeParts(parts);
    }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    yield { name: doing, passed: false, note: error.message };
  }
}

async function* compare(model: CheckedModel, vectors: Vectors): AsyncGenerator<CheckRow, void, void> {
  const { language, decoder } = model.manifest.quantisation;
  const both = wider(language, decoder);
  // The vision encoder is small and stored in half precision wherever anything is rounded.
  const vision = both === 'fp32' ? 'fp32' : 'fp16';
  yield { name: 'tolerances: language', note: toleranceNote(language) };
  yield { name: 'tolerances: pictures', note: toleranceNote(decoder) };
  yield* compareTokenizer(model, vectors);
  yield* compareText(model, vectors);
  const pictures: Features[] = [];
  yield* compareVision(model, vectors, vision, pictures);
  yield* compareSight(model, vectors, pictures, both);
  yield* compareConditions(model, vectors, both);
  yield* comparePainting(model, vectors);
  yield* compareDocuments(model, vectors, pictures, both);
}
