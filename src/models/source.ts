/** Where a model folder is taken from: a web address, or a folder of this machine. */
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError, PlatformError } from '../core/errors.ts';

export interface Source {
  /** Whence, without what may be secret in it (a name, a password, a query). */
  readonly at: string;
  /**
   * The bytes of one file, from `offset` on where that can be done: `start` says where they begin. Throws PlatformError:
   * `rejected` when there is no such file or it may not be had, `unreachable` (retryable) when trying again may help.
   */
  open(name: string, offset: number, signal: AbortSignal): Promise<{ readonly start: number; readonly bytes: AsyncIterable<Uint8Array> }>;
}

/** `from` is the address or the path of a model folder, or of the model.json in it. */
export async function openSource(from: string): Promise<Source> {
  if (/^https?:\/\//i.test(from)) return webSource(from);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(from))
    throw new ConfigError(
      'invalid-input',
      `Expected an address that begins with https:// or http://, or a folder; got ${from.split(':')[0]}://.`,
    );
  return folderSource(from);
}

const MAX_REDIRECTS = 5;

function webSource(address: string): Source {
  let folder: URL;
  try {
    folder = new URL(address.replace(/\/(model\.json)?$/, '').concat('/'));
  } catch {
    throw new ConfigError('invalid-input', 'The address cannot be read; give one like https://example.org/models/name.');
  }
  if (folder.username || folder.password || folder.search)
    throw new ConfigError(
      'invalid-input',
      'Expected an address without a name, a password or a query (?) in it; models are pulled without them.',
    );
  return {
    at: folder.href,
    async open(name, offset, signal) {
      let url = new URL(name, folder);
      for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
        const answer = await ask(url, offset, signal);
        const location = answer.headers.get('location');
        if (answer.status < 300 || answer.status >= 400 || location === null) return body(answer, name, offset, folder.host);
        await answer.body?.cancel();
        const next = new URL(location, url);
        if (next.protocol !== url.protocol)
          throw new PlatformError(
            'rejected',
            `${folder.host} sends ${name} on to another kind of address (${next.protocol}//); pull from the address where the files are.`,
          );
        url = next;
      }
      throw new PlatformError(
        'rejected',
        `${folder.host} sends ${name} on more than ${MAX_REDIRECTS} times; pull from the address where the files are.`,
      );
    },
  };
}

async function ask(url: URL, offset: number, signal: AbortSignal): Promise<Response> {
  try {
    // Compressed bytes could not be continued in the middle.
    const headers = { 'accept-encoding': 'identity', ...(offset > 0 && { range: `bytes=${offset}-` }) };
    return await fetch(url, { headers, redirect: 'manual', signal });
  } catch (error) {
    throw unreachable(url.host, error);
  }
}

async function body(answer: Response, name: string, offset: number, host: string): ReturnType<Source['open']> {
  if (answer.status === 416) return { start: 0, bytes: nothing() }; // what we have is not the beginning of what they have
  if (!answer.ok || !answer.body) {
    await answer.body?.cancel();
    const busy = answer.status === 429 || answer.status >= 500;
    if (busy)
      throw new PlatformError('unreachable', `${host} answered ${answer.status} for ${name}; try again later.`, { retryable: true });
    throw new PlatformError(
      'rejected',
      `${host} answered ${answer.status} for ${name}; look whether the address is right and open to you.`,
    );
  }
  const start = answer.status === 206 ? Number(/^bytes (\d+)-/.exec(answer.headers.get('content-range') ?? '')?.[1] ?? Number.NaN) : 0;
  if (start !== 0 && start !== offset) {
    await answer.body.cancel();
    throw new PlatformError(
      'invalid-payload',
      `${host} sent another part of ${name} than was asked for; delete the .part folder and pull again.`,
    );
  }
  return { start, bytes: read(answer.body, host) };
}

async function* read(stream: unknown, at: string): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield* stream as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw unreachable(at, error);
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void, void> {}

function unreachable(at: string, error: unknown): PlatformError {
  const { cause = error } = error as { cause?: unknown };
  const { code, message } = cause as { code?: string; message?: string };
  const reason = code ?? message ?? 'the connection was cut';
  return new PlatformError(
    'unreachable',
    `${at} could not be reached to the end (${reason}); run the same command again, it goes on where it stopped.`,
    { retryable: true, cause: error },
  );
}

async function folderSource(path: string): Promise<Source> {
  const given = resolve(path);
  const folder = basename(given) === 'model.json' ? dirname(given) : given;
  const root = await realpath(folder).catch(() => {
    throw new ConfigError('invalid-input', `There is no folder ${folder}; give the address or the folder of a model.`);
  });
  return {
    at: root,
    async open(name, offset) {
      const file = join(root, name);
      const found = await stat(file).catch(() => undefined);
      if (!found?.isFile()) throw new PlatformError('rejected', `There is no ${name} in ${root}; give a folder that holds a whole model.`);
      return { start: offset, bytes: read(createReadStream(file, { start: offset, highWaterMark: 1 << 20 }), root) };
    },
  };
}
