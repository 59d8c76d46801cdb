/**
 * Whether somebody looks as in the picture that shows who it is. What stands out from a picture's ground is cut out, put on white and
 * shown to the model's own vision encoder; likeness is the cosine of what two of them add to plain white. How alike is alike depends
 * on the encoder, so a folder says it (`vision.likeness`), and nothing is claimed where it does not. `npm run eval:composer` measures it.
 */
import type { DreamModel, Picture } from '../model/index.ts';
import type { Member } from './cast.ts';

/** A thing, alone and as large as its frame; `x` and `y` are its middle, as shares of the picture that it was cut from. */
export interface CutOut {
  readonly picture: Picture;
  /** Undefined for all of the picture. */
  readonly box?: Box;
  readonly x: number;
  readonly y: number;
}

/** Levels of 255: a pixel further from the ground in any channel is no ground. */
const GROUND_LEVELS = 24;
/** The frame around a thing, in its larger side. */
const FRAME = 1.25;
/** Of the picture's area: what is smaller is a speck. */
const SPECK = 0.006;
const CUT_OUTS_AT_MOST = 8;

/** Who of these is not found in the picture; nobody where the folder does not say what is alike. */
export async function unlike(
  model: DreamModel,
  members: readonly Member[],
  pictureOf: (member: Member) => Promise<Picture | undefined>,
  drawn: Picture,
): Promise<Member[]> {
  const alike = model.manifest.vision.likeness;
  if (alike === undefined || members.length === 0) return [];
  const found: Member[] = [];
  for (const member of members) {
    const shown = await pictureOf(member);
    if (shown && (await likeness(model, shown, drawn, member.place)) < alike) found.push(member);
  }
  return found;
}

/** -1 to 1: of the thing in `shown` (at a place, where one is given) and what is most like it in `drawn`. */
export async function likeness(model: DreamModel, shown: Picture, drawn: Picture, place?: Place): Promise<number> {
  const things = cutOuts(shown);
  const there = things.filter((one) => place === undefined || isAt(one, place));
  const white = meanOf((await model.see(plain(8))).rows, model.manifest.vision.patches);
  const added = async ({ picture }: CutOut): Promise<number[]> =>
    meanOf((await model.see(picture)).rows, model.manifest.vision.patches).map((value, i) => value - (white[i] ?? 0));
  const wanted: number[][] = [];
  for (const one of there.length > 0 ? there : things) wanted.push(await added(one));
  const found: number[][] = [];
  for (const one of cutOuts(drawn)) found.push(await added(one));
  return Math.max(-1, ...wanted.flatMap((one) => found.map((other) => cosine(one, other))));
}

/** A place as thirds across and down, from 0. */
export type Place = readonly [x: number, y: number];

export const isAt = ({ x, y }: CutOut, [across, down]: Place): boolean => Math.floor(3 * x) === across && Math.floor(3 * y) === down;

/** Each thing on its own; all of the picture where nothing stands out. The largest first. */
export function cutOuts(picture: Picture): CutOut[] {
  const { widthPx, heightPx } = picture;
  const ground = groundOf(picture);
  const isThing = Uint8Array.from({ length: widthPx * heightPx }, (_, i) => (isGround(picture, i, ground) ? 0 : 1));
  const boxes = components(isThing, widthPx, heightPx).filter(({ area }) => area > SPECK * widthPx * heightPx);
  boxes.sort((a, b) => b.area - a.area);
  if (boxes.length === 0) return [{ picture, x: 0.5, y: 0.5 }];
  return boxes.slice(0, CUT_OUTS_AT_MOST).map((box) => {
    const { left, top, right, bottom } = box;
    const side = Math.max(8, Math.round(FRAME * Math.max(right - left + 1, bottom - top + 1)));
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return {
      picture: framed(picture, ground, Math.round(x - side / 2), Math.round(y - side / 2), side),
      box,
      x: x / widthPx,
      y: y / heightPx,
    };
  });
}

type Colour = readonly [number, number, number];

/** The median of the picture's border. */
export function groundOf({ widthPx, heightPx, rgb }: Picture): Colour {
  const border: number[] = [];
  for (let x = 0; x < widthPx; x++) border.push(x, (heightPx - 1) * widthPx + x);
  for (let y = 0; y < heightPx; y++) border.push(y * widthPx, y * widthPx + widthPx - 1);
  const median = (channel: number): number => border.map((i) => rgb[3 * i + channel] ?? 0).sort((a, b) => a - b)[border.length >> 1] ?? 255;
  return [median(0), median(1), median(2)];
}

export const isGround = ({ rgb }: Picture, i: number, ground: Colour): boolean =>
  ground.every((level, channel) => Math.abs((rgb[3 * i + channel] ?? 0) - level) <= GROUND_LEVELS);

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
  /** Pixels. */
  area: number;
}

/** Pixels that hang together, at most two pixels apart; each is visited once. */
function components(mask: Uint8Array, widthPx: number, heightPx: number): Box[] {
  const left = mask.slice();
  const boxes: Box[] = [];
  for (let start = 0; start < left.length; start++) {
    if (left[start] === 0) continue;
    const box: Box = { left: widthPx, top: heightPx, right: 0, bottom: 0, area: 0 };
    const stack = [start];
    left[start] = 0;
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      const [x, y] = [i % widthPx, Math.floor(i / widthPx)];
      box.area += 1;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
      for (let dy = -2; dy <= 2; dy++) {
        for (let dx = -2; dx <= 2; dx++) {
          const [u, v] = [x + dx, y + dy];
          const at = v * widthPx + u;
          if (u < 0 || v < 0 || u >= widthPx || v >= heightPx || left[at] === 0) continue;
          left[at] = 0;
          stack.push(at);
        }
      }
    }
    boxes.push(box);
  }
  return boxes;
}

/** A square of the picture on white; it may begin outside of it. */
function framed(picture: Picture, ground: Colour, left: number, top: number, side: number): Picture {
  const out = plain(side);
  for (let y = Math.max(0, -top); y < Math.min(side, picture.heightPx - top); y++) {
    for (let x = Math.max(0, -left); x < Math.min(side, picture.widthPx - left); x++) {
      const i = (top + y) * picture.widthPx + left + x;
      if (!isGround(picture, i, ground)) out.rgb.set(picture.rgb.subarray(3 * i, 3 * i + 3), 3 * (y * side + x));
    }
  }
  return out;
}

const plain = (side: number): Picture => ({ widthPx: side, heightPx: side, rgb: new Uint8Array(3 * side * side).fill(255) });

/** Of P rows of H numbers, the mean row. */
function meanOf(rows: Float32Array, patches: number): number[] {
  const width = rows.length / patches;
  return Array.from({ length: width }, (_, i) => {
    let sum = 0;
    for (let p = 0; p < patches; p++) sum += rows[p * width + i] ?? 0;
    return sum / patches;
  });
}

function cosine(a: readonly number[], b: readonly number[]): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (const [i, value] of a.entries()) {
    const other = b[i] ?? 0;
    dot += value * other;
    aa += value * value;
    bb += other * other;
  }
  return aa === 0 || bb === 0 ? 0 : dot / Math.sqrt(aa * bb);
}
