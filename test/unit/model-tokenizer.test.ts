import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../../engine/model/tokenizer.ts';

/** Byte fallback as LLaMA's, with a few whole words; no space is put in front. */
const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
const words = ['▁', 'c', 'a', 't', '▁c', '▁ca', '▁cat', '<', '>', '/', 's', 'é'];
const vocab = Object.fromEntries(['<unk>', '<s>', '</s>', ...bytes, ...words].map((token, id) => [token, id]));
const special = (id: number, content: string) => ({
  id,
  content,
  special: true,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
});
const file = {
  added_tokens: [special(0, '<unk>'), special(1, '<s>'), special(2, '</s>')],
  normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
  pre_tokenizer: null,
  post_processor: null,
  decoder: {
    type: 'Sequence',
    decoders: [{ type: 'Replace', pattern: { String: '▁' }, content: ' ' }, { type: 'ByteFallback' }, { type: 'Fuse' }],
  },
  model: {
    type: 'BPE',
    vocab,
    merges: [
      ['▁', 'c'],
      ['▁c', 'a'],
      ['▁ca', 't'],
    ],
    unk_token: '<unk>',
    byte_fallback: true,
    fuse_unk: false,
  },
} as Parameters<typeof createTokenizer>[0];
const tokenizer = createTokenizer(file);

function pieces(ids: readonly number[]): string[] {
  const stream = tokenizer.stream();
  return [...ids.map((id) => stream.push(id)), stream.end()];
}

describe('encode', () => {
  it('reads the names of special tokens as plain text', () => {
    const ids = tokenizer.encode('</s>');
    expect(ids).not.toContain(2);
    expect(tokenizer.decode(ids)).toBe('</s>');
  });

  it('gives nothing for nothing, and puts nothing in front', () => {
    expect(tokenizer.encode('')).toEqual([]);
    expect(tokenizer.encode(' cat')).toEqual([vocab['▁cat']]);
    expect(tokenizer.encodeNext(' cat')).toEqual([vocab['▁cat']]);
  });

  it('adds no second space to a text that goes on, where one is put before every text', () => {
    const prefixing = createTokenizer({
      ...file,
      normalizer: { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, file.normalizer] },
    });
    expect(prefixing.encode(' cat')).toEqual([vocab['▁'], vocab['▁cat']]);
    expect(prefixing.encodeNext(' cat')).toEqual([vocab['▁cat']]);
    expect(prefixing.encodeNext('cat')).toEqual([vocab['▁cat']]);
  });
});

describe('a stream', () => {
  it('holds a character back until it is whole', () => {
    const ids = tokenizer.encode('a🐈c');
    expect(ids.length).toBe(6);
    expect(pieces(ids)).toEqual(['a', '', '', '', '🐈', 'c', '']);
  });

  it('keeps spaces, and leaves special tokens out', () => {
    expect(pieces([...tokenizer.encode(' cat cat'), 2, ...tokenizer.encode(' é')]).join('')).toBe(' cat cat é');
  });

  it('gives up a broken character in the end, not before', () => {
    const [start = 0] = tokenizer.encode('🐈');
    expect(pieces([start])).toEqual(['', '\uFFFD']);
    expect(pieces([start, vocab.c ?? 0])).toEqual(['', '\uFFFDc', '']);
  });

  it('joins to what decode gives at once', () => {
    for (const text of ['', 'cat', '  cats é\n\n🐈‍⬛ 北京', '�', 'a�', '<s>']) {
      const ids = tokenizer.encode(text);
      expect(pieces(ids).join('')).toBe(text);
      expect(tokenizer.decode(ids)).toBe(text);
    }
  });
});
