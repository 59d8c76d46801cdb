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
  '9': 'g',
  '@': 'a',
  $: 's',
  '€': 'e',
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
  ı: 'i',
  ѕ: 's',
  ο: 'o',
  α: 'a',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  τ: 't',
  η: 'n',
  υ: 'u',
  ρ: 'p',
  χ: 'x',
  δ: 'd',
  к: 'k',
  и: 'u',
  һ: 'h',
  ԁ: 'd',
  ո: 'n',
  ј: 'j',
  ԝ: 'w',
  ᴀ: 'a',
  ʙ: 'b',
  ᴄ: 'c',
  ᴅ: 'd',
  ᴇ: 'e',
  ꜰ: 'f',
  ɢ: 'g',
  ʜ: 'h',
  ɪ: 'i',
  ᴊ: 'j',
  ᴋ: 'k',
  ʟ: 'l',
  ᴍ: 'm',
  ɴ: 'n',
  ᴏ: 'o',
  ᴘ: 'p',
  ʀ: 'r',
  ꜱ: 's',
  ᴛ: 't',
  ᴜ: 'u',
  ᴠ: 'v',
  ᴡ: 'w',
  ʏ: 'y',
  ᴢ: 'z',
};
/** Between signs of scripts that have no spaces. */
const BETWEEN_SIGNS =
  /(?<=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}ー])[^\p{L}\p{N}\s,;:!?，。、；：！？]{1,2}(?=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}ー])/gu;

/** Pictures that stand for words. */
const EMOJI: Readonly<Record<string, string>> = {
  '👶': 'baby',
  '🍼': 'bottle',
  '🧒': 'child',
  '👧': 'little girl',
  '👦': 'little boy',
  '👩': 'woman',
  '👙': 'bikini',
  '🩲': 'briefs',
  '🩱': 'swimsuit',
  '👚': 'blouse',
  '👗': 'dress',
  '🔞': 'adultonlyemoji',
  '🍆': 'eggplantemoji',
  '🍑': 'peachemoji',
  '💦': 'splashemoji',
  '👅': 'tongueemoji',
  '💊': 'pillemoji',
  '🔌': 'plugemoji',
  '❄': 'snowemoji',
  '💣': 'bombemoji',
  '🚫': 'no',
  '❌': 'no',
};
const PICTURED = new RegExp(Object.keys(EMOJI).join('|'), 'gu');

/** Clothes crossed out behind them. */
const CROSSED_OUT = /(👗|👚|👙|🩱|🩲)\ufe0f?\s*(❌|🚫)/gu;

export function normalise(text: string): string {
  const plain = text
    .replace(CROSSED_OUT, ' $2 $1 ')
    .replace(PICTURED, (sign) => ` ${EMOJI[sign]} `)
    .replace(/[\u{1f130}-\u{1f149}\u{1f150}-\u{1f169}\u{1f170}-\u{1f189}\u{1f1e6}-\u{1f1ff}]/gu, letterOf)
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}ـ]/gu, '')
    .toLowerCase();
  // A number on its own stays a number: only digits that touch letters are read as letters.
  const whole = plain
    .replace(/(?<=[\p{L}|!$@€])(?:\(\))+|(?:\(\))+(?=[\p{L}|!$@€])/gu, (rings) => 'o'.repeat(rings.length / 2))
    .replace(/(?<=\p{L})(?:\*\*|~~)(?=\p{L})/gu, '')
    .replace(BETWEEN_SIGNS, '')
    .replace(/(?<=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]) (?=[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])/gu, '');
  const letters = whole.replace(/[\p{L}\p{N}@$€!|]+/gu, (word) =>
    /\p{L}/u.test(word) ? [...word.replace(/!+$/, '')].map((sign) => LOOKALIKES[sign] ?? sign).join('') : word,
  );
  // `n u d e  m a n`: the wider space ends a word.
  const joined = letters
    .replace(/(?<!\p{L})(?:\p{L}[^\p{L}\p{N}\s]{1,2}){2,}\p{L}(?!\p{L})/gu, unspaced)
    .replace(/(?<!\p{L})(?:\p{L}[\s.*_-]){2,}\p{L}(?!\p{L})/gu, unspaced)
    .replace(/(?<!\p{L})(?:\p{L}[\s.*_-]{1,2}){2,}\p{L}(?!\p{L})/gu, unspaced);
  return ` ${joined
    .replace(/(\p{L})\1{2,}/gu, '$1$1')
    .replace(/[^\p{L}\p{N}#]+/gu, ' ')
    .trim()} `;
}

/** Letters in squares and circles, and the letters that flags are made of (Unicode: Enclosed Alphanumeric Supplement). */
function letterOf(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const first = [0x1f1e6, 0x1f170, 0x1f150, 0x1f130].find((from) => code >= from) ?? code;
  return String.fromCharCode(97 + code - first);
}

/** `n a k e d` is a word; behind `a` or `I`, which may be a word of its own, it is also one without it. */
function unspaced(spaced: string): string {
  const word = spaced.replace(/[^\p{L}]/gu, '');
  return /^[ai]/.test(word) ? `${word} ${word.slice(1)}` : word;
}
