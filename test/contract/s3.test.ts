/** Pictures on S3-type storage: the contract of the folder, over a real wire; and what only such a storage can do to us. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { S3Place } from '../../src/core/asset.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { openS3Assets } from '../../src/store/s3-assets.ts';
import { assetId } from '../support/made.ts';
import { type LocalS3, openLocalS3 } from '../support/s3/local-s3.ts';
import { claimOf, sha256, signatureOf } from '../support/s3/signature.ts';
import { assetStoreContract } from './asset-store.ts';

let server: LocalS3;
let place: S3Place;
const quick = { pausesMs: [1, 1, 1], attemptMs: 300 };
const bytes = new TextEncoder().encode('a picture');

beforeAll(async () => {
  server = await openLocalS3();
});
afterAll(() => server.end());
beforeEach(() => {
  place = server.place();
  server.clockAheadMs = 0;
  server.asked();
});

assetStoreContract('s3', {
  open: () => openS3Assets(place),
  reopen: () => openS3Assets(place),
  async damage(asset, damaged) {
    server.objects.set(`${place.prefix}/assets/${asset.slice(7, 9)}/${asset.slice(7)}`, damaged);
  },
});

async function refusal(changes: Partial<S3Place>): Promise<string> {
  const error: unknown = await openS3Assets({ ...place, ...changes }, quick)
    .check()
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConfigError);
  expect(String(error)).not.toMatch(/geheim|falsch/);
  return (error as ConfigError).message;
}

describe('s3', () => {
  it.each([
    ['another secret', { secretAccessKey: 'falsch' }, 'the secret key does not fit the access key: check AWS_SECRET_ACCESS_KEY'],
    ['an unknown key', { accessKeyId: 'NOBODY' }, 'it does not know this access key: check AWS_ACCESS_KEY_ID'],
    ['a token that is none', { sessionToken: 'falsch' }, 'it does not know this session token: check AWS_SESSION_TOKEN'],
    ['no bucket', { bucket: 'nowhere' }, 'there is no bucket of this name: create it, or check ASSETS_URL'],
    ['another region', { region: 'mars-1' }, 'the bucket is in another region: set AWS_REGION to eu-test-1'],
    ['nobody there', { endpoint: 'http://127.0.0.1:1' }, 'it cannot be reached: start it, or check AWS_ENDPOINT_URL'],
    ['no machine', { endpoint: 'http://nowhere.invalid' }, 'there is no machine of this name: check AWS_ENDPOINT_URL and AWS_REGION'],
  ])('says in one sentence what is wrong: %s', async (_, changes, trouble) => {
    expect((await refusal(changes)).replace(/ \((ECONNREFUSED|EAI_AGAIN|bad port)\)/, '')).toContain(`cannot be used because ${trouble}.`);
  });

  it('says what a key may not do', async () => {
    server.allow('READER', { secretAccessKey: 'geheim', rights: ['list', 'get'] });
    const reader = openS3Assets({ ...place, accessKeyId: 'READER' }, quick);
    await reader.check();
    await expect(reader.put(bytes)).rejects.toThrow(/this key may not do that there: let it list the bucket, and get, put and delete/);
  });

  it('takes keys that were lent with a session token', async () => {
    server.allow('LENT', { secretAccessKey: 'geheim', sessionToken: 'a+/b=', rights: ['list', 'get', 'put', 'delete'] });
    const lent = openS3Assets({ ...place, accessKeyId: 'LENT', sessionToken: 'a+/b=' }, quick);
    expect(await lent.get(await lent.put(bytes))).toEqual(bytes);
  });

  it.each([['500, 503 and a cut connection', [500, 503, 'cut']] as const, ['no answer in time', ['slow']] as const])(
    'does again what went wrong in passing: %s',
    async (_, troubles) => {
      const store = openS3Assets(place, quick);
      server.trouble(...troubles);
      const asset = await store.put(bytes);
      server.trouble(...troubles);
      expect(await store.get(asset)).toEqual(bytes);
      expect(server.asked().length).toBe(2 * (troubles.length + 1));
    },
  );

  it('gives up in a sentence what goes wrong for good', async () => {
    const store = openS3Assets(place, quick);
    server.trouble(500, 500, 500, 500);
    await expect(store.put(bytes)).rejects.toThrow(/cannot be used because it answers 500 InternalError: look into its own log\.$/);
    server.trouble('slow', 'slow', 'slow', 'slow');
    await expect(store.get(assetId('0'))).rejects.toThrow(/because it did not answer within 0\.3 s: check AWS_ENDPOINT_URL/);
  });

  it('waits for a storage that is started again', async () => {
    const store = openS3Assets(place, { pausesMs: [20, 100, 400] });
    await server.end();
    const put = store.put(bytes);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.start();
    expect(await store.get(await put)).toEqual(bytes);
  });

  it.each([-3_600_000, 3_600_000])('goes by the storage’s clock where its own is off (by %i ms)', async (ms) => {
    server.clockAheadMs = ms;
    const store = openS3Assets(place, quick);
    expect(await store.get(await store.put(bytes))).toEqual(bytes);
    expect(server.asked().length).toBe(3);
  });

  it('lists all, page by page, and nothing of its neighbours', async () => {
    const store = openS3Assets(place);
    const names = Array.from({ length: 2_500 }, (_, n) => sha256(String(n)));
    for (const hash of names) server.objects.set(`${place.prefix}/assets/${hash.slice(0, 2)}/${hash}`, bytes);
    server.objects.set(`${place.prefix}/assets/README&more`, bytes);
    await openS3Assets(server.place()).put(bytes);
    const listed: string[] = [];
    for await (const asset of store.all()) listed.push(asset);
    expect(listed.sort()).toEqual(names.map((hash) => `sha256:${hash}`).sort());
  });

  it('neither sends nor takes what is too large', async () => {
    const store = openS3Assets(place);
    const large = new Uint8Array(33 * 1024 ** 2);
    await expect(store.put(large)).rejects.toThrow('Expected pictures of at most 32 MB, got one of 33 MB: send it smaller.');
    server.objects.set(`${place.prefix}/assets/00/${'0'.repeat(64)}`, large);
    await expect(store.get(assetId('0'))).rejects.toThrow(/it answers with more than 32 MB/);
  });
});

/** Of S3's documents, "Signature Calculations for the Authorization Header". */
describe('the local S3', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const scope = 'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
  const common = { host: 'examplebucket.s3.amazonaws.com', 'x-amz-date': '20130524T000000Z', 'x-amz-content-sha256': sha256('') };
  it.each([
    {
      ...{ method: 'GET', url: '/test.txt', headers: { ...common, range: 'bytes=0-9' } },
      names: 'host;range;x-amz-content-sha256;x-amz-date',
      signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    },
    {
      ...{ method: 'PUT', url: '/test%24file.text' },
      headers: {
        ...common,
        ...{ date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
        'x-amz-content-sha256': sha256('Welcome to Amazon S3.'),
      },
      names: 'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
      signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    },
    {
      ...{ method: 'GET', url: '/?max-keys=2&prefix=J', headers: common, names: 'host;x-amz-content-sha256;x-amz-date' },
      signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    },
  ])('reckons the signature of their examples: $method $url', ({ method, url, headers, names, signature }) => {
    const claim = claimOf(`${scope},SignedHeaders=${names},Signature=${signature}`);
    expect(claim && signatureOf({ method, url, headers }, claim, secret)).toBe(signature);
  });
});
