/** `model pull` against a real web server that cuts, lies and sends on; what it leaves on the disk is looked at. */

import { statSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pullModel } from '../../src/models/pull.ts';
import { type Behaviour, type ModelServer, serveModel } from '../support/model-server.ts';

const MODEL = resolve(import.meta.dirname, '../golden/tiny-ddpm');
const LARGEST = 'denoiser.onnx';
const SIZE = statSync(join(MODEL, LARGEST)).size;

let dir: string;
let server: ModelServer;
const start = async (behaviour?: Behaviour): Promise<void> => {
  server = await serveModel(MODEL, behaviour);
};
const pull = (from = server.address, changes: { name?: string; pausesMs?: number[]; stallMs?: number; signal?: AbortSignal } = {}) => {
  const { name = 'tiny', pausesMs = [0, 0], stallMs = 5_000, signal = new AbortController().signal } = changes;
  return pullModel({ from, modelsDir: join(dir, 'models'), name, patience: { pausesMs, stallMs } }, signal);
};
const models = () => readdir(join(dir, 'models')).catch(() => []);
const manifestWith = async (change: (manifest: { files: Record<string, object>; graphs: Record<string, string>; id: string }) => void) => {
  const manifest = JSON.parse(await readFile(join(MODEL, 'model.json'), 'utf8'));
  change(manifest);
  return JSON.stringify(manifest);
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'pull-'));
});
afterEach(async () => {
  await server?.close();
  await rm(dir, { recursive: true, force: true });
});

