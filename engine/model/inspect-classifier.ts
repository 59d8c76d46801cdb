/** What is understood of a classifier's folder: for who plugs one in, before the bot looks with it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openClassifier, type PictureInput } from './classifier.ts';
import { isRecord, type Json, jsonIn, type Scored } from './classifier-file.ts';
import { labelsIn } from './exported.ts';
import { graphFile } from './joined-graph.ts';
import { openWordClassifier } from './word-classifier.ts';

export interface InspectedClassifier {
  readonly id: string;
  readonly reads: 'pictures' | 'words';
  readonly graph: string;
  /** What happens to a picture or text before the graph, and to its numbers after. */
  readonly before: string;
  readonly after: string;
  /** In the order of the output; scores of the example, where one was given. */
  readonly labels: readonly (Omit<Scored, 'score'> & { readonly score?: number })[];
}

/** Opens it on the calling thread. `example`: a picture file or a text, as the classifier reads. Throws ModelError. */
export async function inspectClassifier(
  dir: string,
  example: (reads: InspectedClassifier['reads']) => Uint8Array | string | undefined,
): Promise<InspectedClassifier> {
  const isOfWords = (await jsonIn(join(dir, 'classifier.json')))?.format === 'dreamthread.word-classifier/1';
  if (isOfWords) {
    const { described, scores, release } = await openWordClassifier(dir, 1);
    const text = example('words');
    const labels = text === undefined ? described.labels : await scores(String(text));
    await release();
    const { id, file, tokens, input, output } = described;
    const before = `${Object.values(input).join(', ')}: windows of ${tokens} tokens`;
    return { id, reads: 'words', graph: file.name, before, after: afterOf(output, labels.length), labels };
  }
  const { described, scores, release } = await openClassifier(dir, 1);
  const file = example('pictures');
  const labels = file === undefined ? described.labels : await scores(Buffer.from(file));
  await release();
  const { id, input, output } = described;
  return { id, reads: 'pictures', graph: described.file.name, before: beforeOf(input), after: afterOf(output, labels.length), labels };
}

function beforeOf({ name, widthPx, heightPx, fit, shortPx, resample, layout, channels, scale, mean, std }: PictureInput): string {
  const short = shortPx === undefined ? '' : ` after the short side is ${shortPx}`;
  const fitted = { fill: 'stretched', cover: `the middle cut out${short}`, contain: 'whole, on white' }[fit];
  return `${name}: ${widthPx} × ${heightPx}, ${fitted} (${resample}), ${layout}, ${channels}, (level / ${scale} − [${mean.join(', ')}]) / [${std.join(', ')}]`;
}

const afterOf = ({ name, activation }: { readonly name: string; readonly activation: string }, labels: number): string =>
  `${name}: ${labels} ${activation === 'none' ? 'scores as they are' : `numbers, ${activation}`}`;

/** A classifier.json to begin with, as far as the files say it; undefined where there is no graph. */
export async function proposedClassifier(dir: string): Promise<Json | undefined> {
  const graphs = [...(await namesIn(dir)), ...(await namesIn(join(dir, 'onnx'))).map((name) => `onnx/${name}`)].filter((name) =>
    name.endsWith('.onnx'),
  );
  const name = graphs.find((graph) => /(?:^|\/)model\.onnx$/.test(graph)) ?? graphs[0];
  if (name === undefined) return undefined;
  const isOfWords = (await jsonIn(join(dir, 'tokenizer.json'))) !== undefined;
  const format = isOfWords ? 'dreamthread.word-classifier/1' : 'dreamthread.classifier/1';
  const file = name === 'model.onnx' ? {} : { file: { name } };
  const named = labelsIn((await jsonIn(join(dir, 'config.json'))) ?? {});
  const isExported = isOfWords || isRecord(await jsonIn(join(dir, 'preprocessor_config.json')));
  if (named.length > 0 && isExported) return { format, ...file, labels: Object.fromEntries(named.map((label) => [label, {}])) };
  const { inputs, outputs } = graphFile(await readFile(join(dir, name)));
  const [, second, third, fourth] = inputs[0]?.shape ?? [];
  const isRows = fourth === 3;
  const [heightPx, widthPx] = isRows ? [second, third] : [third, fourth];
  const count = outputs[0]?.shape.at(-1);
  return {
    ...{ format, id: 'what it is called', file: { name } },
    input: { name: inputs[0]?.name, widthPx, heightPx, layout: isRows ? 'NHWC' : 'NCHW', scale: 255, resample: 'bilinear' },
    output: { name: outputs[0]?.name, activation: isRows ? 'none' : 'softmax' },
    labels: Array.from({ length: typeof count === 'number' ? count : 1 }, (_, at) => ({ label: named[at] ?? `label ${at}` })),
  };
}

const namesIn = (dir: string): Promise<string[]> => readdir(dir).catch(() => []);
