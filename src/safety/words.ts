/** What a text classifier finds: in requests, in what is written, as it grows, and in what pictures are said to show. */
import type { WordClassifier } from '../core/classifier.ts';
import { say } from '../core/sentences.ts';
import { normalise } from './normalise.ts';
import { assertCategories, isCategory } from './pictures.ts';
import type { Finding } from './text.ts';

/** A caption is looked at when it is planned, before its preview and with its picture. */
const REMEMBERED = 200;

/**
 * Throws ConfigError when the classifier speaks of a category that no policy knows. What it gives throws EngineError when the
 * classifier fails: words that were not looked at are not shown.
 */
export function wordFinder({
  categories,
  find,
}: Pick<WordClassifier, 'find' | 'categories'>): (text: string) => Promise<readonly Finding[]> {
  assertCategories(categories, 'words');
  const seen = new Map<string, readonly Finding[]>();

  /** In the text as it stands and as the lists read it: of each label the surest. */
  async function labelsOf(text: string) {
    const all = [...(await find(text)), ...(await find(normalise(text).trim()))].sort((one, other) => other.score - one.score);
    return all.filter(({ label }, at) => all.findIndex((each) => each.label === label) === at);
  }

  return async (text) => {
    const known = seen.get(text);
    if (known) return known;
    const found = (await labelsOf(text)).flatMap(({ label, category, score }): Finding[] => {
      if (!isCategory(category)) return [];
      const reason = category === 'own' ? label : say(`why.${category}`);
      return [{ category, rule: `words:${label}`, reason, words: '', score }];
    });
    seen.set(text, found);
    for (const oldest of seen.keys()) {
      if (seen.size <= REMEMBERED) break;
      seen.delete(oldest);
    }
    return found;
  };
}
