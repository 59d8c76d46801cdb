/**
 * Text as the rules see it: lower case, without accents, look-alike digits and signs read as letters, letters that
 * were spaced or dotted apart joined again, runs of a letter cut to two. Rules match whole words of this form.
 */

const LOOKALIKES: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ѕ: 's',
  ο: 'o',
  α: 'a',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  τ: 't',
};

export function normalise(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase();
  // A number on its own stays a number: only digits that touch letters are read as letters.
  const letters = plain.replace(/[\p{L}\p{N}@$!|]+/gu, (word) =>
    /\p{L}/u.test(word) ? [...word.replace(/!+$/, '')].map((sign) => LOOKALIKES[sign] ?? sign).join('') : word,
  );
  const joined = letters.replace(/(?<![\p{L}])(?:\p{L}[\s.*_-]{1,2}){2,}\p{L}(?![\p{L}])/gu, (spaced) => spaced.replace(/[^\p{L}]/gu, ''));
  return ` ${joined
    .replace(/(\p{L})\1{2,}/gu, '$1$1')
    .replace(/[^\p{L}\p{N}#]+/gu, ' ')
    .trim()} `;
}
