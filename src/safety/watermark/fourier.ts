/** The discrete Fourier transform of a square field: radix 2, in place, rows and then columns (Cooley and Tukey 1965). */

/** N × N complex numbers, rows from the top; N is a power of two. */
export interface Field {
  readonly side: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export function emptyField(side: number): Field {
  return { side, re: new Float64Array(side * side), im: new Float64Array(side * side) };
}

/** Σ f(x, y)·exp(−2πi(ux + vy)/N), or with a plus sign and divided by N² when `inverse`. */
export function transform(field: Field, inverse = false): void {
  const { side, re, im } = field;
  for (let row = 0; row < side; row++) transformLine(re, im, side, row * side, 1, inverse);
  for (let column = 0; column < side; column++) transformLine(re, im, side, column, side, inverse);
  if (!inverse) return;
  for (let at = 0; at < re.length; at++) {
    re[at] = (re[at] ?? 0) / re.length;
    im[at] = (im[at] ?? 0) / im.length;
  }
}

function transformLine(re: Float64Array, im: Float64Array, count: number, from: number, step: number, inverse: boolean): void {
  for (let i = 1, j = 0; i < count; i++) {
    let bit = count >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) swap(re, im, from + i * step, from + j * step);
  }
  for (let span = 2; span <= count; span <<= 1) {
    const angle = ((inverse ? 2 : -2) * Math.PI) / span;
    const [turnRe, turnIm] = [Math.cos(angle), Math.sin(angle)];
    for (let start = 0; start < count; start += span) {
      let [wRe, wIm] = [1, 0];
      for (let k = 0; k < span / 2; k++) {
        const a = from + (start + k) * step;
        const b = a + (span / 2) * step;
        const [bRe, bIm] = [re[b] ?? 0, im[b] ?? 0];
        const [tRe, tIm] = [wRe * bRe - wIm * bIm, wRe * bIm + wIm * bRe];
        const [aRe, aIm] = [re[a] ?? 0, im[a] ?? 0];
        re[b] = aRe - tRe;
        im[b] = aIm - tIm;
        re[a] = aRe + tRe;
        im[a] = aIm + tIm;
        [wRe, wIm] = [wRe * turnRe - wIm * turnIm, wRe * turnIm + wIm * turnRe];
      }
    }
  }
}

function swap(re: Float64Array, im: Float64Array, a: number, b: number): void {
  const [aRe, aIm] = [re[a] ?? 0, im[a] ?? 0];
  re[a] = re[b] ?? 0;
  im[a] = im[b] ?? 0;
  re[b] = aRe;
  im[b] = aIm;
}
