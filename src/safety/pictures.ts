/** What is found in the pixels of a picture, sent or drawn: by the lists of hashes, and by classifiers where an operator has one. */

import type { PictureClassifier, PictureLabel } from '../core/classifier.ts';
import { ConfigError } from '../core/errors.ts';
import type { AssetStore } from '../core/ports.ts';
import { say } from '../core/sentences.ts';
import type { AssetId, ImagePart } from '../core/types.ts';
import type { HashLists } from './hash-lists.ts';
import { likenessOf } from './likeness.ts';
import { CATEGORIES, type Category, isNever } from './policy.ts';
import type { Finding } from './text.ts';

/** A thread's pictures are looked at with each of its turns; what a classifier said of so many is remembered. */
const REMEMBERED = 500;

export const isCategory = (name: string): name is Category => CATEGORIES.some((category) => category === name);

/** What a classifier of pictures may tell besides: nothing wrong, and changes of such a picture wait for consent (consent.ts). */
export const PERSON = 'person';

/** Throws ConfigError when a classifier speaks of a category that no policy knows. */
export function assertCategories(named: readonly string[], reads: 'pictures' | 'words'): void {
  const known: readonly string[] = reads === 'pictures' ? [...CATEGORIES, PERSON] : CATEGORIES;
  const unknown = named.find((category) => !known.includes(category));
  if (unknown !== undefined)
    throw new ConfigError(
      'invalid-setting',
      `Expected categories of the policy (${known.join(', ')}) in a classifier.json, got ${JSON.stringify(unknown)}: mend it there.`,
    );
}

export interface PictureFinderPorts {
  readonly assets: Pick<AssetStore, 'get'>;
  readonly hashLists: Pick<HashLists, 'match'>;
  readonly classifier?: Pick<PictureClassifier, 'find' | 'categories'>;
}

export interface PictureFinder {
  find(part: Pick<ImagePart, 'asset'>): Promise<readonly Finding[]>;
  /** Absent where no classifier tells persons. */
  showsPerson?(part: Pick<ImagePart, 'asset'>): Promise<boolean>;
}

/**
 * A picture whose file is gone shows nothing. Throws ConfigError when a classifier speaks of a category that no policy knows;
 * what it gives throws EngineError when a classifier fails: a picture that was not looked at is not
 * shown.
 */
export function pictureFinder({ assets, hashLists, classifier }: PictureFinderPorts): PictureFinder {
  assertCategories(classifier?.categories ?? [], 'pictures');
  const seen = new Map<AssetId, readonly PictureLabel[]>();

  async function classified(asset: AssetId, file: Uint8Array): Promise<readonly PictureLabel[]> {
    const known = seen.get(asset);
    if (known || !classifier) return known ?? [];
    const found = await classifier.find(file);
    seen.set(asset, found);
    for (const oldest of seen.keys()) {
      if (seen.size <= REMEMBERED) break;
      seen.delete(oldest);
    }
    return found;
  }

  async function find({ asset }: Pick<ImagePart, 'asset'>): Promise<readonly Finding[]> {
    const file = await assets.get(asset);
    if (!file) return [];
    const looks = await likenessOf(file);
    const { block, allow } = looks ? await hashLists.match(looks) : {};
    const found = (await classified(asset, file)).flatMap(({ label, category, score }): Finding[] =>
      isCategory(category) ? [{ category, rule: `picture:${label}`, reason: say('picture-shows', { label }), words: '', score }] : [],
    );
    const kept = allow ? found.filter(({ category }) => isNever(category)) : found;
    if (!block) return kept;
    const { category, reason, differingBits } = block;
    return [...kept, { category, rule: 'hash-list', reason, words: '', score: 1 - differingBits / 256 }];
  }

  if (!classifier?.categories.includes(PERSON)) return { find };
  return {
    find,
    async showsPerson({ asset }) {
      const file = await assets.get(asset);
      return file !== undefined && (await classified(asset, file)).some(({ category }) => category === PERSON);
    },
  };
}
