/** `dreamthread model …` as a person runs it: what it prints, what it leaves, its exit codes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAIN, ROOT } from '../support/app.ts';
import { serveModel } from '../support/model-server.ts';

const GOLDEN = join(ROOT, 'test/golden');
const TINY = join(GOLDEN, 'tiny-ddpm');
const IMPORTED = join(GOLDEN, 'one-key-head');
const manifest = JSON.parse(readFileSync(join(TINY, 'model.json'), 'utf8'));
const ID: string = manifest.id;
const BYTES = Object.values(manifest.files as Record<string, { bytes: number }>).reduce((sum, { bytes }) => sum + bytes, 0);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'model-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Only what `path` holds can be found as a command. */
function start(args: readonly string[], path = join(dir, 'bin')): { child: ChildProcess; ended: Promise<Ended> } {
  const env = { ...process.env, PATH: path, DREAMTHREAD_DATA: join(dir, 'data') };
  const child = spawn(process.execPath, [MAIN, 'model', ...args], { env, cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (data) => {
    said.out += String(data);
  });
  child.stderr?.on('data', (data) => {
    said.err += String(data);
  });
  return { child, ended: once(child, 'close').then(([code]) => ({ code, ...said })) };
}
const run = (...args: string[]): Promise<Ended> => start(args).ended;

/** A command `name` that does what the JavaScript in `body` says; `args` are its arguments. */
async function command(name: string, body: string): Promise<void> {
  const file = join(dir, 'bin', name);
  await mkdir(join(dir, 'bin'), { recursive: true });
  await writeFile(file, `#!${process.execPath}\nconst fs = require('node:fs'); const args = process.argv.slice(2);\n${body}\n`);
  await chmod(file, 0o755);
}
/** What Python does for an import: the probe passes, and the run tells progress and makes a folder. */
const IMPORTS = `
  if (args.includes('-c')) process.exit(0);
  fs.writeFileSync(${JSON.stringify('SEEN')}, JSON.stringify({ args, cwd: process.cwd() }));
  const say = (done) => console.log(JSON.stringify({ stage: 'languageModel', done, total: 2000 }));
  say(0); say(2000);
  fs.cpSync(${JSON.stringify(TINY)}, args[args.indexOf('--out') + 1], { recursive: true });
  fs.writeFileSync(args[args.indexOf('--out') + 1] + '/MODEL_CARD.md', '# x\\n\\n## Licence and use\\n\\nFor research.\\n\\n## Made from\\n\\nfiles\\n');
`;
const imports = (): string => IMPORTS.replace('"SEEN"', JSON.stringify(join(dir, 'seen.json')));

describe('model list and info', () => {
  it('lists what ships and what was pulled, and says what is not whole', async () => {
    const models = join(dir, 'data/models');
    await cp(TINY, join(models, 'mine'), { recursive: true });
    await mkdir(join(models, 'half.part'));
    await mkdir(join(models, 'odd'));
    await writeFile(join(models, 'odd/model.json'), '{}');
    const { code, out } = await run('list');
    expect(code).toBe(0);
    expect(out).toMatch(/^dreamthread-pocket-\w+ +[\d.]+ MB +\d+ × \d+ .* Apache-2\.0 .*models\/pocket$/m);
    expect(out).toMatch(new RegExp(`^${ID} +${Math.round(BYTES / 1000)} kB +64 × 64 +not told +Apache-2\\.0 +data/models/mine$`, 'm'));
    expect(out).toMatch(/^data\/models\/half\.part: not finished: run the same pull or import again$/m);
    expect(out).toMatch(/^data\/models\/odd: .*does not keep the contract/m);
    const rows = (await run('list', '--json')).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.map(({ id }) => id).filter(Boolean)).toContain(ID);
    expect(rows.find(({ dir: at }) => at.endsWith('half.part'))).toMatchObject({ problem: expect.any(String) });
  });

  it('tells what a folder is, and what its card says of its use, and lets nothing steer the terminal', async () => {
    await cp(TINY, join(dir, 'mine'), { recursive: true });
    await writeFile(
      join(dir, 'mine/MODEL_CARD.md'),
      '# Tiny\n\n## Licence\n\nFor \x1b[31mresearch\u202e.\n\n## How it was made\n\nby hand\n',
    );
    const { out } = await run('info', 'mine');
    expect(out).toMatch(/dream queries 8: a picture in a reply takes 16 tokens of the context/);
    expect(out).toMatch(/denoiser\.onnx +91\.8 kB/);
    expect(out).toContain('Licence\n\n  For [31mresearch.\n');
    expect(out).not.toContain('by hand');
    expect(out).toContain('npx dreamthread start --model mine');
    expect((await run('info', join(IMPORTED, 'model'))).out).toMatch(/size +\d+ kB in \d+ files, parameters: 193 k\n/);
    const info = JSON.parse((await run('info', 'mine', '--json')).out);
    expect(info).toMatchObject({ bytes: BYTES, manifest: { id: ID } });
    expect(await run('info', 'nowhere')).toMatchObject({ code: 1, err: expect.stringMatching(/Expected a model\.json in nowhere/) });
  });

  it('has help with examples and exit codes', async () => {
    expect((await run('--help')).out).toMatch(/Exit codes: 0 done; 1 failed.*130 stopped/);
    for (const name of ['import', 'check']) expect((await run(name, '--help')).out).toMatch(/Examples:\n {2}npx dreamthread model/);
  });
});

