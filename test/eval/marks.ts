/**
 * What the marks of pictures are worth: how far the watermark changes a picture, what it comes through, how often it is seen
 * where there is none, and which pictures the perceptual hash takes for the same. `npm run eval:marks` does all of it, `npm run eval:marks --
 * hash`, `credentials`, `scenes-128`, `scenes-256`, `flat-512`, `photo-256` or `unmarked 500 1000` a part (pictures 500 to 999 of 2,000; a third number looks in so many sizes
 * at most). The same every time. An hour of one core.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { AssetId } from '../../src/core/types.ts';
import { openCredentials } from '../../src/safety/credentials.ts';
import { ALIKE, distance, likenessOf } from '../../src/safety/likeness.ts';
import { carriersOf } from '../../src/safety/watermark/carriers.ts';
import { CODED_BITS } from '../../src/safety/watermark/code.ts';
import { pilotScore } from '../../src/safety/watermark/detect.ts';
import { openWatermark } from '../../src/safety/watermark/watermark.ts';
import { flatPicture, noise, photoLike } from '../support/flat-picture.ts';

const COUNT = 24;
/** 240 rendered scenes that the pocket model did not see, 128 pixels each, 16 in a row. */
const SHEET = readFileSync(new URL('pictures.webp', import.meta.url));
const [SCENES, SCENE_PX, IN_A_ROW] = [240, 128, 16];
const key = Buffer.alloc(32, 7);
const watermark = openWatermark(key);
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const sheet = await sharp(SHEET).removeAlpha().raw().toBuffer({ resolveWithObject: true });
function scene(at: number): Promise<Buffer> {
  const { width, height, channels } = sheet.info;
  const [left, top] = [(at % IN_A_ROW) * SCENE_PX, Math.floor(at / IN_A_ROW) * SCENE_PX];
  return sharp(sheet.data, { raw: { width, height, channels } }).extract({ left, top, width: SCENE_PX, height: SCENE_PX }).png().toBuffer();
}

type Change = (picture: Sharp, sidePx: number) => Sharp;
const resized =
  (share: number): Change =>
  (picture, sidePx) =>
    picture.resize(Math.round(sidePx * share)).png();
const cut =
  (share: number, leftShare: number, topShare: number): Change =>
  (picture, sidePx) => {
    const [side, left, top] = [share, leftShare, topShare].map((part) => Math.round(sidePx * part)) as [number, number, number];
    return picture.extract({ left, top, width: side, height: side }).png();
  };
const jpeg =
  (quality: number): Change =>
  (picture) =>
    picture.jpeg({ quality });
const webp =
  (quality: number): Change =>
  (picture) =>
    picture.webp({ quality });

const CHANGES: readonly (readonly [name: string, ...changes: readonly Change[]])[] = [
  ['PNG', (picture) => picture.png()],
  ...[95, 90, 80, 70, 60, 50].map((quality) => [`JPEG ${quality}`, jpeg(quality)] as const),
  ...[90, 80, 70].map((quality) => [`WebP ${quality}`, webp(quality)] as const),
  ...[0.5, 0.75, 1.5, 2].map((share) => [`resized to ${share * 100} %`, resized(share)] as const),
  ['half size, JPEG 80', resized(0.5), jpeg(80)],
  ['cut by 10 %', cut(0.9, 0.06, 0.03)],
  ['cut by 10 %, JPEG 75', cut(0.9, 0.1, 0.1), jpeg(75)],
  ['cut by 10 %, back to its size', cut(0.9, 0.05, 0.05), resized(1 / 0.9)],
  ['screenshot: 137 %, gamma, JPEG 80', resized(1.37), (picture) => picture.gamma(2.2, 2).png(), jpeg(80)],
  ['screenshot: 80 %, contrast, WebP 85', resized(0.8), (picture) => picture.linear(0.94, 6).png(), webp(85)],
];

