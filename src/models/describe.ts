/** Model folders, told to a person. */
import { relative } from 'node:path';
import type { Manifest } from '../../engine/index.ts';
import { bytesOf, type FoundModel, plain, readCard } from './folders.ts';
import { countText, sizeText } from './size.ts';

/** One line a model; what can't be used comes last, with the reason. */
export function listText(models: readonly FoundModel[]): string {
  const rows = models.flatMap(({ dir, manifest }) =>
    manifest
      ? [
          [
            manifest.id,
            sizeText(bytesOf(manifest)),
            pictureText(manifest),
            parametersText(manifest),
            firstLine(manifest.licence),
            shown(dir),
          ],
        ]
      : [],
  );
  const problems = models.flatMap(({ dir, problem }) => (problem === undefined ? [] : [`${shown(dir)}: ${plain(problem)}\n`]));
  return [table([['model', 'size', 'picture', 'parameters', 'licence', 'folder'], ...rows]), ...problems].join('');
}

const pictureText = ({ diffusion }: Manifest): string => `${diffusion.imageSizePx} × ${diffusion.imageSizePx}`;
const parametersText = ({ parameters }: Manifest): string => (parameters === undefined ? 'not told' : countText(parameters));
const firstLine = (text: string): string => plain(text.split('\n')[0] ?? '').slice(0, 60);

/** Seen from where the command was given, when that is shorter. */
export const shown = (dir: string): string => {
  const path = relative('', dir);
  return plain(path === '' ? '.' : path.length < dir.length ? path : dir);
};

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}

/** All there is to say of a model. */
export async function infoText(dir: string, manifest: Manifest): Promise<string> {
  const { quantisation, language, dream, vision, diffusion, template } = manifest;
  const { scheduler, steps, guidance } = diffusion.defaults;
  const facts: [string, string][] = [
    ['what it is', plain(manifest.description)],
    ['size', `${sizeText(bytesOf(manifest))} in ${Object.keys(manifest.files).length} files, parameters: ${parametersText(manifest)}`],
    ['weights', `language model ${quantisation.language}, decoder ${quantisation.decoder}`],
    [
      'language',
      `${language.layers} layers of ${language.hiddenSize}, ${language.vocabSize} tokens, context ${language.contextTokens} tokens`,
    ],
    ['dream queries', `${dream.queries}: a picture in a reply takes ${dream.queries + vision.patches + 4} tokens of the context`],
    ['pictures', `${pictureText(manifest)} pixels, ${scheduler}, ${steps} steps, guidance ${guidance}`],
    ['sees', `${vision.imageSizePx} × ${vision.imageSizePx} pixels as ${vision.patches} features`],
    ['edits', diffusion.reference ? 'start from the picture they edit' : 'draw anew from what the model sees in the picture'],
    ['draws', template.plan === undefined ? 'when it emits the dream token; see --draw of ask and start' : 'what its written plan says'],
    ['licence', plain(manifest.licence)],
  ];
  const files = Object.entries(manifest.files).map(([name, { bytes }]) => ['', plain(name), sizeText(bytes)]);
  const card = (await readCard(dir)).map(({ title, text }) => `\n${title}\n\n${indented(text)}\n`);
  return [
    `${plain(manifest.id)}\n\n`,
    ...facts.map(([name, text]) => `  ${name.padEnd(14)}${text}\n`),
    `\nFiles\n\n${table(files)}`,
    ...card,
    `\nUse it\n\n  npx dreamthread start --model ${shown(dir)}\n  npx dreamthread ask "a red circle" --model ${shown(dir)}\n`,
  ].join('');
}

/** The licence, and what the card says of it and of the limits of use: shown whenever a model comes to this machine. */
export async function licenceText(dir: string, manifest: Manifest): Promise<string> {
  const limits = (await readCard(dir)).filter(({ title }) => /licen[cs]e|limits?|\buse\b/i.test(title));
  return [
    `Licence of ${plain(manifest.id)}: ${plain(manifest.licence)}\n`,
    ...limits.map(({ title, text }) => `\n${title}\n\n${indented(text)}\n`),
  ].join('');
}

const indented = (text: string): string =>
  text
    .split('\n')
    .slice(0, 60)
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
