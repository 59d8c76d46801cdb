import { describe, expect, it } from 'vitest';
import { wishOf } from '../../engine/planner/wishes.ts';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { PictureName } from '../../src/core/types.ts';
import { messageOf } from '../support/conversation.ts';

const EDITS = `
ann: a house under a yellow sun
bot: Here. [#1 a red house under a yellow sun]
ann: make it night
bot: Now at night. [#1b<#1 a red house under a yellow moon at night]
ann: add a tree
bot: With a tree. [#1c<#1b a red house and a green tree under a yellow moon at night]`;
const TWO = `
ann: two ideas for a logo
bot: One. [#1 a red circle, on white] And another. [#2 a blue star, on white]`;

function wishIn(thread: string, request: string, chosen?: PictureName): string {
  const rows = new Map<PictureName, LedgerRow>();
  const lines = [...thread.trim().split('\n'), `ann: ${request}`];
  const wish = wishOf(
    lines.map((line, index) => messageOf(line, index + 1, rows)),
    rows,
    chosen,
  );
  if (!wish) return '-';
  if (wish.kind === 'compare') return `compare ${wish.names.join(' ')}`;
  const of = wish.of.kind === 'picture' ? wish.of.name : wish.of.kind;
  if (wish.kind === 'back') return wish.to === 'it' ? `back to ${of}` : `back from ${of}`;
  return wish.kind === 'vary' ? `vary ${of} ${wish.count}` : `enlarge ${of}`;
}

describe('what people say about pictures that stand', () => {
  it.each([
    ['undo', 'back from #1c'],
    ['Undo that, please!', 'back from #1c'],
    ['undo the last change', 'back from #1c'],
    ['ok, go back', 'back from #1c'],
    ['no, put it back', 'back from #1c'],
    ['make it how it was before', 'back from #1c'],
    ['go back to the previous version', 'back from #1c'],
    ['undo #1b', 'back from #1b'],
    ['go back to #1', 'back to #1'],
    ['revert to #1b', 'back to #1b'],
    ['back to the original', 'back to #1'],
    ['restore the original', 'back to #1'],
    ['show me #1b again', 'back to #1b'],
    ['make two variations of #1', 'vary #1 2'],
    ['Can you make 3 variations of it?', 'vary #1c 3'],
    ['another version of this', 'vary #1c 1'],
    ['a few more variations of #1b please', 'vary #1b 3'],
    ['more like this', 'vary #1c 2'],
    ['40 variations of it', 'vary #1c 40'],
    ['try again', 'vary #1c 1'],
    ['redo #1', 'vary #1 1'],
    ['enlarge #1', 'enlarge #1'],
    ['enlarge the picture', 'enlarge #1c'],
    ['upscale it', 'enlarge #1c'],
    ['a bigger version of #1b', 'enlarge #1b'],
    ['can I have #1 in higher resolution?', '-'],
    ['give me #1 in higher resolution', 'enlarge #1'],
    ['compare #1 and #1c', 'compare #1 #1c'],
    ['compare it with #1', 'compare #1 #1c'],
    ['what changed?', 'compare #1b #1c'],
    ['what is the difference between #1b and #1?', 'compare #1 #1b'],
  ])('%s: %s', (request, wanted) => {
    expect(wishIn(EDITS, request)).toBe(wanted);
  });

  it.each([
    'enlarge the house',
    'make it bigger',
    'make the tree larger',
    'draw a house again',
    'go back to the house and add a tree',
    'undo the blue of the house and make it red',
    'draw a different version of the story',
    'remove the tree',
    'what is in #1?',
    'compare a cat with a dog',
    'what is different about cats?',
  ])('is none, but an edit or talk: %s', (request) => {
    expect(wishIn(EDITS, request)).toBe('-');
  });

  it('is said of the last of two, unless another is chosen', () => {
    expect(wishIn(TWO, 'enlarge the picture')).toBe('enlarge #2');
    expect(wishIn(TWO, 'enlarge the picture', '#1')).toBe('enlarge #1');
    expect(wishIn(TWO, 'three variations of the second one')).toBe('vary #2 3');
    expect(wishIn(TWO, 'compare them')).toBe('compare #1 #2');
    expect(wishIn(TWO, 'compare the two')).toBe('compare #1 #2');
  });

  it('is never about pictures that are not there', () => {
    expect(wishIn('ann: hello\nbot: Hello!', 'undo that')).toBe('-');
    expect(wishIn(EDITS, 'compare #1 and #7')).toBe('-');
  });
});
