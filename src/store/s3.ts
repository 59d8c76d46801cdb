/**
 * Calls to S3-type storage: signed (Signature Version 4, by aws4fetch), bounded in time, and made again while the storage cannot be
 * reached or fails, so each of ours may be done twice. Buckets are named in the path, as every such storage takes it. Where
 * this machine's clock is off, the storage's own is taken. What is wrong is one sentence without a key.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import { nameOf, type S3Place } from '../core/asset.ts';
import { ConfigError } from '../core/errors.ts';

const ATTEMPT_MS = 20_000;
/** With a storage that refuses at once, about twenty seconds: longer than one takes to start again. */
const PAUSES_MS = [100, 300, 1_000, 3_000, 6_000, 10_000];

export interface S3Call {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** A name in the bucket; empty for the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface S3Answer {
  readonly status: number;
  readonly bytes: Uint8Array;
}

/** An answer that is neither success nor "there is none". */
interface Refusal {
  readonly status: number;
  /** S3's own word, such as AccessDenied; empty where none came. */
  readonly code: string;
  readonly region: string | undefined;
}

/** Answers 2xx and "no such key" (404); throws ConfigError `data-unusable` for all else. An answer may have `bytesAtMost`. */
export function openS3(place: S3Place, bytesAtMost: number, { pausesMs = PAUSES_MS, attemptMs = ATTEMPT_MS } = {}) {
  const keys = new Map<string, ArrayBuffer>();
  let clockOffMs = 0;

  async function once({ method, key, query = {}, headers = {}, body }: S3Call): Promise<S3Answer | Refusal> {
    const url = new URL(`${place.endpoint.replace(/\/$/, '')}/${place.bucket}${key && `/${key}`}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const { accessKeyId, secretAccessKey, sessionToken, region } = place;
    const signed = await new AwsV4Signer({
      ...{ method, url: url.href, headers, accessKeyId, secretAccessKey, region, service: 's3', cache: keys },
      ...(sessionToken ? { sessionToken } : {}),
      datetime: new Date(Date.now() + clockOffMs).toISOString().replace(/[:-]|\.\d{3}/g, ''),
    }).sign();
    const answer = await fetch(signed.url, {
      ...{ method, headers: signed.headers, redirect: 'manual', signal: AbortSignal.timeout(attemptMs) },
      ...(body ? { body } : {}),
    });
    const bytes = await bytesOf(answer, bytesAtMost);
    if (!bytes)
      throw unusable(
        place,
        `it answers with more than ${bytesAtMost / 1024 ** 2} MB, which no file of ours has: give it a prefix of its own`,
      );
    const { status } = answer;
    if (answer.ok) return { status, bytes };
    const code = /<Code>(\w+)<\/Code>/.exec(new TextDecoder().decode(bytes))?.[1] ?? '';
    if (status === 404 && code !== 'NoSuchBucket') return { status, bytes };
    if (code === 'RequestTimeTooSkewed') clockOffMs = Date.parse(answer.headers.get('date') ?? '') - Date.now() || 0;
    return { status, code, region: answer.headers.get('x-amz-bucket-region') ?? undefined };
  }

  return async function call(request: S3Call): Promise<S3Answer> {
    for (let attempt = 0; ; attempt++) {
      const last = attempt === pausesMs.length;
      let answer: S3Answer | Refusal;
      try {
        answer = await once(request);
      } catch (error) {
        if (error instanceof ConfigError) throw error;
        if (last || !isPassing(error)) throw unusable(place, troubleOf(error, attemptMs), error);
        await wait(pausesMs[attempt]);
        continue;
      }
      if ('bytes' in answer) return answer;
      const isSkew = answer.code === 'RequestTimeTooSkewed';
      if (last || !(isSkew ? attempt === 0 : answer.status >= 500 || PASSING.has(answer.code))) throw unusable(place, refusalOf(answer));
      if (!isSkew) await wait(pausesMs[attempt]);
    }
  };
}

/** Undefined when there are more than that. */
async function bytesOf({ body }: Response, atMost: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let sum = 0;
  for await (const chunk of body ?? []) {
    sum += chunk.byteLength;
    if (sum > atMost) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Refusals that are over soon. */
const PASSING: ReadonlySet<string> = new Set(['SlowDown', 'RequestTimeout', 'OperationAborted', 'TooManyRequests']);

const REFUSALS: Readonly<Record<string, string>> = {
  NoSuchBucket: 'there is no bucket of this name: create it, or check ASSETS_URL',
  InvalidAccessKeyId: 'it does not know this access key: check AWS_ACCESS_KEY_ID',
  SignatureDoesNotMatch: 'the secret key does not fit the access key: check AWS_SECRET_ACCESS_KEY',
  ExpiredToken: 'its session token has run out: renew AWS_SESSION_TOKEN',
  InvalidToken: 'it does not know this session token: check AWS_SESSION_TOKEN',
  AccessDenied: 'this key may not do that there: let it list the bucket, and get, put and delete what is in it',
  RequestTimeTooSkewed: 'this machine’s clock is wrong: set it',
  QuotaExceeded: 'its quota is used up: free some space, or raise it',
  XMinioStorageFull: 'it is full: free some space',
};

function refusalOf({ status, code, region }: Refusal): string {
  if (status === 301 || status === 307 || code === 'AuthorizationHeaderMalformed') {
    return `the bucket is in another region: set AWS_REGION${region ? ` to ${region}` : ''}`;
  }
  return REFUSALS[code] ?? `it answers ${status}${code && ` ${code}`}: look into its own log`;
}

const codeOf = (error: unknown): string => ((error as { cause?: { code?: string } }).cause?.code ?? '').toString();

const isPassing = (error: unknown): boolean => !/CERT|SIGNATURE|ALTNAME|ERR_INVALID/.test(codeOf(error));

function troubleOf(error: unknown, attemptMs: number): string {
  const code = codeOf(error);
  if ((error as Error).name === 'TimeoutError')
    return `it did not answer within ${attemptMs / 1000} s: check AWS_ENDPOINT_URL, and whether it runs`;
  if (code === 'ENOTFOUND') return 'there is no machine of this name: check AWS_ENDPOINT_URL and AWS_REGION';
  if (/CERT|SIGNATURE|ALTNAME/.test(code)) return `its certificate is not trusted (${code}): name its authority with NODE_EXTRA_CA_CERTS`;
  return `it cannot be reached${code && ` (${code})`}: start it, or check AWS_ENDPOINT_URL`;
}

function unusable(place: S3Place, trouble: string, cause?: unknown): ConfigError {
  const where = `${nameOf(place)} (${new URL(place.endpoint).host})`;
  return new ConfigError(
    'data-unusable',
    `The picture store ${where} cannot be used because ${trouble}.`,
    cause === undefined ? {} : { cause },
  );
}
