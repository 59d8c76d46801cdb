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
  बारह तेरह चौदह पंद्रह सोलह सत्रह दस ग्यारह नौ आठ सात
  一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七
  열한 열두 열세 열네 열다섯 열여섯 열일곱 다섯 여섯 일곱 여덟 아홉 열`
    .normalize('NFC')
    .split(/\s+/),
);
/** Units that speak of an age by themselves. */
const AGE_UNIT =
  /^(?:yo|yos|yr|yrs|jr|ish|latek|latk\p{L}*|anitos|aninhos|annetti|piges|printemps|månader|manader|साल|वर्ष|सल|वरष|yearold|yearolds|jahrig\p{L}*|jarig\p{L}*|ans|anos|anni|anno|letni\p{L}*|latk\p{L}*|летн\p{L}*|годовал\p{L}*|лет|годик\p{L}*|yasinda\p{L}*|yasındak?\p{L}*|yas|yaslı|yasli|歳|才|岁|歲|살|세|سنة|سنوات|عاما|عام|ar|arig\p{L}*|vuotia\p{L}*|let|eves\p{L}*|tahun|tuoi)/u;
/** Units that do so unless the words about them speak of a time. */
const TIME_UNIT = /^(?:years|jahre|jahren|jaar|lat)$/u;
const OF_AGE = new Set(['old', 'young', 'age', 'alt', 'alte', 'alter', 'altes', 'alten', 'jung', 'junge', 'oud', 'oude', 'jong', 'i']);
const A_TIME = new Set(
  'ago later vor seit nach lang spater il y pendant depuis dans hace durante desde fa geleden temu назад через спустя once for in after'.split(
    ' ',
  ),
);
const BEFORE = new Set(
  'turn becomes became aged age ages turned turns turning alter edad eta idade leeftijd wiek wieku возраст возрасте yasi'.split(' '),
);
const SAID_OF = new Set(
  'be er wird wordt cumple compie faz skonczy исполнилось исполнится blir bliver is was s ist war est etait tiene es era ha ma ar var hat har jest ela looks looking only just barely about around almost nearly merely'.split(
    ' ',
  ),
);
const SOMEBODY = new Set(
  'sie er elle il ella el lei lui ela ele ona on hon han hun zij ze hij она он she he her him girl boy who daughter son niece sister cousin child kid student pupil they model babysitter sitter friend neighbour neighbor classmate girlfriend boyfriend actress actor singer freundin schwester bruder cousine tochter sohn nichte copine soeur amie amiga prima hija hermana amica sorella cugina figlia irma filha vriendin zus dochter siostra corka сестра подруга дочь will kiz kizi kardesim syster vaninna'.split(
    ' ',
  ),
);
const OF = new Set('of van de di von mit'.split(' '));
const A_CHILD = new Set(
  'ей ему girl boy lad lass child kid someone jongen meisje kind garcon fille fillette gamin gamine nino nina chica chico ragazza ragazzo bambina bambino menina menino junge madchen'.split(
    ' ',
  ),
);
const MADE = new Set('make makes making turn render draw'.split(' '));
const MEASURE = /^(?:cm|mm|m|km|feet|ft|inch|inches|kg|percent|minutes|hours|of|times|people|euro|euros|dollars)$/;
const GRADE = /^(?:grade|graders?|klasse|klassler\p{L}*|classe|клас\p{L}*|sinif\p{L}*|sınıf\p{L}*|grado|klas|年级|年級|年生|학년)/u;
const ORDINAL = /^(?:st|nd|rd|th|eme|e|er|te|ten|o|a)$/u;
/** Said before an age that somebody has not reached, where nothing is counted behind it. */
const BELOW = new Set('under below than even only just barely pre unter keine onder moins menos meno mindre'.split(' '));
const COUNTED = /^(?:\p{L}*s|people|of|\p{N}+)$/u;
const BIRTHDAY = /^(?:birthday|geburtstag|anniversaire|cumpleanos|compleanno|aniversario|verjaardag|urodziny|doğum|fodelsedag)/u;
const ORDINAL_WORD = /^(?:fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth)$/;
const MONTHS = /^(?:months?|weeks?|days?)$/;
const BORN = /^(?:born|geboren|nee?|nacid[oa]s?|nat[oa]|nascid[oa]s?|urodzon\p{L}*|родил\p{L}*|рожден\p{L}*|fodd|fodt|dogumlu)$/u;
/** Who was born in this year or later is no grown person. */
const bornAtLeast = (): number => new Date().getFullYear() - 17;
/** `Mia (12)`, `my cousin, 13,`: a number alone behind a name or a word. */
const BESIDE_A_NAME = /(?<=\p{L}(?: \(|, ))(?:[5-9]|1[0-7])(?=[),;.]|$)/gu;
const CLASS_BEFORE = new Set('grade klasse groep klasa klasie класс'.split(' '));
const ORDINALS = new Set('first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' '));

/** An age in one word: `zwölfjährig`, `twaalfjarige`, `tolvåring`, `dwunastolatka`, `двенадцатилетняя`. */
const IN_ONE_WORD =
  /^(?:(?:drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|dreizehn|vierzehn|funfzehn|sechzehn|siebzehn)jahrig|(?:drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien)jarig|(?:sex|sju|atta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton)aring|(?:szescio|siedmio|osmio|dziewiecio|dziesiecio|jedenasto|dwunasto|trzynasto|czternasto|pietnasto|szesnasto|siedemnasto)l[ae]t|(?:шести|семи|восьми|девяти|десяти|одиннадцати|двенадцати|тринадцати|четырнадцати|пятнадцати|шестнадцати|семнадцати)летн)/u;

/** Linear in the text. `at` counts words: runs of letters or of digits. */
export function agesIn(text: string): readonly Age[] {
  const bare = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, digitOf)
    .replace(/(?:열(?:한|두|세|네|다섯|여섯|일곱)?|다섯|여섯|일곱|여덟|아홉)(?=살)/g, ' $& ')
    .replace(/[十一二三四五六七八九]+(?=[岁歲歳才])/gu, ' $& ');
  const runs = [...bare.matchAll(/\p{N}+|[十一二三四五六七八九]+|\p{L}+/gu)];
  const words = runs.map(([word]) => word);
  /** Whether a word and the next touch: `14f`, `f14`. */
  const touches = (at: number): boolean => (runs[at]?.index ?? 0) + (words[at]?.length ?? 0) === runs[at + 1]?.index;
  /** `11/f`, `f/11`. */
  const isSlashed = (at: number): boolean => bare.slice((runs[at]?.index ?? 0) + (words[at]?.length ?? 0), runs[at + 1]?.index) === '/';
  const besides = new Set([...bare.matchAll(BESIDE_A_NAME)].map(({ index }) => index));
  return words.flatMap((word, at): Age[] => {
    if (BORN.test(word)) {
      const year = words.slice(at + 1, at + 4).find((each) => /^20\d\d$/.test(each) && Number(each) >= bornAtLeast());
      return year === undefined ? [] : [{ at, words: `${word} ${year}` }];
    }
    if (ORDINAL_WORD.test(word) && BIRTHDAY.test(words[at + 1] ?? '')) return [{ at, words: `${word} ${words[at + 1]}` }];
    if (ORDINALS.has(word)) return GRADE.test(words[at + 1] ?? '') ? [{ at, words: `${word} ${words[at + 1]}` }] : [];
    if (IN_ONE_WORD.test(word)) return [{ at, words: word }];
    if (!isYoung(word)) return [];
    const [next = '', after = ''] = words.slice(at + 1, at + 3);
    const [before = '', earlier = ''] = [words[at - 1], words[at - 2]];
    const isSpan = A_TIME.has(after) || A_TIME.has(before) || (before === 'a' && earlier === 'y') || (before === 'ha' && next === 'anos');
    const byUnit =
      AGE_UNIT.test(next) ||
      (next === 'year' && /^olds?$/.test(after)) ||
      (TIME_UNIT.test(next) && next !== 'years') ||
      (MONTHS.test(next) && after === 'old') ||
      (next === 'y' && after === 'old') ||
      (next === 'years' && after === 'of' && words[at + 3] === 'age');
    const byLetter =
      (/^[ymfj]$/.test(next) && (touches(at) || after === 'o' || isSlashed(at))) ||
      (/^[fm]$/.test(before) && (touches(at - 1) || isSlashed(at - 1)));
    const byWord =
      BEFORE.has(before) ||
      (before === 'of' && earlier === 'age') ||
      besides.has(runs[at]?.index ?? -1) ||
      (BELOW.has(before) && Number(word) > 5 && !COUNTED.test(next) && !MEASURE.test(next)) ||
      (next === 'years' && OF_AGE.has(after)) ||
      (OF.has(before) && A_CHILD.has(earlier)) ||
      (/^\d/.test(word) && (A_CHILD.has(before) || before === 'looks') && !MEASURE.test(next)) ||
      (MADE.has(earlier) && /^(?:her|him|them)$/.test(before)) ||
      (SAID_OF.has(before) && (SOMEBODY.has(earlier) || SOMEBODY.has(words[at - 3] ?? '')) && !MEASURE.test(next));
    const bySchool =
      GRADE.test(next) ||
      (ORDINAL.test(next) && (GRADE.test(after) || BIRTHDAY.test(after))) ||
      (before === 'year' && (earlier === 'in' || /^(?:pupil|student|girl|boy)/.test(next))) ||
      CLASS_BEFORE.has(before);
    const isAge = (byUnit && !isSpan) || byLetter || byWord || bySchool;
    return isAge ? [{ at, words: `${word} ${next}`.trim() }] : [];
  });
}

const isYoung = (word: string): boolean => (/^\d{1,2}$/.test(word) ? Number(word) > 0 && Number(word) < 18 : NUMBERS.has(word));

/** Of Arabic, Persian and Hindi digits, which begin at a multiple of sixteen, or six behind one. */
const digitOf = (sign: string): string => {
  const code = sign.charCodeAt(0);
  return String(code >= 0x966 ? code - 0x966 : code % 16);
};
