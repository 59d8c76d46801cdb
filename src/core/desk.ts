/**
 * The moderators' desk as plain data, for adapters to show. A card is a message of ours in a moderators' channel
 * (`Delivery.card`); what is pressed on it comes back as the event `desk-press`; what only the one who pressed may see is
 * what that event is answered with (`told`).
 */
import type { Thread } from './types.ts';

/**
 * `show`: the part as it is, to the one who presses; who looks has the case for a while. `release`: it takes its place in
 * the reply, or a refused request runs after all. `uphold`: it stays away. `strike`: the same, and it counts against the requester.
 */
export type DeskChoice = 'show' | 'release' | 'uphold' | 'strike';

/** What moderators decide about: a part that the policy holds back, or a refusal that somebody appeals against. */
export type CaseKind = 'held' | 'appeal';

export type CaseState =
  | { readonly kind: 'open' }
  /** `by`: who decided; nobody when time did. */
  | { readonly kind: 'released' | 'upheld'; readonly by: readonly string[]; readonly atMs: number; readonly struck: boolean }
  /** What it was about was forgotten, withdrawn or made anew. */
  | { readonly kind: 'void' };

export interface DeskCard {
  readonly case: number;
  readonly kind: CaseKind;
  readonly what: 'picture' | 'words' | 'request';
  readonly category: string;
  readonly rule: string;
  /** From 0 to 1. */
  readonly score: number;
  /** What was found, as the rules read it. */
  readonly words?: string;
  /** Of an appeal: why, in the requester's words. */
  readonly plea?: string;
  readonly requesterId: string;
  /** Where it was asked for. */
  readonly thread: Thread;
  /** Strikes against the requester that count now. */
  readonly strikes: number;
  readonly state: CaseState;
  /** Who looks at it now; others wait, or decide after that. */
  readonly taken?: { readonly by: string; readonly untilMs: number };
  /** How many moderators have to release it, and who did so far. */
  readonly releases: { readonly needed: number; readonly by: readonly string[] };
  readonly openedMs: number;
  /** Then time decides. */
  readonly due: { readonly atMs: number; readonly outcome: 'release' | 'uphold' };
  /** The buttons, in their order; none on a case that is closed. */
  readonly choices: readonly DeskChoice[];
}

const timeOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** A card in words (CommonMark), for platforms and languages that have none of their own. */
export function wordsOfCard(card: DeskCard): string {
  const { state, taken, releases, due } = card;
  const what = { picture: 'A picture', words: 'A text', request: 'A request' }[card.what];
  const head = card.kind === 'held' ? `${what} is held` : `${what} was refused, and its requester appeals`;
  const found = card.words === undefined ? '' : `, read as “${card.words}”`;
  return [
    `**Case ${card.case}: ${head} (rule: ${card.rule})**`,
    `Sure to ${card.score.toFixed(2)}${found}`,
    ...(card.plea === undefined ? [] : [`They say: “${card.plea}”`]),
    `Asked for by ${card.requesterId} in ${card.thread.id}; ${card.strikes === 0 ? 'no strikes' : `strikes: ${card.strikes}`}`,
    ...(state.kind === 'open'
      ? [
          ...(releases.needed > 1 ? [`${releases.needed} moderators have to release it; so far: ${list(releases.by)}`] : []),
          ...(taken ? [`${taken.by} looks at it until ${timeOf(taken.untilMs)}`] : []),
          `Without a decision it is ${due.outcome === 'release' ? 'released' : 'upheld'} at ${timeOf(due.atMs)}`,
        ]
      : [ending(state)]),
  ].join('\n\n');
}

const list = (names: readonly string[]): string => (names.length === 0 ? 'nobody' : names.join(', '));

function ending(state: Exclude<CaseState, { kind: 'open' }>): string {
  if (state.kind === 'void') return 'Closed: what it was about is gone.';
  const who = state.by.length === 0 ? 'by time' : `by ${list(state.by)}`;
  return `**${state.kind === 'released' ? 'Released' : 'Upheld'}${state.struck ? ', with a strike,' : ''} ${who}, ${timeOf(state.atMs)}**`;
}
