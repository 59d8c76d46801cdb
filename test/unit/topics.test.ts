import { describe, expect, it } from 'vitest';
import type { Topic, Vocabulary } from '../../engine/model/index.ts';
import { mayEnd, restAfter } from '../../engine/planner/grammar.ts';
import { misheard } from '../../engine/planner/heard.ts';
import { planOfLines } from '../../engine/planner/plan.ts';
import { planLinesGrammar } from '../../engine/planner/plan-grammar.ts';
import { topicsIn, topicsNamedIn } from '../../engine/planner/topics.ts';

const topic = (names: string[], words: string, ...pictures: string[]): Topic => ({ names, words: new Set(words.split(' ')), pictures });
const index = topic(['a database index', 'how does a database index work'], 'database index indexes', 'one', 'two', 'three');
const database = topic(['a database', 'databases'], 'database databases', 'four', 'five', 'six');
const volcano = topic(['a volcano', 'volcanoes'], 'volcano volcanoes erupts lava', 'seven', 'eight', 'nine');
const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const vocabulary: Vocabulary = {
  ...{ kinds: { star: set('star stars') }, colours: { red: set('red') }, things: set('star stars'), drawing: set('draw make') },
  ...{ unknown: set('kettle'), other: set('explain how does work what when please'), topics: [index, database, volcano] },
};
const told = ({ pictures }: Topic) => planOfLines(`${pictures.map((caption) => ` write\n draw: ${caption}\n`).join('')}\n`);

describe('a request is about', () => {
  it.each([
    ['how does an index make a database fast?', [index, database]],
    ['what is in databases', [index, database]],
    ['when is it erupting', [volcano]],
    ['lava and an index', [index, volcano]],
    ['a kettle', []],
  ])('%s', (asked, topics) => {
    expect(new Set(topicsIn(asked, vocabulary))).toEqual(new Set(topics));
  });

  it.each([
    ['the volcano please', [volcano]],
    ['VOLCANOES 101', [volcano]],
    ['so how does a database index work?', [index, database]],
    ['an index in a database', [database]],
    ['lava', []],
  ])('what it names: %s', (asked, topics) => {
    expect(new Set(topicsNamedIn(asked, vocabulary))).toEqual(new Set(topics));
  });
});

describe('a plan to explain', () => {
  it('stays where its topic was asked about, and is written anew among those that were where it was not', async () => {
    expect(await misheard(told(volcano), 'explain a volcano', vocabulary)).toBeUndefined();
    expect(await misheard(told(database), 'when does it erupt?', vocabulary)).toEqual({ explains: [volcano] });
    expect(await misheard(planOfLines(' refuse\n\n'), 'explain volcanoes please', vocabulary)).toEqual({ explains: [volcano] });
    expect(await misheard(planOfLines(' refuse\n\n'), 'The Volcano', vocabulary)).toEqual({ explains: [volcano] });
    expect(await misheard(planOfLines(' write\n\n'), 'volcano', vocabulary)).toEqual({ explains: [volcano] });
    expect(await misheard(told(volcano), 'volcanoes', vocabulary)).toBeUndefined();
    expect(await misheard(planOfLines(' refuse\n\n'), 'draw a volcano', vocabulary)).toBeUndefined();
  });

  it('is none where nothing was asked about that it explains; a story tells what it likes', async () => {
    expect(await misheard(told(volcano), 'please', vocabulary)).toEqual({ mayTell: false });
    expect(await misheard(planOfLines(' write\n draw: a red star\n\n'), 'please', vocabulary)).toEqual({ mayDraw: false });
    expect(await misheard(told(volcano), 'explain a kettle', vocabulary)).toBeUndefined(); // it is refused by that word
    expect(await misheard(told(volcano), 'tell me a story about a star', vocabulary)).toBeUndefined();
  });

  it('says the pictures of one of them, in their order, and nothing else', () => {
    const grammar = planLinesGrammar({ targets: [], mayAsk: true, explains: [index, volcano] });
    const allows = (text: string): boolean => {
      const rest = restAfter(grammar, text);
      return rest !== undefined && mayEnd(rest);
    };
    expect(allows(' write\n draw: seven\n write\n draw: eight\n write\n draw: nine\n\n')).toBe(true);
    expect(allows(' write\n draw: seven\n write\n draw: two\n write\n draw: three\n\n')).toBe(false);
    expect(allows(' refuse\n\n')).toBe(false);
  });
});
