/**
 * Who has to agree before a picture of a person is changed. Changes of the body, of clothes and of nudity are never made, whoever agrees (the
 * rule real-people); for how somebody looks, and in English for every other change that speaks of them and is not known to be harmless, the
 * uploader, or a member who is in the picture, may say yes.
 */
import { type LedgerRow, namesIn } from '../core/ledger.ts';
import type { Message, PictureName, Turn } from '../core/types.ts';
import { normalise } from './normalise.ts';

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

const PERSON =
  '(?:he|she|him|her|his|hers|himself|herself|(?:this|that|the|these|those) (?:\\p{L}+ )?(?:man|men|woman|women|girl|boy|guy|lady|gentleman|person|people|kid|kids|child|children|baby|teenager|couple|bride|groom|family|dude|crowd)|' +
  '(?:my|our|your|his|her) (?:\\p{L}+ )?(?:ex|wife|husband|girlfriend|boyfriend|boss|colleague|coworker|co worker|teacher|neighbou?r|sister|brother|mother|mom|mum|father|dad|cousin|aunt|uncle|classmate|friend|crush|roommate|landlord|daughter|son|niece|nephew|grandma|grandpa|manager|ceo))';
const CHANGE =
  '(?:make|makes|making|turn|put|add|give|take|remove|erase|delete|replace|swap|change|edit|photoshop|paint|place|dress|let|have|show|draw|imagine|transform|alter|modify|morph|redo|render|combine|merge|paste|cut|move|bring|sit|seat|hang|tie|lock|throw|drop|age|pose|fix|hide|cover|expose)';
/** Of the picture as a whole, or beside whoever is in it. */
const WHOLE =
  '(?:background|backdrop|sky|weather|rain|snow|fog|sunset|sunrise|night|daylight|season|winter|summer|spring|autumn|light|lighting|brightness|brighter|darker|contrast|saturation|colou?rs|sharper|sharpen|blurry|noise|grain|crop|rotate|flip|mirror|resize|upscale|resolution|frame|border|black and white|sepia|cartoon|watercolou?r|comic|style|filter|caption|watermark|picture|photo|image|pic)';

/** Behind "her": it stands for her, and for nothing of hers. */
const LITTLE = '(?:to|in|on|at|and|with|from|for|by|into|is|of|as|an?|the|please|there|here|too|now)';
const ASKS = /^ (?:what|who|where|when|why|how|which|is|are|was|does|do|did) /;

const SPEAKS = new RegExp(` ${PERSON} `, 'u');
const CHANGES = new RegExp(` ${CHANGE} `, 'u');
const SHOWN_AS = new RegExp(` ${PERSON} (?:as|but|with|without|in|on|next|kissing|holding|wearing) `, 'u');
const OF_THE_WHOLE = new RegExp(` ${WHOLE} `, 'u');
const TOUCHES = [
  new RegExp(` ${CHANGE} (?:only |just |also )?${PERSON} (?!(?:\\p{L}+ )?${WHOLE} )`, 'u'),
  new RegExp(` (?:his|her) (?!${LITTLE} |(?:\\p{L}+ )?${WHOLE} )\\p{L}+ `, 'u'),
];

/** Whether words ask for a change that speaks of a person, and is not plainly of all else in the picture: "put her in a cell", "him as a clown". */
function isAboutPerson(plain: string): boolean {
  const changes = CHANGES.test(plain) || (!ASKS.test(plain) && SHOWN_AS.test(plain));
  if (!SPEAKS.test(plain) || !changes) return false;
  return TOUCHES.some((pattern) => pattern.test(plain)) || !OF_THE_WHOLE.test(plain);
}

/** A mention, as platforms send it or with the name in it: `make @Zoe’s hair blue`. */
const MENTION = /(?:<@!?[^>\s]+>|(?<![\p{L}\p{N}.])@[^\s'’,.]+)(['’]s)?/gu;

export interface NeededConsent {
  readonly picture: PictureName;
  /** Any one of these people. */
  readonly of: readonly string[];
}

/** Undefined where nobody has to be asked. */
export function consentFor(asked: Message, turn: Pick<Turn, 'authorId' | 'task'>, rows: readonly LedgerRow[]): NeededConsent | undefined {
  const words = asked.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n');
  const plain = normalise(words.replace(MENTION, (_, whose?: string) => (whose ? ' his ' : ' him ')));
  if (!isAboutPerson(plain) && ![...IDENTITY, ...IDENTITY_ELSEWHERE].some((pattern) => pattern.test(plain))) return undefined;
  for (const row of meant(asked, words, turn, rows)) {
    const { name, turnId, authorId } = firstOf(row, rows);
    if (turnId !== undefined || authorId === turn.authorId) continue;
    const named = [...(asked.mentions ?? []), ...mentionedIn(words)].filter((id) => id !== turn.authorId);
    return { picture: name, of: [...new Set([authorId, ...named])] };
  }
  return undefined;
}

/** The pictures that a request may be about: what it names, brings, answers, or else the newest. */
function meant(asked: Message, words: string, { task }: Pick<Turn, 'task'>, rows: readonly LedgerRow[]): LedgerRow[] {
  const named = (names: readonly string[]): LedgerRow[] => rows.filter(({ name }) => names.includes(name));
  if (task && 'block' in task && typeof task.block === 'string') return named([task.block]);
  if (task?.kind === 'choose') return named([task.picture]);
  const choices = [
    named(namesIn(words)),
    rows.filter(({ messageId, turnId }) => messageId === asked.id && turnId === undefined),
    rows.filter(({ messageId }) => messageId === asked.replyToId),
    rows.slice(-1),
  ];
  return choices.find((found) => found.length > 0) ?? [];
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
