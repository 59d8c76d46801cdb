/**
 * A strict S3 of one's own on loopback: it keeps objects in memory, checks every signature, hash, clock, region and right as the real
 * one documents it, and can be told to fail. It knows what a picture store needs and refuses everything else.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { S3Place } from '../../../src/core/asset.ts';
import { claimOf, sha256, signatureOf, timeOf } from './signature.ts';

type Right = 'list' | 'get' | 'put' | 'delete';
/** `cut`: half of the answer, and the connection is gone; `slow`: no answer for as long as anybody waits. */
type Trouble = 500 | 503 | 'cut' | 'slow';

interface Person {
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly rights: readonly Right[];
}

export interface LocalS3 {
  /** A prefix of its own in the one bucket, with the right keys. */
  place(changes?: Partial<S3Place>): S3Place;
  /** By their whole name, without the bucket. */
  readonly objects: Map<string, Uint8Array>;
  /** Those that were asked for since the last call, as `PUT prefix/assets/…`. */
  asked(): string[];
  /** The next requests go wrong so, one after the other. */
  trouble(...what: readonly Trouble[]): void;
  /** Lets another key in. */
  allow(accessKeyId: string, person: Person): void;
  /** By how much its clock is ahead. */
  clockAheadMs: number;
  end(): Promise<void>;
  start(): Promise<void>;
}

const BUCKET = 'pictures';
const REGION = 'eu-test-1';
const SKEW_MS = 15 * 60_000;
const BODY_BYTES_AT_MOST = 64 * 1024 ** 2;

class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(code);
  }
}

export async function openLocalS3(): Promise<LocalS3> {
  const objects = new Map<string, Uint8Array>();
  const people = new Map<string, Person>([['AKTEST', { secretAccessKey: 'geheim', rights: ['list', 'get', 'put', 'delete'] }]]);
  const troubles: Trouble[] = [];
  let asked: string[] = [];
  let places = 0;
  let port = 0;

  /** Who asks, when all about the request is as it was signed. */
  function personOf({ method = '', url = '', headers }: IncomingMessage, body: Buffer): Person {
    const claim = claimOf(headers.authorization);
    if (!claim) throw new Refused(403, 'AccessDenied');
    const given = headers as Record<string, string | undefined>;
    const person = people.get(claim.accessKeyId);
    if (!person) throw new Refused(403, 'InvalidAccessKeyId');
    if (claim.region !== REGION) throw new Refused(400, 'AuthorizationHeaderMalformed', { 'x-amz-bucket-region': REGION });
    const mustSign = ['host', ...Object.keys(given).filter((name) => name.startsWith('x-amz-'))];
    if (mustSign.some((name) => !claim.signedHeaders.includes(name))) throw new Refused(403, 'AccessDenied');
    if (signatureOf({ method, url, headers: given }, claim, person.secretAccessKey) !== claim.signature) {
      throw new Refused(403, 'SignatureDoesNotMatch');
    }
    if (given['x-amz-security-token'] !== person.sessionToken)
      throw new Refused(400, person.sessionToken ? 'AccessDenied' : 'InvalidToken');
    const atMs = Date.parse(timeOf(given).replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)/, '$1-$2-$3:$4:'));
    if (!(Math.abs(atMs - now()) <= SKEW_MS) || !timeOf(given).startsWith(claim.date)) throw new Refused(403, 'RequestTimeTooSkewed');
    const hash = given['x-amz-content-sha256'];
    if (hash !== 'UNSIGNED-PAYLOAD' && hash !== sha256(body)) throw new Refused(400, 'XAmzContentSHA256Mismatch');
    return person;
  }

  function answered(request: IncomingMessage, body: Buffer): { status: number; body?: Uint8Array | string } {
    const person = personOf(request, body);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://any');
    const [, bucket, ...rest] = pathname.split('/').map(decodeURIComponent);
    const key = rest.join('/');
    const may = (right: Right): void => {
      if (!person.rights.includes(right)) throw new Refused(403, 'AccessDenied');
    };
    if (bucket !== BUCKET) throw new Refused(404, 'NoSuchBucket');
    if (key === '') {
      if (request.method !== 'GET' || searchParams.get('list-type') !== '2') throw new Refused(501, 'NotImplemented');
      may('list');
      return { status: 200, body: listed(searchParams) };
    }
    switch (request.method) {
      case 'PUT':
        may('put');
        objects.set(key, new Uint8Array(body));
        return { status: 200 };
      case 'GET': {
        may('get');
        const found = objects.get(key);
        if (found) return { status: 200, body: found };
        // Who may not list is not told whether there is one.
        throw person.rights.includes('list') ? new Refused(404, 'NoSuchKey') : new Refused(403, 'AccessDenied');
      }
      case 'DELETE':
        may('delete');
        objects.delete(key);
        return { status: 204 };
      default:
        throw new Refused(501, 'NotImplemented');
    }
  }

  /** At most as many as asked for; what comes after is behind a token that has to be escaped in XML and in an address. */
  function listed(query: URLSearchParams): string {
    const after = query.get('continuation-token')?.slice('after&'.length) ?? '';
    const most = Math.min(Number(query.get('max-keys') ?? 1000), 1000);
    const keys = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after).sort();
    const page = keys.slice(0, most);
    const next = keys.length > most ? `<NextContinuationToken>after&amp;${page.at(-1)}</NextContinuationToken>` : '';
    const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
    return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult>${contents}${next}</ListBucketResult>`;
  }

  const now = (): number => Date.now() + local.clockAheadMs;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_AT_MOST) throw new Error('no test sends that much');
    const body = await buffer(request);
    asked.push(`${request.method} ${(request.url ?? '').slice(`/${BUCKET}/`.length)}`);
    const trouble = troubles.shift();
    response.setHeader('date', new Date(now()).toUTCString());
    if (trouble === 'slow') return;
    if (trouble === 'cut') {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('half of it');
      setTimeout(() => response.destroy(), 5);
      return;
    }
    try {
      if (trouble) throw new Refused(trouble, trouble === 503 ? 'SlowDown' : 'InternalError');
      const { status, body: answer } = answered(request, body);
      response.writeHead(status).end(answer);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const words = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${error.code}</Code><Message>no</Message></Error>`;
      response.writeHead(error.status, { 'content-type': 'application/xml', ...error.headers }).end(words);
    }
  }

  let server: Server;
  const local: LocalS3 = {
    clockAheadMs: 0,
    objects,
    place: (changes) => ({
      ...{ endpoint: `http://127.0.0.1:${port}`, region: REGION, bucket: BUCKET, prefix: `bot/${++places}` },
      ...{ accessKeyId: 'AKTEST', secretAccessKey: 'geheim' },
      ...changes,
    }),
    asked() {
      const since = asked;
      asked = [];
      return since;
    },
    trouble: (...what) => void troubles.push(...what),
    allow: (accessKeyId, person) => void people.set(accessKeyId, person),
    async start() {
      server = createServer((request, response) => void serve(request, response));
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      port = (server.address() as AddressInfo).port;
    },
    async end() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  await local.start();
  return local;
}
