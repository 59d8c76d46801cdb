/** What a turn comes down to: which words are checked, and what the engine is asked for. */
import { TurnError } from './core/errors.ts';
import { isShown, type LedgerRow, numberOf } from './core/ledger.ts';
import type { ComposeTask, LedgerStore, StandingReply } from './core/ports.ts';
import { say } from './core/sentences.ts';
import { type StagingOrder, stagingOrderOf } from './core/staging.ts';
import { wordsOfEdit } from './core/thread.ts';
import type { Block, Message, Part, PictureName, Turn } from './core/types.ts';
import { shownPart } from './reply/deliver.ts';
import { placeOf } from './reply/revise.ts';

export interface Job {
  /** What the person wants, as a message. */
  readonly asked: Message;
  /** Absent: the message is answered. */
  readonly task?: ComposeTask;
  /** The message says who appears in the thread, or in what style; the engine has nothing to do. */
  readonly staging?: StagingOrder;
  /** An earlier picture takes a place in the reply; the engine has nothing to do. */
  readonly restored?: { readonly part: number; readonly row: LedgerRow };
}

/** What a turn was made of. */
export interface Origin {
  readonly messageId: string;
  readonly task?: Turn['task'] | undefined;
}

interface JobPorts {
  readonly ledger: Pick<LedgerStore, 'rows'>;
  made(turnId: string): Promise<Origin | undefined>;
}

const NO_REPLY: StandingReply = { verdicts: [], status: 'complete' };

/** Whether a turn changes one place of a reply and leaves the rest. */
export const isRevision = ({ task }: Turn): boolean =>
  task?.kind === 'edit' || task?.kind === 'restore' || (task?.kind === 'redo' && task.block !== undefined);

/** Throws TurnError when what it is about is not there. */
export async function jobOf(turn: Turn, request: Message, standing: StandingReply = NO_REPLY, ports: JobPorts): Promise<Job> {
  const { task } = turn;
  const reply = (): Part[] => standing.verdicts.map(shownPart);
  const rowOf = async (name: PictureName): Promise<LedgerRow> => {
    const row = (await ports.ledger.rows(turn.thread.id)).find((one) => one.name === name && isShown(one));
    if (!row) throw new TurnError('unknown-picture', say('unknown-picture', { name }));
    return row;
  };
  const staging = stagingOrderOf(request);
  if (staging && (task === undefined || task.kind === 'redo')) return { asked: request, staging };
  switch (task?.kind) {
    case undefined:
      return { asked: request };
    case 'redo': {
      if (task.block !== undefined) return { asked: request, task: { kind: 'redo', part: placeIn(standing, task.block), reply: reply() } };
      // A reply of variations, or an enlargement, is made again as such.
      const origin = (await ports.made(task.of))?.task;
      return origin && origin.kind !== 'redo' ? jobOf({ ...turn, task: origin }, request, standing, ports) : { asked: request };
    }
    case 'edit': {
      const { instruction, region, strength } = task;
      return {
        asked: { ...request, parts: [{ kind: 'text', text: wordsOfEdit(task) }] },
        task: {
          kind: 'edit',
          part: placeIn(standing, task.block),
          reply: reply(),
          instruction,
          ...(region ? { region } : {}),
          ...(strength === undefined ? {} : { strength }),
        },
      };
    }
    case 'restore': {
      const row = await rowOf(task.version);
      if (numberOf(task.version) !== numberOf(task.block)) {
        throw new TurnError('unknown-picture', say('no-version', { version: task.version, name: task.block }));
      }
      return { asked: request, restored: { part: placeIn(standing, task.block), row } };
    }
    case 'vary':
      return { asked: request, task: { kind: 'vary', picture: (await rowOf(task.block)).name, count: task.count } };
    case 'upscale':
      return { asked: request, task: { kind: 'upscale', picture: (await rowOf(task.block)).name } };
    case 'choose':
      return { asked: request, task: { kind: 'choose', picture: (await rowOf(task.picture)).name } };
    case 'start': {
      const { offer } = standing;
      const steps = offer?.kind === 'storyboard' ? offer.steps.filter((_, place) => task.keep.includes(place)) : [];
      if (steps.length === 0) throw new TurnError('unknown-picture', say('nothing-to-start'));
      return { asked: request, task: { kind: 'start', steps } };
    }
  }
}

function placeIn(standing: StandingReply, block: Block): number {
  const place = placeOf(standing.verdicts, block);
  if (place !== undefined) return place;
  throw new TurnError(
    'unknown-picture',
    typeof block === 'number' ? say('no-part', { place: block + 1 }) : say('not-in-reply', { name: block }),
  );
}
