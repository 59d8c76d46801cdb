/**
 * Of whom in a picture a request speaks, by its words: nothing that ships sees people. A person counts who is pointed at ("her", "the man", "my boss"),
 * not one who is to be added ("a woman") or is only given something ("for my mother").
 */
import { normalise } from './normalise.ts';
import { isUnspaced } from './reading.ts';
import { listOf, setOf, wordsIn } from './word-lists.ts';

/** `another`: certainly not who asks. */
type Meant = 'nobody' | 'somebody' | 'another';

export interface Reference {
  /** Which word. */
  readonly at: number;
  readonly meant: Exclude<Meant, 'nobody'>;
}

const PRONOUNS = listOf('he she him her hers his himself herself henne honom hennes ella');
/** German says them of things as well: of a person where no article stands before them. */
const GERMAN_PRONOUNS = new Set(['ihn', 'ihm']);
const GERMAN_ARTICLES = setOf('der den dem des ein einen einem eines');
/** Those that English counts only behind a word that points: `the man`, not `a man` and not `people on a beach`. */
const ENGLISH = listOf(
  `man men woman women girl girls boy boys guy guys lady ladies gentleman person people persons kid kids child children baby teenager couple bride groom family dude
   crowd player dancer singer lad bloke chap fellow employee employees staff`,
);
const ENGLISH_NEAR = listOf(
  `ex wife husband girlfriend boyfriend gf bf fiance fiancee boss bosses colleague* coworker* worker workers teacher* professor* neighbo* sister* brother* mother mom mum father dad cousin*
   aunt uncle classmate* friend* bestie buddy crush roommate* flatmate* landlord landlady daughter* son sons niece nephew grandma grandpa grandmother grandfather manager ceo intern
   supervisor secretary receptionist student* therapist doctor stepmom stepsister teammate* teamlead`,
);
const ELSEWHERE = listOf(
  `frau frauen mann mannes manner madchen junge jungen person* leute dame kerl typ femme* fille filles homme* garcon* personne* gens mec
   mujer* hombre* chica* chico* senor* persona* gente donna donne uomo uomini ragazz* mulher* homem homens pessoa* moca* garota* vrouw* meisje* persoon mensen jongen
   kobie* mezczyzn* dziewczyn* osob* pani czlowiek* женщин* мужчин* девушк* человек* людей люди парн* kadin* adam adama adami adamin erkek* kisi kisiyi kisinin kiz kizi kizin
   kvinna* kvinnan mannen flickan tjejen killen personen امراة المراة رجل الرجل شخص الشخص فتاة الفتاة`,
);
const ELSEWHERE_NEAR = listOf(
  `kollege* kollegin* chef chefin* exfreund* freundin freund freunde schwester* bruder* mutter vater tochter sohn nachbar* mitschuler* lehrer* ehefrau ehemann vermieter*
   collegue* patron patronne voisin* soeur frere mere copine copain petite-amie epouse mari professeur* companer* jefa jefe novia novio esposa esposo marido hermana* hermano* madre padre vecin* profesor*
   collega colleghi fidanzat* moglie marito sorella fratello vicina colega* chefe namorad* esposa irma irmao vizinh* collega* baas bazin vriendin vriend zus broer moeder vader buurvrouw buurman
   kolezank* kolega kolegi kolege szef* siostr* brat brata matk* ojca sasiad* zona zony mezem byla bylej коллег* начальни* босс* сестр* брат* подруг* жена жену жены муж мужа бывш* сосед* учительниц*
   arkadas* patron* mudur* kardes* annem* sevgili* esim* komsu* kollega* chef chefen syster* bror* granne* flickvan* pojkvan*
   زميل* مدير* صديق* جار* زوجت* اخت*`,
);
const unspaced = (list: string): readonly string[] => list.split(' ').map((word) => normalise(word).trim());
const UNSPACED = unspaced(
  '彼女 彼を 彼が 彼の 女性 男性 人物 この人 女の人 男の人 她 把他 给他 让他 他的 女人 男人 这个人 人像 여자 남자 사람 그녀',
);
const UNSPACED_NEAR = unspaced(
  '同僚 上司 元カノ 元彼 友達 先生 妻を 妻が 夫を 夫が 母を 母が 父を 父が 姉を 妹を 同事 老板 前女友 前男友 朋友 老师 妈妈 爸爸 老婆 老公 同学 室友 동료 상사 친구 선생님 엄마 아빠 직원 여친 남친',
);
const UNSPACED_NEW = unspaced('一个 一位 一名 一人の 两个 한명의');

