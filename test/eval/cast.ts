/** How well likeness tells a member of the cast from others, and whether a member's picture helps as reference. */
import type { DreamModel, Picture } from '../../engine/model/index.ts';
import { checklistOf } from '../../engine/planner/checklist.ts';
import { look } from '../../engine/planner/critic.ts';
import { likeness } from '../../engine/planner/likeness.ts';
import { pasted } from '../../engine/planner/pasted.ts';
import { COLOURS, paint } from './edits.ts';

/**
 * Each thing alone, and then beside another one: itself twice, one of its kind in another colour, one of its colour of another kind. How
 * well likeness tells the first two from the last two, and from where on. And whether the first picture as reference helps the second.
 */
export async function measureCast(model: DreamModel, count: number): Promise<string[]> {
  const kinds = ['circle', 'star', 'heart', 'ring', 'sun', 'tree', 'flower', 'house', 'fish', 'boat', 'drop', 'car'];
  const grounds = ['white', 'cream', 'light blue', 'light green'];
  const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;
  const a = (words: string): string => `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
  const same: number[] = [];
  const other: number[] = [];
  const right = { alone: 0, reference: 0 };
  const laid: number[] = [];
  const alike: Record<keyof typeof right, number[]> = { alone: [], reference: [] };
  for (let i = 0; i < count; i++) {
    const [kind, colour] = [at(kinds, i), at(COLOURS, 5 * i + Math.floor(i / 9))];
    const beside = a(`${at(COLOURS, 5 * i + 4)} ${at(kinds, i + 5)}`);
    const scene = (thing: string, turn: number): string =>
      `${(turn + i) % 2 ? `${a(thing)} on the left and ${beside} on the right` : `${beside} on the left and ${a(thing)} on the right`}, on ${at(grounds, i + turn)}`;
    const shown = await paint(
      model,
      '#1',
      `${a(`${at(['', 'huge ', 'small '], i)}${colour} ${kind}`)} in the middle, on ${at(grounds, i)}`,
      i,
    );
    const drawn = async (thing: string, turn: number, reference?: Picture): Promise<Picture> =>
      paint(model, '#2', scene(thing, turn), 1000 * turn + i, reference ? { reference } : {});
    const first = await drawn(`${colour} ${kind}`, 1);
    same.push(
      await likeness(model, shown, first),
      await likeness(model, shown, await drawn(`${at(['', 'small ', 'large '], i)}${colour} ${kind}`, 2)),
    );
    other.push(await likeness(model, shown, await drawn(`${at(COLOURS, 5 * i + Math.floor(i / 9) + 1 + (i % 7))} ${kind}`, 3)));
    other.push(await likeness(model, shown, await drawn(`${colour} ${at(kinds, i + 1 + (i % 3))}`, 4)));
    for (const [way, picture] of [
      ['alone', first],
      ['reference', await drawn(`${colour} ${kind}`, 1, shown)],
    ] as const) {
      const seen = await look(model, await model.see(picture), checklistOf(scene(`${colour} ${kind}`, 1)), new AbortController().signal);
      if (seen.missed.length === 0) right[way] += 1;
      const like = await likeness(model, shown, picture);
      alike[way].push(like);
      const place = (1 + i) % 2 ? ([0, 1] as const) : ([2, 1] as const);
      const over = way === 'alone' && like < (model.manifest.vision.likeness ?? 0) ? pasted(shown, undefined, picture, place) : undefined;
      if (over) laid.push(await likeness(model, shown, over));
    }
  }
  if (same.length === 0) return [];
  const area = same.reduce((sum, one) => sum + other.reduce((all, two) => all + (one > two ? 1 : one === two ? 0.5 : 0), 0), 0);
  const rates = (from: number) => ({ from, kept: sharesFrom(same, from), passed: sharesFrom(other, from) });
  const curve = [...same, ...other].sort((x, y) => x - y).map(rates);
  const best = curve.reduce((top, one) => (one.kept - one.passed > top.kept - top.passed ? one : top), rates(-1));
  const told = ({ from, kept, passed }: ReturnType<typeof rates>): string =>
    `${from.toFixed(3)}: ${kept.toFixed(2)} / ${passed.toFixed(2)}`;
  return [
    `likeness, ${same.length} pairs of the same thing and ${other.length} of others: area under the curve ${(area / same.length / other.length).toFixed(3)}`,
    `  the same called alike / others called alike, from ${told(best)}; ${[0.9, 0.95, 0.97, 0.98, 0.99].map((from) => told(rates(from))).join(', ')}`,
    `  alike with the cast from the folder's threshold on: ${sharesFrom(alike.alone, model.manifest.vision.likeness ?? 1).toFixed(2)}; with its picture as reference ${sharesFrom(alike.reference, model.manifest.vision.likeness ?? 1).toFixed(2)}; mean ${mean(alike.alone).toFixed(4)} and ${mean(alike.reference).toFixed(4)}`,
    `  painted unlike and laid in: alike then ${sharesFrom(laid, model.manifest.vision.likeness ?? 1).toFixed(2)} of ${laid.length}`,
    `  scenes that show what was asked for: ${right.alone} of ${count}; with the picture of the cast as reference ${right.reference} of ${count}`,
  ];
}

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

const sharesFrom = (values: readonly number[], from: number): number => values.filter((value) => value >= from).length / values.length;
