/**
 * Models that write no plan: they write until they emit the dream token themselves, and what they wrote last is the
 * caption. After a picture at least one word must come before the next, since such models may otherwise loop.
 */
import { nextName } from '../../src/core/ledger.ts';
import type { EngineEvent } from '../../src/core/ports.ts';
import type { PictureName } from '../../src/core/types.ts';
import type { Context, Decoded, DreamModel } from '../model/index.ts';

const MAX_PARTS = 16;

interface Steps {
  write(part: number): AsyncGenerator<EngineEvent, Decoded['end'], void>;
  draw(part: number, step: { kind: 'draw'; name: PictureName; caption: string }): AsyncGenerator<EngineEvent, void, void>;
}

export async function* naturalSteps(
  { model, context }: { model: DreamModel; context: Context },
  known: readonly PictureName[],
  steps: Steps,
): AsyncGenerator<EngineEvent, 'complete' | 'truncated', void> {
  const taken = [...known];
  const pictureTokens = model.manifest.dream.queries + model.manifest.vision.patches + 4;
  let part = 0;
  let caption = '';
  while (part < MAX_PARTS) {
    const before = part;
    const writing = steps.write(part);
    let next = await writing.next();
    for (; !next.done; next = await writing.next()) {
      if (next.value.type === 'text-end') {
        caption = lastSentence(next.value.text);
        part += 1;
      }
      yield next.value;
    }
    if (next.value === 'full') return 'truncated';
    if (next.value === 'eos') return 'complete';
    if (next.value !== 'dream') continue;
    if (context.room < pictureTokens) return 'truncated';
    if (part === before && part > 0) return 'complete'; // two pictures with no word between them
    const name = nextName(taken);
    taken.push(name);
    yield* steps.draw(part, { kind: 'draw', name, caption });
    part += 1;
  }
  return 'truncated';
}

const lastSentence = (text: string): string =>
  text
    .split(/(?<=[.!?])\s+/)
    .at(-1)
    ?.slice(0, 300) ?? '';