const POINTS = setOf('the this that these those both all every my our your his her their');
const POSSESSES = setOf('my our your his her their');
const NEW =
  setOf(`a an another some any no two three four many several ein eine einen einem einer eines zwei un une deux des una uno unos unas dos due dei um uma uns umas duas een twee en ett tva bir iki
   jakas jakis какую какого`);
/** Articles and what says whose; all of them are said of a picture, too. */
export const POINTS_ELSEWHERE: ReadonlySet<string> = new Set(
  `der die das den dem dieser diese diesen diesem meinem meines mein meine meinen meiner meinem le la les l cette cet ce ma mon mes el los las esta este esa ese mi il lo gli i questa questo quella mia mio o os as
   essa esse minha meu de het deze die dit mijn ta te tego tej moja moj mojej mojego moim moja moją эту этого эта этот мою моего моей моя мой моим моими моих моими bu su benim denna den min mitt mina`.split(
    /\s+/,
  ),
);
const OF_PROGRAMS = setOf('process processes node nodes theme component element record records table window class');
const GIVES = setOf('for fur pour para per voor dla для icin till');
/** Between a noun and the word that points: `my old boss`. */
const BETWEEN_AT_MOST = 2;

/** `isBrought`: the picture came with the request or is named in it; without that, only words that point at somebody count. */
export function personsIn(plain: string, isBrought: boolean): readonly Reference[] {
  const words = wordsIn(plain);
  const found: Reference[] = [];
  let hasNew = false;
  const before = (at: number, set: ReadonlySet<string>): number => {
    for (let back = 1; back <= BETWEEN_AT_MOST + 1 && at - back >= 0; back++) if (set.has(words[at - back] ?? '')) return at - back;
    return -1;
  };
  const noun = (at: number, points: ReadonlySet<string>, mustPoint: boolean, near: boolean): void => {
    const [pointed, fresh] = [before(at, points), before(at, NEW)];
    const first = Math.max(pointed, fresh);
    // `the two men`
    if (fresh > pointed && !(pointed >= 0 && pointed === fresh - 1)) hasNew = true;
    else if (pointed < 0 && mustPoint) return;
    else if (!GIVES.has(words[(first < 0 ? at : first) - 1] ?? '')) found.push({ at, meant: near ? 'another' : 'somebody' });
  };
  for (const [at, word] of words.entries()) {
    if (PRONOUNS.has(word)) {
      if (isBrought || !hasNew) found.push({ at, meant: 'somebody' });
    } else if (GERMAN_PRONOUNS.has(word)) {
      if (!words.slice(0, at).some((one) => GERMAN_ARTICLES.has(one))) found.push({ at, meant: 'somebody' });
    } else if (ENGLISH_NEAR.has(word)) noun(at, POINTS, true, true);
    else if (ENGLISH.has(word) && !OF_PROGRAMS.has(words[at + 1] ?? '')) noun(at, POINTS, true, POSSESSES.has(words[at - 1] ?? ''));
    else if (ELSEWHERE_NEAR.has(word)) noun(at, POINTS_ELSEWHERE, !isBrought, true);
    else if (ELSEWHERE.has(word)) noun(at, POINTS_ELSEWHERE, !isBrought, false);
    else if (isUnspaced(word)) {
      const rest = UNSPACED_NEW.some((sign) => word.includes(sign)) ? '' : word;
      if (UNSPACED_NEAR.some((sign) => rest.includes(sign))) found.push({ at, meant: 'another' });
      else if (UNSPACED.some((sign) => rest.includes(sign))) found.push({ at, meant: 'somebody' });
    }
  }
  return found;
}

const OF_ONESELF = listOf(
  `me my myself mine i selfie mich mir mein* moi mon ma mes yo mi mia mio io eu meu minha ik mij mijn ja mnie moj* мне меня мой* мою ben beni benim jag mig min 나 내 나를`,
);

/** Whether who asks says that it is of themselves. */
export const isOfOneself = (plain: string): boolean => wordsIn(plain).some((word) => OF_ONESELF.has(word) || /[私僕俺我]/u.test(word));

const NOUNS = [PRONOUNS, ENGLISH, ENGLISH_NEAR, ELSEWHERE, ELSEWHERE_NEAR];

/** Any word for a person, new or pointed at. */
export const isPerson = (word: string): boolean => NOUNS.some((list) => list.has(word)) || withoutPersons(word) !== word;

/** Of a script without spaces. */
export const withoutPersons = (word: string): string =>
  [...UNSPACED_NEAR, ...UNSPACED].reduce((rest, sign) => rest.replaceAll(sign, ''), word);
