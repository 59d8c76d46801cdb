import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mayEnd, restAfter } from '../../engine/planner/grammar.ts';
import { planOfLines, queryOf } from '../../engine/planner/plan.ts';
import { answerTo, queryGrammar } from '../../engine/planner/queries.ts';
import type { Reference } from '../../engine/planner/references.ts';

const caption = 'a red circle at the top, a small blue ring on the left and a large red circle at the bottom right, on light blue';

describe('what a question asks, answered from what was seen', () => {
  it.each([
    ['all', ''],
    ['ground', 'The background is light blue.'],
    ['count thing', 'There are three things.'],
    ['count red circle', 'There are two red circles.'],
    ['count star', 'There are no stars.'],
    ['colour ring', 'The ring is blue.'],
    ['colour circle', 'The circles are red.'],
    ['colour thing', 'The things are red and blue.'],
    ['colour star', 'There is no star.'],
    ['where ring', 'The ring is on the left.'],
    ['where circle', 'The circles are at the top and at the bottom right.'],
    ['there ring', 'Yes, there is a small blue ring on the left.'],
    ['there circle', 'Yes, there are two circles.'],
    ['there ring at the top', 'No, there is no ring at the top.'],
    ['there dog', 'No, there is no dog.'],
    ['is ring: blue', 'Yes, the ring is blue.'],
    ['is circle: green', 'No, the circles are red.'],
    ['what on the left', 'There is a small blue ring on the left.'],
    ['what in the middle', 'There is nothing in the middle.'],
    ['bigger ring, circle', 'The circle is bigger.'],
    ['bigger ring, ring', 'They are the same size.'],
    ['bigger ring, star', 'There is no star.'],
  ])('%s', (query, answer) => {
    expect(answerTo(query, caption)).toBe(`I see ${caption}. ${answer}`.trim());
  });

  it('does not say a noun that nobody said', () => {
    expect(answerTo('there pelt', caption, 'is there a meteor?')).toBe(`I see ${caption}. No, there is no such thing.`);
    expect(answerTo('there meteor', caption, 'Any meteors?')).toBe(`I see ${caption}. No, there is no meteor.`);
    expect(answerTo('where ring', caption, 'where is the hoop?')).toBe(`I see ${caption}. The ring is on the left.`);
  });

  it('answers nothing from what is no caption, and nothing that the caption does not say', () => {
    expect(answerTo('all', 'holiday.png')).toBeUndefined();
    expect(answerTo('all', '')).toBeUndefined();
    expect(answerTo('where cat', 'a cat and a dog')).toBeUndefined();
    expect(answerTo('ground', 'a cat and a dog')).toBeUndefined();
    expect(answerTo('sing ring', caption)).toBeUndefined();
    expect(answerTo('constructor ring', caption)).toBeUndefined();
  });

  it('says what the training says, in every question of the examination', () => {
    const cases = readFileSync('test/eval/prompts.jsonl', 'utf8').split('\n').filter(Boolean);
    const asked = cases.flatMap((line) => {
      const { query, text } = (JSON.parse(line) as { expect: { query?: [string, string]; text?: string[] } }).expect;
      return query ? [{ query, text }] : [];
    });
    expect(asked.length).toBeGreaterThan(100);
    for (const { query, text } of asked) {
      expect([answerTo(query[1], query[0])]).toEqual(text);
      const rest = restAfter(queryGrammar(), query[1]);
      expect(rest && mayEnd(rest)).toBe(true);
    }
  });
});

it('a question that speaks of no picture asks about the newest that shows what it asks of, else the newest, whatever was planned', () => {
  const seen = new Map([
    ['#1', 'two red stars, on white'],
    ['#2', 'a star on the left, on white'],
    ['#3', 'a boat in the middle, on white'],
  ] as const);
  const asked = (query: string, reference: Reference = { kind: 'none' }) =>
    queryOf(planOfLines(`look #1: ${query}\n`), reference, [...seen.keys()], (name) => seen.get(name as '#1') ?? '')?.target;
  expect(asked('count star')).toBe('#2');
  expect(asked('where boat')).toBe('#3');
  expect(asked('there helmet')).toBe('#3');
  expect(asked('count thing')).toBe('#3');
  expect(asked('what in the middle')).toBe('#3');
  expect(asked('all', { kind: 'picture', name: '#1' })).toBe('#1');
  expect(queryOf(planOfLines('write\n'), { kind: 'none' }, ['#1'], () => '')).toBeUndefined();
});