async function survival(name: string, sidePx: number, picture: (at: number) => Promise<Buffer>): Promise<void> {
  const marked: { bytes: Uint8Array; identity: number }[] = [];
  const [quality, likeness]: [number[], number[]] = [[], []];
  for (let at = 0; at < COUNT; at++) {
    const bare = await picture(at);
    const identity = (at * 0x9e3779b1) >>> 0;
    const bytes = await watermark.embed(bare, identity);
    marked.push({ bytes, identity });
    const { psnr, ssim } = await faithfulness(bare, bytes);
    quality.push(psnr);
    likeness.push(ssim);
  }
  say(
    `\n${name}, ${sidePx} × ${sidePx}, ${COUNT} pictures: PSNR ${mean(quality).toFixed(1)} dB (least ${Math.min(...quality).toFixed(1)}), SSIM ${mean(likeness).toFixed(4)} (least ${Math.min(...likeness).toFixed(4)})`,
  );
  say('| changed | read | wrong | coded bits wrong |\n|---|---|---|---|');
  for (const [change, ...steps] of CHANGES) {
    let [read, wrong, errors] = [0, 0, 0];
    for (const { bytes, identity } of marked) {
      const found = await watermark.read(await changed(bytes, sidePx, steps));
      if (found?.identity === identity) {
        read++;
        errors += found.wrongBits / CODED_BITS;
      } else if (found) wrong++;
    }
    say(`| ${change} | ${read} of ${COUNT} | ${wrong} | ${read === 0 ? '–' : `${((100 * errors) / read).toFixed(1)} %`} |`);
  }
}

async function changed(bytes: Uint8Array, sidePx: number, steps: readonly Change[]): Promise<Uint8Array> {
  let [file, width] = [bytes, sidePx];
  for (const step of steps) {
    file = await step(sharp(file), width).toBuffer();
    width = (await sharp(file).metadata()).width;
  }
  return file;
}

/** Content credentials stand beside the pixels: what writes the file anew drops them, and they do not hold over other pixels. */
async function signed(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'marks-'));
  const credentials = await openCredentials(folder, '0');
  say(`\n| changed | credentials hold, of ${COUNT} |\n|---|---|`);
  for (const [change, ...steps] of [['the file as it left'] as const, ...CHANGES]) {
    let hold = 0;
    for (let at = 0; at < COUNT; at++) {
      const asset: AssetId = `sha256:${String(at).padStart(64, '0')}`;
      const stamped = await credentials.stamp(await some(at), { asset, edited: false, modelId: 'any' });
      const claim = await credentials.read(await changed(stamped, SCENE_PX, steps));
      if (claim?.intact && claim.asset === asset) hold++;
    }
    say(`| ${change} | ${hold} |`);
  }
  rmSync(folder, { recursive: true });
}

