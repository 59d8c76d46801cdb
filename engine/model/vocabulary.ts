/** The words that a model's training used in requests: what it can be expected to read, to draw and to explain. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ModelError } from './model-error.ts';

const word = z.string().regex(/^[a-z]+$/, 'expected a word in small letters');

/** Words in small letters, with spaces between them. */
const words = z
  .string()
  .regex(/^[a-z0-9']+( [a-z0-9']+)*$/, 'expected words in small letters, with a space between them')
  .transform((text): ReadonlySet<string> => new Set(text.split(' ')));

const fields = z
  .strictObject({
    /** The kinds of things that it can draw, each as captions have it, with the nouns for it in singular and plural. */
    kinds: z.record(word, words),
    /** The colours of captions, each with its names. */
    colours: z.record(word, words),
    /** All other words of requests to draw and to change. */
    drawing: words,
    /** Nouns that training names only to say that they can't be drawn; in singular. */
    unknown: words,
    /** What other requests say. */
    other: words,
    /** What it can explain. */
    topics: z.array(
      z.strictObject({
        /** And the questions it answers. */
        names: z.array(z.string().min(1).max(100)),
        /** Said in a request, they say that it is about this one. */
        words,
        /** The captions of its pictures. */
        pictures: z.array(z.string().min(1).max(400)).min(1),
      }),
    ),
  })
  .transform((read) => ({ ...read, things: new Set(Object.values(read.kinds).flatMap((nouns) => [...nouns])) as ReadonlySet<string> }));

/** No word is in two of `things` (all nouns of `kinds`), `drawing`, `unknown` and `other`. */
export type Vocabulary = Readonly<z.infer<typeof fields>>;

export type Topic = Vocabulary['topics'][number];

/** Whether the model's training used this word. */
export const knows = ({ things, drawing, unknown, other }: Vocabulary, word: string): boolean =>
  things.has(word) || drawing.has(word) || unknown.has(word) || other.has(word);

export async function readVocabulary(path: string): Promise<Vocabulary> {
  const text = await readFile(path, 'utf8');
  try {
    return fields.parse(JSON.parse(text));
  } catch (error) {
    throw new ModelError('model-invalid', `${path} is no vocabulary as this version reads it; export the model again.`, error);
  }
}
