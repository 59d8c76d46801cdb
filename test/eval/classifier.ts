/**
 * What a text classifier adds to the lists, through the real check, and what it costs: `npm run eval:classifier -- FILE [FOLDER]`; the file
 * is what `python -m dreamtrain.requests 4000` prints, requests with words and, half of them, templates that training never saw.
 */
import { readFileSync } from 'node:fs';
import { openWordClassifier } from '../../engine/model/word-classifier.ts';
import { openCheck } from '../../src/safety/check.ts';
import { wordFinder } from '../../src/safety/words.ts';
import { message, text, thread } from '../support/made.ts';

interface Asked {
  readonly text: string;
  readonly labels: string;
  readonly language: string;
  readonly template: string;
}

const [file = '', folder = 'classifiers/requests'] = process.argv.slice(2);
const asked = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Asked);
const startedMs = performance.now();
const classifier = await openWordClassifier(folder, 1);
const openedMs = performance.now() - startedMs;
const [alone, beside] = [openCheck()(thread()), openCheck(undefined, { words: wordFinder(classifier) })(thread())];

const counts = new Map<string, { of: number; lists: number; both: number }>();
const tookMs: number[] = [];
for (const { text: words, labels, template } of asked) {
  const request = message('m', { parts: [text(words)] });
  const lists = (await alone.request(request)).kind === 'refuse';
  const beganMs = performance.now();
  const both = (await beside.request(request)).kind === 'refuse';
  tookMs.push(performance.now() - beganMs);
  for (const key of [`${template} templates: ${labels}`, `${template} templates: ${labels === 'ok' ? 'innocent' : 'attacks'}`]) {
    const { of, lists: one, both: two } = counts.get(key) ?? { of: 0, lists: 0, both: 0 };
    counts.set(key, { of: of + 1, lists: one + Number(lists), both: two + Number(both) });
  }
}
await classifier.release();
tookMs.sort((one, other) => one - other);
const at = (share: number): string => (tookMs[Math.floor(share * tookMs.length)] ?? 0).toFixed(2);
const lines = [...counts]
  .sort()
  .map(
    ([key, { of, lists, both }]) =>
      `${key}: ${of}, refused by the lists ${lists}, with the classifier ${both}; of what they missed ${((both - lists) / (of - lists)).toFixed(3)}`,
  );
process.stdout.write(
  `${lines.join('\n')}\nopened in ${openedMs.toFixed(0)} ms; a check takes ${at(0.5)} ms (median), ${at(0.99)} ms (of 100 the slowest)\n`,
);
