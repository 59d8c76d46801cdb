/**
 * Where in the spectrum a watermark lies. A tile of 128 × 128 pixels is written in waves of 8 to 16 pixels: long enough to come
 * through halving, JPEG and WebP, too short to be seen as shading. The key says which waves are the pilot, by which the tile is found
 * again, and which carry which bit with which sign.
 */
import { createCipheriv, createHmac } from 'node:crypto';
import { CODED_BITS } from './code.ts';
import { emptyField, transform } from './fourier.ts';

export const TILE_PX = 128;
const WAVE_LONGEST_PX = 16;
const WAVE_SHORTEST_PX = 8;
/** The pilot's share of the waves. */
const PILOT_SHARE = 0.35;

/** A wave: u cycles a tile to the right, v down. */
interface Wave {
  readonly at: number;
  readonly mirror: number;
  readonly u: number;
  readonly v: number;
}

export interface Carriers {
  readonly key: Uint8Array;
  readonly pilot: readonly (Wave & { readonly phase: number })[];
  /** Each carries two bits, one on its cosine and one on its sine. */
  readonly data: readonly (Wave & { readonly bits: readonly [number, number]; readonly signs: readonly [number, number] })[];
}

/** `key`: 32 bytes. */
export function carriersOf(key: Uint8Array): Carriers {
  const random = keyed(key);
  const waves = shuffled(wavesOf(), random);
  const pilots = Math.round(waves.length * PILOT_SHARE);
  const sign = (): number => (random() < 0.5 ? -1 : 1);
  return {
    key,
    pilot: waves.slice(0, pilots).map((wave) => ({ ...wave, phase: random() * 2 * Math.PI })),
    data: waves.slice(pilots).map((wave, i) => ({
      ...wave,
      bits: [(2 * i) % CODED_BITS, (2 * i + 1) % CODED_BITS],
      signs: [sign(), sign()],
    })),
  };
}

/** The tile that says `coded`, its root mean square 1. */
export function tileOf({ pilot, data }: Carriers, coded: Int8Array): Float64Array {
  const field = emptyField(TILE_PX);
  const set = ({ at, mirror }: Wave, re: number, im: number): void => {
    field.re[at] = re;
    field.im[at] = im;
    field.re[mirror] = re;
    field.im[mirror] = -im;
  };
  for (const wave of pilot) set(wave, Math.cos(wave.phase), Math.sin(wave.phase));
  for (const wave of data) {
    const [re, im] = [0, 1].map((part) => ((coded[wave.bits[part] ?? 0] ?? 0) * (wave.signs[part] ?? 0)) / Math.SQRT2) as [number, number];
    set(wave, re, im);
  }
  transform(field, true);
  const rms = Math.sqrt(field.re.reduce((sum, value) => sum + value * value, 0) / field.re.length);
  return field.re.map((value) => value / rms);
}

/** One wave of each pair that a real picture holds. */
function wavesOf(): Wave[] {
  const index = (u: number, v: number): number => ((v + TILE_PX) % TILE_PX) * TILE_PX + ((u + TILE_PX) % TILE_PX);
  const [shortest, longest] = [TILE_PX / WAVE_LONGEST_PX, TILE_PX / WAVE_SHORTEST_PX];
  const waves: Wave[] = [];
  for (let v = 0; v <= longest; v++)
    for (let u = Math.ceil(-longest); u <= longest; u++) {
      const cycles = Math.hypot(u, v);
      if (cycles < shortest || cycles > longest || (v === 0 && u < 0)) continue;
      waves.push({ at: index(u, v), mirror: index(-u, -v), u, v });
    }
  return waves;
}

/** Numbers from 0 to 1 that only the key's owner can tell: AES-256 in counter mode. */
function keyed(key: Uint8Array): () => number {
  const cipher = createCipheriv('aes-256-ctr', createHmac('sha256', key).update('carriers').digest(), Buffer.alloc(16));
  return () => cipher.update(Buffer.alloc(4)).readUInt32BE() / 2 ** 32;
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [order[i], order[j]];
    if (a === undefined || b === undefined) continue;
    [order[i], order[j]] = [b, a];
  }
  return order;
}
