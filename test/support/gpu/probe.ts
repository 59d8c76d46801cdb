/**
 * What a model folder gives on a device, as one line of JSON: `probe.ts <folder> <device> [calls]`; the device is lost after so many calls. A
 * process of its own, because the loader of a software graphics card is found through the environment that a process starts with.
 */
import { InferenceSession, type Tensor } from 'onnxruntime-node';
import { type Context, openModel } from '../../../engine/model/index.ts';

const [folder = '', device = 'cpu', callsAtMost = 'Infinity'] = process.argv.slice(2);

/** Where keys and values lay when something was computed behind them, when they were put together, and when they were new. */
const at = { past: new Set<string>(), in: new Set<string>(), out: new Set<string>(), present: new Set<string>() };
let calls = 0;
const note = (tensors: InferenceSession.OnnxValueMapType): void => {
  for (const [name, value] of Object.entries(tensors)) {
    const kind = name.split('.')[0] ?? '';
    if (kind in at) at[kind as keyof typeof at].add((value as Tensor).location);
  }
};
/** Before anything was read there is one position of padding. */
const isFirst = ({ attention_mask, position_ids }: InferenceSession.FeedsType): boolean =>
  attention_mask !== undefined &&
  position_ids !== undefined &&
  (attention_mask.data as BigInt64Array).reduce((sum, one) => sum + Number(one), 0) === (position_ids as Tensor).size;

const create = InferenceSession.create as (...args: unknown[]) => Promise<InferenceSession>;
InferenceSession.create = async (...args: unknown[]): Promise<InferenceSession> => {
  const session = await create(...args);
  const run = session.run.bind(session);
  const onCard = args.some((arg) => (arg as InferenceSession.SessionOptions).executionProviders?.[0] === 'webgpu');
  if (!onCard) return session;
  session.run = async (feeds: InferenceSession.FeedsType): Promise<InferenceSession.OnnxValueMapType> => {
    if (++calls > Number(callsAtMost)) throw new Error('the card was pulled out');
    if (!isFirst(feeds)) note(feeds);
    const outputs = await run(feeds);
    note(outputs);
    return outputs;
  };
  return session;
};

const model = await openModel(folder, { device: device as 'cpu' | 'webgpu', threads: 1 });
const { bos } = model.manifest.tokens;
const ids: number[][] = [];
async function write(context: Context, maxTokens: number): Promise<void> {
  const written: number[] = [];
  ids.push(written);
  for await (const { id } of context.decode({ maxTokens, temperature: 0, seed: 0 })) written.push(id);
}
async function read(context: Context, text: string): Promise<Context> {
  await context.append([bos]);
  await context.appendText(text);
  return context;
}

const context = await read(model.newContext(), 'a cat by the sea');
await write(context, 6);
const condition = await context.dream();
const picture = await model.paint({ condition, seed: 3, steps: 2 });
await context.appendPicture(await model.see(picture));
await context.appendText('and');
await write(context, 3);
const fork = context.fork();
await fork.appendText('one more');
await write(fork, 3);
context.truncate(8);
await context.append(new Array(Math.min(300, context.room - 8)).fill(bos));
await write(context, 3);
const others = await Promise.all(['a', 'a dog sees the cat', 'the red circle'].map((text) => read(model.newContext(), text)));
await Promise.all(others.map((other) => write(other, 4)));
for (const text of ['a cat', 'a cat and a dog']) {
  const turn = await model.openTurn('thread');
  await write(await read(turn.newContext(), text), 3);
  turn.close();
}
await model.close();
const places = Object.fromEntries(Object.entries(at).map(([kind, locations]) => [kind, [...locations]]));
process.stdout.write(`${JSON.stringify({ device: model.device(), ids, condition: [...condition.rows], rgb: [...picture.rgb], places })}\n`);
process.exit(0);
