import { describe, expect, it } from 'vitest';
import { referenceOf, saidOf, takesForThere } from '../../engine/planner/references.ts';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { PictureName } from '../../src/core/types.ts';
import { FIXTURES } from '../fixtures/references.ts';
import { messageOf } from '../support/conversation.ts';

function answerTo(thread: string, request: string): string {
  const rows = new Map<PictureName, LedgerRow>();
  const lines = [...thread.trim().split('\n'), request];
  const reference = referenceOf(
    lines.map((line, index) => messageOf(line, index + 1, rows)),
    rows,
  );
  switch (reference.kind) {
    case 'none':
      return '-';
    case 'picture':
      return reference.name;
    case 'several':
      return `+${reference.names.join(' ')}`;
    case 'unclear':
      return `?${reference.names.join(' ')}`;
  }
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

describe('which picture is meant', () => {
  const answers = FIXTURES.flatMap(({ thread, asks }) =>
    asks.map(([request, wanted]) => ({ thread, request, wanted, got: answerTo(thread, request) })),
  );
  const wrong = answers.filter(({ wanted, got }) => wanted !== got);
  const share = 1 - wrong.length / answers.length;

  it(`is found in ${answers.length} conversations`, () => {
    say(`references: ${answers.length - wrong.length} of ${answers.length} right (${share.toFixed(3)})`);
    for (const { request, wanted, got } of wrong) say(`  ${request} → ${got}, not ${wanted}`);
    expect(answers.length).toBeGreaterThanOrEqual(200);
    expect(share).toBeGreaterThanOrEqual(0.95);
  });

  it('is asked about where two fit, and hardly ever where one does', () => {
    const unclear = answers.filter(({ wanted }) => wanted.startsWith('?'));
    const asked = unclear.filter(({ got }) => got.startsWith('?'));
    const needlessly = answers.filter(({ wanted, got }) => !wanted.startsWith('?') && got.startsWith('?'));
    say(
      `asked in ${asked.length} of ${unclear.length} unclear ones, needlessly in ${needlessly.length} of ${answers.length - unclear.length}`,
    );
    expect(asked.length).toBe(unclear.length);
    expect(needlessly.length / answers.length).toBeLessThanOrEqual(0.02);
  });
});

describe('a picture that comes with the words', () => {
  const meant = (request: string, seen?: string) => {
    const rows = new Map<PictureName, LedgerRow>();
    const lines = ['ann: draw it', 'bot: Here. [#1 a red car and a blue house]', `ann: [#2 img_17.png] ${request}`];
    const messages = lines.map((line, at) => messageOf(line, at + 1, rows));
    const sent = rows.get('#2');
    if (sent && seen) rows.set('#2', { ...sent, seen });
    return referenceOf(messages, rows);
  };

  it('is meant while nobody has looked at it', () => {
    expect(meant('move the red circle to the left')).toEqual({ kind: 'picture', name: '#2' });
    expect(meant('hide the blue home')).toEqual({ kind: 'picture', name: '#2' });
  });

  it('is meant where it shows what is spoken of, else the one that does', () => {
    expect(meant('move the red circle to the left', 'a red circle')).toEqual({ kind: 'picture', name: '#2' });
    expect(meant('paint the house green', 'a red circle')).toEqual({ kind: 'picture', name: '#1' });
  });
});

it('"the same by day" is said of the newest picture', () => {
  expect(answerTo('ann: draw it\nbot: Here. [#1 a red car]\nann: a boat\nbot: Here. [#2 a boat at night]', 'ann: the same by day')).toBe(
    '#2',
  );
});

describe('a change of what is taken to be there', () => {
  it.each(['please make that larger', 'Turn it red', 'remove the star', 'could you swap them'])('%s', (request) => {
    expect(takesForThere(request)).toBe(true);
  });
  it.each(['make a picture of the sea', 'draw it big: a cat', 'put a star on the left', 'what makes it rain?'])('not %s', (request) => {
    expect(takesForThere(request)).toBe(false);
  });
});

describe('what people liked', () => {
  const rows = new Map<PictureName, LedgerRow>();
  const thread = ['bot: One. [#1 a red car]', 'bot: Another. [#2 a blue car]', 'bot: Two more. [#3 a boat] [#4 a ship]', 'ben: nice!'].map(
    (line, at) => messageOf(line, at + 1, rows),
  );
  const liked = (at: number, ...likedBy: string[]) => thread.map((message, index) => (index === at ? { ...message, likedBy } : message));
  const meant = (request: string, messages: ReturnType<typeof liked>) =>
    referenceOf([...messages, messageOf(`ann: ${request}`, 9, rows)], rows);

  it('is found by who liked it', () => {
    expect(meant('make the one I liked green', liked(0, 'ann'))).toEqual({ kind: 'picture', name: '#1' });
    expect(meant('enlarge the picture that Ben likes', liked(1, 'ben'))).toEqual({ kind: 'picture', name: '#2' });
    expect(meant('make the one we like green', liked(1, 'ben', 'ann'))).toEqual({ kind: 'picture', name: '#2' });
    expect(meant('make the one I liked green', liked(2, 'ann'))).toEqual({ kind: 'unclear', names: ['#3', '#4'] });
  });

  it('is nothing that others liked', () => {
    expect(meant('draw the one I liked', liked(0, 'ben'))).not.toEqual({ kind: 'picture', name: '#1' });
    expect(meant('draw a boat like this', liked(0, 'ann'))).not.toEqual({ kind: 'picture', name: '#1' });
  });
});

it('"both" are the two things of the picture before everyone\'s eyes, or the two newest pictures', () => {
  const meant = (...lines: string[]) => {
    const rows = new Map<PictureName, LedgerRow>();
    return referenceOf(
      lines.map((line, at) => messageOf(line, at + 1, rows)),
      rows,
    );
  };
  const [one, two] = ['bot: [#1 a red fish, on white]', 'bot: [#2 a red fish on the left and a blue boat on the right, on white]'];
  expect(meant(one, two, 'ann: make both bigger')).toEqual({ kind: 'picture', name: '#2' });
  expect(meant(two, one, 'ann: make both bigger')).toEqual({ kind: 'several', names: ['#2', '#1'] });
  expect(meant(one, two, 'ann: make both pictures darker')).toEqual({ kind: 'several', names: ['#1', '#2'] });
  expect(saidOf('make them all blue', '#4')).toBe('make #4 blue');
  expect(saidOf('make both of them blue', '#4')).toBe('make #4 blue');
});

it('takes "the right side" for a place and not for a thing of some picture', () => {
  const rows = new Map<PictureName, LedgerRow>();
  const lines = [
    'bot: [#1 a huge red house in the middle, on white]',
    'bot: [#2 an orange sun on the left and an orange sun on the right, on white] [#3 a green tree on the left and a red heart on the right, on white]',
    'ann: take the house picture and put that on the right side',
  ];
  const messages = lines.map((line, at) => messageOf(line, at + 1, rows));
  expect(referenceOf(messages, rows)).toEqual({ kind: 'picture', name: '#1' });
});
