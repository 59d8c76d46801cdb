/**
 * Signature Version 4 as S3's documents describe it ("Authenticating Requests: Using the Authorization Header"), from the side
 * of the server: what a request must have been signed with. test/contract/s3.test.ts holds it to their examples.
 */
import { createHash, createHmac } from 'node:crypto';

export interface Signed {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface Claim {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** What a request says it was signed with; undefined when it says nothing of the kind. */
export function claimOf(authorization: string | undefined): Claim | undefined {
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization ?? '',
    );
  if (!found) return undefined;
  const [, accessKeyId = '', date = '', region = '', signedHeaders = '', signature = ''] = found;
  return { accessKeyId, date, region, signedHeaders: signedHeaders.split(';'), signature };
}

export function signatureOf({ method, url, headers }: Signed, { date, region, signedHeaders }: Claim, secretAccessKey: string): string {
  const { pathname, searchParams } = new URL(url, 'http://any');
  const path = pathname
    .split('/')
    .map((segment) => encoded(decodeURIComponent(segment)))
    .join('/');
  const query = [...searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
  const lines = signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}\n`).join('');
  const canonical = [method, path, query, lines, signedHeaders.join(';'), headers['x-amz-content-sha256'] ?? ''].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', timeOf(headers), `${date}/${region}/s3/aws4_request`, sha256(canonical)].join('\n');
  const key = [date, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(key, toSign).toString('hex');
}

/** As 20130524T000000Z. */
export const timeOf = (headers: Signed['headers']): string =>
  headers['x-amz-date'] ?? new Date(headers.date ?? 0).toISOString().replaceAll(/[:-]|\.\d{3}/g, '');

export const sha256 = (what: string | Uint8Array): string => createHash('sha256').update(what).digest('hex');

const hmac = (key: string | Buffer, what: string): Buffer => createHmac('sha256', key).update(what).digest();

const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
