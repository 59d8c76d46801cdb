import { describe, expect, it } from 'vitest';
import { type Printed, printJson, printText } from '../../adapters/local/print.ts';

function printed(things: readonly Printed[], { isTTY = false, colour = false } = {}): string {
  let text = '';
  let nowMs = 0;
  const output = {
    isTTY,
    write: (more: string) => {
      text += more;
    },
  };
  const print = printText(output, {
    colour,
    nowMs: () => {
      nowMs += 100;
      return nowMs;
    },
  });
  for (const thing of things) print(thing);
  return text;
}

const reply: Printed[] = [
  { type: 'plan', steps: [{ kind: 'write' }, { kind: 'edit', name: '#1b', target: '#1', caption: 'a hill at night' }] },
  { type: 'text-delta', part: 0, text: 'Here ' },
  { type: 'text-delta', part: 0, text: 'it is.' },
  { type: 'verdict', part: 0, verdict: 'allow' },
  { type: 'image-start', part: 1, name: '#1b', parent: '#1', caption: 'a hill at night', steps: 2 },
  { type: 'image-step', part: 1, name: '#1b', step: 1, steps: 2 },
  { type: 'image-end', part: 1, name: '#1b', parent: '#1', caption: 'a hill at night', path: 'out/1b.png' },
  { type: 'done', status: 'complete', thread: 'abc', turn: 't1', reply: 'out/reply.md' },
];

describe('a reply in words', () => {
  it('is plain lines in a file', () => {
    expect(printed(reply)).toBe(
      [
        'Plan: write, make #1b from #1',
        'Here it is.',
        '',
        '#1b from #1 a hill at night',
        '#1b saved as out/1b.png, 0.1 s',
        'Reply: out/reply.md. Thread: abc',
        '',
      ].join('\n'),
    );
  });

  it('has a progress bar at a terminal, which goes when the picture is there', () => {
    const text = printed(reply, { isTTY: true });
    expect(text).toContain(`\r${'█'.repeat(12)}${'░'.repeat(12)} 1/2 0.1 s\r\u001b[2K#1b saved as`);
    expect(text).not.toContain('\u001b[1m');
  });

  it('has colours only where they are wanted and seen', () => {
    expect(printed(reply, { isTTY: true, colour: true })).toContain('\u001b[1m#1b\u001b[0m');
    expect(printed(reply, { isTTY: false, colour: true })).not.toContain('\u001b');
  });

  it('cannot steer the terminal', () => {
    const text = printed([{ type: 'text-delta', part: 0, text: 'a\u001b]0;title\u0007b\u009b2Jc\rd\u202ee\n\tf' }], { isTTY: true });
    expect(text).toBe('a]0;titleb2Jcde\n\tf');
  });

  it('says what is not shown, and how it ended', () => {
    const text = printed([
      { type: 'text-delta', part: 0, text: 'half a' },
      { type: 'verdict', part: 0, verdict: 'hold', rule: 'weapons' },
      { type: 'done', status: 'truncated', thread: 'abc', turn: 't1' },
    ]);
    expect(text).toBe('half a\nThis part is not shown (rule: weapons).\nThe reply was cut short. Thread: abc\n');
  });
});

it('is one JSON object a line with --json', () => {
  let text = '';
  const print = printJson({
    write: (more: string) => {
      text += more;
    },
  });
  for (const thing of reply) print(thing);
  expect(text.endsWith('\n')).toBe(true);
  const lines = text.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(reply);
});
