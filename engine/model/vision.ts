/** A picture as the language model sees it. */
import type { Features } from './context.ts';
import type { Manifest } from './manifest.ts';
import { fitPicture, type Picture, pixelPlanes } from './picture.ts';
import type { Graph } from './session.ts';

/** Features: P rows of H numbers, the patches in reading order. */
export async function seePicture(visionEncoder: Graph, vision: Manifest['vision'], picture: Picture): Promise<Features> {
  const { imageSizePx, mean, std } = vision;
  const data = pixelPlanes(await fitPicture(picture, imageSizePx, vision), mean, std);
  const outputs = await visionEncoder.run({ pixels: { data, shape: [1, 3, imageSizePx, imageSizePx] } });
  return { rows: outputs('features') };
}
