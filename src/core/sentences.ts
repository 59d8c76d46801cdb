/**
 * A sentence of the program's own travels as an id and values; its English stands beside it, and whoever shows it words it in the
 * reader's language. Another language is a file beside `sentences/en.ts` and a line here.
 */
import { de } from './sentences/de.ts';
import { en, type SentenceId, type Sentences } from './sentences/en.ts';
import { fr } from './sentences/fr.ts';
import type { Said, TextPart } from './types.ts';

export const LANGUAGES: Readonly<Record<string, Sentences>> = { en, de, fr };

/** Where English lists have no comma before the "and". */
const LISTS: Readonly<Record<string, string>> = { en: 'en-GB' };

export const say = (id: SentenceId, values: Said['values'] = {}): Said => ({ id, values });

/** In the language of a locale (`de`, `fr-CA`), else in English. */
export function worded({ id, values }: Said, locale = 'en'): string {
  const [tongue = 'en'] = locale.toLowerCase().split('-', 1);
  const language = LANGUAGES[tongue] ? tongue : 'en';
  const sentence = (LANGUAGES[language] ?? en)[id as SentenceId] ?? id;
  const count = typeof values.count === 'number' ? values.count : 0;
  const isOne = new Intl.PluralRules(language).select(count) === 'one';
  const template = typeof sentence === 'string' ? sentence : isOne ? sentence.one : sentence.other;
  return template.replace(/\{(\w+)(:or)?\}/g, (_, name: string, or?: string) => {
    const value = values[name] ?? '';
    if (typeof value !== 'object') return String(value);
    if ('id' in value) return worded(value, locale);
    return new Intl.ListFormat(LISTS[language] ?? language, { type: or ? 'disjunction' : 'conjunction' }).format(value);
  });
}

/** As a part of a reply, or beside it. */
export const sentencePart = (said: Said | string): TextPart =>
  typeof said === 'string' ? { kind: 'text', text: said } : { kind: 'text', text: worded(said), said };
export const asidePart = (what: Said | string): TextPart => sentencePart(say('aside', { what }));
