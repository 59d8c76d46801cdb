/** The model folders of this machine, and what one says of itself. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, readManifest } from '../../engine/index.ts';
import { sentenceOf } from '../core/errors.ts';

/** What the words of a model are written in, beside its model.json. */
export const CARD = 'MODEL_CARD.md';
/** Ends the name of a folder whose pull or import is not finished. */
export const UNFINISHED = '.part';

const MAX_CARD_CHARS = 256 << 10;

export interface FoundModel {
  readonly dir: string;
  /** Absent when the folder can't be read, or is not finished; `problem` says what to do. */
  readonly manifest?: Manifest;
  readonly problem?: string;
}

/** Folders that hold a model, or were to hold one, in those of `roots` that exist. */
export async function findModels(roots: readonly string[]): Promise<FoundModel[]> {
  const found: FoundModel[] = [];
  for (const root of new Set(roots)) {
    const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
    for (const name of entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)) {
      const dir = join(root, name);
      if (name.endsWith(UNFINISHED)) found.push({ dir, problem: 'not finished: run the same pull or import again' });
      else if ((await readdir(dir)).includes('model.json')) found.push(await lookAt(dir));
    }
  }
  return found.sort((a, b) => (a.dir < b.dir ? -1 : 1));
}

async function lookAt(dir: string): Promise<FoundModel> {
  try {
    return { dir, manifest: await readManifest(dir) };
  } catch (error) {
    return { dir, problem: sentenceOf(error) };
  }
}

export const bytesOf = ({ files }: Manifest): number => Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);

/** What a person should know before they use a model: those sections of its card. */
const SECTIONS = /\b(knows?|badly|limits?|use|licen[cs]e)\b/i;

/** Empty when the folder has no card. */
export async function readCard(dir: string): Promise<{ readonly title: string; readonly text: string }[]> {
  const card = await readFile(join(dir, CARD), 'utf8').catch(() => '');
  const sections = card.slice(0, MAX_CARD_CHARS).split(/^#+ +/m).slice(1);
  return sections
    .map((section) => {
      const [title = '', ...lines] = section.split('\n');
      return { title: plain(title).trim(), text: lines.map(plain).join('\n').trim() };
    })
    .filter(({ title, text }) => SECTIONS.test(title) && text !== '');
}

/** Without what a terminal would obey or what turns the direction of text. */
export const plain = (text: string): string => text.replaceAll('\t', ' ').replace(/[\p{Cc}\p{Cf}]/gu, '');
