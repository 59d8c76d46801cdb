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
  tva tre fyra fem sex sju atta nio tio elva tolv tretton fjorton femton sexton sjutton to fire seks syv otte ni ti elleve tretten fjorten seksten sytten
  iki uc dort bes alti yedi sekiz dokuz on
  一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七
  열두 열세 열네 열다섯 열여섯 열일곱 다섯 여섯 일곱 여덟 아홉 열`
    .normalize('NFKD')
    .split(/\s+/),
);
/** Units that speak of an age by themselves. */
const AGE_UNIT =
  /^(?:yo|yos|yr|yrs|yearold|yearolds|jahrig\p{L}*|jarig\p{L}*|ans|anos|anni|anno|letni\p{L}*|latk\p{L}*|летн\p{L}*|годовал\p{L}*|лет|годик\p{L}*|yasinda\p{L}*|yasındak?\p{L}*|yas|yaslı|yasli|歳|才|岁|歲|살|세|سنة|سنوات|عاما|عام|ar|arig\p{L}*|vuotia\p{L}*|let|eves\p{L}*|tahun|tuoi)/u;
/** Units that do so unless the words about them speak of a time. */
const TIME_UNIT = /^(?:years|jahre|jahren|jaar|lat)$/u;
const OF_AGE = new Set(['old', 'young', 'age', 'alt', 'alte', 'alter', 'altes', 'alten', 'jung', 'junge', 'oud', 'oude', 'jong', 'i']);
const A_TIME = new Set(
  'ago later vor seit nach lang spater il y pendant depuis dans hace durante desde fa geleden temu назад через спустя once for in after'.split(
    ' ',
  ),
);
const BEFORE = new Set('aged age ages turned turns turning alter edad eta idade leeftijd wiek wieku возраст возрасте yasi'.split(' '));
const SAID_OF = new Set(
  'is was s ist war est etait tiene es era ha ma ar var hat har jest ela looks looking only just barely about around almost nearly merely'.split(
    ' ',
  ),
);
const SOMEBODY = new Set(
  'sie er elle il ella el lei lui ela ele ona on hon han hun zij ze hij она он she he her him girl boy who daughter son niece sister cousin child kid student pupil they'.split(
    ' ',
  ),
);
const OF = new Set('of van de di von mit'.split(' '));
const A_CHILD = new Set(
  'girl boy lad lass child kid someone jongen meisje kind garcon fille fillette gamin gamine nino nina chica chico ragazza ragazzo bambina bambino menina menino junge madchen'.split(
    ' ',
  ),
);
const MADE = new Set('make makes making turn render draw'.split(' '));
const MEASURE = /^(?:cm|mm|m|km|feet|ft|inch|inches|kg|percent|minutes|hours|of|times)$/;
const GRADE = /^(?:grade|graders?|klasse|klassler\p{L}*|classe|клас\p{L}*|sinif\p{L}*|sınıf\p{L}*|grado|klas|年级|年級|年生|학년)/u;
const ORDINAL = /^(?:st|nd|rd|th|eme|e|er|te|ten|o|a)$/u;
const CLASS_BEFORE = new Set('grade klasse groep klasa klasie класс'.split(' '));
const ORDINALS = new Set('first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' '));

/** An age in one word: `zwölfjährig`, `twaalfjarige`, `tolvåring`, `dwunastolatka`, `двенадцатилетняя`. */
const IN_ONE_WORD =
  /^(?:(?:drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|dreizehn|vierzehn|funfzehn|sechzehn|siebzehn)jahrig|(?:drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien)jarig|(?:sex|sju|atta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton)aring|(?:szescio|siedmio|osmio|dziewiecio|dziesiecio|jedenasto|dwunasto|trzynasto|czternasto|pietnasto|szesnasto|siedemnasto)lat|(?:шести|семи|восьми|девяти|десяти|одиннадцати|двенадцати|тринадцати|четырнадцати|пятнадцати|шестнадцати|семнадцати)летн)/u;

/** Linear in the text. `at` counts words: runs of letters or of digits. */
export function agesIn(text: string): readonly Age[] {
  const bare = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[十一二三四五六七八九]+(?=[岁歲歳才])/gu, ' $& ');
  const runs = [...bare.matchAll(/\p{N}+|[十一二三四五六七八九]+|\p{L}+/gu)];
  const words = runs.map(([word]) => word);
  /** Whether a word and the next touch: `14f`, `f14`. */
  const touches = (at: number): boolean => (runs[at]?.index ?? 0) + (words[at]?.length ?? 0) === runs[at + 1]?.index;
  return words.flatMap((word, at): Age[] => {
    if (ORDINALS.has(word)) return GRADE.test(words[at + 1] ?? '') ? [{ at, words: `${word} ${words[at + 1]}` }] : [];
    if (IN_ONE_WORD.test(word)) return [{ at, words: word }];
    if (!isYoung(word)) return [];
    const [next = '', after = ''] = words.slice(at + 1, at + 3);
    const [before = '', earlier = ''] = [words[at - 1], words[at - 2]];
    const isSpan = A_TIME.has(after) || A_TIME.has(before) || (before === 'a' && earlier === 'y');
    const byUnit = AGE_UNIT.test(next) || (next === 'year' && /^olds?$/.test(after)) || (TIME_UNIT.test(next) && next !== 'years');
    const byLetter = (/^[ymfj]$/.test(next) && (touches(at) || after === 'o')) || (/^[fm]$/.test(before) && touches(at - 1));
    const byWord =
      BEFORE.has(before) ||
      (next === 'years' && OF_AGE.has(after)) ||
      (OF.has(before) && A_CHILD.has(earlier)) ||
      (/^\d/.test(word) && (A_CHILD.has(before) || before === 'looks') && !MEASURE.test(next)) ||
      (MADE.has(earlier) && /^(?:her|him|them)$/.test(before)) ||
      (SAID_OF.has(before) && SOMEBODY.has(earlier) && !MEASURE.test(next));
    const bySchool = GRADE.test(next) || (ORDINAL.test(next) && GRADE.test(after)) || CLASS_BEFORE.has(before);
    const isAge = (byUnit && !isSpan) || byLetter || byWord || bySchool;
    return isAge ? [{ at, words: `${word} ${next}`.trim() }] : [];
  });
}

const isYoung = (word: string): boolean => (/^\d{1,2}$/.test(word) ? Number(word) > 0 && Number(word) < 18 : NUMBERS.has(word));
