/** A reply that is being made or changed, as far as progress tells. */
import sharp from 'sharp';
import type { Eta, Preview, Progress } from '../../src/core/ports.ts';
import type { Thread } from '../../src/core/types.ts';
import type { Tail } from './render.ts';
import type { Route, Upload } from './wire.ts';
import type { Words } from './words/index.ts';

const PREVIEW_SIDE_PX = 192;

export interface Live {
  readonly replyId: string;
  readonly thread: Thread;
  readonly route: Route;
  /** The message that it answers. */
  readonly replyTo: Promise<string | undefined>;
  /** Of one file, as Discord says for the place. */
  readonly fileBytes: number;
  /** The turn at work on it: the one that made it, or one that changes it. */
  turnId: string;
  waiting?: { readonly ahead: number; readonly eta?: Eta | undefined };
  drawing?: { readonly name: string; readonly step: number; readonly steps: number; readonly preview?: Preview };
  /** Streamed and not delivered yet, by part. */
  readonly written: Map<number, string>;
  /** Parts whose verdict is known: the next delivery shows them. */
  readonly decided: Set<number>;
  /** Discord took no more of it: progress is no longer shown. */
  isRefused?: true;
  /** Tells who asked for a change how far it is; the reply itself stands until the change is made. */
  watch?: { readonly route: Route; readonly messageId: string; readonly paint: () => Promise<void> };
}

export function told(live: Live, progress: Exclude<Progress, { type: 'queued' | 'done' }>): void {
  switch (progress.type) {
    case 'text-delta':
      live.written.set(progress.part, (live.written.get(progress.part) ?? '') + progress.text);
      break;
    case 'image-start':
      live.drawing = { name: progress.name, step: 0, steps: progress.steps };
      break;
    case 'image-step':
      live.drawing = { name: progress.name, step: progress.step, steps: progress.steps, preview: progress.preview };
      break;
    case 'verdict':
      live.decided.add(progress.part);
      break;
    case 'plan':
    case 'image-unseen':
    case 'image-end':
      break;
  }
}

export function tailOf({ waiting, drawing, turnId, written }: Live, words: Words, nowMs: number): Tail {
  const readyS = waiting?.eta && Math.ceil((nowMs + waiting.eta.p90) / 1000);
  const status = drawing
    ? words.drawing(drawing.name, drawing.step, drawing.steps)
    : waiting
      ? [words.queued(waiting.ahead), readyS && words.ready(readyS)].filter(Boolean).join(' · ')
      : `${words.composing} …`;
  return { turnId, status, text: [...written.values()].join('\n\n') };
}

export async function previewFile({ widthPx, heightPx, rgb }: Preview, step: number, atMs: number): Promise<Upload> {
  const raw = { width: widthPx, height: heightPx, channels: 3 as const };
  const bytes = await sharp(rgb, { raw }).resize({ width: PREVIEW_SIDE_PX, kernel: 'cubic' }).webp({ quality: 70 }).toBuffer();
  return { name: `so-far-${atMs.toString(36)}-${step}.webp`, bytes };
}
