/**
 * Who has to agree before a picture that was sent, and that shows a person, is changed. Changes of the body, of clothes and of nudity are never made, whoever agrees (the
 * rule real-people). For every other change that is not known to be harmless the uploader may say yes, in a picture of their own only where it is of
 * themselves, or a member who is in the picture.
 */
import { type LedgerRow, namesIn } from '../core/ledger.ts';
import type { Message, PictureName, Turn } from '../core/types.ts';
import { isHarmless } from './harmless.ts';
import { normalise } from './normalise.ts';
import { isOfOneself, personsIn } from './persons.ts';
import type { PeoplePolicy } from './policy.ts';
import { setOf, wordsIn } from './word-lists.ts';

const WHOM =
  '(?:him|her|them|me|this person|that person|the person|this man|the man|this woman|the woman|this girl|the girl|this boy|the boy|this guy|the guy)';
const WHOSE = '(?:his|her|their|the person s|the man s|the woman s|this person s)';
const FEATURE =
  '(?:face|faces|hair|haircut|hairstyle|beard|moustache|mustache|eyes|eye colou?r|nose|mouth|lips|teeth|smile|skin|skin colou?r|complexion|age|gender|race|ethnicity|wrinkles|makeup|expression|identity)';
const STATE =
  '(?:older|younger|old|young|bald|blond|blonde|smile|smiling|cry|crying|laugh|look like|look|into|a man|a woman|male|female|black|white|asian|prettier|uglier|handsome|beautiful)';

/** What a person looks like, in the words of a request. */
const IDENTITY = [
  new RegExp(` ${WHOSE} (?:\\p{L}+ ){0,2}${FEATURE} `, 'u'),
  new RegExp(` (?:make|turn|change|age|transform) ${WHOM} (?:\\p{L}+ ){0,2}${STATE} `, 'u'),
  new RegExp(` (?:age|deage|rejuvenate|disguise) ${WHOM} `, 'u'),
  new RegExp(` (?:change|alter|replace|swap|edit|modify) (?:the|this|that|${WHOSE}) (?:\\p{L}+ ){0,2}${FEATURE} `, 'u'),
  / (?:gender|race|age) swap /u,
  / (?:look|looks) like (?:a |an |the )?(?:\p{L}+ )?(?:man|woman|celebrity|president|actor|actress|someone else|somebody else) /u,
];

/** The same in other languages: whom to make so, what of somebody's; without accents, as `normalise` gives it. */
const [OLDER, FEATURES] = [
  `alter|junger|alt|jung|blond|kahl|glatzkopfig|dunkelhautig|hubscher|hasslicher|aussehen|lacheln|vieux|vieille|vieil|age|agee|jeune|blonde|chauve|souriant|souriante|belle|laid|
   viejo|vieja|mayor|joven|rubio|rubia|calvo|calva|sonriente|guapo|guapa|feo|fea|vecchio|vecchia|anziano|anziana|giovane|biondo|bionda|calvo|calva|sorridente|bello|bella|brutto|brutta|
   velho|velha|novo|nova|jovem|loiro|loira|careca|sorridente|bonito|bonita|feio|feia|ouder|jonger|oud|jong|kaal|mooier|lelijker|lachend`,
  `gesicht|haare?n?|haarfarbe|frisur|bart|augen|augenfarbe|nase|mund|lippen|zahne|lacheln|haut|hautfarbe|geschlecht|alter|falten|visage|cheveux|coiffure|barbe|yeux|nez|bouche|levres|dents|sourire|peau|sexe|rides|
   cara|rostro|pelo|cabello|peinado|barba|ojos|nariz|boca|labios|dientes|sonrisa|piel|edad|genero|arrugas|viso|faccia|volto|capelli|occhi|naso|bocca|labbra|denti|sorriso|pelle|eta|rughe|
   rosto|cabelos?|olhos|labios|dentes|pele|idade|rugas|gezicht|haar|haarkleur|kapsel|baard|ogen|neus|mond|huid|huidskleur|leeftijd|geslacht|rimpels`,
].map((list) => list.replaceAll(/\s+/g, ''));
const MORE = '(?:plus |moins |tres |un peu |viel |etwas |deutlich |mas |mucho mas |muy |piu |molto |mais |muito |veel |wat )?';
const MAKE_THEM =
  '(?:mache?|lass|lasse) (?:ihn|sie|den mann|die frau|das madchen|den jungen|die person|diesen mann|diese frau|diese person)|' +
  '(?:rends?|fais) (?:le|la|les|l homme|la femme|cet homme|cette femme|cette personne)|' +
  '(?:haz|vuelve|pon|deja)l[oa]s?|(?:rendil|trasformal|fall)[oaie]|' +
  '(?:deix|torn|fac)[ae] (?:o|a|os|as|ele|ela|esse homem|essa mulher)|maak (?:hem|haar|hen|de man|de vrouw|deze man|deze vrouw)';
