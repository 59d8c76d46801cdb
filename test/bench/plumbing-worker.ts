/** A worker whose engine answers at once: `plumbing-worker.ts <redis url> <turns at once> <pictures>`. */
import { nextName } from '../../src/core/ledger.ts';
import type { EngineEvent, GenerateRequest } from '../../src/core/ports.ts';
import { connectWorker } from '../../src/remote/connect.ts';
import { pictureOf, SIDE_PX } from '../support/chaos/script.ts';

const [, , redisUrl = '', turns = '1', pictures = 'false'] = process.argv;

async function* generate({ turnId, pictures: known, seed }: GenerateRequest): AsyncGenerator<EngineEvent> {
  for (const word of ['Rain ', 'falls ', 'from ', 'clouds.']) yield { type: 'text-delta', part: 0, text: word };
  yield { type: 'text-end', part: 0, text: 'Rain falls from clouds.' };
  if (pictures === 'true') {
    const name = nextName(known.map((row) => row.name));
    yield { type: 'image-start', part: 1, name, caption: 'rain', steps: 1 };
    yield { type: 'image-end', part: 1, name, caption: 'rain', seed, png: await pictureOf(turnId), widthPx: SIDE_PX, heightPx: SIDE_PX };
  }
  yield { type: 'done', status: 'complete', usage: { promptTokens: 1, writtenTokens: 4, pictures: 0, denoiseSteps: 0, engineMs: 0 } };
}

const engine = { modelId: 'at-once', description: '', device: () => ({ name: 'cpu' }), generate, close: async () => undefined };
const worker = await connectWorker(
  { redisUrl, turns: Number(turns) },
  async () => engine,
  'bench',
  (error) => process.stderr.write(`${error}\n`),
);
process.on('SIGTERM', () => worker.close().then(() => process.exit(0)));
