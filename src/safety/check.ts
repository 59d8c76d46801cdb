/**
 * Verdicts. Nothing reaches a platform without one: a request is checked before it runs, each part before it is sent.
 */
import { say, worded } from '../core/sentences.ts';
import type { Message, Part, Thread, Verdict } from '../core/types.ts';
import { ACTIONS, type Action, actionFor, DEFAULT_POLICY, type Policy } from './policy.ts';
import { type Finding, textRules } from './text.ts';

interface Check {
  /** Whether a person's message may be answered: its words, and what its pictures are said to show. */
  request(message: Message): Verdict & { kind: 'allow' | 'refuse' };
  /** Whether a part of the reply may be sent. */
  part(part: Part): Verdict;
}

/** The check of one turn under a policy. What the request was found to be about holds for the pictures of its reply, too. */
export type OpenCheck = (thread: Pick<Thread, 'id' | 'isDirect' | 'ageRestricted'>) => Check;

export function openCheck(policy: Policy = DEFAULT_POLICY): OpenCheck {
  const find = textRules(policy);
  return (thread) => {
    const judge = (text: string): Judged | undefined =>
      strictest(find(text), (finding) => finding.action ?? actionFor(policy, finding.category, thread));
    let asked: Judged | undefined;
    return {
      request(message) {
        const words = message.parts.map(wordsOf).join('\n');
        asked = judge(words);
        return asked?.action === 'refuse' ? refusal(asked.finding) : { kind: 'allow', part: { kind: 'text', text: words } };
      },
      part(part) {
        const seen = stricter(judge(wordsOf(part)), part.kind === 'image' && asked?.action !== 'refuse' ? asked : undefined);
        switch (seen?.action) {
          case 'refuse':
            return refusal(seen.finding);
          case 'hold':
            return { kind: 'hold', part, rule: seen.finding.rule };
          case 'spoiler':
            return part.kind === 'image'
              ? { kind: 'replace', part: { ...part, spoiler: true }, rule: seen.finding.rule }
              : { kind: 'allow', part };
          default:
            return { kind: 'allow', part };
        }
      },
    };
  };
}

interface Judged {
  readonly finding: Finding;
  readonly action: Action;
}

const strictness = (judged: Judged | undefined): number => (judged ? ACTIONS.indexOf(judged.action) : -1);
const stricter = (one: Judged | undefined, other: Judged | undefined): Judged | undefined =>
  strictness(other) > strictness(one) ? other : one;

function strictest(findings: readonly Finding[], actionOf: (finding: Finding) => Action): Judged | undefined {
  return findings.map((finding) => ({ finding, action: actionOf(finding) })).reduce<Judged | undefined>(stricter, undefined);
}

function refusal({ rule, reason, words }: Finding) {
  const said = say('read-as', { reason, words });
  return { kind: 'refuse', rule, reason: worded(said), said } as const;
}

const wordsOf = (part: Part): string => (part.kind === 'text' ? part.text : part.alt);

const ANYWHERE = { id: '', isDirect: false, ageRestricted: false };
const byDefault = openCheck();

/** Under the default policy, where no turn is at hand. */
export const checkRequest = (message: Message): Verdict & { kind: 'allow' | 'refuse' } => byDefault(ANYWHERE).request(message);
export const checkPart = (part: Part): Verdict => byDefault(ANYWHERE).part(part);
