import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readVocabulary, type Vocabulary } from '../../engine/model/vocabulary.ts';
import { parsePlanLine } from '../../engine/planner/dialogue.ts';
import { type Grammar, mayEnd, restAfter } from '../../engine/planner/grammar.ts';
import { heardIn, isHeard } from '../../engine/planner/heard.ts';
import { ordersGrammar } from '../../engine/planner/orders.ts';
import { queryGrammar } from '../../engine/planner/queries.ts';
import { unslipped } from '../../engine/planner/slips.ts';

let vocabulary: Vocabulary;
beforeAll(async () => {
  vocabulary = await readVocabulary(join(import.meta.dirname, '../../models/pocket/vocabulary.json'));
});

const allows = (grammar: Grammar, text: string): boolean => {
  const rest = restAfter(grammar, text);
  return rest !== undefined && mayEnd(rest);
};
const caption = 'a red circle at the top and a small blue ring on the left, on light blue';
const heard = (asked: string) => heardIn(asked, [caption], vocabulary);

describe('a question', () => {
  it.each([
    ['is there a harp?', 'there harp'],
    ['any berries?', 'there berry'],
    ['how many scarlet discs at the top?', 'count red circle at the top'],
    ['is the hoop violet?', 'is ring: purple'],
    ['what is up there?', 'what at the top'],
    ['which is bigger, the ring or the harp?', 'bigger ring, harp'],
    ['what do you see?', 'all'],
  ])('%s may be: %s', (asked, query) => {
    expect(allows(queryGrammar(heard(asked)), query)).toBe(true);
  });

  it.each([
    ['is there a harp?', 'there har'],
    ['is there a harp?', 'there star'],
    ['is the hoop violet?', 'is ring: yellow'],
    ['is the hoop violet?', 'is ring'],
  ])('%s may not be: %s', (asked, query) => {
    expect(allows(queryGrammar(heard(asked)), query)).toBe(false);
    expect(allows(queryGrammar(), 'there har')).toBe(true);
  });
});

describe('a change', () => {
  it.each([
    ['give the disc a golden colour', 'circle: yellow'],
    ['a star over the ring', '+ a yellow star above ring'],
    ['swap them', 'circle: swap ring'],
    ['one more of these', '+ a red circle'],
    ['cottage for the ring, circle bigger, night', 'ring: a red house; circle: bigger; = dark blue'],
    ['the small blue thing goes', '- small blue thing'],
  ])('%s may be: %s', (asked, orders) => {
    expect(allows(ordersGrammar(heard(asked)), orders)).toBe(true);
  });

  it.each([
    ['give it a golden colour', '+ a yellow sun'],
    ['give it a golden colour', 'circle: a yellow sun'],
    ['give it a golden colour', 'circle: green'],
    ['a star over the ring', '+ a yellow moon above ring'],
  ])('%s may not be: %s', (asked, orders) => {
    expect(allows(ordersGrammar(heard(asked)), orders)).toBe(false);
  });
});

describe('drawings', () => {
  const [one, two] = [[{ kind: 'draw' }] as const, [{ kind: 'write' }, { kind: 'draw' }, { kind: 'draw' }] as const];

  it.each(['a cottage', 'draw two satrs', 'another one', 'paint it once more'])('were asked for: %s', (asked) => {
    expect(isHeard(one, asked, vocabulary)).toBe(true);
  });

  it.each(['volcanic eruptions', 'what happens when a volcano is erupting?', 'a star and a car'])('several were asked for: %s', (asked) => {
    expect(isHeard(two, asked, vocabulary)).toBe(true);
  });

  it('were not asked for', () => {
    expect(isHeard(one, "translate 'hello' into spanish", vocabulary)).toBe(false);
    expect(isHeard(two, 'explain a kettle', vocabulary)).toBe(false);
    expect(isHeard(two, 'my shift starts, bye for now', vocabulary)).toBe(false);
    expect(isHeard([{ kind: 'write' }], 'explain a kettle', vocabulary)).toBe(true);
  });
});

describe('what the examination expects', () => {
  interface Case {
    readonly turns: readonly { readonly say: string }[];
    readonly expect: {
      readonly plan?: readonly string[];
      readonly query?: readonly [string, string];
      readonly orders?: readonly (readonly [string, string, string])[];
    };
  }
  const cases = readFileSync('test/eval/prompts.jsonl', 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Case);
  const asked = ({ turns }: Case): string => turns.at(-1)?.say ?? '';

  it('may be asked of a picture', () => {
    const questions = cases.flatMap((each) => (each.expect.query ? [{ each, query: each.expect.query }] : []));
    expect(questions.length).toBeGreaterThan(100);
    const lost = questions.filter(
      ({ each, query: [seen, query] }) => !allows(queryGrammar(heardIn(asked(each), [seen], vocabulary)), query),
    );
    expect(lost.map(({ each, query }) => [asked(each), query])).toEqual([]);
  });

  it('may be done to a picture', () => {
    const edits = cases.flatMap((each) => (each.expect.orders ?? []).map(([before, orders]) => ({ each, before, orders })));
    expect(edits.length).toBeGreaterThan(100);
    const lost = edits.filter(({ each, before, orders }) => !allows(ordersGrammar(heardIn(asked(each), [before], vocabulary)), orders));
    expect(lost.map(({ each, orders }) => [asked(each), orders])).toEqual([]);
  });

  it('was asked for', async () => {
    const plans = cases.flatMap((each) =>
      each.expect.plan ? [{ each, lines: each.expect.plan.flatMap((line) => parsePlanLine(line) ?? []) }] : [],
    );
    const read = await Promise.all(plans.map(async ({ each, lines }) => ({ lines, said: await unslipped(asked(each), vocabulary) })));
    expect(read.flatMap(({ lines, said }) => (isHeard(lines, said, vocabulary) ? [] : [said]))).toEqual([]);
  });
});
