/** What a button of the page asks for, checked. */
import { z } from 'zod';
import { isPictureName } from '../../src/core/ledger.ts';
import type { Action, PictureName } from '../../src/core/types.ts';

const picture = z.string().max(16).refine(isPictureName, 'a picture is named like #2 or #2b') as unknown as z.ZodType<PictureName>;
const block = z.union([picture, z.int().min(0).max(1000)]);
const mask = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const words = z.string().trim().min(1).max(500);

const schema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('stop') }),
  z.strictObject({ kind: z.literal('delete') }),
  z.strictObject({ kind: z.literal('rate'), good: z.boolean(), reason: words.optional() }),
  z.strictObject({ kind: z.literal('redo'), block: block.optional() }),
  z.strictObject({
    kind: z.literal('edit'),
    block: picture,
    instruction: words,
    region: z.union([z.strictObject({ words }), z.strictObject({ mask })]).optional(),
    strength: z.number().gt(0).max(1).optional(),
  }),
  z.strictObject({ kind: z.literal('restore'), block: picture, version: picture }),
  z.strictObject({ kind: z.literal('vary'), block: picture, count: z.int().min(1).max(4) }),
  z.strictObject({ kind: z.literal('upscale'), block: picture }),
  z.strictObject({ kind: z.literal('start'), keep: z.array(z.int().min(0).max(100)).min(1).max(100) }),
  z.strictObject({ kind: z.literal('choose'), picture }),
  z.strictObject({ kind: z.enum(['rewrite', 'agree']) }),
  z.strictObject({ kind: z.literal('appeal'), reason: words.optional() }),
]);

/** Undefined when it is none. */
export function readAction(given: unknown): Action | undefined {
  return schema.safeParse(given).data as Action | undefined;
}
