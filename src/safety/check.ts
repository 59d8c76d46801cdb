/**
 * Verdicts. Nothing reaches a platform without one: a request is checked before it runs, each part before it is sent.
 */
import { say, worded } from '../core/sentences.ts';
import type { Found, ImagePart, Message, Offer, Part, Said, Verdict } from '../core/types.ts';
import { ACTIONS, type Action, actionFor, DEFAULT_POLICY, isNever, type Place, type Policy } from './policy.ts';
import { rewritten } from './rewrite.ts';
import { type Finding, textRules } from './text.ts';

export interface Check {
  /** Whether a person's message may be answered: its words, and what its pictures are said to show and show. */
  request(message: Message): Promise<Verdict & { kind: 'allow' | 'refuse' }>;
  /** Whether a part of the reply may be sent. */
  part(part: Part): Promise<Verdict>;
  /** Whether a picture with this caption may be seen while it is drawn: not when it will be covered, held or refused. */
  mayPreview(caption: string): Promise<boolean>;
}

/** What looks beside the lists, where an operator has it. */
export interface Finders {
  /** What a classifier finds in a text. */
  words?(text: string): Promise<readonly Finding[]>;
  /** What is found in the pixels of a picture. */
  picture?(part: ImagePart): Promise<readonly Finding[]>;
  /** Whether a person is seen in a picture; absent where no classifier tells. */
  showsPerson?(part: Pick<ImagePart, 'asset'>): Promise<boolean>;
  /** A blurred copy of a picture, stored. Without it, what should be blurred is held. */
  blurred?(part: ImagePart): Promise<ImagePart>;
}

/** Where a turn asks, and what is known of it. */
interface Asked extends Place {
  /** Absent where nobody could act on a refusal: then it offers nothing. */
  readonly turnId?: string;
  /** Rules that moderators found not to hold for these words. */
  waived?(words: string): Promise<ReadonlySet<string>>;
}

/** The check of one turn under a policy. What the request was found to be about holds for the pictures of its reply, too. */
export type OpenCheck = (asked: Asked) => Check;

export function openCheck(policy: Policy = DEFAULT_POLICY, finders: Finders = {}): OpenCheck {
  const listed = textRules(policy);
  return (where) => {
    let waived: ReadonlySet<string> = new Set();
    const actionFound = (finding: Finding): Action => actionOf(policy, finding, where, waived);
    const judged = (finding: Finding): Judged => ({ finding, action: actionFound(finding) });
    const ofWords = async (text: string, isOfPicture = false): Promise<Judged[]> =>
      text.trim() === '' ? [] : [...listed(text, isOfPicture), ...((await finders.words?.(text)) ?? [])].map(judged);
    const ofPicture = async (part: ImagePart): Promise<Judged[]> => ((await finders.picture?.(part)) ?? []).map(judged);
    const ofPart = async (part: Part): Promise<Judged[]> => [
      ...(await ofWords(wordsOf(part), part.kind === 'image')),
      ...(part.kind === 'image' ? await ofPicture(part) : []),
    ];
    const refusing = (text: string): string[] =>
      listed(text).flatMap((finding) => (isRefusal(actionFound(finding)) ? [finding.category] : []));
    const refusal = (judged: readonly Judged[], { finding, action }: Judged, words?: string) => {
      const rewrite = words === undefined ? undefined : rewritten(words, refusing);
      return {
        kind: 'refuse',
        rule: finding.rule,
        ...reasonOf(finding),
        ...(action === 'strike' ? { strike: true as const } : {}),
        ...(where.turnId === undefined ? {} : { offer: offerFor(where.turnId, finding, rewrite) }),
        ...foundBy(judged),
      } as const;
    };
    let asked: Judged | undefined;

    async function shown(part: Part): Promise<Verdict> {
      const found = await ofPart(part);
      // A refused request makes nothing; what is said about it is not about what it asked for.
      const carried = part.kind === 'image' && asked && !isRefusal(asked.action) ? [asked] : [];
      const strictest = [...found, ...carried].reduce<Judged | undefined>(stricter, undefined);
      const all = foundBy([...found, ...carried]);
      const rule = strictest?.finding.rule ?? '';
      switch (strictest?.action) {
        case 'refuse':
        case 'strike':
          return refusal(found, { ...strictest, action: 'refuse' });
        case 'hold':
          return { kind: 'hold', part, rule, ...all };
        case 'blur':
          if (part.kind === 'text') return { kind: 'allow', part, ...all };
          return finders.blurred
            ? { kind: 'replace', part: await finders.blurred(part), rule, ...all }
            : { kind: 'hold', part, rule, ...all };
        case 'spoiler':
          return part.kind === 'image'
            ? { kind: 'replace', part: { ...part, spoiler: true }, rule, ...all }
            : { kind: 'allow', part, ...all };
        default:
          return { kind: 'allow', part, ...all };
      }
    }

    return {
      async request(message) {
        const words = message.parts.map(wordsOf).join('\n');
        waived = (await where.waived?.(textOf(message))) ?? waived;
        const found = await ofWords(words);
        for (const part of message.parts) if (part.kind === 'image') found.push(...(await ofPicture(part)));
        asked = found.reduce<Judged | undefined>(stricter, undefined);
        if (asked && isRefusal(asked.action)) return refusal(found, asked, textOf(message));
        return { kind: 'allow', part: { kind: 'text', text: words }, ...foundBy(found) };
      },
      part: shown,
      async mayPreview(caption) {
        const found = [...(await ofWords(caption)), ...(asked ? [asked] : [])];
        return found.every(({ action }) => action === 'allow');
      },
    };
  };
}

