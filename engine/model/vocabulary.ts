/** The words that a model's training used in requests: what it can be expected to read, and what it can be expected to draw. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ModelError } from './model-error.ts';

/** Words in small letters, with spaces between them. */
const words = z
  .string()
  .regex(/^[a-z']+( [a-z']+)*$/, 'expected words in small letters with a space between them')
  .transform((text): ReadonlySet<string> => new Set(text.split(' ')));

const fields = z.strictObject({
  /** Nouns that it can draw, in singular and plural. */
  things: words,
  /** All other words of requests to draw and to change. */
  drawing: words,
  /** Nouns that training names only to say that they can't be drawn; in singular. */
  unknown: words,
  /** What other requests say. */
  other: words,
});

/** No word is in two of its lists. */
export type Vocabulary = z.infer<typeof fields>;

export async function readVocabulary(path: string): Promise<Vocabulary> {
  const text = await readFile(path, 'utf8');
  try {
    return fields.parse(JSON.parse(text));
  } catch (error) {
    throw new ModelError('model-invalid', `${path} is no vocabulary as this version reads it; export the model again.`, error);
  }
}
