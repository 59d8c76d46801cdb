// Rasterises the drawings that concepts.txt names into atlas.webp and concepts.json. Run once, and after a change:
//
//     npm pack @iconify-json/fluent-emoji-flat@1.2.6 && tar xzf iconify-json-fluent-emoji-flat-1.2.6.tgz
//     node draw.mjs package/icons.json        (from the repository, which has sharp)
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const SIDE_PX = 128; // of a drawing in the atlas
const COLUMNS = 24;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

const icons = JSON.parse(readFileSync(process.argv[2], 'utf8')).icons;
const own = new Map(
  [...readFileSync(here('own.svg'), 'utf8').matchAll(/<symbol id="([\w-]+)">(.*)<\/symbol>/g)].map(([, id, body]) => [`${id}*`, body]),
);

const concepts = [];
let category = '';
for (const line of readFileSync(here('concepts.txt'), 'utf8').split('\n').map((text) => text.trim())) {
  if (line === '' || line.startsWith('#')) continue;
  if (line.startsWith('[')) {
    category = line.slice(1, -1);
    continue;
  }
  const [head, synonyms = ''] = line.split('|');
  const [names, plural] = head.split('/').map((part) => part.trim());
  const [drawing, noun = drawing.replace('*', '').replaceAll('-', ' ')] = names.split('=').map((part) => part.trim());
  const also = synonyms
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '' && word !== noun);
  concepts.push({ drawing, noun, plural: plural ?? pluralOf(noun), also, category });
}

const tiles = await Promise.all(
  concepts.map(async ({ drawing }, index) => {
    const body = drawing.endsWith('*') ? own.get(drawing) : icons[drawing]?.body;
    if (body === undefined) throw new Error(`There is no drawing ${drawing}.`);
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="${SIDE_PX}" height="${SIDE_PX}">${body}</svg>`;
    const input = await sharp(Buffer.from(svg), { density: (72 * SIDE_PX) / 32 }).resize(SIDE_PX, SIDE_PX).png().toBuffer();
    return { input, left: (index % COLUMNS) * SIDE_PX, top: Math.floor(index / COLUMNS) * SIDE_PX };
  }),
);
const rows = Math.ceil(concepts.length / COLUMNS);
await sharp({ create: { width: COLUMNS * SIDE_PX, height: rows * SIDE_PX, channels: 4, background: '#00000000' } })
  .composite(tiles)
  .webp({ lossless: true, exact: true, effort: 6 })
  .toFile(here('atlas.webp'));
const lines = concepts.map((concept) => `  ${JSON.stringify(concept)}`);
writeFileSync(here('concepts.json'), `{"sidePx": ${SIDE_PX}, "columns": ${COLUMNS}, "concepts": [\n${lines.join(',\n')}\n]}\n`);
console.log(`${concepts.length} concepts`);

function pluralOf(noun) {
  if (/(s|x|ch|sh)$/.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