interface Judged {
  readonly finding: Finding;
  readonly action: Action;
}

const isRefusal = (action: Action): boolean => action === 'refuse' || action === 'strike';

function actionOf(policy: Policy, { category, rule, score, action }: Finding, where: Asked, waived: ReadonlySet<string>): Action {
  if ((waived.has(rule) && !isNever(category)) || score < (policy.thresholds[category] ?? 0)) return 'allow';
  return action ?? actionFor(policy, category, where);
}

const strictness = (judged: Judged | undefined): number => (judged ? ACTIONS.indexOf(judged.action) : -1);
const stricter = (one: Judged | undefined, other: Judged | undefined): Judged | undefined =>
  strictness(other) > strictness(one) ? other : one;

/** Words are cut: they stand in what moderators read. */
const WORDS_CHARS = 120;

const foundBy = (judged: readonly Judged[]): { readonly found?: readonly Found[] } =>
  judged.length === 0
    ? {}
    : {
        found: judged.map(({ finding: { category, rule, score, words }, action }) => ({
          category,
          rule,
          score,
          action,
          ...(words === '' ? {} : { words: words.slice(0, WORDS_CHARS) }),
        })),
      };

/** What decided of all that was found; undefined where nothing was found. */
export function strictestOf({ found = [] }: Verdict): Found | undefined {
  const place = ({ action }: Found): number => ACTIONS.indexOf(action as Action);
  return found.reduce<Found | undefined>((one, other) => (one === undefined || place(other) > place(one) ? other : one), undefined);
}

function reasonOf({ reason, words }: Finding): { readonly reason: string; readonly said: Said } | { readonly reason: string } {
  if (words === '') return typeof reason === 'string' ? { reason } : { reason: worded(reason), said: reason };
  const said = say('read-as', { reason, words: words.slice(0, WORDS_CHARS) });
  return { reason: worded(said), said };
}

const offerFor = (turnId: string, { rule, words }: Finding, rewrite: string | undefined): Offer => ({
  kind: 'refusal',
  turnId,
  rule,
  ...(words === '' ? {} : { words: words.slice(0, WORDS_CHARS) }),
  ...(rewrite === undefined ? {} : { rewrite }),
  appeal: true,
});

/** All that is read of a part where it is shown. */
function wordsOf(part: Part): string {
  if (part.kind === 'image') return [part.alt, part.receipt ?? ''].join('\n');
  // What is worded anew in another language says the same values.
  return part.said ? `${part.text}\n${worded(part.said)}` : part.text;
}

const textOf = ({ parts }: Message): string => parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n');

const ANYWHERE = { id: '', isDirect: false, ageRestricted: false };
const byDefault = openCheck();

/** Under the default policy, where no turn is at hand. */
export const checkRequest = (message: Message): Promise<Verdict & { kind: 'allow' | 'refuse' }> => byDefault(ANYWHERE).request(message);
export const checkPart = (part: Part): Promise<Verdict> => byDefault(ANYWHERE).part(part);
