/**
 * A worker with an engine that plays a script, at a pace at which there is time to be killed:
 * `node --import tsx worker.ts <redis url> <milliseconds a turn>`; it says `ready` when it takes requests.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { EngineError } from '../../../src/core/errors.ts';
import { nextName } from '../../../src/core/ledger.ts';
import type { EngineEvent, GenerateRequest } from '../../../src/core/ports.ts';
import { connectWorker } from '../../../src/remote/connect.ts';
import { pictureOf, SIDE_PX, textsOf } from './script.ts';

const TURNS = 2;
const [, , redisUrl = '', turnMs = '500'] = process.argv;
const STEPS = 8;
const stepMs = Number(turnMs) / (STEPS + 2);

async function* generate({ turnId, pictures, seed }: GenerateRequest, signal: AbortSignal): AsyncGenerator<EngineEvent> {
  const [before, after] = textsOf(turnId);
  const name = nextName(pictures.map((row) => row.name));
  const pace = async (): Promise<void> => {
    await wait(stepMs, undefined, { signal }).catch(() => {
      throw new EngineError('cancelled', 'The request was stopped.');
    });
  };
  for (const word of before.split(/(?<= )/)) yield { type: 'text-delta', part: 0, text: word };
  await pace();
  yield { type: 'text-end', part: 0, text: before };
  yield { type: 'image-start', part: 1, name, caption: 'a square', steps: STEPS };
  for (let step = 0; step < STEPS; step++) {
    await pace();
    const rgb = new Uint8Array(3 * 16 * 16).fill(step);
    yield { type: 'image-step', part: 1, name, step, steps: STEPS, preview: { widthPx: 16, heightPx: 16, rgb } };
  }
  const png = await pictureOf(turnId);
  yield { type: 'image-end', part: 1, name, caption: 'a square', seed, png, widthPx: SIDE_PX, heightPx: SIDE_PX };
  await pace();
  yield { type: 'text-end', part: 2, text: after };
  const usage = { promptTokens: 1, writtenTokens: 1, pictures: 1, denoiseSteps: STEPS, engineMs: 1 };
  yield { type: 'done', status: 'complete', usage };
}

const engine = {
  modelId: 'scripted',
  description: 'plays a script',
  device: () => ({ name: 'cpu' }),
  generate,
  close: async () => undefined,
};
const failed = (): void => undefined; // Redis goes away on purpose
const worker = await connectWorker({ redisUrl, turns: TURNS }, async () => engine, 'chaos', failed);
process.stdin.resume().on('end', () => process.exit(1)); // who started it is gone
process.on('SIGTERM', () => worker.close().then(() => process.exit(0)));
process.stdout.write('ready\n');
