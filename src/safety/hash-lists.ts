/**
 * Lists of pictures by perceptual hash: what looks like one that is blocked counts as its category, whatever else is seen in it;
 * what looks like one that is allowed is excused from what classifiers think of it, but for what is never made.
 */
import { ConfigError } from '../core/errors.ts';
import type { Clock, Database } from '../core/ports.ts';
import { ALIKE, distance, type LikenessHash } from './likeness.ts';
import { CATEGORIES, type Category } from './policy.ts';

const TABLES = [
  `CREATE TABLE picture_hashes (
     hash TEXT PRIMARY KEY,
     list TEXT NOT NULL CHECK (list IN ('block', 'allow')),
     category TEXT NOT NULL,
     reason TEXT NOT NULL,
     added_ms INTEGER NOT NULL
   ) STRICT;`,
];

/** Each picture is held against all of them, which takes about a microsecond each. */
const HASHES_AT_MOST = 20_000;
const REASON_CHARS = 300;

export interface ListedHash {
  readonly hash: LikenessHash;
  readonly list: 'block' | 'allow';
  /** What a blocked picture counts as. */
  readonly category: Category;
  readonly reason: string;
}

export interface HashLists {
  /** Adds or replaces; returns how many there are in `hashes`. Throws ConfigError when the lists would become too long. */
  add(hashes: readonly ListedHash[]): Promise<number>;
  all(): Promise<ListedHash[]>;
  /** False when it is on no list. */
  remove(hash: LikenessHash): Promise<boolean>;
  /** The nearest of each list that looks like it. */
  match(hash: LikenessHash): Promise<{ readonly block?: Match; readonly allow?: Match }>;
}

interface Match extends ListedHash {
  /** Of 256. */
  readonly differingBits: number;
}

export async function openHashLists(database: Database, clock: Clock): Promise<HashLists> {
  await database.migrate('hash-lists', TABLES);
  const all = async (): Promise<ListedHash[]> =>
    database.all<ListedHash>('SELECT hash, list, category, reason FROM picture_hashes ORDER BY list, added_ms, hash');
  return {
    all,
    async add(hashes) {
      const known = new Set((await all()).map(({ hash }) => hash));
      const grown = known.size + hashes.filter(({ hash }) => !known.has(hash)).length;
      if (grown > HASHES_AT_MOST)
        throw new ConfigError(
          'invalid-input',
          `Expected at most ${HASHES_AT_MOST} hashes on the lists, they would have ${grown}: remove some.`,
        );
      for (const { hash, list, category, reason } of hashes)
        await database.run(
          `INSERT INTO picture_hashes VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (hash) DO UPDATE SET list = excluded.list, category = excluded.category, reason = excluded.reason`,
          ...[hash, list, category, reason, clock()],
        );
      return hashes.length;
    },
    async remove(hash) {
      return (await database.run('DELETE FROM picture_hashes WHERE hash = ?', hash.toLowerCase())) > 0;
    },
    async match(hash) {
      const near: Match[] = (await all())
        .map((listed) => ({ ...listed, differingBits: distance(hash, listed.hash) }))
        .filter(({ differingBits }) => differingBits <= ALIKE)
        .sort((a, b) => a.differingBits - b.differingBits);
      const [block, allow] = [near.find(({ list }) => list === 'block'), near.find(({ list }) => list === 'allow')];
      return { ...(block ? { block } : {}), ...(allow ? { allow } : {}) };
    },
  };
}

/** A line each: 64 hexadecimal digits, a space, a reason. Empty lines and those that begin with # are left out. */
export function parseHashes(text: string, name: string, list: ListedHash['list'], category: string): ListedHash[] {
  const known = CATEGORIES.find((each) => each === category);
  if (!known)
    throw new ConfigError(
      'invalid-input',
      `Expected a category (${CATEGORIES.join(', ')}), got ${JSON.stringify(category)}: name one of these.`,
    );
  return text.split(/\r?\n/).flatMap((line, at): ListedHash[] => {
    if (line.trim() === '' || line.trimStart().startsWith('#')) return [];
    const [, hash, reason = ''] = /^\s*([0-9a-f]{64})(?:[\s,;]+(.*))?$/i.exec(line) ?? [];
    if (!hash)
      throw new ConfigError(
        'invalid-input',
        `Expected 64 hexadecimal digits and a reason in line ${at + 1} of ${name}, got something else: dreamthread hashes check FILE prints such a line.`,
      );
    return [{ hash: hash.toLowerCase(), list, category: known, reason: reason.trim().slice(0, REASON_CHARS) || 'on a list of pictures' }];
  });
}