const OF_THEM =
  '(?:sein|ihr)(?:e|en|em|er|es)?|(?:dem|des) mann(?:es)?|der frau|ses|son|sa|sus?|(?:cambia|pon|pinta|quita)(?:le|les|gli)(?: el| la| los| las| i| il| un| una)?|su[oae]i?|seus?|suas?|zijn|haar|hun';
const IDENTITY_ELSEWHERE = [
  new RegExp(` (?:${MAKE_THEM}) ${MORE}(?:${OLDER}) `, 'u'),
  new RegExp(` (?:${OF_THEM}) (?:${FEATURES}) `, 'u'),
  new RegExp(
    ` (?:${FEATURES}) (?:dele|dela|von ihm|von ihr|de cet homme|de cette femme|de l homme|de la femme|de este hombre|de esta mujer) `,
    'u',
  ),
];

/** Words that change or make something: with them a question is none. */
const CHANGES = setOf(
  `make makes making turn put add give take remove erase delete replace swap change edit photoshop paint place dress let show draw imagine transform alter modify render combine merge paste cut move would wurde
   ware serait seria sarebbe zou zeichne mach dessine dibuja disegna desenha teken narysuj нарисуй ciz rita`,
);
const ASKS = setOf(
  `what who whose where when why how which is are was does do did wer wo wann warum wie welche welcher welches que qui quoi ou quand comment quel quelle quien donde cuando como cuantos cuantas cosa chi dove
   quanti quem onde wat waar co kto gdzie jak что кто где как сколько ne kim nerede vad vem var`,
);
const TELLS = setOf(
  'describe count read transcribe translate identify explain name tell beschreib beschreibe decris describe descrivi descreve beschrijf opisz опиши betimle beskriv',
);
/** Said beside a picture, and asking for nothing. */
const SAYS =
  /^ (?:(?:this|that|here|it) (?:is|was|s)|thanks?|thank you|hi|hello|hey|nice|great|ok|okay|lol|das ist|hier ist|danke|c est|voici|merci|es|este es|gracias|grazie|obrigad[oa]|dank)(?: (?!(?:in|as|with|on|at|als|mit|en|con|com|met) )\p{L}+){0,4} $/u;

/** Whether nothing is to be changed or made: questions, thanks, what a picture is of. */
function isTalk(words: string): boolean {
  const sentences = words.split(/(?<=[.!?\n。！？])/u).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
  return sentences.every((sentence) => {
    const plain = normalise(sentence);
    const saying = wordsIn(plain);
    if (saying.some((word) => CHANGES.has(word))) return false;
    if (/[?？]\s*$/u.test(sentence) && (saying.some((word) => ASKS.has(word)) || /[何誰谁哪吗]|무엇|누구|어디/u.test(sentence)))
      return true;
    return TELLS.has(saying[0] ?? '') || SAYS.test(plain);
  });
}

/** A mention, as platforms send it or with the name in it: `make @Zoe’s hair blue`. */
const MENTION = /(?:<@!?[^>\s]+>|(?<![\p{L}\p{N}.])@[^\s'’,.]+)(['’]s)?/gu;

export interface NeededConsent {
  readonly picture: PictureName;
  /** Any one of these people; nobody: those are not named who could agree, or the policy has no such changes. */
  readonly of: readonly string[];
  /** `consent`: who sent the picture, or is in it; `consent-own`: the requester, if it is of them; else whoever is meant. */
  readonly why: 'consent' | 'consent-own' | 'consent-named' | 'consent-unnamed' | 'consent-never';
}

