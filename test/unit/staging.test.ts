import { describe, expect, it } from 'vitest';
import { membersOf, shows, styled, thingsOf, told, wantedOf } from '../../engine/planner/cast.ts';
import type { LedgerRow } from '../../src/core/ledger.ts';
import { worded } from '../../src/core/sentences.ts';
import { type Staging, stagingOrderOf } from '../../src/core/staging.ts';
import { stage } from '../../src/staging.ts';
import { message, picture, row, text } from '../support/made.ts';

const order = (words: string) => stagingOrderOf({ parts: [text(words)] });

describe('words about cast and style', () => {
  it.each([
    ['cast', { kind: 'cast-show' }],
    ['<@U1> Cast?', { kind: 'cast-show' }],
    ['cast add Max from #3', { kind: 'cast-add', name: 'Max', picture: '#3' }],
    ['@bot cast add Max, the red cat, from #2B.', { kind: 'cast-add', name: 'Max', thing: 'the red cat', picture: '#2b' }],
    ['cast add Mary Ann from picture #3', { kind: 'cast-add', name: 'Mary Ann', picture: '#3' }],
    ['cast add Max', { kind: 'cast-add', name: 'Max' }],
    ['cast add Max the cat from #3', { kind: 'cast-add', name: 'Max', thing: 'the cat', picture: '#3' }],
    ['cast remove Max', { kind: 'cast-remove', name: 'Max' }],
    ['cast add #3', { kind: 'cast-unclear' }],
    ['cast add Max from #x', { kind: 'cast-unclear' }],
    ['style', { kind: 'style-show' }],
    ['style: at night, pencil.', { kind: 'style-set', style: 'at night, pencil' }],
    ['style off', { kind: 'style-off' }],
    ['Style: none', { kind: 'style-off' }],
  ])('%j', (words, wanted) => expect(order(words)).toEqual(wanted));

  it.each(['cast a shadow on the wall', 'castle', 'draw a cast of three', 'styles of houses', 'style the house in red', 'stylish: a hat'])(
    '%j is a request',
    (words) => expect(order(words)).toBeUndefined(),
  );
});

describe('the cast of a thread', () => {
  const fish = row('#1', { turnId: 't1', caption: 'a small red fish in the middle, on white' });
  const two = row('#2', { turnId: 't2', caption: 'a red star', seen: 'a red star on the left and a blue house on the right, on white' });
  const sent = row('#3', { caption: 'logo.png, sent by Ana' });
  function thread(messages = [message('m1')], rows: LedgerRow[] = [fish, two, sent]) {
    let staging: Staging = { cast: [] };
    const ports = {
      stagings: {
        get: async () => staging,
        put: async (_: string, changed: Staging) => {
          staging = changed;
        },
      },
      ledger: { rows: async () => rows },
      threads: { get: async (_: string, id: string) => messages.find((one) => one.id === id) },
    } as const;
    const say = async (words: string, changes = {}) => {
      const said = message('m', { parts: [text(words)], ...changes });
      const wanted = stagingOrderOf(said);
      if (!wanted) throw new Error(`${words} is no order`);
      return worded(await stage(wanted, said, ports));
    };
    return {
      say,
      cast: () => staging.cast.map(({ name, picture: shown, thing }) => [name, shown, thing].filter(Boolean).join(' ')),
      style: () => staging.style,
    };
  }

  it('is added to, shown, changed and taken from', async () => {
    const { say, cast } = thread();
    expect(await say('cast')).toContain('The cast is empty. Say "cast add Max from #3"');
    expect(await say('cast add Max from #1')).toBe('Max is as in #1 from now on. Name Max in a request, and they come again.');
    expect(await say('cast add Ada, the house, from #2')).toContain('Ada is the house in #2 from now on');
    expect(await say('cast')).toBe('In the cast: Max (#1) and Ada (the house, #2).');
    expect(await say('cast add max from #3')).toContain('max is as in #3');
    expect(cast()).toEqual(['Ada #2 the house', 'max #3']);
    expect(await say('cast remove MAX')).toBe('MAX is not in the cast any more.');
    expect(await say('cast remove Max')).toBe('There is nobody called Max in the cast.');
    expect(cast()).toEqual(['Ada #2 the house']);
  });

  it('asks which thing is meant, and says what cannot be', async () => {
    const { say, cast } = thread();
    expect(await say('cast add Ada from #2')).toBe(
      '#2 shows red star and blue house. Which of these is Ada? Say "cast add Ada, the red star, from #2".',
    );
    expect(await say('cast add Ada, the tree, from #2')).toBe(
      'There is no such thing as the tree in #2; it shows red star and blue house.',
    );
    expect(await say('cast add Ada from #9')).toContain('There is no picture #9');
    expect(await say('cast add Ada')).toContain('Expected a name and a picture.');
    for (let n = 0; n < 8; n++) await say(`cast add Max ${'abcdefgh'[n]} from #1`);
    expect(await say('cast add Ada from #1')).toContain('The cast has 8 members');
    expect(cast()).toHaveLength(8);
  });

  it('knows nothing of a picture that is withheld', async () => {
    const hidden = row('#1', { turnId: 't1', caption: 'a secret thing on the left and a cat on the right, on white', withheld: true });
    expect(await thread([], [hidden]).say('cast add Max from #1')).toContain('There is no picture #1');
  });

  it('takes the picture that came with it, or that it replies to', async () => {
    const { say, cast } = thread([message('m0', { parts: [picture('1', { name: '#1' })] })]);
    await say('cast add Logo', { parts: [text('cast add Logo'), picture('3', { name: '#3' })] });
    await say('cast add Max', { replyToId: 'm0' });
    expect(cast()).toEqual(['Logo #3', 'Max #1']);
  });

  it('has a style, of bounded length', async () => {
    const { say, style } = thread();
    expect(await say('style')).toContain('no style');
    expect(await say('style: pencil')).toContain('in this style: pencil.');
    expect(style()).toEqual({ words: 'pencil', authorId: 'ann' });
    expect(await say(`style: ${'x'.repeat(121)}`)).toContain('at most 120 characters, got 121');
    await say('style off');
    expect(style()).toBeUndefined();
  });
});

