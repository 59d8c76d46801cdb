/** What looks beside the lists of words, as the settings name it: lists of pictures, and an operator's own classifiers. */
import { openClassifiers, openWordClassifier } from '../engine/index.ts';
import type { AssetStore, Clock, Database } from './core/ports.ts';
import type { Finders } from './safety/check.ts';
import { openHashLists } from './safety/hash-lists.ts';
import { pictureFinder } from './safety/pictures.ts';
import { wordFinder } from './safety/words.ts';

export interface FinderSettings {
  /** Folders of picture classifiers. */
  readonly classifiers: readonly string[];
  /** Folder of a text classifier. */
  readonly textClassifier?: string;
}

export interface FinderPorts {
  readonly database: Database;
  readonly assets: Pick<AssetStore, 'get'>;
  readonly clock: Clock;
}

export interface OpenFinders {
  readonly finders: Omit<Finders, 'blurred'>;
  close(): Promise<void>;
}

/** Throws what a classifier's folder is refused for. */
export async function openFinders({ classifiers, textClassifier }: FinderSettings, ports: FinderPorts): Promise<OpenFinders> {
  const { database, assets, clock } = ports;
  const opened: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const one of opened) await one.close();
  };
  const kept = <Opened extends { close(): Promise<void> }>(one: Opened): Opened => {
    opened.push(one);
    return one;
  };
  try {
    const classifier = classifiers.length > 0 ? kept(await openClassifiers(classifiers)) : undefined;
    const words = textClassifier === undefined ? undefined : wordFinder(kept(await openWordClassifier(textClassifier)));
    const hashLists = await openHashLists(database, clock);
    const { find: picture, showsPerson } = pictureFinder({ assets, hashLists, ...(classifier ? { classifier } : {}) });
    return { finders: { picture, ...(showsPerson ? { showsPerson } : {}), ...(words ? { words } : {}) }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The same, opened when something is first looked at: most commands look at nothing. */
export function findersWhenAsked(settings: FinderSettings, ports: () => Promise<FinderPorts>): OpenFinders {
  let opening: Promise<OpenFinders> | undefined;
  const open = (): Promise<OpenFinders> => {
    opening ??= ports().then((known) => openFinders(settings, known));
    return opening;
  };
  return {
    finders: {
      picture: async (part) => (await (await open()).finders.picture?.(part)) ?? [],
      words: async (text) => (await (await open()).finders.words?.(text)) ?? [],
    },
    close: async () => (await opening?.catch(() => undefined))?.close(),
  };
}
