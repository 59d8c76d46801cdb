import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DreamModel } from '../../engine/model/index.ts';
import { readVocabulary, type Vocabulary } from '../../engine/model/vocabulary.ts';
import { unknownIn, unknownThing } from '../../engine/planner/unknown-things.ts';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { PictureName, PlanStep } from '../../src/core/types.ts';
import { row } from '../support/made.ts';

let vocabulary: Vocabulary;
beforeAll(async () => {
  vocabulary = await readVocabulary(join(import.meta.dirname, '../../models/pocket/vocabulary.json'));
});

describe('a request to draw', () => {
  it.each([
    ['get me a canoe, a black car in the upper left corner', 'canoe'],
    ['three suitcases', 'suitcases'],
    ['a backpack next to the orange car', 'backpack'],
    ['a circle and two dragons please', 'dragons'],
    ['a picture of canoes', 'canoes'],
    ['i would like a house with a chimney', 'chimney'],
    ['a car in the garage', 'garage'],
    ['can i have a canoe?', 'canoe'],
    ["i'd like a canoe", 'canoe'],
    ['a car door', 'door'],
    ['a green jellyfish', 'jellyfish'],
    ['a star, some big and rusty anchors', 'anchors'],
  ])('names what is not known: %s', async (request, thing) => {
    expect(await unknownThing(request, vocabulary, false)).toBe(thing);
  });

  it.each([
    'a cheerful red car',
    'a big and shiny star, a cheerful, friendly sun',
    'a photo of a lovely house at night',
    'do me a favour and draw a couple of trees in a row',
    'wait a moment, then a heart for a friend in a hurry',
    'a car facing left in the corner, as fast as a rocket',
    'a house in the style of van gogh, a bit crooked',
    'the team would like 3 cars for the office',
    'a fleet of red ships, a dozen stars in a different shade in the foreground',
    'a heat on the left',
    'a star on one sheet and a car on a piece of paper',
    'i have a meeting after a lecture, i’m a teacher: a star like a lamp',
    'a florbax next to a car',
    '2 3 a an the',
    '',
  ])('names no thing that is not known: %s', async (request) => {
    expect(await unknownThing(request, vocabulary, false)).toBeUndefined();
  });
});

describe('a plan', () => {
  const draw = (name: PictureName): PlanStep => ({ kind: 'draw', name, caption: 'a red car on the left, on white' });
  const edit = (caption: string): PlanStep => ({ kind: 'edit', name: '#1b', target: '#1', caption });
  const rows: ReadonlyMap<PictureName, LedgerRow> = new Map([['#1', row('#1', { caption: 'a red car on the left, on white' })]]);
  const said = (steps: PlanStep[], asked: string, known = true) =>
    unknownIn(steps, asked, { rows, model: (known ? { vocabulary } : {}) as DreamModel });

  it('that draws without it is none', async () => {
    expect(await said([{ kind: 'write' }, draw('#1')], 'a canoe and a car')).toEqual({ id: 'cannot-draw', values: { thing: 'canoe' } });
    expect(await said([draw('#1'), draw('#2'), draw('#3')], 'an illustration of a microscope')).toBeDefined();
    expect(await said([draw('#1'), draw('#2')], 'two pictures: a canoe and a car')).toBeDefined();
  });

  it('that explains something else than what was asked about is none', async () => {
    const explained = [draw('#1'), draw('#2'), draw('#3')];
    expect(await said(explained, 'explain a canoe')).toEqual({ id: 'cannot-explain', values: { thing: 'canoe' } });
    expect(await said(explained, 'my class is learning about flamingos, could you explain them?')).toBeDefined();
    expect(await said(explained, 'a story with a canoe')).toBeDefined();
  });

  it('stands where nothing is drawn, a known topic is explained, or the folder says no words', async () => {
    expect(await said([{ kind: 'write' }], 'what is a canoe?')).toBeUndefined();
    expect(await said([draw('#1'), draw('#2')], 'give me a quick intro to a cache')).toBeUndefined();
    expect(await said([draw('#1'), draw('#2')], 'my grandpa asks at dinner: how does a volcano erupt?')).toBeUndefined();
    expect(await said([draw('#1'), draw('#2'), draw('#3')], 'a traffic jam with drawings')).toBeUndefined();
    expect(await said([draw('#1')], 'a canoe and a car', false)).toBeUndefined();
  });

  it('of an edit is none where it puts something else there, and stands where it only changes what is there', async () => {
    expect(await said([edit('a red car on the left and a blue boat on the right, on white')], 'add a canoe')).toBeDefined();
    expect(await said([edit('a red boat on the left, on white')], 'turn the car into a canoe')).toBeDefined();
    expect(await said([edit('a red car on the right, on cream')], 'give it a beige backdrop')).toBeUndefined();
    expect(await said([edit('a red car on the left and a star on the right, on white')], 'add a star to the garage')).toBeUndefined();
  });
});
