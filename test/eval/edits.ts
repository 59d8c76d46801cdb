/** How well edits leave alone what was not to be changed: in a row, and begun from the picture itself. */
import type { DreamModel, PaintOptions, Picture } from '../../engine/model/index.ts';
import { blend } from '../../engine/planner/blend.ts';
import { checklistOf } from '../../engine/planner/checklist.ts';
import { look } from '../../engine/planner/critic.ts';
import type { PictureName } from '../../src/core/types.ts';

const EDITS = 8;
/** Four things in the corners; the one at the top left changes its colour and kind again and again, the rest may not change. */
const SCENES = [
  ['circle', 'red star', 'green tree', 'blue house'],
  ['heart', 'yellow sun', 'brown boat', 'purple diamond'],
  ['square', 'pink flower', 'orange fish', 'blue drop'],
  ['ring', 'green triangle', 'red car', 'purple heart'],
] as const;
export const COLOURS = ['red', 'blue', 'green', 'orange', 'purple', 'pink', 'brown', 'black', 'yellow'];

function captionOf(scene: number, edit: number): string {
  const [kind = '', ...rest] = SCENES[scene] ?? [];
  const places = ['at the top right', 'at the bottom left', 'at the bottom right'];
  const others = rest.map((thing, at) => `${/^[aeiou]/.test(thing) ? 'an' : 'a'} ${thing} ${places[at]}`);
  return `a ${COLOURS[edit % COLOURS.length]} ${kind} at the top left, ${others.slice(0, -1).join(', ')} and ${others.at(-1)}, on white`;
}

export async function measureChains(model: DreamModel, count: number): Promise<string[]> {
  const means = {
    chain: Array<number>(EDITS).fill(0),
    'chain, pixels kept': Array<number>(EDITS).fill(0),
    rebase: Array<number>(EDITS).fill(0),
    'rebase, pixels kept': Array<number>(EDITS).fill(0),
  };
  for (const scene of SCENES.slice(0, count).keys()) {
    const root = await paint(model, '#1', captionOf(scene, 0), scene);
    for (const way of Object.keys(means) as (keyof typeof means)[]) {
      let current = root;
      for (let edit = 1; edit <= EDITS; edit++) {
        // From the third edit on a rebase begins at the clean picture; the caption holds all that was asked since.
        const from = way.startsWith('rebase') && edit >= 3 ? root : current;
        const fresh = await paint(model, '#1b', captionOf(scene, edit), 100 * scene + edit, { reference: from });
        current = way.endsWith('kept') ? blend(current, fresh).picture : fresh;
        means[way][edit - 1] = (means[way][edit - 1] ?? 0) + psnrOutside(root, current) / count;
      }
    }
  }
  return Object.entries(means).map(
    ([way, values]) => `outside the change, ${way}: ${values.map((value) => value.toFixed(1)).join(' ')} dB`,
  );
}

type From = Pick<PaintOptions, 'reference' | 'start'>;

/** Under a caption, as a reply would. */
export async function paint(model: DreamModel, name: PictureName, caption: string, seed: number, from: From = {}): Promise<Picture> {
  const { template, tokens } = model.manifest;
  const context = model.newContext();
  await context.append([tokens.bos]);
  for (const text of [
    template.system,
    template.user,
    ` ${caption}`,
    template.plan ?? '',
    ` draw: ${caption}\n`,
    '\n',
    template.assistant,
    ` ${name}: ${caption}`,
  ]) {
    await context.appendText(text);
  }
  const condition = await context.dream();
  return model.paint({ condition, seed, ...from });
}

/** Of everything but the upper left third, where the change is. 99 dB stands for no difference. */
export function psnrOutside(a: Picture, b: Picture): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < a.widthPx * a.heightPx; i++) {
    if (i % a.widthPx < a.widthPx / 2 && i / a.widthPx < a.heightPx / 2) continue;
    for (let c = 3 * i; c < 3 * i + 3; c++) sum += ((a.rgb[c] ?? 0) - (b.rgb[c] ?? 0)) ** 2;
    count += 3;
  }
  return sum === 0 ? 99 : 10 * Math.log10(255 ** 2 / (sum / count));
}

/** Edits that begin from the picture, noised so far, as in folders that take no picture to change: is it done, and what became of the rest. */
export async function measureStrengths(model: DreamModel, count: number): Promise<string[]> {
  const lines: string[] = [];
  for (const strength of [0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
    let [done, all, outside] = [0, 0, 0];
    for (const scene of SCENES.slice(0, count).keys()) {
      const picture = await paint(model, '#1', captionOf(scene, 0), scene);
      for (const edit of [1, 2, 3]) {
        const caption = captionOf(scene, edit);
        const fresh = await paint(model, '#1b', caption, 100 * scene + edit, { start: { picture, strength } });
        const { missed } = await look(model, await model.see(fresh), checklistOf(caption), new AbortController().signal);
        if (missed.length === 0) done += 1;
        all += 1;
        outside += psnrOutside(picture, fresh);
      }
    }
    if (all > 0) lines.push(`  strength ${strength}: done in ${done} of ${all}, outside the change ${(outside / all).toFixed(1)} dB`);
  }
  return lines.length > 0 ? ['edits begun from the noised picture, without reference latents:', ...lines] : [];
}
