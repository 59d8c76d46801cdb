/**
 * How fast this machine reads memory: a plain sum over a big buffer by some threads at once, 128 bits at a time. A token cannot be
 * written faster than the weights that it needs are read.
 */
import { Worker } from 'node:worker_threads';

const MEBIBYTES = 384;
const ROUNDS = 8;

/**
 * `sum(to)`: adds up the memory from 0 to `to` in four sums of two 64-bit integers; a WebAssembly module (SIMD) written by hand, since
 * JavaScript reads 8 bytes at a time and would measure itself.
 */
const pages = (MEBIBYTES << 20) >> 16;
const leb = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...leb(value >> 7)]);
const section = (id: number, ...content: number[]): number[] => [id, ...leb(content.length), ...content];
const name = (text: string): number[] => [text.length, ...Buffer.from(text)];
const SUMS = [2, 3, 4, 5]; // locals behind the parameter and the place
const add = [0xfd, 0xce, 0x01]; // i64x2.add
const get = (local: number): number[] => [0x20, local];
const body = [
  ...[2, 1, 0x7f, 4, 0x7b], // locals: one i32 (1), four v128 (2 to 5)
  ...[0x03, 0x40], // loop
  ...SUMS.flatMap((sum, i) => [...get(sum), ...get(1), 0xfd, 0x00, 4, 16 * i, ...add, 0x21, sum]), // sum += load(place + 16 i)
  ...[...get(1), 0x41, 0xc0, 0x00, 0x6a, 0x22, 1, ...get(0), 0x49, 0x0d, 0], // place += 64; again while below `to`
  0x0b,
  ...[...get(2), ...get(3), ...add, ...get(4), ...get(5), ...add, ...add, 0xfd, 0x1d, 0], // lane 0 of them all
  0x0b,
];
const MODULE = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, 1, 0x60, 1, 0x7f, 1, 0x7e), // (i32) -> i64
  ...section(3, 1, 0),
  ...section(5, 1, 0, ...leb(pages)),
  ...section(7, 2, ...name('memory'), 2, 0, ...name('sum'), 0, 0),
  ...section(10, 1, ...leb(body.length), ...body),
]);

const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(workerData.module));
new Uint8Array(exports.memory.buffer).fill(1);
parentPort.on('message', () => {
  exports.sum(exports.memory.buffer.byteLength);
  parentPort.postMessage('done');
});
parentPort.postMessage('ready');`;

/** Bytes that `threads` threads read together in a second of processor time of each: the best of some rounds. */
export async function readBandwidth(threads: number): Promise<number> {
  const workers = Array.from({ length: threads }, () => new Worker(THREAD, { eval: true, workerData: { module: MODULE } }));
  const heard = (worker: Worker): Promise<void> => new Promise((resolve) => worker.once('message', () => resolve()));
  await Promise.all(workers.map(heard));
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    const all = Promise.all(workers.map(heard));
    for (const worker of workers) worker.postMessage('sum');
    await all;
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, (threads * threads * MEBIBYTES * 2 ** 20) / ((user + system) / 1e6));
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return best;
}
