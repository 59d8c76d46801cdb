/** How much of a picture an edit left as it was, measured on the pixels themselves. */

/** Decoding alone moves a colour by a few of its 255 levels; less than this is the same to the eye. */
const SAME_LEVELS = 8;

async function pixelsOf(image: HTMLImageElement): Promise<ImageData | undefined> {
  await image.decode();
  const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
  const context = canvas.getContext('2d');
  context?.drawImage(image, 0, 0);
  return context?.getImageData(0, 0, canvas.width, canvas.height);
}

/** 0 to 1; undefined when the two differ in size, and so have no pixels in common to compare. */
export async function unchangedShare(before: HTMLImageElement, after: HTMLImageElement): Promise<number | undefined> {
  const [a, b] = await Promise.all([pixelsOf(before), pixelsOf(after)]);
  if (!a || !b || a.width !== b.width || a.height !== b.height) return undefined;
  let same = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    const moved = [0, 1, 2].some((c) => Math.abs((a.data[i + c] ?? 0) - (b.data[i + c] ?? 0)) > SAME_LEVELS);
    if (!moved) same++;
  }
  return same / (a.width * a.height);
}
