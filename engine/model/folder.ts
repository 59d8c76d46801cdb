/** Reads a model folder: its manifest, and the proof that every file is the one the manifest speaks of. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Manifest, manifestSchema } from './manifest.ts';
import { ModelError } from './model-error.ts';

export interface ModelFolder {
  readonly manifest: Manifest;
  /** The absolute path of one of the manifest's files. */
  path(name: string): string;
}

/** Files whose hash was right, by path, size and time of change: a second model from the same folder is not hashed again. */
const verified = new Map<string, string>();

export async function openFolder(dir: string): Promise<ModelFolder> {
  const root = await realpath(dir).catch(() => {
    throw new ModelError('model-missing', `There is no model folder at ${dir}; set the model's path to a folder that holds a model.json.`);
  });
  const manifest = await readManifest(root);
  const paths = new Map<string, string>();
  for (const [name, expected] of Object.entries(manifest.files)) paths.set(name, await verify(root, name, expected));
  return {
    manifest,
    path(name) {
      const path = paths.get(name);
      if (path === undefined) throw new ModelError('model-invalid', `model.json of ${root} lists no file ${name}; export the model again.`);
      return path;
    },
  };
}

/** Without a look at the files that it names. */
export async function readManifest(dir: string): Promise<Manifest> {
  const path = join(dir, 'model.json');
  const text = await readFile(path, 'utf8').catch(() => {
    throw new ModelError('model-missing', `Expected a model.json in ${dir}, found none; point to a model folder, or export one into it.`);
  });
  return parseManifest(text, path);
}

/** `path` is where the text came from, for the sentence that says what is wrong with it. */
export function parseManifest(text: string, path: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ModelError('model-invalid', `${path} is not JSON; export or download the model again.`, error);
  }
  const result = manifestSchema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.join('.') || 'its top level';
  throw new ModelError(
    'model-invalid',
    `${path} does not keep the contract at ${where}: ${issue?.message}. Export the model again with this version.`,
  );
}

async function verify(root: string, name: string, expected: Manifest['files'][string]): Promise<string> {
  const path = await realpath(join(root, name)).catch(() => {
    throw new ModelError('model-missing', `${name} is missing from the model folder ${root}; download or export the model again.`);
  });
  if (!path.startsWith(root + sep)) {
    throw new ModelError('model-invalid', `${name} in ${root} is a link that leads out of the folder; put the file itself there.`);
  }
  const { size, mtimeMs } = await stat(path);
  if (size !== expected.bytes) {
    throw new ModelError(
      'model-altered',
      `${path} should have ${expected.bytes} bytes and has ${size}; download or export the model again.`,
    );
  }
  const key = `${path}:${size}:${mtimeMs}`;
  const sha256 = verified.get(key) ?? (await hash(path));
  if (sha256 !== expected.sha256) {
    throw new ModelError(
      'model-altered',
      `${path} is not the file that model.json names (its SHA-256 differs); download or export the model again.`,
    );
  }
  verified.set(key, sha256);
  return path;
}

async function hash(path: string): Promise<string> {
  const sha256 = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) sha256.update(chunk);
  return sha256.digest('hex');
}
