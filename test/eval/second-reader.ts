/**
 * The model as second reader: of scenes that it did not see, which does a rule like `"pictures": ["a fish"]` stop by what the critic
 * describes? One rule for each kind of thing of the pocket world. `npm run eval:reader [model folder]`.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import sharp from 'sharp';
import { openModel } from '../../engine/model/index.ts';
import { checklistOf } from '../../engine/planner/checklist.ts';
import { look } from '../../engine/planner/critic.ts';
import { openCheck } from '../../src/safety/check.ts';
import { parsePolicy } from '../../src/safety/policy.ts';
import { picture, thread } from '../support/made.ts';

const KINDS = 'circle square triangle star heart diamond ring cross sun moon cloud tree flower house fish boat drop car'.split(' ');
const [SIDE_PX, IN_A_ROW] = [128, 16];

interface Case {
  readonly group: string;
  readonly turns: readonly { readonly sent?: number }[];
  readonly expect: { readonly text?: readonly string[] };
}

/** What the pictures show, as the one who drew them says: the first sentence of the right answer. */
const truths = new Map<number, string>();
for (const line of readFileSync(new URL('prompts.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter(Boolean)) {
  const { group, turns, expect } = JSON.parse(line) as Case;
  const sent = turns[0]?.sent;
  const shown = /^I see (.*?)\./.exec(expect.text?.[0] ?? '')?.[1];
  if (sent !== undefined && shown && (group === 'question' || group === 'critic')) truths.set(sent, shown);
}

const model = await openModel(resolve(process.argv[2] ?? new URL('../../models/pocket', import.meta.url).pathname), {
  device: 'cpu',
  threads: 1,
});
const sheet = sharp(readFileSync(new URL('pictures.webp', import.meta.url)));
const { signal } = new AbortController();
const rules = KINDS.map((kind) => ({ id: kind, reason: 'Not here.', pictures: [`a ${kind}`] }));
const checks = rules.map((rule) => openCheck(parsePolicy(JSON.stringify({ version: 1, rules: [rule] }), rule.id))(thread()));

let [hits, misses, falseAlarms, innocent] = [0, 0, 0, 0];
for (const [at, truth] of truths) {
  const [left, top] = [(at % IN_A_ROW) * SIDE_PX, Math.floor(at / IN_A_ROW) * SIDE_PX];
  const file = await sheet.clone().extract({ left, top, width: SIDE_PX, height: SIDE_PX }).png().toBuffer();
  const { seen } = await look(model, await model.see(await model.readPicture(file)), checklistOf(truth), signal);
  for (const [rule, kind] of KINDS.entries()) {
    const isThere = new RegExp(`\\b${kind}(?:s|es)?\\b`).test(truth);
    const verdict = await checks[rule]?.part(picture('1', { alt: seen }));
    const isStopped = verdict?.kind === 'refuse';
    if (isThere) isStopped ? hits++ : misses++;
    else isStopped ? falseAlarms++ : innocent++;
  }
}
await model.close();
const share = (part: number, rest: number): string => (part / Math.max(part + rest, 1)).toFixed(3);
process.stdout.write(
  `${truths.size} pictures × ${KINDS.length} rules: stopped ${hits} of ${hits + misses} that show what the rule names (recall ${share(hits, misses)}), ` +
    `and ${falseAlarms} of ${innocent + falseAlarms} that do not (precision ${share(hits, falseAlarms)})\n`,
);
