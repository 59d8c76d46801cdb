/**
 * Models that write no plan. They draw when they emit the dream token, and what they wrote last is the caption; chat
 * checkpoints seldom do, so a picture can also be asked for, or made likelier. Each picture takes N + P + 4 tokens of the
 * context, and none is begun that would not leave room to end the reply in words.
 */
import { nextName } from '../../src/core/ledger.ts';
import type { EngineEvent, GenerateRequest } from '../../src/core/ports.ts';
import type { PictureName } from '../../src/core/types.ts';
import type { Context, Decoded, DecodeOptions, DreamModel } from '../model/index.ts';
import type { Drawing } from './desk.ts';

const MAX_PARTS = 16;
const RESERVE_TOKENS = 24;
/** Added to the dream token's logit: 55 times likelier. Conversations mask that token from the loss, so it starts from little. */
const DREAM_BIAS = 4;

/** Which tokens may come, and how likely. */
type Wish = Pick<DecodeOptions, 'bias' | 'allow'>;

interface Steps {
  write(part: number, wish: Wish): AsyncGenerator<EngineEvent, Decoded['end'], void>;
  draw(part: number, drawing: Drawing): AsyncGenerator<EngineEvent, void, void>;
}

/** `asked`: one picture, of the request, and then words. `biased`: as the model likes, and more. `natural`: as it likes. */
export async function* naturalSteps(
  { model, context, request }: { model: DreamModel; context: Context; request: GenerateRequest },
  asked: string,
  known: readonly PictureName[],
  steps: Steps,
): AsyncGenerator<EngineEvent, 'complete' | 'truncated', void> {
  const { draw = 'natural' } = request;
  const taken = [...known];
  const pictureTokens = model.manifest.dream.queries + model.manifest.vision.patches + 4;
  const hasRoom = () => context.room >= pictureTokens + RESERVE_TOKENS;
  const picture = (caption: string): Drawing => {
    const name = nextName(taken);
    taken.push(name);
    return { name, caption };
  };
  let part = 0;
  let drawn = false; // the last part is a picture
  if (draw === 'asked' && hasRoom()) {
    // A first request stands for itself; a later one may mean what was said before.
    yield* steps.draw(part++, { ...picture(asked.slice(0, 300)), alone: request.messages.length === 1 });
    drawn = true;
  }
  let caption = '';
  while (part < MAX_PARTS) {
    const mayDraw = draw !== 'asked' && hasRoom();
    const writing = steps.write(part, wishOf(model, mayDraw ? (draw === 'biased' ? DREAM_BIAS : 0) : Number.NEGATIVE_INFINITY, drawn));
    let next = await writing.next();
    for (; !next.done; next = await writing.next()) {
      if (next.value.type === 'text-end') {
        caption = lastSentence(next.value.text);
        drawn = false;
        part += 1;
      }
      yield next.value;
    }
    if (next.value === 'full') return 'truncated';
    if (next.value === 'eos') return 'complete';
    if (next.value !== 'dream' || !hasRoom()) continue; // the words may have taken the room
    yield* steps.draw(part++, picture(caption));
    drawn = true;
  }
  return 'truncated';
}

/** After a picture at least one word must come before the next: such models may otherwise draw for ever. */
function wishOf(model: DreamModel, dreamBias: number, drawn: boolean): Wish {
  const { dreamStart } = model.manifest.tokens;
  const bias = new Map([[dreamStart, dreamBias]]);
  if (!drawn || dreamBias === Number.NEGATIVE_INFINITY) return { bias };
  const others = Array.from({ length: model.manifest.language.vocabSize }, (_, id) => id).filter((id) => id !== dreamStart);
  return { bias, allow: (decoded) => (model.decode(decoded).trim() === '' ? others : undefined) };
}

const lastSentence = (text: string): string =>
  text
    .split(/(?<=[.!?])\s+/)
    .at(-1)
    ?.slice(0, 300) ?? '';
