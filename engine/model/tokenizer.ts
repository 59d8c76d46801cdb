/** Text to token ids and back, from a `tokenizer.json`. */
import { readFile } from 'node:fs/promises';
import { Tokenizer as HfTokenizer } from '@huggingface/tokenizers';
import { ModelError } from './model-error.ts';

export interface Tokenizer {
  encode(text: string): number[];
  /** A text that goes on from another. Where the tokenizer puts a space before every text, the text's own is that space. */
  encodeNext(text: string): number[];
  decode(ids: readonly number[]): string;
  /** A decoder for ids that come one by one. */
  stream(): TextStream;
}

/** The texts of all calls, joined, are `decode` of all ids. */
interface TextStream {
  /** The text that became certain with this id; empty while a character is incomplete. */
  push(id: number): string;
  /** What was held back. */
  end(): string;
}

export async function readTokenizer(path: string): Promise<Tokenizer> {
  try {
    return createTokenizer(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    throw new ModelError('model-invalid', `${path} is not a tokenizer.json that can be read; export the model again.`, error);
  }
}

interface Step {
  readonly type?: string;
  readonly normalizers?: readonly Step[];
}

export function createTokenizer(json: { added_tokens?: unknown; normalizer?: unknown }): Tokenizer {
  // Whoever writes `<dream_start>` in a chat writes text. Without its added tokens the tokenizer sees no special tokens.
  const writer = new HfTokenizer({ ...json, added_tokens: [] }, {});
  const reader = new HfTokenizer(json, {});
  const decode = (ids: readonly number[]) =>
    ids.length === 0 ? '' : reader.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false });
  const encode = (text: string): number[] => (text === '' ? [] : writer.encode(text, { add_special_tokens: false }).ids);
  const normalizer = (json.normalizer ?? {}) as Step;
  const prefixed = [normalizer, ...(normalizer.normalizers ?? [])].some(({ type }) => type === 'Prepend');
  return {
    encode,
    encodeNext: (text) => encode(prefixed && text.startsWith(' ') ? text.slice(1) : text),
    decode,
    stream: () => textStream(decode),
  };
}

/** What a decoder makes of bytes that are no character, or not yet. */
const INCOMPLETE = '\uFFFD';

/**
 * Decodes again only from the last few ids on: those before `from` are done, those from `from` to `shown` are there because a
 * decoder may treat the first id of a text differently (its leading space).
 */
function textStream(decode: (ids: readonly number[]) => string): TextStream {
  const ids: number[] = [];
  let from = 0;
  let shown = 0;
  const fresh = () => decode(ids.slice(from)).slice(decode(ids.slice(from, shown)).length);
  const show = (text: string) => {
    from = shown;
    shown = ids.length;
    return text;
  };
  return {
    push(id) {
      ids.push(id);
      const text = fresh();
      return text === '' || text.endsWith(INCOMPLETE) ? '' : show(text);
    },
    end: () => (shown === ids.length ? '' : show(fresh())),
  };
}