export interface ConsentPorts {
  readonly people: PeoplePolicy;
  /** Whether a classifier sees a person in a picture; absent where none was plugged in. */
  showsPerson?(row: LedgerRow): Promise<boolean>;
}

/** Undefined where nobody has to be asked. */
export async function consentFor(
  asked: Message,
  turn: Pick<Turn, 'authorId' | 'task'>,
  rows: readonly LedgerRow[],
  { people, showsPerson }: ConsentPorts,
): Promise<NeededConsent | undefined> {
  const words = asked.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n');
  const named = [...new Set([...(asked.mentions ?? []), ...mentionedIn(words)])].filter((id) => id !== turn.authorId);
  const pointed = words.replace(MENTION, (_, whose?: string) => (whose ? ' his ' : ' him '));
  const plain = normalise(pointed);
  const changesLooks = [...IDENTITY, ...IDENTITY_ELSEWHERE].some((pattern) => pattern.test(plain));
  if (!changesLooks && (people.changes === 'looks' || isFree(pointed, turn, people))) return undefined;
  const { rows: about, isSaid } = meant(asked, words, turn, rows);
  const persons = personsIn(plain, isSaid);
  const isAnother = named.length > 0 || persons.some((person) => person.meant === 'another');
  for (const row of about) {
    const { name, turnId, authorId, ...first } = firstOf(row, rows);
    if (turnId !== undefined) continue;
    const isOwn = authorId === turn.authorId;
    if (isOwn && (people.changes === 'looks' || people.changes === 'others')) continue;
    const isSeen = await showsPerson?.({ ...first, name, authorId });
    if (persons.length === 0 && !(changesLooks && !isOwn)) {
      if (people.changes === 'looks' || !isSeen || (isOwn && isOfOneself(plain))) continue;
      // Somebody may be spoken of who is not in the picture that happens to be the newest.
    } else if (!isSaid && !changesLooks && isSeen === false) continue;
    if (people.changes === 'never') return { picture: name, of: [], why: 'consent-never' };
    if (!isOwn) return { picture: name, of: [...new Set([authorId, ...named])], why: 'consent' };
    if (isAnother) return { picture: name, of: named, why: named.length > 0 ? 'consent-named' : 'consent-unnamed' };
    return { picture: name, of: [authorId], why: 'consent-own' };
  }
  return undefined;
}

/** Whether it changes nothing of anybody. */
const isFree = (words: string, { task }: Pick<Turn, 'task'>, { harmless }: PeoplePolicy): boolean =>
  task?.kind === 'upscale' || task?.kind === 'restore' || isTalk(words) || isHarmless(words, harmless);

/** The pictures that a request may be about: what it names, brings, answers, or else the newest, of which it does not say so. */
function meant(
  asked: Message,
  words: string,
  { task }: Pick<Turn, 'task'>,
  rows: readonly LedgerRow[],
): { readonly rows: readonly LedgerRow[]; readonly isSaid: boolean } {
  const named = (names: readonly string[]): LedgerRow[] => rows.filter(({ name }) => names.includes(name));
  if (task && 'block' in task && typeof task.block === 'string') return { rows: named([task.block]), isSaid: true };
  if (task?.kind === 'choose') return { rows: named([task.picture]), isSaid: true };
  const choices = [
    named(namesIn(words)),
    rows.filter(({ messageId, turnId }) => messageId === asked.id && turnId === undefined),
    rows.filter(({ messageId }) => messageId === asked.replyToId),
  ];
  const said = choices.find((found) => found.length > 0);
  return { rows: said ?? rows.slice(-1), isSaid: said !== undefined };
}

/** What a picture began as. */
function firstOf(row: LedgerRow, rows: readonly LedgerRow[]): LedgerRow {
  let first = row;
  for (let steps = 0; first.parent !== undefined && steps < rows.length; steps++) {
    const parent = rows.find(({ name }) => name === first.parent);
    if (!parent) break;
    first = parent;
  }
  return first;
}

/** `<@U0123>`, `<@!987>`: in the words of commands and forms. */
const mentionedIn = (words: string): string[] =>
  [...words.matchAll(/<@!?([A-Za-z0-9]{1,40})(?:\|[^>]*)?>/g)].flatMap(([, id]) => (id ? [id] : []));
