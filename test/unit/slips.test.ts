import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readVocabulary, type Vocabulary } from '../../engine/model/vocabulary.ts';
import { english } from '../../engine/planner/english.ts';
import { unslipped, unslippedLast } from '../../engine/planner/slips.ts';
import { message, text } from '../support/made.ts';

let vocabulary: Vocabulary;
beforeAll(async () => {
  vocabulary = await readVocabulary(join(import.meta.dirname, '../../models/pocket/vocabulary.json'));
});

it.each([
  ['draw a houuse and a triangel', 'draw a house and a triangle'],
  ['an imagge with a crss', 'an image with a cross'],
  ['two trese, a blosssom in goldden', 'two trees, a blossom in golden'],
  ['Triangel please, and a rhomubs', 'Triangle please, and a rhombus'],
  ['Draw it. Mkae it bigger', 'Draw it. Make it bigger'],
  ['explian how a volcno erupts', 'explain how a volcano erupts'],
  ['in #2b mkae the "houuse" bleu', 'in #2b make the "houuse" blue'],
  ['didnt you draw a sailbaot?', "didn't you draw a sailboat?"],
  ['thats a saulboat', "that's a sailboat"],
])('a slip is read as the one word that is meant: %s', async (text, meant) => {
  expect(await unslipped(text, vocabulary)).toBe(meant);
});

const SPARED: readonly [string, string][] = [
  ['real words beside known ones', 'a canoe, harp, stare, spare, boar, goat, fist, bean, moor, clown, rink, tinny trees and hoses'],
  ['names', 'draw a star for Angla, ivan and Holms'],
  ['what is in quotes', `write "houuse", 'triangel', “crss” and «goldden» on it`],
  ['short words', 'a rde sta'],
  ['what fits two words', 'a plae'],
  ['names with digits, addresses and compounds', '#2b houuse2 www.houuse.com @houuse houuse_a well-houuse it’s'],
  ['other languages', 'zeichne einen roten stren und ein haaus'],
  ['another alphabet', 'нарисуй круг, 画一个圆'],
  ['known words', 'draw me a red circle on the left, pls'],
  ['nothing', ''],
];
it.each(SPARED)('what is left as it is: %s', async (_, text) => {
  expect(await unslipped(text, vocabulary)).toBe(text);
});

it('a text of many strange words is no request with slips in it', async () => {
  const letters = 'bcdfghjk';
  const strange = Array.from({ length: 60 }, (_, n) => `zxq${letters[n % 8]}${letters[n >> 3]}x`).join(' ');
  const text = `draw a houuse ${'a circle '.repeat(100)}${strange}`;
  expect(await unslipped(text, vocabulary)).toBe(text);
});

it('of a thread the last message is read so, and its pictures stay', async () => {
  const messages = ['a houuse', 'the secnod one in bleu'].map((words, at) => message(`m${at}`, { parts: [text(words)] }));
  const [, last] = await unslippedLast(messages, vocabulary);
  expect(last?.parts).toEqual([text('the second one in blue')]);
  expect((await unslippedLast(messages, vocabulary))[0]).toBe(messages[0]);
  expect(await unslippedLast(messages, undefined)).toBe(messages);
});

describe('what is English', () => {
  it.each(['canoe', 'suitcases', 'flies', 'quickly', 'happiest', 'rebuilding', 'unhappiness', 'angela', 'emoji'])('%s', async (word) => {
    expect((await english())(word)).toBe(true);
  });
  it.each(['houuse', 'triangel', 'goldden', 'treees', 'flys', 'redraw1', ''])('and what is not: %s', async (word) => {
    expect((await english())(word)).toBe(false);
  });
});
