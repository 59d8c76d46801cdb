import { describe, expect, it } from 'vitest';
import { withCoveredWords } from '../../src/reply/covered.ts';
import { splitReply, splitText } from '../../src/reply/split.ts';
import { picture, text } from '../support/made.ts';

const limits = { textChars: 100, partsPerMessage: 3, imageBytes: 1 };
const x = (chars: number): string => 'x'.repeat(chars);
const lengths = (pieces: readonly string[]): number[] => pieces.map(({ length }) => length);

describe('text', () => {
  it('that fits stays as it is; blank text is nothing', () => {
    expect(splitText(x(100), 100)).toEqual([x(100)]);
    expect(splitText('\n\n  two spaces\n', 100)).toEqual(['  two spaces']);
    expect(splitText(' \n\t\n', 100)).toEqual([]);
  });

  it.each([
    ['a paragraph', `${x(60)}.\n${x(10)}\n\n${x(20)}. ${x(50)}`, [72, 72]],
    ['a line, before a sentence', `${x(60)}\n${x(20)}. ${x(50)}`, [60, 72]],
    ['a sentence, before a word', `${x(60)}. ${x(20)} ${x(50)}`, [61, 71]],
    ['a word', `${x(60)} ${x(20)} ${x(50)}`, [81, 50]],
    ['a sentence without spaces after it', `${'あ'.repeat(70)}。${'あ'.repeat(60)}`, [71, 60]],
    ['a paragraph only where that does not waste half of it', `${x(30)}\n\n${x(40)} ${x(60)}`, [72, 60]],
    ['anywhere, when there is nothing better', x(250), [100, 100, 50]],
  ])('is cut after %s', (_, whole, expected) => {
    expect(lengths(splitText(whole, 100))).toEqual(expected);
  });

  it('keeps the indentation of the line after a cut', () => {
    expect(splitText(`- ${x(90)}\n  - nested\n`, 100)[1]).toBe('  - nested');
  });

  it('is never cut inside what people see as one character', () => {
    const pieces = splitText('👩‍👩‍👧‍👦'.repeat(30), 100);
    expect(pieces.join('')).toBe('👩‍👩‍👧‍👦'.repeat(30));
    for (const piece of pieces) expect(piece.length % '👩‍👩‍👧‍👦'.length).toBe(0);
    expect(splitText(`${x(99)}e\u0301${x(10)}`, 100)[0]).toBe(x(99)); // e and an accent
  });
});

describe('a code block', () => {
  const code = (lines: number): string => Array.from({ length: lines }, (_, n) => `line ${n} of code`).join('\n');

  it('that is cut is closed and opened again in its language', () => {
    const pieces = splitText(`\`\`\`ts title="a"\n${code(9)}\n\`\`\``, 100);
    expect(pieces.length).toBeGreaterThan(1);
    for (const piece of pieces) expect(piece).toMatch(/^```ts[^`]*\n```$/);
    expect(pieces.join('\n').match(/line \d of code/g)).toHaveLength(9);
  });

  it('moves whole to the next message when that wastes little', () => {
    expect(splitText(`${x(70)}\n\`\`\`\n${code(4)}\n\`\`\``, 100)).toEqual([x(70), `\`\`\`\n${code(4)}\n\`\`\``]);
  });

  it('is not reopened for its last line alone', () => {
    const block = `\`\`\`\n${x(40)}\n${x(44)}`;
    expect(splitText(`${block}\n\`\`\`\nafter it`, 94)).toEqual([`${block}\n\`\`\``, 'after it']);
  });

  it('of tildes, of longer fences and never closed is seen as well', () => {
    expect(splitText(`~~~\n\`\`\`\n${code(8)}\n~~~`, 100).every((piece) => /^~~~\n[\s\S]*\n~~~$/.test(piece))).toBe(true);
    expect(splitText(`\`\`\`\`\n\`\`\`\n${code(8)}`, 100)[0]).toMatch(/^````\n```[\s\S]*\n````$/);
  });
});

it('loses no word, leaves no block open and makes no message too long, whatever the text', () => {
  const blocks = ['the cat sat.', '\n', '\n\n', x(130), '\n```js\n', '\n```\n', '日本語。', '👩‍👩‍👧‍👦', '\n- item', ' `code` ', '!? '];
  let state = 1;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  const bare = (whole: string): string => whole.replace(/[\s`]|js/g, '');
  for (let n = 0; n < 1500; n++) {
    const whole = Array.from({ length: random(60) }, () => blocks[random(blocks.length)]).join('');
    const limit = 100 + random(200);
    const pieces = splitText(whole, limit);
    expect(bare(pieces.join(''))).toBe(bare(whole));
    for (const [at, piece] of pieces.entries()) {
      expect(piece.length).toBeLessThanOrEqual(limit);
      if (at === pieces.length - 1) continue;
      let open = false;
      for (const line of piece.split('\n')) if (open ? /^ {0,3}`{3,}\s*$/.test(line) : /^ {0,3}`{3,}[^`]*$/.test(line)) open = !open;
      expect(open, piece).toBe(false);
    }
  }
});

describe('a reply', () => {
  it('fills messages in reading order', () => {
    const parts = [text(x(60)), picture('1'), text(x(40)), text(x(10)), picture('2'), picture('3'), picture('4')];
    expect(splitReply(parts, limits).map((message) => message.length)).toEqual([3, 3, 1]);
    expect(splitReply([text(x(60)), picture('1'), text(x(50))], limits)).toEqual([[text(x(60)), picture('1')], [text(x(50))]]);
  });

  it('drops empty text and has no empty message', () => {
    expect(splitReply([text(' '), picture('1'), text('')], limits)).toEqual([[picture('1')]]);
    expect(splitReply([text('')], limits)).toEqual([]);
  });

  it('leaves full messages as they are while it grows', () => {
    const sentence = 'Every sentence here is a little different, like number ';
    const whole = Array.from({ length: 30 }, (_, n) => `${sentence}${n}.`).join(' ');
    let before: string[] = [];
    for (let end = 1; end <= whole.length; end += 7) {
      const pieces = splitText(whole.slice(0, end), 200);
      // The last two may still move: a cut is chosen once there is something behind it.
      for (const [at, piece] of before.slice(0, -1).entries()) expect(pieces[at]).toBe(piece);
      before = pieces;
    }
  });
});

describe('words about a covered picture', () => {
  const covered = picture('1', { name: '#1', spoiler: true });
  const hidden = (...parts: Parameters<typeof withCoveredWords>[0]) =>
    withCoveredWords(parts).map((part) => (part.kind === 'text' ? part.spoiler === true : '#'));

  it('are what stands beside it and what names it; the rest is shown, and what the program says beside it', () => {
    expect(hidden(text('far'), text('before'), covered, text('after'), text('later'))).toEqual([false, true, '#', true, false]);
    expect(hidden(covered, text('a'), picture('2', { name: '#2' }), text('as in #1'), text('as in #12'))).toEqual([
      '#',
      true,
      '#',
      true,
      false,
    ]);
    expect(hidden(covered, { kind: 'text', text: '_Not shown._', said: { id: 'aside', values: {} } })).toEqual(['#', false]);
    expect(hidden(text('before'), picture('1'), text('after'))).toEqual([false, '#', false]);
  });

  it('stay covered in each message that they are cut into', () => {
    const cut = splitReply(withCoveredWords([covered, text(`${x(60)}. ${x(60)}`)]), limits).flat();
    expect(cut.map(({ spoiler }) => spoiler)).toEqual([true, true, true]);
  });
});