describe('the cast in requests and captions', () => {
  const max = row('#1', { caption: 'a small red fish on the left, on white' });
  const both = row('#2', { caption: 'x', seen: 'a red star on the left and a blue house at the top right, on white' });
  const staging: Staging = {
    cast: [
      { name: 'Max', picture: '#1', authorId: 'a' },
      { name: 'Ada', picture: '#2', thing: 'the house', authorId: 'a' },
      { name: 'Gone', picture: '#9', authorId: 'a' },
    ],
  };
  const members = membersOf({ staging, pictures: [max, both] });

  it('looks as in the picture, without size; one whose picture is gone is nobody', () => {
    expect(members.map(({ name, looks, place }) => [name, looks, place])).toEqual([
      ['Max', ['red fish'], [0, 1]],
      ['Ada', ['blue house'], [2, 0]],
    ]);
    expect(thingsOf(both)).toEqual(['red star', 'blue house']);
  });

  it('puts looks in the place of names', () => {
    expect(told("draw max and Ada, and Max's tree", members, true, false)).toBe(
      "draw a red fish and a blue house, and the red fish's tree",
    );
    expect(told('make Max green', members, true, true)).toBe('make the red fish green');
    expect(told('draw Max with Max', members, false, false)).toBe('draw Max (a red fish) with Max');
    expect(told('the maximum, Adam', members, true, false)).toBe('the maximum, Adam');
  });

  it('knows which captions show somebody', () => {
    const [one, other] = members;
    if (!one || !other) throw new Error('nobody');
    const caption = 'a large red fish at the top and a blue car at the bottom, on white';
    expect([shows(caption, one), shows(caption, other), shows('Ada at the sea', other)]).toEqual([true, false, true]);
  });

  it('says the style behind a caption, its ground in the place of the caption’s', () => {
    const caption = 'a red fish on the left, on white';
    expect(styled(caption, undefined)).toBe(caption);
    expect(styled(caption, 'pencil')).toBe('a red fish on the left, on white, pencil');
    expect(styled(caption, 'pencil, on dark blue')).toBe('a red fish on the left, pencil, on dark blue');
    expect(styled('Max at the sea', 'on paper')).toBe('Max at the sea, on paper');
    expect(wantedOf(caption, 'a watercolour painting')).toMatchObject({ items: [{ noun: 'fish' }], ground: '' });
    expect(wantedOf(caption, 'on dark blue').ground).toBe('dark blue');
  });
});
