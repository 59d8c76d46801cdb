/** A request as it comes from outside: JSON, or a form when pictures come with it. Here it is checked, once. */
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { PICTURE_BYTES } from '../picture.ts';
import { REQUEST_CHARS, REQUEST_PICTURES } from './thread.ts';

const MAX_SEED = 2 ** 32 - 1;
const SEED = `A seed is a whole number from 0 to ${MAX_SEED}.`;

const count = (n: number) => n.toLocaleString('en-US');

const text = z
  .string('A message needs its text as `text`.')
  .transform((given) => given.trim())
  .refine((given) => given.length <= REQUEST_CHARS, {
    error: ({ input }) => `A message may have ${count(REQUEST_CHARS)} characters; this one has ${count(String(input).length)}.`,
  });

// A form can only hold it as text.
const seed = z.preprocess(
  (given) => (typeof given === 'string' && /^\d{1,10}$/.test(given) ? Number(given) : given),
  z.int(SEED).min(0, SEED).max(MAX_SEED, SEED),
);

const fields = z.strictObject(
  {
    text: text.default(''),
    seed: seed.optional(),
    /** Chosen by the sender: sending the same message again with the same id sends it once. */
    id: z.uuid('`id` must be a UUID.').optional(),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `A message has text, seed and id; it has no ${issue.keys.join(', ')}.`
        : 'A message is an object with its text as `text`.',
  },
);

interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Sent {
  readonly text: string;
  readonly seed?: number;
  readonly id?: string;
  readonly files: readonly SentFile[];
}

const refuse = (status: 400 | 413 | 415, message: string) => new HTTPException(status, { message });

function check(given: unknown): Omit<Sent, 'files'> {
  const parsed = fields.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const tooLong = issue?.code === 'custom' && issue.path[0] === 'text';
    throw refuse(tooLong ? 413 : 400, issue?.message ?? 'The message cannot be read.');
  }
  const { text, seed, id } = parsed.data;
  return { text, ...(seed !== undefined && { seed }), ...(id && { id }) };
}

async function readForm(request: Request): Promise<Sent> {
  const form = await request.formData().catch(() => {
    throw refuse(400, 'The form cannot be read: it is cut short or its boundary is wrong.');
  });
  const pictures = form.getAll('picture').filter((entry) => typeof entry !== 'string');
  if (pictures.length > REQUEST_PICTURES)
    throw refuse(413, `A message may have ${REQUEST_PICTURES} pictures; this one has ${pictures.length}.`);
  const files: SentFile[] = [];
  for (const file of pictures) {
    if (file.size > PICTURE_BYTES) {
      throw refuse(413, `${file.name} has ${(file.size / 1024 ** 2).toFixed(1)} MB; a picture may have at most 20 MB.`);
    }
    files.push({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  }
  const rest = [...form].filter(([key]) => key !== 'picture');
  return { ...check(Object.fromEntries(rest)), files };
}

export async function readSent(request: Request): Promise<Sent> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  let sent: Sent;
  if (type === 'multipart/form-data') {
    sent = await readForm(request);
  } else if (type === 'application/json') {
    const body: unknown = await request.json().catch(() => {
      throw refuse(400, 'The body is not JSON.');
    });
    sent = { ...check(body), files: [] };
  } else {
    throw refuse(415, 'A message comes as application/json, or as multipart/form-data when pictures come with it.');
  }
  if (sent.text === '' && sent.files.length === 0) throw refuse(400, 'The message is empty: write something, or attach a picture.');
  return sent;
}
