/**
 * Finds a watermark in grey pixels at the scale in which it was written. A drawing's edges are far stronger than the mark, so
 * the picture is looked at through its slopes (differences of neighbours): steep ones are left out, and what remains is put together
 * again. Of each wave only the phase counts, so the pilot's score has a known distribution in a picture that is not marked,
 * whatever it shows: the key's phases are independent of it.
 */
import { type Carriers, TILE_PX } from './carriers.ts';
import { CODED_BITS, decode, encode } from './code.ts';
import { emptyField, type Field, transform } from './fourier.ts';
import { eachRow } from './rows.ts';

/** Steps of more grey levels than about this between neighbours are edges. */
const EDGE = 4;
/**
 * Standard deviations by which the pilot must stand out. A normal variable does so once in 50 million: in one of the 16,384
 * places of a tile once in 3,000 looks.
 */
const PILOT_AT_LEAST = 5.5;
/** Places that are tried in one look, the strongest first. */
const PLACES_AT_MOST = 3;

export interface Grey {
  readonly widthPx: number;
  readonly heightPx: number;
  /** 0 to 255, rows from the top. */
  readonly levels: Float32Array | Uint8Array;
}

export interface Sighting {
  readonly identity: number;
  /** How far the pilot stood out, in standard deviations. */
  readonly score: number;
  /** Of the coded bits, how many were read wrong and put right. */
  readonly wrongBits: number;
}

/** Undefined when there is no mark, or none at this scale. */
export async function detect(grey: Grey, carriers: Carriers): Promise<Sighting | undefined> {
  const phases = phasesOf(await withoutEdges(grey));
  for (const { x, y, score } of places(phases, carriers, PILOT_AT_LEAST)) {
    const soft = softBits(phases, carriers, x, y);
    const identity = decode(soft, carriers.key);
    if (identity === undefined) continue;
    const wrongBits = encode(identity, carriers.key).filter((bit, at) => bit * (soft[at] ?? 0) <= 0).length;
    return { identity, score, wrongBits };
  }
  return undefined;
}

/** How far the pilot stands out where it does so most, in standard deviations. */
export async function pilotScore(grey: Grey, carriers: Carriers): Promise<number> {
  return places(phasesOf(await withoutEdges(grey)), carriers, 0)[0]?.score ?? 0;
}

/** The divergence of the gentle slopes, laid over itself tile by tile. */
async function withoutEdges({ widthPx, heightPx, levels }: Grey): Promise<Field> {
  const folded = emptyField(TILE_PX);
  const add = (x: number, y: number, value: number): void => {
    const at = (y % TILE_PX) * TILE_PX + (x % TILE_PX);
    folded.re[at] = (folded.re[at] ?? 0) + value;
  };
  await eachRow(widthPx, heightPx, (y) => {
    for (let x = 0; x < widthPx; x++) {
      const here = levels[y * widthPx + x] ?? 0;
      if (x + 1 < widthPx) {
        const slope = gentle((levels[y * widthPx + x + 1] ?? 0) - here);
        add(x, y, slope);
        add(x + 1, y, -slope);
      }
      if (y + 1 < heightPx) {
        const slope = gentle((levels[(y + 1) * widthPx + x] ?? 0) - here);
        add(x, y, slope);
        add(x, y + 1, -slope);
      }
    }
  });
  return folded;
}

/** A slope as it is while it is small, and nothing when it is an edge. */
function gentle(slope: number): number {
  const square = (slope * slope) / (EDGE * EDGE);
  return slope / (1 + square * square);
}

/** Each wave with length 1. The divergence has the opposite sign of the picture itself. */
function phasesOf(field: Field): Field {
  transform(field);
  for (let at = 0; at < field.re.length; at++) {
    const length = -Math.hypot(field.re[at] ?? 0, field.im[at] ?? 0) || -1;
    field.re[at] = (field.re[at] ?? 0) / length;
    field.im[at] = (field.im[at] ?? 0) / length;
  }
  return field;
}

/** Where the tile may begin, the likeliest first. */
function places(phases: Field, { pilot }: Carriers, atLeast: number): { readonly x: number; readonly y: number; readonly score: number }[] {
  const product = emptyField(TILE_PX);
  for (const { at, phase } of pilot) {
    const [cos, sin] = [Math.cos(phase), Math.sin(phase)];
    const [re, im] = [phases.re[at] ?? 0, phases.im[at] ?? 0];
    product.re[at] = re * cos + im * sin;
    product.im[at] = im * cos - re * sin;
  }
  transform(product, true);
  // Re Σ of P unit phases that know nothing of each other: mean 0, variance P/2.
  const unit = (TILE_PX * TILE_PX) / Math.sqrt(pilot.length / 2);
  const found: { x: number; y: number; score: number }[] = [];
  for (let at = 0; at < product.re.length; at++) {
    const score = (product.re[at] ?? 0) * unit;
    if (score >= atLeast) found.push({ x: at % TILE_PX, y: Math.floor(at / TILE_PX), score });
  }
  return found.sort((a, b) => b.score - a.score).slice(0, PLACES_AT_MOST);
}

/** What the waves say of each coded bit when the tile begins at (x, y). */
function softBits(phases: Field, { data }: Carriers, x: number, y: number): Float64Array {
  const soft = new Float64Array(CODED_BITS);
  for (const { at, u, v, bits, signs } of data) {
    const angle = (2 * Math.PI * (u * x + v * y)) / TILE_PX;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const [re, im] = [phases.re[at] ?? 0, phases.im[at] ?? 0];
    soft[bits[0]] = (soft[bits[0]] ?? 0) + (re * cos - im * sin) * signs[0];
    soft[bits[1]] = (soft[bits[1]] ?? 0) + (re * sin + im * cos) * signs[1];
  }
  return soft;
}
