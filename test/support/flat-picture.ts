/** Flat drawings and other pictures for tests and evaluations, each the same for the same seed. */
import sharp, { type OverlayOptions } from 'sharp';

/** mulberry32: numbers from 0 to 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const GROUNDS = ['#ffffff', '#ffffff', '#faf0d8', '#bee0f6', '#cce8c4', '#222c54'];
const COLOURS = ['#de3c36', '#f28e26', '#fad03c', '#48aa58', '#346ed6', '#8654bc', '#f48cb0', '#8c5e3c', '#26262c'];

/** A ground and one to five flat things. */
export async function flatPicture(seed: number, sidePx = 128): Promise<Buffer> {
  const random = seeded(seed);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  const things = Array.from({ length: 1 + Math.floor(random() * 5) }, () => {
    const [x, y, r] = [15 + random() * 70, 15 + random() * 70, 6 + random() * 16];
    const fill = `fill="${pick(COLOURS)}"`;
    const points = Array.from({ length: 3 + Math.floor(random() * 4) }, (_, i) => {
      const angle = i + random() * 0.7;
      return `${x + r * Math.cos(angle)},${y + r * Math.sin(angle)}`;
    });
    const forms = [
      `<circle cx="${x}" cy="${y}" r="${r}" ${fill}/>`,
      `<rect x="${x - r}" y="${y - r}" width="${2 * r}" height="${2 * r * (0.5 + random())}" rx="${random() * 4}" ${fill}/>`,
      `<polygon points="${points.join(' ')}" ${fill}/>`,
      `<circle cx="${x}" cy="${y}" r="${r * 0.8}" fill="none" stroke="${pick(COLOURS)}" stroke-width="${r * 0.3}"/>`,
    ];
    return pick(forms);
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${sidePx}" height="${sidePx}" viewBox="0 0 100 100"><rect width="100" height="100" fill="${pick(GROUNDS)}"/>${things.join('')}</svg>`;
  return sharp(Buffer.from(svg)).removeAlpha().png().toBuffer();
}

/** Coloured noise in several sizes of grain over a slope, a few soft blobs: as a photograph's statistics, with no subject. */
export async function photoLike(seed: number, sidePx = 128): Promise<Buffer> {
  const random = seeded(seed);
  const layer = async (grains: number, blend: 'over' | 'soft-light' | 'overlay'): Promise<OverlayOptions> => {
    const data = Buffer.from(Array.from({ length: grains * grains * 3 }, () => Math.floor(random() * 256)));
    const input = await sharp(data, { raw: { width: grains, height: grains, channels: 3 } })
      .resize(sidePx, sidePx, { kernel: 'cubic' })
      .png()
      .toBuffer();
    return { input, blend };
  };
  const layers = [await layer(3, 'over'), await layer(8, 'soft-light'), await layer(24, 'overlay'), await layer(sidePx, 'soft-light')];
  const ground = { width: sidePx, height: sidePx, channels: 3 as const, background: '#888' };
  return sharp({ create: ground }).composite(layers).removeAlpha().png().toBuffer();
}

/** Each channel of each pixel by itself. */
export async function noise(seed: number, sidePx = 128): Promise<Buffer> {
  const random = seeded(seed);
  const data = Buffer.from(Array.from({ length: sidePx * sidePx * 3 }, () => Math.floor(random() * 256)));
  return sharp(data, { raw: { width: sidePx, height: sidePx, channels: 3 } })
    .png()
    .toBuffer();
}
