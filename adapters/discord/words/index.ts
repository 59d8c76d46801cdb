/** The languages that the bot speaks on Discord. Another one is a file like `en.ts` and a line here. */
import { Locale } from 'discord.js';
import { de } from './de.ts';
import { en, type Words } from './en.ts';
import { fr } from './fr.ts';

export type { Words } from './en.ts';

/** Besides English, by the names that Discord gives languages. */
export const TRANSLATIONS = [
  [Locale.German, de],
  [Locale.French, fr],
] as const satisfies readonly (readonly [Locale, Words])[];

/** English for a language that is not spoken. */
export function wordsFor(locale: string | null | undefined): Words {
  return TRANSLATIONS.find(([spoken]) => spoken === locale)?.[1] ?? en;
}
