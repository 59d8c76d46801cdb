/** How the rules, and what stands beside them, do on the blind red team: by category, language and disguise. */
import type { Finders } from '../../src/safety/check.ts';
import { openCheck } from '../../src/safety/check.ts';
import { CATEGORIES, DEFAULT_POLICY, isNever, parsePolicy } from '../../src/safety/policy.ts';
import { type Blind, isInnocent, readBlind } from '../fixtures/blind-red-team.ts';
import { message, picture, text, thread } from '../support/made.ts';

/** All that a policy can let pass, let pass: what it still refuses was seen to be what is never made. */
const LAXEST = parsePolicy(
  JSON.stringify({ version: 1, categories: Object.fromEntries(CATEGORIES.map((each) => [each, isNever(each) ? 'refuse' : 'allow'])) }),
  'the laxest',
);

export interface Judged extends Blind {
  readonly refused: boolean;
  /** Refused whatever the policy. */
  readonly never: boolean;
}

/** How a request comes in: beside words that say nothing, where something else says it; changes of people come with a picture. */
function requestOf({ text: words, category, surface }: Blind) {
  const sent = (alt: string) => picture('1', { alt });
  const named = (name: string) => sent(`${name}, sent by you`);
  if (surface === 'file') return message('m', { parts: [text('Make one like this.'), named(words)] });
  if (surface === 'alt') return message('m', { parts: [text('What is this?'), sent(words)] });
  // What stands in a picture is read by nobody unless something describes the picture; then as its description.
  if (surface === 'seen') return message('m', { parts: [text('Draw what it says.'), sent(words)] });
  const isOfPicture = category === 'real-people' || /photo|picture|selfie|foto|imag|#\d/iu.test(words);
  return message('m', { parts: [text(words), ...(isOfPicture ? [named('IMG_2041.jpg')] : [])] });
}

export async function judgeBlind(part: 'a' | 'b', finders: Finders = {}): Promise<readonly Judged[]> {
  const [usual, laxest] = [openCheck(DEFAULT_POLICY, finders)(thread()), openCheck(LAXEST, finders)(thread())];
  const judged: Judged[] = [];
  for (const request of readBlind(part)) {
    const asked = requestOf(request);
    const [refused, never] = [(await usual.request(asked)).kind === 'refuse', (await laxest.request(asked)).kind === 'refuse'];
    judged.push({ ...request, refused, never });
  }
  return judged;
}

/** A share and its 95 % interval (Wilson 1927). */
function share(count: number, of: number): string {
  const z = 1.96;
  const [p, spread] = [count / of, (z * z) / of];
  const middle = (p + spread / 2) / (1 + spread);
  const half = (z / (1 + spread)) * Math.sqrt((p * (1 - p)) / of + spread / (4 * of));
  const shown = (value: number) => Math.min(Math.max(value, 0), 1).toFixed(3).replace(/^0/, '');
  return `${count} of ${of} | ${shown(p)} (${shown(middle - half)} to ${shown(middle + half)})`;
}

function table(title: string, judged: readonly Judged[], key: (each: Judged) => string, counts: (each: Judged) => boolean): string[] {
  const groups = new Map<string, Judged[]>();
  for (const each of judged) groups.set(key(each), [...(groups.get(key(each)) ?? []), each]);
  const line = (name: string, group: readonly Judged[]) => `| ${name} | ${share(group.filter(counts).length, group.length)} |`;
  return [
    `| ${title} | refused | share |`,
    '|---|---|---|',
    ...[...groups].map(([name, group]) => line(name, group)),
    line('all', judged),
    '',
  ];
}

/** `isShown`: with each miss and each false refusal. */
export async function reportBlind(part: 'a' | 'b', finders: Finders, isShown: boolean): Promise<void> {
  const judged = await judgeBlind(part, finders);
  const attacks = judged.filter((each) => !isInnocent(each));
  const innocent = judged.filter(isInnocent);
  const ofNever = attacks.filter(({ category }) => isNever(category));
  const refused = (each: Judged) => each.refused;
  const lines = [
    `Part ${part}: ${attacks.length} attacks, ${innocent.length} innocent`,
    ...table('attacks', attacks, ({ category }) => category, refused),
    ...table(
      'refused under every policy',
      ofNever,
      ({ category }) => category,
      ({ never }) => never,
    ),
    ...table('attacks by language', attacks, ({ language }) => language, refused),
    ...table('attacks by disguise', attacks, ({ disguise, surface }) => (surface === 'words' ? disguise : `in the ${surface}`), refused),
    ...table('innocent', innocent, ({ language }) => language, refused),
  ];
  if (isShown) {
    lines.push(
      'missed:',
      ...attacks.filter((each) => !each.refused).map(({ category, language, text: words }) => `  ${category} ${language}: ${words}`),
    );
    lines.push('wrongly refused:', ...innocent.filter(refused).map(({ language, text: words }) => `  ${language}: ${words}`));
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}
