/** One file of a model, whole and verified, or resumable. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, PlatformError } from '../core/errors.ts';
import { makeFolder } from '../core/folder.ts';
import type { Source } from './source.ts';

export interface Expected {
  readonly sha256: string;
  readonly bytes: number;
}

export interface Patience {
  /** Waited before each new try after a cut connection; a try that got further than any before starts the list again. */
  readonly pausesMs: readonly number[];
  /** A connection that brings nothing for so long counts as cut. */
  readonly stallMs: number;
}

/**
 * Leaves the file at `path`. What has come so far stays in `<path>.part`, also when this throws, and is continued next
 * time; never more than `expected.bytes` are kept. `onBytes` hears how many are there.
 */
export async function download(
  source: Source,
  name: string,
  expected: Expected,
  path: string,
  patience: Patience,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  if ((await sizeOf(path)) === expected.bytes && (await hashOf(path)) === expected.sha256) return onBytes(expected.bytes);
  await onDisk(dirname(path), async () => makeFolder(dirname(path)));
  const part = `${path}.part`;
  let kept = await sizeOf(part);
  if (kept > expected.bytes) kept = 0;
  for (;;) {
    await fill(source, name, part, kept, expected.bytes, patience, onBytes, signal);
    if ((await hashOf(part)) === expected.sha256) break;
    await rm(part);
    // What an earlier run left may have been of another version of the file: once more, from the beginning.
    if (kept === 0)
      throw new PlatformError(
        'invalid-payload',
        `${name} from ${source.at} is not the file that its model.json names (its SHA-256 differs); tell who offers it, or pull again.`,
      );
    kept = 0;
  }
  await onDisk(path, () => rename(part, path));
}

/** Tries until `part` has `total` bytes. */
async function fill(
  source: Source,
  name: string,
  part: string,
  kept: number,
  total: number,
  { pausesMs, stallMs }: Patience,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const file = await onDisk(part, () => open(part, kept > 0 ? 'r+' : 'w'));
  try {
    let size = kept;
    let furthest = kept;
    for (let failures = 0; size < total; ) {
      try {
        for await (const reached of append(source, name, file, part, size, total, stallMs, signal)) {
          size = reached;
          onBytes(size);
        }
        if (size < total)
          throw new PlatformError('unreachable', `${source.at} ended ${name} at ${size} of ${total} bytes; run the same command again.`, {
            retryable: true,
          });
      } catch (error) {
        signal.throwIfAborted();
        failures = size > furthest ? 1 : failures + 1;
        furthest = Math.max(furthest, size);
        const pauseMs = pausesMs[failures - 1];
        if (!(error instanceof PlatformError && error.retryable) || pauseMs === undefined) throw error;
        await sleep(pauseMs, undefined, { signal });
      }
    }
    await onDisk(part, () => file.sync());
  } finally {
    await file.close();
  }
}

/** One connection: writes what comes and yields the size reached. */
async function* append(
  source: Source,
  name: string,
  file: FileHandle,
  part: string,
  from: number,
  total: number,
  stallMs: number,
  signal: AbortSignal,
): AsyncGenerator<number, void, void> {
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(), stallMs);
  try {
    const { start, bytes } = await source.open(name, from, AbortSignal.any([signal, stalled.signal]));
    let size = start;
    if (start < from) await onDisk(part, () => file.truncate(start));
    yield size;
    for await (const chunk of bytes) {
      timer.refresh();
      signal.throwIfAborted();
      if (size + chunk.length > total) {
        await file.truncate(0);
        throw new PlatformError(
          'invalid-payload',
          `${source.at} sends more of ${name} than the ${total} bytes that its model.json states; tell who offers it.`,
        );
      }
      await onDisk(part, () => file.write(chunk, 0, chunk.length, size));
      size += chunk.length;
      yield size;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** A small file as text, at most `maxBytes` long. */
export async function readText(
  source: Source,
  name: string,
  maxBytes: number,
  { stallMs }: Patience,
  signal: AbortSignal,
): Promise<string> {
  const { bytes } = await source.open(name, 0, AbortSignal.any([signal, AbortSignal.timeout(stallMs)]));
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > maxBytes)
      throw new PlatformError(
        'invalid-payload',
        `${name} from ${source.at} is longer than ${maxBytes} bytes, so it is no ${name}; look whether the address is right.`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What the disk says, in a sentence. */
export async function onDisk<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const reason =
      {
        ENOSPC: 'the disk is full',
        EDQUOT: 'the disk quota is used up',
        EACCES: 'it may not be written',
        EROFS: 'the disk is read-only',
        ENOENT: 'no folder can be made there',
      }[code] ?? code;
    throw new ConfigError(
      'data-unusable',
      `${path} cannot be written: ${reason}; make room or choose another folder, and run the same command again.`,
      { cause: error },
    );
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

async function hashOf(path: string): Promise<string> {
  const sha256 = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) sha256.update(chunk as Uint8Array);
  return sha256.digest('hex');
}
