/** The check of one turn: whether its person may ask at all, what the policy says, what a draft would; and what is noted of it. */
import type { LedgerRow } from '../core/ledger.ts';
import { say, worded } from '../core/sentences.ts';
import type { Message, Part, Said, Turn, Verdict } from '../core/types.ts';
import type { OpenAudit } from './audit.ts';
import { type Check, strictestOf } from './check.ts';
import type { Circumstances } from './circumstances.ts';
import { consentFor, type NeededConsent } from './consent.ts';
import type { Policies } from './policies.ts';
import { peopleOf } from './policy.ts';
import { differenceOf } from './replay.ts';
import { type Strikes, spaceOf } from './strikes.ts';
import type { Waivers } from './waivers.ts';
import { type Workspaces, workspaceOf } from './workspace.ts';

export interface TurnCheckPorts {
  readonly policies: Policies;
  readonly strikes: Strikes;
  readonly waivers: Waivers;
  readonly workspaces: Workspaces;
  readonly circumstances: Pick<Circumstances, 'note'>;
  readonly audit: OpenAudit;
  rows(threadId: string): Promise<readonly LedgerRow[]>;
  /** Whether a classifier sees a person in a picture; absent where none was plugged in. */
  showsPerson?(row: LedgerRow): Promise<boolean>;
}

export interface TurnCheck extends Check {
  /** Notes what became of a part that is settled. */
  settled(part: number, verdict: Exclude<Verdict['kind'], 'allow'>, rule: string): Promise<void>;
}

export function openTurnCheck(ports: TurnCheckPorts): (turn: Turn) => Promise<TurnCheck> {
  const { policies, strikes, waivers, workspaces, circumstances, audit } = ports;
  return async (turn) => {
    const { id: turnId, thread, authorId, standing } = turn;
    await workspaces.note(turn);
    const workspace = workspaceOf(turn);
    const space = spaceOf(turn);
    const { version: policyVersion, policy } = await policies.current(workspace);
    let waived: ReadonlySet<string> = new Set();
    const asked = {
      ...thread,
      roles: standing?.authorRoles,
      turnId,
      waived: async (words: string) => {
        waived = await waivers.waived(thread.id, words);
        return waived;
      },
    };
    const check = (await policies.check(workspace))(asked);
    const draft = (await policies.shadowCheck(workspace))?.(asked);
    /** What decided of the last parts that were looked at, for when they are settled. */
    const scores = new Map<string, number>();

    async function note(of: 'request' | number, verdict: 'replace' | 'hold' | 'refuse', rule: string): Promise<void> {
      const score = scores.get(rule);
      const known = score === undefined ? {} : { score };
      await audit.add({ kind: 'verdict', turnId, threadId: thread.id, authorId, of, verdict, rule, ...known, policyVersion });
    }

    async function beside(verdict: Verdict, other: (() => Promise<Verdict>) | undefined): Promise<void> {
      for (const { rule, score } of verdict.found ?? []) scores.set(rule, score);
      if (!other) return;
      const change = differenceOf(verdict, await other());
      await policies.differed(change ? [change] : [], workspace);
    }

    /** What stands before any policy: a person who is shut out, and a person in a picture who was not asked. */
    async function before(message: Message): Promise<(Verdict & { kind: 'refuse' }) | undefined> {
      const untilMs = await strikes.outUntil(space, authorId);
      if (untilMs !== undefined) {
        const until = `${new Date(untilMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
        return { ...refusal('timeout', 'timeout', { until }), offer: appealOf(turnId, 'timeout') };
      }
      const { showsPerson } = ports;
      const people = peopleOf(policy);
      const needed = await consentFor(message, turn, await ports.rows(thread.id), { people, ...(showsPerson ? { showsPerson } : {}) });
      if (!needed || waived.has('consent')) return undefined;
      const { picture, of, why } = needed;
      if (why !== 'consent-never') {
        const by = await waivers.agreedBy(thread.id, picture, authorId);
        // Who said that it is of themselves did not say so for somebody else.
        if (by !== undefined && (by !== authorId || why === 'consent-own')) return undefined;
      }
      const offer = of.length > 0 ? ({ kind: 'consent', turnId, picture, of } as const) : appealOf(turnId, 'consent');
      return { ...refusal('consent', why, { picture }), offer };
    }

    return {
      async request(message) {
        const verdict = await check.request(message);
        await circumstances.note(turn, message, waived);
        await beside(verdict, draft && (() => draft.request(message)));
        const refused = verdict.kind === 'refuse' ? verdict : await before(message);
        if (!refused) return verdict;
        await note('request', 'refuse', refused.rule);
        if (refused.strike) {
          const rule = strictestOf(refused)?.rule ?? refused.rule;
          await strikes.add({ source: turnId, space, person: authorId, rule, givenBy: 'policy' }, policy);
        }
        return refused;
      },
      async part(part: Part) {
        const verdict = await check.part(part);
        if (part.kind === 'image') await beside(verdict, draft && (() => draft.part(part)));
        else for (const { rule, score } of verdict.found ?? []) scores.set(rule, score);
        return verdict;
      },
      mayPreview: check.mayPreview,
      settled: note,
    };
  };
}

function refusal(rule: 'timeout' | 'consent', why: 'timeout' | NeededConsent['why'], values: Said['values']) {
  const said = say(why, values);
  return { kind: 'refuse', rule, reason: worded(said), said } as const;
}

const appealOf = (turnId: string, rule: string) => ({ kind: 'refusal', turnId, rule, appeal: true }) as const;
