/**
 * A picture classifier's folder: `classifier.json` beside one ONNX graph from pixels to a number for each label. Open classifiers
 * are described by it, not changed: how the picture is fitted and scaled, and what the numbers are.
 */
import { z } from 'zod';
import { common, describedIn, graphOf, type Scored, scoresOf, told } from './classifier-file.ts';
import { exportedPictures } from './exported.ts';
import { type Picture, readPicture } from './picture.ts';
import { RESAMPLES, resized } from './resize.ts';
import { type Graph, openGraph } from './session.ts';

const side = z.number().int().min(8).max(2048);
const three = z.tuple([z.number(), z.number(), z.number()]);

const classifierSchema = z.strictObject({
  format: z.literal('dreamthread.classifier/1'),
  ...common,
  input: z.strictObject({
    name: z.string(),
    widthPx: side,
    heightPx: side,
    /** `fill` stretches, `cover` cuts the longer sides, `contain` adds white. */
    fit: z.enum(['fill', 'cover', 'contain']).default('fill'),
    /** With `cover`: how long the short side is made before the middle is cut out. As long as it has to be, when absent. */
    shortPx: side.optional(),
    /** As Pillow resizes. */
    resample: z.enum(RESAMPLES).default('lanczos'),
    layout: z.enum(['NCHW', 'NHWC']).default('NCHW'),
    channels: z.enum(['RGB', 'BGR']).default('RGB'),
    /** A value is (level / scale − mean) / std. */
    scale: z.number().positive().default(255),
    mean: three.default([0, 0, 0]),
    std: three.default([1, 1, 1]),
  }),
});

interface Label {
  readonly label: string;
  /** A category of the policy. */
  readonly category: string;
  /** 0 to 1, at or above the label's threshold. */
  readonly score: number;
}

export type PictureInput = z.output<typeof classifierSchema>['input'];

export interface Classifier {
  /** What its folder says of it. */
  readonly described: z.output<typeof classifierSchema>;
  /** Of all its labels, in their order. */
  scores(file: Uint8Array): Promise<Scored[]>;
  /** What its labels count as. */
  readonly categories: readonly string[];
  /** What is in a picture file, the surest first. */
  find(file: Uint8Array): Promise<Label[]>;
  release(): Promise<void>;
}

/** Throws ModelError that says what is missing, altered or wrong. */
export async function openClassifier(dir: string, threads: number): Promise<Classifier> {
  const described = await describedIn(dir, classifierSchema, exportedPictures);
  const { file, input, output, labels } = described;
  const path = await graphOf(dir, file);
  const { widthPx, heightPx } = input;
  const shape = input.layout === 'NCHW' ? [1, 3, heightPx, widthPx] : [1, heightPx, widthPx, 3];
  const graph: Graph = await openGraph(
    path,
    {
      inputs: [{ name: input.name, dtype: 'float32', shape: ['B', ...shape.slice(1)] }],
      outputs: [{ name: output.name, dtype: 'float32', shape: ['B', labels.length] }],
    },
    { B: 1 },
    { device: 'cpu', threads },
  );
  const scores = async (picture: Uint8Array): Promise<Scored[]> => {
    const values = valuesOf(fitted(await readPicture(picture), input).rgb, input);
    const outputs = await graph.run({ [input.name]: { data: values, shape } });
    return scoresOf([...outputs(output.name)], described, dir);
  };
  return {
    categories: labels.flatMap(({ category }) => (category === undefined ? [] : [category])),
    described,
    scores,
    find: async (picture) => told(await scores(picture)),
    release: graph.release,
  };
}

/** As wide and high as the graph takes. */
function fitted(picture: Picture, { widthPx, heightPx, fit, shortPx, resample }: Omit<PictureInput, 'name'>): Picture {
  const { widthPx: width, heightPx: height } = picture;
  if (fit === 'fill') return resized(picture, widthPx, heightPx, resample);
  const shares = [widthPx / width, heightPx / height];
  const share = shortPx === undefined ? (fit === 'cover' ? Math.max(...shares) : Math.min(...shares)) : shortPx / Math.min(width, height);
  const side = (length: number, wanted: number): number => {
    if (shortPx !== undefined)
      return length === Math.min(width, height) ? shortPx : Math.trunc((shortPx * length) / Math.min(width, height));
    return fit === 'cover' ? Math.max(wanted, Math.round(length * share)) : Math.max(1, Math.min(wanted, Math.round(length * share)));
  };
  return placed(resized(picture, side(width, widthPx), side(height, heightPx), resample), widthPx, heightPx);
}

/** Its middle, or the picture in the middle of white. */
function placed({ widthPx, heightPx, rgb }: Picture, width: number, height: number): Picture {
  if (widthPx === width && heightPx === height) return { widthPx, heightPx, rgb };
  const result = new Uint8Array(width * height * 3).fill(255);
  const [left, top] = [Math.floor((widthPx - width) / 2), Math.floor((heightPx - height) / 2)];
  const [from, to] = [Math.max(0, -left), Math.min(width, widthPx - left)];
  for (let row = Math.max(0, -top); row < Math.min(height, heightPx - top); row++)
    result.set(rgb.subarray(((row + top) * widthPx + from + left) * 3, ((row + top) * widthPx + to + left) * 3), (row * width + from) * 3);
  return { widthPx: width, heightPx: height, rgb: result };
}

/** (3, h, w) or (h, w, 3), scaled. */
function valuesOf(rgb: Uint8Array, { layout, channels, scale, mean, std }: Omit<PictureInput, 'name'>): Float32Array {
  const pixels = rgb.length / 3;
  const values = new Float32Array(rgb.length);
  for (let pixel = 0; pixel < pixels; pixel++)
    for (let channel = 0; channel < 3; channel++) {
      const level = rgb[pixel * 3 + (channels === 'RGB' ? channel : 2 - channel)] ?? 0;
      const value = (level / scale - (mean[channel] ?? 0)) / (std[channel] ?? 1);
      values[layout === 'NCHW' ? channel * pixels + pixel : pixel * 3 + channel] = value;
    }
  return values;
}
