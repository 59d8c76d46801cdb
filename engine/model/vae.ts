/** Between pictures and the denoiser's latents (C, h, w): latents = (z − shift) · scale, where z is the VAE's own. */
import type { Manifest } from './manifest.ts';
import { fitPicture, type Picture, pictureFromPlanes, pixelPlanes } from './picture.ts';
import type { Graph } from './session.ts';
import { decodeTiles } from './vae-tiles.ts';

/** A larger picture is decoded in parts: a decoder's memory grows with its area (RESULTS.md), and of 1024 pixels it would be 4 GB. */
const WHOLE_AT_MOST_PX = 768;
const PART_PX = 512;

/** Side of what the decoder is given at once, in latent positions: what the folder says, else by the size, where the decoder takes any. */
export function tileOf(vaeDecoder: Graph, { diffusion, vae }: Manifest): number {
  const { latentSize, imageSizePx } = diffusion;
  const isLarge = imageSizePx > WHOLE_AT_MOST_PX && vaeDecoder.free.has('latents');
  const tilePx = vae.tileSizePx ?? (isLarge ? PART_PX : imageSizePx);
  return Math.floor((tilePx * latentSize) / imageSizePx);
}

export async function decodeLatents(vaeDecoder: Graph, manifest: Manifest, latents: Float32Array): Promise<Picture> {
  const { diffusion, vae } = manifest;
  const data = latents.map((value) => value / vae.scalingFactor + vae.shiftFactor);
  const { latentChannels: channels, latentSize: size, imageSizePx } = diffusion;
  const scale = imageSizePx / size;
  const tile = tileOf(vaeDecoder, manifest);
  const decode = async (part: Float32Array, side: number) =>
    (await vaeDecoder.run({ latents: { data: part, shape: [1, channels, side, side] } }))('pixels');
  const planes =
    tile < size ? await decodeTiles(data, { channels, size, tile, scale }, (part) => decode(part, tile)) : await decode(data, size);
  return pictureFromPlanes(planes, imageSizePx, imageSizePx);
}

const HALF = [0.5, 0.5, 0.5];

/** Fits the picture as the vision encoder's is fitted, so that what is seen is what is changed. */
export async function encodePicture(vaeEncoder: Graph, { diffusion, vae, vision }: Manifest, picture: Picture): Promise<Float32Array> {
  const sizePx = diffusion.imageSizePx;
  const data = pixelPlanes(await fitPicture(picture, sizePx, vision), HALF, HALF);
  const outputs = await vaeEncoder.run({ pixels: { data, shape: [1, 3, sizePx, sizePx] } });
  return outputs('latents').map((value) => (value - vae.shiftFactor) * vae.scalingFactor);
}

/** A small picture, one pixel a latent position, by the manifest's linear map; undefined when it has none. */
export function previewOf(latents: Float32Array, { diffusion, preview }: Manifest): Picture | undefined {
  if (preview === undefined) return undefined;
  const size = diffusion.latentSize;
  const area = size * size;
  const planes = new Float32Array(3 * area);
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < area; i++) {
      let value = preview.bias[channel] ?? 0;
      for (const [c, weights] of preview.matrix.entries()) value += (latents[c * area + i] ?? 0) * (weights[channel] ?? 0);
      planes[channel * area + i] = value;
    }
  }
  return pictureFromPlanes(planes, size, size);
}