/** PSNR over all channels; SSIM (Wang et al. 2004) over the means of 8 × 8 windows of grey levels. */
async function faithfulness(bare: Uint8Array, marked: Uint8Array): Promise<{ psnr: number; ssim: number }> {
  const levels = (file: Uint8Array) => sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const [one, other] = [await levels(bare), await levels(marked)];
  const { width, height, channels } = one.info;
  const squares = one.data.reduce((sum, level, at) => sum + (level - (other.data[at] ?? 0)) ** 2, 0);
  const grey = (data: Buffer, pixel: number): number => {
    const [red, green, blue] = data.subarray(pixel * channels, pixel * channels + 3);
    return 0.299 * (red ?? 0) + 0.587 * (green ?? 0) + 0.114 * (blue ?? 0);
  };
  const windows: number[] = [];
  for (let top = 0; top + 8 <= height; top += 4)
    for (let left = 0; left + 8 <= width; left += 4) {
      const pairs = Array.from({ length: 64 }, (_, at) => {
        const pixel = (top + (at >> 3)) * width + left + (at & 7);
        return [grey(one.data, pixel), grey(other.data, pixel)] as const;
      });
      const [a, b] = [mean(pairs.map(([value]) => value)), mean(pairs.map(([, value]) => value))];
      const [aa, bb] = [mean(pairs.map(([value]) => (value - a) ** 2)), mean(pairs.map(([, value]) => (value - b) ** 2))];
      const ab = mean(pairs.map(([first, second]) => (first - a) * (second - b)));
      const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
      windows.push(((2 * a * b + c1) * (2 * ab + c2)) / ((a * a + b * b + c1) * (aa + bb + c2)));
    }
  return { psnr: 10 * Math.log10(255 ** 2 / (squares / one.data.length)), ssim: mean(windows) };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The share of looks in which the pilot of a picture without a mark stands out so far is known: 1 − Φ(z)^16384. */
const LOOSE = 4.5;
const LOOSE_CHANCE = 1 - (1 - 3.398e-6) ** 16_384;

/** Each is looked at as `dreamthread verify` does, in all sizes. */
async function falseAlarms(from = 0, to = 2_000, sizesAtMost = Infinity): Promise<void> {
  const kinds = [(at: number) => (at < SCENES ? scene(at) : flatPicture(at)), photoLike, noise];
  const carriers = carriersOf(key);
  let [seen, loose] = [0, 0];
  for (let at = from; at < to; at++) {
    const file = await (kinds[at % kinds.length] ?? noise)(Math.floor(at / kinds.length));
    const { data, info } = await sharp(file).greyscale().raw().toBuffer({ resolveWithObject: true });
    if ((await pilotScore({ widthPx: info.width, heightPx: info.height, levels: data }, carriers)) >= LOOSE) loose++;
    if (await watermark.read(file, sizesAtMost)) seen++;
  }
  say(
    `\nwatermark seen in ${seen} of ${to - from} pictures without one (${from} to ${to}, in ${sizesAtMost} sizes at most; scenes, photograph-like ones and noise in turn)`,
  );
  say(`pilot at ${LOOSE} deviations or more in one look: ${loose}, expected ${((to - from) * LOOSE_CHANCE).toFixed(0)}`);
}

async function alike(): Promise<void> {
  const scenes = await Promise.all(Array.from({ length: SCENES }, (_, at) => scene(at)));
  const hashOf = async (file: Uint8Array): Promise<string> => (await likenessOf(file)) ?? '';
  const hashes = await Promise.all(scenes.map(hashOf));
  const pairs = hashes.flatMap((one, at) => hashes.slice(at + 1).map((other) => distance(one, other)));
  const near = (distances: readonly number[]): string => `${distances.filter((bits) => bits <= ALIKE).length} of ${distances.length}`;
  say(`\nperceptual hash, ${ALIKE} of 256 bits: pairs of different scenes taken for the same ${near(pairs)}`);
  const copies: readonly (readonly [string, (picture: Sharp) => Sharp])[] = [
    ['JPEG 50', (picture) => picture.jpeg({ quality: 50 })],
    ['half size', (picture) => picture.resize(SCENE_PX / 2)],
    ['WebP 50', (picture) => picture.webp({ quality: 50 })],
    ['gamma', (picture) => picture.gamma(2.2, 2)],
    ['cut by 3 %', (picture) => picture.extract({ left: 2, top: 2, width: 124, height: 124 })],
  ];
  for (const [name, copy] of copies) {
    const distances = await Promise.all(
      scenes.map(async (file, at) => distance(hashes[at] ?? '', await hashOf(await copy(sharp(file)).toBuffer()))),
    );
    say(`  copies found, ${name}: ${near(distances)}`);
  }
}

const some = (at: number): Promise<Buffer> => scene((at * 5 + Math.floor(at / 48)) % SCENES);
const larger = (sidePx: number) => async (at: number) =>
  sharp(await some(at))
    .resize(sidePx, sidePx)
    .png()
    .toBuffer();
const PARTS: Readonly<Record<string, (...numbers: number[]) => Promise<void>>> = {
  hash: alike,
  credentials: signed,
  unmarked: falseAlarms,
  'scenes-128': () => survival('scenes', 128, some),
  'scenes-256': () => survival('scenes', 256, larger(256)),
  'flat-512': () => survival('flat drawings', 512, (at) => flatPicture(at, 512)),
  'photo-256': () => survival('photograph-like', 256, (at) => photoLike(at, 256)),
};
const [part, ...numbers] = process.argv.slice(2);
for (const [name, run] of Object.entries(PARTS)) if (part === undefined || part === name) await run(...numbers.map(Number));
