/**
 * Who has to agree before a picture of a person is changed so that they look like somebody else. Changes of the body, of
 * clothes and of nudity are never made, whoever agrees (the rule real-people); for these here the uploader, or a member who is
 * in the picture, may say yes.
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

export interface NeededConsent {
  readonly picture: PictureName;
  /** Any one of these people. */
  readonly of: readonly string[];
}

/** Undefined where nobody has to be asked. */
export function consentFor(asked: Message, turn: Pick<Turn, 'authorId' | 'task'>, rows: readonly LedgerRow[]): NeededConsent | undefined {
  const words = asked.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n');
  const plain = normalise(words);
  if (!IDENTITY.some((pattern) => pattern.test(plain))) return undefined;
  for (const row of meant(asked, words, turn, rows)) {
    const { name, turnId, authorId } = firstOf(row, rows);
    if (turnId === undefined && authorId !== turn.authorId) return { picture: name, of: [authorId, ...mentionedIn(words)] };
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

/** `<@U0123>`, `<@!987>` */
const mentionedIn = (words: string): string[] =>
  [...words.matchAll(/<@!?([A-Za-z0-9]{1,40})(?:\|[^>]*)?>/g)].flatMap(([, id]) => (id ? [id] : []));
