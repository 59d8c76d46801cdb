/**
 * Whether a word is English: looked up in the Hunspell dictionary of the package dictionary-en, which is read when it is first needed. Names
 * count, in small letters too; of spellings, the American ones and few British.
 */

/** What may stand at a word's end, or its beginning, by a letter that words have for it in the dictionary. */
interface Affix {
  readonly flag: string;
  /** What gives way to it: "y" in flies. */
  readonly strip: string;
  readonly add: string;
  /** What a word must look like to take it. */
  readonly where: RegExp;
  readonly isPrefix: boolean;
}

export type IsEnglish = (word: string) => boolean;

let read: Promise<IsEnglish> | undefined;

export function english(): Promise<IsEnglish> {
  read ??= import('dictionary-en').then(({ default: { aff, dic } }) => {
    const decoder = new TextDecoder();
    return lookup(affixesOf(decoder.decode(aff)), wordsOf(decoder.decode(dic)));
  });
  return read;
}

/** Lines such as "SFX S y ies [^aeiou]y"; those that begin a rule have fewer fields. */
const affixesOf = (text: string): Affix[] =>
  [...text.matchAll(/^([SP])FX (\w) +(\w+) +(\S+) +(\S+)$/gm)].map(([, side, flag = '', strip = '', add = '', where = '']) => ({
    flag,
    strip: strip === '0' ? '' : strip,
    add,
    where: new RegExp(side === 'P' ? '' : `${where}$`),
    isPrefix: side === 'P',
  }));

/** Lines such as "fly/SGR" → fly, SGR. */
function wordsOf(text: string): Map<string, string> {
  const words = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [word = '', flags = ''] = line.split('/');
    if (word !== '') words.set(word.toLowerCase(), (words.get(word.toLowerCase()) ?? '') + flags);
  }
  return words;
}

function lookup(affixes: readonly Affix[], words: ReadonlyMap<string, string>): IsEnglish {
  const prefixes = affixes.filter(({ isPrefix }) => isPrefix);
  const suffixes = affixes.filter(({ isPrefix }) => !isPrefix);
  /** `also`: a prefix that the word must take as well. */
  const isFormOf = (word: string, also = ''): boolean =>
    (words.get(word)?.includes(also) ?? false) ||
    suffixes.some(({ flag, strip, add, where }) => {
      if (!word.endsWith(add)) return false;
      const stem = word.slice(0, word.length - add.length) + strip;
      const flags = words.get(stem);
      return flags?.includes(flag) && flags.includes(also) && where.test(stem);
    });
  return (word) =>
    isFormOf(word) ||
    prefixes.some(({ flag, add }) => word.startsWith(add) && word.length > add.length && isFormOf(word.slice(add.length), flag));
}
