/** Slack: wires its parts together. */

import type { Allowance } from '../../src/core/limits.ts';
import type { PolicyPanel } from '../../src/core/panel.ts';
import type { Adapter, AssetStore, Clock, Database, LedgerStore, Progress, ThreadStore } from '../../src/core/ports.ts';
import type { Thread } from '../../src/core/types.ts';
import { listenToActions } from './actions.ts';
import { createCalls } from './calls.ts';
import { type Connection, connect } from './connect.ts';
import { openDesk } from './desk.ts';
import { listenToEvents } from './events.ts';
import { listenToForms } from './forms.ts';
import { listenToHome } from './home.ts';
import { createMessages, taskId } from './messages.ts';
import { listenToModeration } from './moderation.ts';
import { type Answers, createPeople } from './people.ts';
import { createPictures } from './pictures.ts';
import { listenToPolicy } from './policy.ts';
import { createRates, type RatesOptions } from './rates.ts';
import { listenToRequests } from './requests.ts';
import { createStatus } from './status.ts';
import { openTables } from './tables.ts';
import { SLACK, SLACK_LIMITS } from './thread.ts';
import { createUploads } from './uploads.ts';
import { listenToVerify, type VerifyFile } from './verify.ts';

const STREAM_EVERY_MS = 1_000;
const LOOK_EVERY_MS = 15_000;
const FILE_HOSTS = ['files.slack.com', 'files.slack-edge.com'];

export interface SlackOptions {
  readonly connection: Connection;
  /** Slack's own unless given: `https://slack-gov.com/api/`. */
  readonly apiUrl?: string;
  readonly answers: Answers;
  readonly database: Database;
  readonly threads: Pick<ThreadStore, 'get' | 'history'>;
  readonly ledger: Pick<LedgerStore, 'rows'>;
  readonly assets: AssetStore;
  readonly clock: Clock;
  /** Of the model in use, which may be exchanged. */
  readonly modelId: string;
  readonly position: (turnId: string) => Promise<number | undefined>;
  readonly allowance: Allowance;
  readonly panel: PolicyPanel;
  readonly verify: VerifyFile;
  readonly failed: (error: unknown) => void;
  /** For tests: the hosts that people's files lie on, the pace of streams, and how waiting is done. */
  readonly fileHosts?: readonly string[];
  readonly streamEveryMs?: number;
  readonly pause?: RatesOptions['pause'];
}

export interface SlackAdapter extends Adapter {
  /** Where Slack has to send its requests, once started; undefined over Socket Mode. */
  address(): string | undefined;
}

export async function createSlackAdapter(options: SlackOptions): Promise<SlackAdapter> {
  const { connection, database, threads, ledger, assets, clock, position, allowance, panel, failed } = options;
  const tables = await openTables(database);
  const rates = createRates({ clock, ...(options.pause ? { pause: options.pause } : {}) });
  const slack = connect(connection, {
    tables,
    failed,
    pause: rates.pause,
    ...(options.apiUrl === undefined ? {} : { apiUrl: options.apiUrl }),
  });
  const tokenOf = async (team: string): Promise<string> => (await slack.selfOf(team)).botToken;
  const selfOf = async (team: string): Promise<string> => (await slack.selfOf(team)).botUserId;
  const calls = createCalls({ rates, tokenOf, failed, ...(options.apiUrl === undefined ? {} : { apiUrl: options.apiUrl }) });
  const people = createPeople({ calls, clock, answers: options.answers });
  const pictures = createPictures({ calls, assets, fileHosts: options.fileHosts ?? FILE_HOSTS });
  const uploads = createUploads({ calls, rates, tables, assets });
  const streamEveryMs = options.streamEveryMs ?? STREAM_EVERY_MS;
  const messages = createMessages({
    calls,
    rates,
    clock,
    tables,
    uploads,
    ledger,
    get modelId() {
      return options.modelId;
    },
    selfOf,
    streamEveryMs,
  });
  const status = createStatus({ calls, clock, position });
  let look: NodeJS.Timeout | undefined;

  /** By reply: the end of what is being done about the progress that was told. */
  const ends = new Map<string, Promise<void>>();

  function progress(thread: Thread, told: Progress): void {
    const end = (ends.get(told.turnId) ?? Promise.resolve())
      .then(() => show(thread, told))
      .catch(failed)
      .finally(() => {
        if (ends.get(told.turnId) === end) ends.delete(told.turnId);
      });
    ends.set(told.turnId, end);
  }

  async function show(thread: Thread, told: Progress): Promise<void> {
    const stream = told.type === 'done' || told.type === 'queued' ? undefined : await messages.streamFor(told.turnId);
    status.progress(thread, told, stream !== undefined);
    switch (told.type) {
      case 'text-delta':
        stream?.write(told.part, told.text);
        return;
      case 'image-start':
        stream?.task(told.part, {
          id: taskId(told.turnId, told.name),
          title: `Drawing ${told.name}`,
          status: 'in_progress',
          details: told.caption,
        });
        return;
      case 'image-step':
        stream?.task(told.part, {
          id: taskId(told.turnId, told.name),
          title: `Drawing ${told.name}: step ${told.step} of ${told.steps}`,
          status: 'in_progress',
        });
        return;
      case 'done':
        await tables.asked.done(told.turnId);
    }
  }

  return {
    platform: SLACK,
    limits: SLACK_LIMITS,
    address: slack.address,
    async start(onEvent) {
      const desk = openDesk({
        calls,
        people,
        pictures,
        tables,
        messages,
        uploads,
        status,
        threads,
        ledger,
        assets,
        clock,
        get modelId() {
          return options.modelId;
        },
        selfOf,
        position,
        allowance,
        panel,
        failed,
        onEvent,
      });
      listenToEvents(slack.app, desk);
      listenToRequests(slack.app, desk);
      listenToActions(slack.app, desk);
      listenToForms(slack.app, desk);
      listenToHome(slack.app, desk);
      listenToModeration(slack.app, desk);
      listenToPolicy(slack.app, desk);
      listenToVerify(slack.app, desk, options.verify);
      await slack.start();
      await slack.resume();
      look = setInterval(() => {
        status.refresh().catch(failed);
        messages.closeQuiet().catch(failed);
      }, LOOK_EVERY_MS);
      look.unref();
    },
    async deliver(delivery) {
      await ends.get(delivery.turnId); // what was told before it is shown before it
      return messages.deliver(delivery);
    },
    find: messages.find,
    progress,
    async close() {
      clearInterval(look);
      await slack.stop();
      rates.close();
      await Promise.all(ends.values());
      await messages.close();
    },
  };
}
