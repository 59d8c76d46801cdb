/** The real program as gateway and worker, over a real Redis and an S3 that both share. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, isSettled, MAIN, startApp } from '../support/app.ts';
import { type OwnRedis, openOwnRedis } from '../support/redis.ts';
import { type LocalS3, openLocalS3 } from '../support/s3/local-s3.ts';

let dataDir = '';
let redis: OwnRedis;
let s3: LocalS3;
let settings: Record<string, string>;
let app: App | undefined;
let worker: ChildProcess | undefined;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dreamthread-'));
  redis = await openOwnRedis();
  s3 = await openLocalS3();
  const { endpoint, region, bucket, prefix, accessKeyId, secretAccessKey } = s3.place();
  settings = {
    ...{ REDIS_URL: redis.url, ASSETS_URL: `s3://${bucket}/${prefix}`, AWS_ENDPOINT_URL: endpoint, AWS_REGION: region },
    ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
  };
});
afterAll(async () => {
  await app?.kill();
  worker?.kill('SIGKILL');
  await redis.close();
  await s3.end();
  await rm(dataDir, { recursive: true, force: true });
});

async function startWorker(): Promise<ChildProcess> {
  // As on a machine of its own: no platform's token, no database.
  const child = spawn(process.execPath, [MAIN, 'worker'], { env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((ready, failed) => {
    child.stdout?.on('data', (said) => /works with model/.test(String(said)) && ready());
    child.once('exit', (code) => failed(new Error(`the worker ended with ${code}`)));
  });
  return child;
}

async function settled(of: App, thread: string) {
  await of.watch(thread, (event) => event.type === 'done' || (event.type === 'state' && isSettled(event.state)));
  return of.state(thread);
}

it('keeps pictures in S3 alone, through a kill and an edit', async () => {
  worker = await startWorker();
  app = await startApp(dataDir, settings, 'gateway');
  expect(await (await fetch(`${app.address}/health`)).json()).toMatchObject({
    stores: { rows: 'data folder', pictures: settings.ASSETS_URL },
  });
  const { thread } = await app.ask('a red circle left of a blue square');
  await app.watch(thread, (event) => event.type === 'image-step');
  await app.kill();
  app = await startApp(dataDir, settings, 'gateway');
  const first = await settled(app, thread);
  expect(first.pictures.map(({ name }) => name)).toEqual(['#1']);
  // The gateway has its bytes, and the worker reads them once.
  s3.asked();
  await app.ask('make #1 green', thread);
  const second = await settled(app, thread);
  expect(second.pictures.map(({ name }) => name)).toEqual(['#1', '#1b']);
  const asked = s3.asked();
  const callsFor = (at: number) =>
    asked
      .filter((one) => one.includes(second.pictures[at]?.asset.slice(7) ?? 'none'))
      .map((one) => one.replace(/[0-9a-f]{2}\/[0-9a-f]{64}/, ''));
  expect(callsFor(0)).toEqual(['GET bot/1/assets/']);
  expect(callsFor(1)).toEqual(['PUT bot/1/freight/assets/', 'GET bot/1/freight/assets/', 'PUT bot/1/assets/']);

  // What the worker made for the gateway that was killed has passed by, and is not among them.
  expect(kept()).toEqual(second.pictures.map(({ asset }) => keyOf(asset)).sort());
  expect(existsSync(join(dataDir, 'assets'))).toBe(false);
  const own = new Redis(redis.url);
  expect(await own.keys('*:file:*')).toEqual([]);
  own.disconnect();
  const hash = second.pictures[1]?.asset.slice(7) ?? '';
  expect((await fetch(`${app.address}/assets/${hash}`)).headers.get('content-type')).toBe('image/png');
}, 240_000);

it('says in one sentence why it cannot start', async () => {
  const other = join(dataDir, 'other');
  const wrong = startApp(other, { ...settings, AWS_SECRET_ACCESS_KEY: 'falsch' });
  await expect(wrong).rejects.toThrow(
    /dreamthread: The picture store s3:\/\/pictures\/bot\/1 .* because the secret key does not fit the access key/,
  );
  await expect(wrong).rejects.not.toThrow(/falsch/);
}, 60_000);

const kept = (): string[] => [...s3.objects.keys()].filter((key) => !key.includes('/freight/')).sort();

const keyOf = (asset: string): string =>
  `${settings.ASSETS_URL?.split('/').slice(3).join('/')}/assets/${asset.slice(7, 9)}/${asset.slice(7)}`;
