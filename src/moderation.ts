/** Everything of safety, wired: policies and their checks, the desk, strikes, covered pictures, and what is removed in time. */
import type { PolicyPanel } from './core/panel.ts';
import type { AssetStore, ChatReceiver, Clock, Database, Forgotten, ReplyStore, ThreadStore } from './core/ports.ts';
import type { AssetId, ImagePart, Thread, Turn } from './core/types.ts';
import type { Consent } from './intake/receive.ts';
import type { createDeliver } from './reply/deliver.ts';
import type { Outbox } from './reply/outbox.ts';
import { type OpenAudit, openAudit } from './safety/audit.ts';
import { openCases } from './safety/cases.ts';
import type { Finders } from './safety/check.ts';
import { openCircumstances } from './safety/circumstances.ts';
import { type Covers, openCovers } from './safety/covers.ts';
import { type Desk, openDesk } from './safety/desk.ts';
import { openPanel } from './safety/panel.ts';
import { openPolicies } from './safety/policies.ts';
import { openRequests, wordsAsked } from './safety/requests.ts';
import { openRetention } from './safety/retention.ts';
import { openStrikes } from './safety/strikes.ts';
import { openTurnCheck, type TurnCheck } from './safety/turn-check.ts';
import { openWaivers } from './safety/waivers.ts';
import { openWorkspaces } from './safety/workspace.ts';
import type { Ledger } from './store/ledger.ts';

export interface ModerationPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly threads: ThreadStore;
  readonly ledger: Ledger;
  readonly assets: AssetStore;
  readonly replies: ReplyStore;
  readonly outbox: Outbox;
  readonly deliver: ReturnType<typeof createDeliver>;
  /** What looks beside the lists. */
  readonly finders?: Omit<Finders, 'blurred'>;
  receive: ChatReceiver;
  turnsIn: Parameters<typeof openRequests>[0]['turnsIn'];
  /** Removes what was said and drawn in a thread before then; tells how many turns and picture files that were. */
  removeBefore(threadId: string, beforeMs: number): Promise<{ readonly turns: number; readonly pictures: number }>;
  failed(error: unknown): void;
}

export interface Moderation {
  readonly panel: PolicyPanel;
  readonly audit: OpenAudit;
  readonly desk: Desk;
  readonly covers: Covers;
  readonly retention: ReturnType<typeof openRetention>;
  check(turn: Turn): Promise<TurnCheck>;
  consent(given: Consent): Promise<void>;
  /** Takes out what was said, drawn and agreed to; what the audit log says stays, and its chain holds. */
  forget(what: Forgotten, files: readonly AssetId[]): Promise<void>;
}

export async function openModeration(ports: ModerationPorts): Promise<Moderation> {
  const { database, clock, threads, ledger, assets, replies, outbox, deliver, finders = {}, receive, failed } = ports;
  const audit = await openAudit(database, clock);
  const covers = await openCovers(database, assets);
  const blurred = async (part: ImagePart): Promise<ImagePart> => (await covers.blurred(part)) ?? part;
  const policies = await openPolicies(database, { clock, audit, failed, finders: { ...finders, blurred } });
  const cases = await openCases(database, clock, audit);
  const strikes = await openStrikes(database, clock, audit);
  const waivers = await openWaivers(database, clock);
  const workspaces = await openWorkspaces(database);
  const circumstances = await openCircumstances(database, clock);

  const asked = (turn: Turn): Promise<string> => wordsAsked(threads, turn);

  const desk = openDesk({
    cases,
    strikes,
    policies,
    clock,
    asked,
    standing: (replyId) => replies.before(replyId, ''),
    deliver: (turn, { verdicts, status, offer }) => deliver(turn, verdicts, status, offer ? { offer } : {}),
    async post(name: string, thread: Thread, authorId, parts, card) {
      await outbox.put({ id: name, thread, authorId }, [parts], 'complete', true, card ? { card } : { note: true });
    },
    async rerun(turn, replyId, rule) {
      await waivers.waive(turn.thread.id, await asked(turn), rule);
      const { of: _, ...task } = turn.task ?? { kind: 'redo', of: replyId };
      const { thread, authorId, standing } = turn;
      await receive({
        ...standing,
        kind: 'action-invoke',
        id: `released ${turn.id}`,
        thread,
        authorId,
        moderates: true,
        turnId: replyId,
        action: task,
      });
    },
    async shown(threadId, { name, asset }) {
      const row = (await ledger.rows(threadId)).find((one) => one.name === name && one.asset === asset);
      if (!row) return;
      const { withheld: _, ...seen } = row;
      await ledger.put(seen);
    },
    thumbnail: covers.thumbnail,
    failed,
  });

  return {
    audit,
    desk,
    covers,
    retention: openRetention({ policies, workspaces, audit, clock, threads: threads.threads, removeBefore: ports.removeBefore, failed }),
    panel: openPanel({
      policies,
      clock,
      requestsSince: openRequests({ threads, workspaces, cases, circumstances, turnsIn: ports.turnsIn }),
    }),
    check: openTurnCheck({
      policies,
      strikes,
      waivers,
      workspaces,
      circumstances,
      audit,
      rows: (threadId) => ledger.rows(threadId),
      ...(finders.showsPerson ? { showsPerson: finders.showsPerson } : {}),
    }),
    async consent({ threadId, picture, requesterId, by }) {
      await waivers.agree(threadId, picture, requesterId, by);
      await audit.add({ kind: 'consent', threadId, picture, requesterId, by });
    },
    async forget(what, files) {
      await cases.forget(what);
      await waivers.forget(what);
      await circumstances.forget(what);
      await covers.forget(files);
      await desk.look();
    },
  };
}