describe('model check', () => {
  it('exits 0 when all is within tolerance', async () => {
    const { code, out } = await run('check', join(IMPORTED, 'model'), '--vectors', IMPORTED);
    expect({ code, end: out.split('\n').at(-2) }).toEqual({ code: 0, end: 'All 39 passed.' });
    expect(out).toMatch(/^logits of 24 tokens +\d\.\de-\d +1\.0e-4 {2}ok$/m);
  });

  it('exits 1 when a number is not', async () => {
    const meta = JSON.parse(await readFile(join(IMPORTED, 'meta.json'), 'utf8'));
    meta.tokenizer[0].ids[1] += 1;
    await writeFile(join(dir, 'meta.json'), JSON.stringify(meta));
    await cp(join(IMPORTED, 'expected.safetensors'), join(dir, 'expected.safetensors'));
    const { code, out } = await run('check', join(IMPORTED, 'model'), '--vectors', dir, '--json');
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(1);
    expect(rows.at(-1)).toEqual({ passed: false, judged: 39, failed: 1 });
    expect(rows.filter(({ name, passed }) => name && passed === false)).toMatchObject([
      { name: 'token ids of 8 texts', difference: 1, tolerance: 0 },
    ]);
  });

  it('exits 1 when a file is not the one that model.json names', async () => {
    await cp(TINY, join(dir, 'mine'), { recursive: true });
    await writeFile(join(dir, 'mine/tokenizer.json'), (await readFile(join(TINY, 'tokenizer.json'), 'utf8')).replace('a', 'b'));
    const { code, out } = await run('check', 'mine');
    expect(code).toBe(1);
    expect(out).toMatch(/FAILED: .*tokenizer\.json is not the file that model\.json names/);
  });
});

describe('model pull', () => {
  it('shows the licence, and the folder can be checked', async () => {
    const server = await serveModel(TINY, { instead: { 'MODEL_CARD.md': '# x\n\n## Licence\n\nFor research.\n' } });
    try {
      const { code, out, err } = await run('pull', server.address);
      expect({ code, err }).toEqual({
        code: 0,
        err: expect.stringMatching(/^Pulling tiny-ddpm-\w+, \d+ kB\.\n.*denoiser\.onnx: 91\.8 kB of 91\.8 kB\n/s),
      });
      expect(out).toContain(`Licence of ${ID}: Apache-2.0\n\nLicence\n\n  For research.\n`);
      expect(await run('check', `data/models/${ID}`)).toMatchObject({ code: 0 });
    } finally {
      await server.close();
    }
  });

  it('stops with Ctrl-C and exit code 130, and says how to go on', async () => {
    const server = await serveModel(TINY, { stall: 'denoiser.onnx' });
    try {
      const { child, ended } = start(['pull', server.address]);
      while (!server.asked.includes('denoiser.onnx')) await new Promise((tick) => setImmediate(tick));
      child.kill('SIGINT');
      expect(await ended).toMatchObject({ code: 130, err: expect.stringMatching(/Stopped; run the same command again/) });
      server.behave({});
      expect(await run('pull', server.address, '--json')).toMatchObject({ code: 0, out: expect.stringMatching(/"type":"done".*\n$/) });
    } finally {
      await server.close();
    }
  });
});

