/**
 * What a model folder gives on a device, as one line of JSON: `probe.ts <folder> <device>`. A process of its own, because the loader of
 * a software graphics card is found through the environment that a process starts with.
 */
import { openModel } from '../../../engine/model/index.ts';

const [folder = '', device = 'cpu'] = process.argv.slice(2);
const model = await openModel(folder, { device: device as 'cpu' | 'webgpu', threads: 1 });
const context = model.newContext();
await context.append([model.manifest.tokens.bos]);
await context.appendText('a cat by the sea');
const ids: number[] = [];
for await (const { id } of context.decode({ maxTokens: 6, temperature: 0, seed: 0 })) ids.push(id);
const condition = await context.dream();
const { rgb } = await model.paint({ condition, seed: 3, steps: 2 });
process.stdout.write(`${JSON.stringify({ device: model.device(), ids, condition: [...condition.rows], rgb: [...rgb] })}\n`);
process.exit(0); // a WebGPU session that is let go of can take a software card seconds