describe('model pull', () => {
  it('brings every file, and the folder takes its name when all are there', async () => {
    await start();
    const { dir: pulled } = await pull();
    for (const name of await readdir(MODEL)) expect(await readFile(join(pulled, name))).toEqual(await readFile(join(MODEL, name)));
    expect(await models()).toEqual(['tiny']);
  });

  it('takes the address of the model.json, too', async () => {
    await start();
    expect((await pull(`${server.address}/model.json`)).manifest.id).toMatch(/^tiny-ddpm/);
  });

  it('goes on where connections are cut, from the byte it had', async () => {
    await start({ cutAfter: 40_000 });
    await pull();
    expect(server.asked.filter((name) => name.startsWith(LARGEST))).toEqual([LARGEST, `${LARGEST} from 40000`, `${LARGEST} from 80000`]);
    expect(await models()).toEqual(['tiny']);
  });

  it('gives up in a sentence when nothing comes, keeps what came, and goes on in the next run', async () => {
    await start({ cutAfter: 40_000 });
    await expect(pull(server.address, { pausesMs: [] })).rejects.toMatchObject({ name: 'PlatformError', code: 'unreachable' });
    expect(await models()).toEqual(['tiny.part']);
    server.behave({});
    const before = server.asked.length;
    await pull();
    expect(server.asked.slice(before).filter((name) => name.includes(' from '))).toEqual([`${LARGEST} from 40000`]);
    expect(server.asked.slice(before)).not.toContain('condition-head.onnx'); // was whole
    expect(await models()).toEqual(['tiny']);
  });

  it('counts a silent connection as cut', async () => {
    await start({ stall: LARGEST });
    const stalling = pull(server.address, { stallMs: 200, pausesMs: [] });
    await expect(stalling).rejects.toMatchObject({ code: 'unreachable' });
    expect((await stat(join(dir, 'models/tiny.part', `${LARGEST}.part`))).size).toBe(1);
  });

  it('begins again where a server knows no ranges, or holds fewer bytes', async () => {
    await start({ ignoreRange: true });
    await mkdir(join(dir, 'models/tiny.part'), { recursive: true });
    await writeFile(join(dir, `models/tiny.part/${LARGEST}.part`), (await readFile(join(MODEL, LARGEST))).subarray(0, 1000));
    await pull();
    expect(await readFile(join(dir, 'models/tiny', LARGEST))).toEqual(await readFile(join(MODEL, LARGEST)));

    server.behave({ instead: { [LARGEST]: (await readFile(join(MODEL, LARGEST))).subarray(0, 500) } });
    await mkdir(join(dir, 'models/short.part'), { recursive: true });
    await writeFile(join(dir, `models/short.part/${LARGEST}.part`), (await readFile(join(MODEL, LARGEST))).subarray(0, 1000));
    await expect(pull(server.address, { name: 'short' })).rejects.toThrow(new RegExp(`ended denoiser\\.onnx at \\d+ of ${SIZE} bytes`));
  });

  it('drops what an earlier run left of another version', async () => {
    await start();
    await mkdir(join(dir, 'models/tiny.part'), { recursive: true });
    await writeFile(join(dir, `models/tiny.part/${LARGEST}.part`), Buffer.alloc(50_000, 7));
    await writeFile(join(dir, 'models/tiny.part/old-graph.onnx'), 'old');
    await pull();
    expect(await readFile(join(dir, 'models/tiny', LARGEST))).toEqual(await readFile(join(MODEL, LARGEST)));
    expect(await readdir(join(dir, 'models/tiny'))).not.toContain('old-graph.onnx');
  });

  it('refuses a file whose hash differs, and keeps none of it', async () => {
    const altered = await readFile(join(MODEL, LARGEST));
    altered[5000] = (altered[5000] ?? 0) ^ 1;
    await start({ instead: { [LARGEST]: altered } });
    await expect(pull()).rejects.toThrow(/denoiser\.onnx .* is not the file that its model\.json names/);
    expect(await readdir(join(dir, 'models/tiny.part'))).not.toContain(`${LARGEST}.part`);
    expect(await models()).toEqual(['tiny.part']);
  });

  it('refuses more bytes than model.json states', async () => {
    await start({ instead: { [LARGEST]: Buffer.alloc(SIZE + 1) } });
    await expect(pull()).rejects.toThrow(new RegExp(`sends more of denoiser\\.onnx than the ${SIZE} bytes`));
    expect((await stat(join(dir, 'models/tiny.part', `${LARGEST}.part`))).size).toBe(0);
  });

  it.each([
    '../outside.onnx',
    '/etc/passwd',
    'a/../../outside.onnx',
    '..\\outside.onnx',
    '.',
    'a//b',
    '%2e%2e/outside',
    'model.json',
    'denoiser.onnx.part',
  ])('refuses a model.json that names %s, and makes no folder', async (name) => {
    const lying = await manifestWith(({ files }) => Object.assign(files, { [name]: { sha256: '0'.repeat(64), bytes: 5 } }));
    await start({ instead: { 'model.json': lying } });
    await expect(pull()).rejects.toMatchObject({ name: 'EngineError', code: 'model-invalid' });
    expect(await models()).toEqual([]);
  });

  it('asks for a name when the id can be none', async () => {
    await start({ instead: { 'model.json': await manifestWith((manifest) => Object.assign(manifest, { id: '../up' })) } });
    await expect(pullModel({ from: server.address, modelsDir: dir }, new AbortController().signal)).rejects.toThrow(
      /choose one with --name/,
    );
    for (const name of ['..', '../x', 'a/b', '.hidden', 'x.part']) await expect(pull(server.address, { name })).rejects.toThrow(/--name/);
  });

  it('follows a move on the same kind of address, and no other', async () => {
    await start({ moved: { [LARGEST]: '/model/elsewhere.onnx' }, instead: { 'elsewhere.onnx': await readFile(join(MODEL, LARGEST)) } });
    await pull();
    for (const away of ['https://127.0.0.1/x', 'file:///etc/passwd', 'data:text/plain,x']) {
      server.behave({ moved: { 'model.json': away } });
      await expect(pull(server.address, { name: 'other' })).rejects.toThrow(/another kind of address/);
    }
    server.behave({ moved: { 'model.json': '/model/model.json' } });
    await expect(pull(server.address, { name: 'other' })).rejects.toThrow(/more than 5 times/);
  });

  it('says what is wrong with an address', async () => {
    await start({ status: { 'model.json': 403 } });
    await expect(pull()).rejects.toThrow(/answered 403 for model\.json/);
    server.behave({ status: { 'model.json': 503 } });
    await expect(pull()).rejects.toMatchObject({ code: 'unreachable' });
    server.behave({ instead: { 'model.json': 'not json' } });
    await expect(pull()).rejects.toThrow(/is not JSON/);
    server.behave({ instead: { 'model.json': Buffer.alloc(5 << 20, 32) } });
    await expect(pull()).rejects.toThrow(/longer than/);
    await expect(pull('ftp://example.org/x')).rejects.toThrow(/https:\/\/ or http:\/\//);
    const secret = await pull('https://ann:secret@example.org/x?token=abc').catch(String);
    expect(secret).toMatch(/without a name, a password or a query/);
    expect(secret).not.toMatch(/secret|abc/);
  });

  it('copies a folder of this machine, its card too, and goes on after it was cut', async () => {
    await start();
    const disk = join(dir, 'disk');
    await cp(MODEL, disk, { recursive: true });
    await writeFile(join(disk, 'MODEL_CARD.md'), '# A card\n\n## Licence\n\nFor research.\n');
    await truncate(join(disk, LARGEST), 1000);
    await expect(pull(disk, { pausesMs: [] })).rejects.toMatchObject({ code: 'unreachable' });
    await cp(join(MODEL, LARGEST), join(disk, LARGEST));
    const { dir: pulled } = await pull(join(disk, 'model.json'));
    expect((await readdir(pulled)).sort()).toEqual([...(await readdir(MODEL)), 'MODEL_CARD.md'].sort());
  });

  it('stops when it is told to, and goes on', async () => {
    await start({ cutAfter: 40_000 });
    const stop = new AbortController();
    const stopping = pull(server.address, { pausesMs: [60_000], signal: stop.signal });
    while (!server.asked.includes(LARGEST)) await new Promise((tick) => setImmediate(tick));
    stop.abort();
    await expect(stopping).rejects.toThrow();
    server.behave({});
    await pull();
    expect(await models()).toEqual(['tiny']);
  });

  it('leaves a model that is there alone, and refuses another one its place', async () => {
    await start();
    await pull();
    const before = server.asked.length;
    await pull();
    expect(server.asked.slice(before)).toEqual(['model.json']);
    server.behave({ instead: { 'model.json': await manifestWith((manifest) => Object.assign(manifest, { id: 'another' })) } });
    await expect(pull()).rejects.toThrow(/is there already and is not another/);
  });

  it('says that a folder may not be written', async () => {
    await start();
    await writeFile(join(dir, 'models'), 'a file where the folder should be');
    await expect(pull()).rejects.toMatchObject({ name: 'ConfigError', code: 'data-unusable' });
    await rm(join(dir, 'models'));
    await mkdir(join(dir, 'models'));
    await chmod(join(dir, 'models'), 0o500);
    if (process.getuid?.() !== 0) await expect(pull()).rejects.toMatchObject({ code: 'data-unusable' });
  });

  it('sees before the first byte that a disk is too small', async () => {
    const huge = await manifestWith(({ files }) => Object.assign(files, { 'huge.bin': { sha256: '0'.repeat(64), bytes: 2 ** 52 } }));
    await start({ instead: { 'model.json': huge } });
    await expect(pull()).rejects.toThrow(/needs .*PB more and the disk of .* has/);
    expect(server.asked).toEqual(['model.json']);
  });
});
