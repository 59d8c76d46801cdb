/** Brings a model folder here: model.json first, then each file it names, and the folder takes its name when all are verified. */
import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type Manifest, parseManifest, readManifest } from '../../engine/index.ts';
import { ConfigError, PlatformError } from '../core/errors.ts';
import { makeFolder } from '../core/folder.ts';
import { download, onDisk, type Patience, readText } from './download.ts';
import { bytesOf, CARD, UNFINISHED } from './folders.ts';
import { sizeText } from './size.ts';
import { openSource, type Source } from './source.ts';

export interface Pull {
  /** The address or folder of a model. */
  readonly from: string;
  /** Folder of model folders. */
  readonly modelsDir: string;
  /** What the folder is called; by default the model's id. */
  readonly name?: string;
  readonly patience?: Patience;
  /** Told when the manifest has come and may be pulled. */
  readonly onManifest?: (manifest: Manifest) => void;
  /** Bytes there, of a file, and of how many. */
  readonly onBytes?: (name: string, bytes: number, total: number) => void;
}

export interface Pulled {
  readonly dir: string;
  readonly manifest: Manifest;
}

const PATIENCE: Patience = { pausesMs: [1_000, 3_000, 10_000, 30_000], stallMs: 60_000 };
const MAX_MANIFEST_BYTES = 4 << 20;
const MAX_CARD_BYTES = 256 << 10;

/** Throws ConfigError, PlatformError, EngineError, or the signal's reason; run again, it goes on in `<name>.part`, which is no model folder yet. */
export async function pullModel(pull: Pull, signal: AbortSignal): Promise<Pulled> {
  const { patience = PATIENCE, modelsDir, onBytes } = pull;
  const source = await openSource(pull.from);
  const text = await readText(source, 'model.json', MAX_MANIFEST_BYTES, patience, signal);
  const manifest = parseManifest(text, `model.json from ${source.at}`);
  const dir = join(modelsDir, folderName(pull.name, manifest));
  if (existsSync(dir)) return { dir: await alreadyThere(dir, manifest), manifest };
  pull.onManifest?.(manifest);

  const part = `${dir}${UNFINISHED}`;
  await onDisk(part, async () => makeFolder(part));
  await checkRoom(part, manifest);
  for (const [name, expected] of Object.entries(manifest.files)) {
    await download(source, name, expected, join(part, name), patience, (bytes) => onBytes?.(name, bytes, expected.bytes), signal);
  }
  const card = await readCard(source, patience, signal);
  if (card !== undefined) await onDisk(part, () => writeFile(join(part, CARD), card));
  await removeOthers(part, [...Object.keys(manifest.files), CARD]);
  await onDisk(part, () => writeFile(join(part, 'model.json'), text));
  await onDisk(dir, () => rename(part, dir));
  return { dir, manifest };
}

function folderName(name: string | undefined, { id }: Manifest): string {
  const chosen = name ?? id;
  if (/^\w[\w.-]{0,99}$/.test(chosen) && !chosen.endsWith(UNFINISHED)) return chosen;
  throw new ConfigError(
    'invalid-input',
    `Expected a folder name of letters, digits, points, dashes; got ${JSON.stringify(chosen)}; choose one with --name.`,
  );
}

async function alreadyThere(dir: string, wanted: Manifest): Promise<string> {
  const found = await readManifest(dir).catch(() => undefined);
  if (found?.id === wanted.id) return dir;
  throw new ConfigError('invalid-input', `${dir} is there already and is not ${wanted.id}; choose another name with --name, or remove it.`);
}

/** Before the first byte: what is missing must fit. */
async function checkRoom(part: string, manifest: Manifest): Promise<void> {
  const { bavail, bsize } = await statfs(part);
  const sizes = await Promise.all((await filesIn(part)).map(async (name) => (await stat(join(part, name))).size));
  const missing = bytesOf(manifest) - sizes.reduce((sum, bytes) => sum + bytes, 0);
  if (missing <= bavail * bsize) return;
  throw new ConfigError(
    'data-unusable',
    `The model needs ${sizeText(missing)} more and the disk of ${part} has ${sizeText(bavail * bsize)}; make room or choose another folder with --models.`,
  );
}

async function readCard(source: Source, patience: Patience, signal: AbortSignal): Promise<string | undefined> {
  try {
    return await readText(source, CARD, MAX_CARD_BYTES, patience, signal);
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'rejected') return undefined; // a model without a card
    throw error;
  }
}

/** What an earlier version of the model left behind. */
async function removeOthers(part: string, keep: readonly string[]): Promise<void> {
  for (const name of await filesIn(part)) if (!keep.includes(name)) await rm(join(part, name));
}

/** Paths inside the folder, with `/`. */
async function filesIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(dir, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
}
