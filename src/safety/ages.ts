/** Ages of children and years of school in numbers, figures or words: `14yo`, `aged twelve`, `13-jährige`, `7th grade`, `十四歳`. */

/** Of the words of a text, those that say an age below eighteen. */
export interface Age {
  readonly at: number;
  readonly words: string;
}

/** One to seventeen, in the languages of the lists; without accents, as they are compared. */
const NUMBERS = new Set(
  `one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
  eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn
  deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize
  dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete
  due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette
  dois tres quatro cinco sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete
  twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien
  dwa trzy cztery piec szesc siedem osiem dziewiec dziesiec jedenascie dwanascie trzynascie czternascie pietnascie szesnascie siedemnascie
  два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать
  пяти шести семи восьми девяти десяти одиннадцати двенадцати тринадцати четырнадцати пятнадцати шестнадцати семнадцати
  iki uc dort bes alti yedi sekiz dokuz on
  一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七
  열두 열세 열네 열다섯 열여섯 열일곱 다섯 여섯 일곱 여덟 아홉 열`
    .normalize('NFKD')
    .split(/\s+/),
);
/** Units that speak of an age by themselves. */
const AGE_UNIT =
  /^(?:yo|yos|yr|yrs|yearold|yearolds|year|jahrig\p{L}*|jarig\p{L}*|ans|anos|anni|anno|letni\p{L}*|latk\p{L}*|летн\p{L}*|годовал\p{L}*|лет|годик\p{L}*|yasinda\p{L}*|yasındak?\p{L}*|yas|yaslı|yasli|歳|才|岁|歲|살|세|سنة|سنوات|عاما|عام|ar|arig\p{L}*|vuotia\p{L}*|let|eves\p{L}*|tahun|tuoi)/u;
/** Units that do so unless the words about them speak of a time. */
const TIME_UNIT = /^(?:years|jahre|jahren|jaar|lat)$/u;
const OF_AGE = new Set(['old', 'young', 'age', 'alt', 'alte', 'alter', 'altes', 'alten', 'jung', 'junge', 'oud', 'oude', 'jong', 'i']);
const A_TIME = new Set(
  'ago later vor seit nach lang spater il y pendant depuis dans hace durante desde fa ha geleden temu назад через спустя once for in after'.split(
    ' ',
  ),
);
const BEFORE = new Set('aged age ages turned turns turning alter edad eta idade leeftijd wiek wieku возраст возрасте yasi'.split(' '));
const SAID_OF = new Set('is was s looks looking only just barely about around almost nearly merely'.split(' '));
const SOMEBODY = new Set('she he her him girl boy who daughter son niece sister cousin child kid student pupil they'.split(' '));
const GRADE = /^(?:grade|graders?|klasse|klassler\p{L}*|classe|клас\p{L}*|sinif\p{L}*|sınıf\p{L}*|grado|klas|年级|年級|年生|학년)/u;
const ORDINAL = /^(?:st|nd|rd|th|eme|e|er|te|ten|o|a)$/u;
const CLASS_BEFORE = new Set('grade klasse groep klasa klasie класс'.split(' '));
const ORDINALS = new Set('first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' '));

/** Linear in the text. `at` counts words: runs of letters or of digits. */
export function agesIn(text: string): readonly Age[] {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = bare.match(/\p{N}+|[十一二三四五六七八九]+|\p{L}+/gu) ?? [];
  return words.flatMap((word, at): Age[] => {
    if (ORDINALS.has(word)) return GRADE.test(words[at + 1] ?? '') ? [{ at, words: `${word} ${words[at + 1]}` }] : [];
    if (!isYoung(word)) return [];
    const next = words.slice(at + 1, at + 4);
    const [before = '', earlier = ''] = [words[at - 1], words[at - 2]];
    const isAge =
      (AGE_UNIT.test(next[0] ?? '') &&
        !isTime(before, earlier, next[1]) &&
        !(next[0] === 'year' && next[1] !== 'old' && next[1] !== 'olds')) ||
      (/^y|^m|^f|^j$/.test(next[0] ?? '') && (next[1] === 'o' || (next[0] ?? '').length === 1) && isGlued(bare, word, next[0] ?? '')) ||
      (TIME_UNIT.test(next[0] ?? '') &&
        (OF_AGE.has(next[1] ?? '') || BEFORE.has(before) || isNamed(next[0] ?? '', before, earlier, next[1]))) ||
      BEFORE.has(before) ||
      (/^[fm]$/.test(before) && bare.includes(before + word)) ||
      (SAID_OF.has(before) && SOMEBODY.has(earlier) && !/^(?:cm|m|feet|ft|inch|kg|percent|minutes|hours|of)/.test(next[0] ?? '')) ||
      GRADE.test(next[0] ?? '') ||
      (ORDINAL.test(next[0] ?? '') && GRADE.test(next[1] ?? '')) ||
      CLASS_BEFORE.has(before);
    return isAge ? [{ at, words: [word, ...next.slice(0, 1)].join(' ') }] : [];
  });
}

const isYoung = (word: string): boolean => (/^\d{1,2}$/.test(word) ? Number(word) > 0 && Number(word) < 18 : NUMBERS.has(word));

const isTime = (before: string, earlier: string, after = ''): boolean =>
  A_TIME.has(after) || (A_TIME.has(before) && before !== 'ha') || (before === 'a' && earlier === 'y');

/** `12 Jahre` says an age, `vor 12 Jahren` does not; `12 years` says either. */
const isNamed = (unit: string, before: string, earlier: string, after = ''): boolean => unit !== 'years' && !isTime(before, earlier, after);

/** `14f`, `f14`, `14y/o`: the letter touches the number. */
const isGlued = (text: string, number: string, letter: string): boolean =>
  text.includes(`${number}${letter}`) || text.includes(`${number} ${letter}/`);