describe('model import and synth', () => {
  it('says in a sentence how to get what runs it', async () => {
    const { code, err } = await run('import', 'checkpoint', '--out', 'made');
    expect(code).toBe(1);
    expect(err).toMatch(/^dreamthread: Importing runs Python, and neither uv nor a python3 \(.*\) works here; get uv with `curl .*` .*\n$/);
  });

  it('runs the importer by uv, passes its progress on, and shows licence and limits of use', async () => {
    await command('uv', imports());
    const { code, out, err } = await run('import', 'a checkpoint', '--base', 'base', '--out', 'made', '--llm', 'int8');
    expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/languageModel: 2\.00 kB of 2\.00 kB\n$/) });
    expect(out).toContain(`Licence of ${ID}: Apache-2.0\n\nLicence and use\n\n  For research.\n\nIt is in made`);
    const { args, cwd } = JSON.parse(await readFile(join(dir, 'seen.json'), 'utf8'));
    expect(cwd).toBe(join(ROOT, 'engine/train'));
    expect(args.slice(args.indexOf('dreamtrain.importing'))).toEqual([
      ...['dreamtrain.importing', join(dir, 'a checkpoint'), '--base', join(dir, 'base'), '--llm', 'int8', '--decoder', 'fp16'],
      ...['--out', join(dir, 'made'), '--json-progress'],
    ]);
  });

  it('takes a python3 where uv is broken', async () => {
    await command('uv', 'process.exit(2)');
    await command('python3', imports());
    const { code, out } = await run('synth', '--like', 'dreamllm-7b', '--layers', '8', '--out', 'made', '--json');
    expect(code).toBe(0);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { type: 'progress', what: 'languageModel', done: 0, total: 2000 },
      { type: 'progress', what: 'languageModel', done: 2000, total: 2000 },
      { type: 'done', dir: join(dir, 'made'), id: ID, licence: 'Apache-2.0' },
    ]);
    const { args } = JSON.parse(await readFile(join(dir, 'seen.json'), 'utf8'));
    expect(args.slice(3)).toEqual([
      'synth',
      '--like',
      'dreamllm-7b',
      '--layers',
      '8',
      '--llm',
      'int4',
      '--decoder',
      'fp16',
      '--out',
      join(dir, 'made'),
      '--json-progress',
    ]);
  });

  it('hands on the sentence of an importer that refuses, and names one that breaks', async () => {
    await command(
      'uv',
      `if (!args.includes('-c')) { console.error('Installed 2 packages\\nThe checkpoint lacks dream_embedding.bin; download it again.'); process.exit(1); }`,
    );
    expect(await run('import', 'x', '--out', 'made')).toMatchObject({
      code: 1,
      err: 'dreamthread: The checkpoint lacks dream_embedding.bin; download it again.\n',
    });
    await command(
      'uv',
      `if (!args.includes('-c')) { console.error('Traceback (most recent call last):\\n  File x\\nKeyError: 3'); process.exit(1); }`,
    );
    expect((await run('import', 'x', '--out', 'made')).err).toMatch(/The importer broke \(exit code 1, KeyError: 3\)/);
  });

  it('stops the importer with Ctrl-C', async () => {
    await command(
      'uv',
      `if (!args.includes('-c')) { console.log('{"stage":"read","done":1,"total":2}'); setInterval(() => {}, 1000); process.on('SIGINT', () => { fs.writeFileSync(${JSON.stringify(join(dir, 'stopped'))}, ''); process.exit(130); }); }`,
    );
    const { child, ended } = start(['import', 'x', '--out', 'made', '--json']);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, err: expect.stringMatching(/Stopped; run the same command again/) });
    expect(await readFile(join(dir, 'stopped'), 'utf8')).toBe('');
  });
});
