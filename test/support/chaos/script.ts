/** What the workers of the chaos suite say in a turn, known to them and to the test alike. */
import { createHash } from 'node:crypto';
import sharp from 'sharp';

/** Words before the picture, and words after it that take more than one message. */
export const textsOf = (turnId: string): readonly [string, string] => [
  `Turn ${turnId} begins.`,
  Array.from({ length: 6 }, (_, n) => `Sentence ${n} of turn ${turnId} says something.`).join(' '),
];

export const SIDE_PX = 16;

/** A PNG that no other turn has. */
export async function pictureOf(turnId: string): Promise<Uint8Array> {
  const colours = createHash('sha256').update(turnId).digest();
  const raw = Buffer.alloc(SIDE_PX * SIDE_PX * 3).map((_, at) => colours[at % colours.length] ?? 0);
  return new Uint8Array(
    await sharp(raw, { raw: { width: SIDE_PX, height: SIDE_PX, channels: 3 } })
      .png()
      .toBuffer(),
  );
}
