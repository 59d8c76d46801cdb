/** Numbers for people: 45.2 MB, 6.74 G. */
const PREFIXES = ['', 'k', 'M', 'G', 'T', 'P'] as const;

function short(value: number): { digits: string; prefix: string } {
  const step = Math.min(Math.floor(Math.log10(Math.max(value, 1) * 1.0005) / 3), PREFIXES.length - 1);
  return { digits: step === 0 ? String(value) : (value / 1000 ** step).toPrecision(3), prefix: PREFIXES[step] ?? '' };
}

/** Decimal units, as disks are sold and downloads counted. */
export function sizeText(bytes: number): string {
  const { digits, prefix } = short(bytes);
  return `${digits} ${prefix}B`;
}

export function countText(count: number): string {
  const { digits, prefix } = short(count);
  return `${digits} ${prefix}`.trim();
}
