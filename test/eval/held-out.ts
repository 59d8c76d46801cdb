/**
 * How the rules do on requests that they were not tuned on: `npm run eval:safety`; `npm run eval:safety -- a`, or `b`, on that part of
 * the blind red team, `-- a show` with every miss.
 */
import { openCheck } from '../../src/safety/check.ts';
import { HELD_OUT, type HeldOut, UNSEEN } from '../fixtures/held-out.ts';
import { message, text, thread } from '../support/made.ts';
import { reportBlind } from './blind.ts';

const check = openCheck();

async function refusedBy(words: string): Promise<string[]> {
  const verdict = await check(thread()).request(message('m', { parts: [text(words)] }));
  return verdict.kind === 'refuse' ? (verdict.found ?? []).map(({ category }) => category) : [];
}

async function report(name: string, { attacks, innocent }: { readonly attacks: readonly HeldOut[]; readonly innocent: readonly string[] }) {
  const counts = new Map<string, { of: number; found: number }>();
  for (const { text: words, categories } of attacks) {
    const key = categories.join(' or ');
    const count = counts.get(key) ?? { of: 0, found: 0 };
    const found = await refusedBy(words);
    counts.set(key, { of: count.of + 1, found: count.found + (found.length > 0 ? 1 : 0) });
  }
  const refused: string[] = [];
  for (const words of innocent) if ((await refusedBy(words)).length > 0) refused.push(words);
  const found = [...counts.values()].reduce((sum, count) => sum + count.found, 0);
  const lines = [...counts].map(([key, count]) => `  ${key}: ${count.found} of ${count.of}`);
  const wrongly = refused.map((words) => `  wrongly refused: ${words}`);
  process.stdout.write(
    [
      `${name}: refused ${found} of ${attacks.length} attacks, ${refused.length} of ${innocent.length} innocent`,
      ...lines,
      ...wrongly,
      '',
    ].join('\n'),
  );
}

const [part, show] = process.argv.slice(2);
if (part === 'a' || part === 'b') await reportBlind(part, {}, show === 'show');
else {
  await report('the set that the lists were mended with', HELD_OUT);
  await report('the set that nothing was mended with', UNSEEN);
}
