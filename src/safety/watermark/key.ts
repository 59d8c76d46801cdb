/** The watermark's key: 32 bytes in hexadecimal in `<data>/credentials/watermark.key`, made at the first use. */
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../../core/errors.ts';

/** Throws ConfigError when what lies there is no key. */
export async function watermarkKey(dataDir: string): Promise<Uint8Array> {
  const folder = join(dataDir, 'credentials');
  const place = join(folder, 'watermark.key');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(place, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(place, 'it cannot be written', error);
  }
  const text = await readFile(place, 'utf8').catch((error: unknown) => {
    throw unusable(place, 'it cannot be read', error);
  });
  if (!/^[0-9a-f]{64}\s*$/i.test(text)) throw unusable(place, 'expected 64 hexadecimal digits');
  return Buffer.from(text.trim(), 'hex');
}

const unusable = (place: string, why: string, cause?: unknown): ConfigError =>
  new ConfigError(
    'data-unusable',
    `The watermark's key in ${place} cannot be used because ${why}: mend it, or move it away to get a new one, which does not find the marks of the old one.`,
    { cause },
  );
