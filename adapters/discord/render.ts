/** One message in Components V2: words and galleries in reading order, how far it is, its buttons, and whose work it is. */
import { createHash } from 'node:crypto';
import {
  type APIComponentInContainer,
  type APIMediaGalleryItem,
  type APIMessage,
  type APIMessageTopLevelComponent,
  ComponentType,
} from 'discord.js';
import type { Delivery } from '../../src/core/ports.ts';
import type { ImagePart, Part, TextPart } from '../../src/core/types.ts';
import { proseOf } from './answer.ts';
import { cardButtons, cardText } from './card.ts';
import { controls, row, stopButton } from './controls.ts';
import type { Files, Picture } from './files.ts';
import { closed, covered, discordMarkdown } from './markdown.ts';
import type { Words } from './words/index.ts';

/** Discord counts these over all texts of a message (discord-api-docs #8562, #8554). */
const TEXT_CHARS = 4000;
const TEXT_BYTES = 10_000;
const BYTES_A_TEXT = 12;
const ALT_CHARS = 1024;
const CAPTION_CHARS = 160;
const FOOTER_CHARS = 200;
/** Kept for the footer and for the words of an offer. */
const KEPT_CHARS = 400;
const GALLERY_ITEMS = 10;

/** How far a reply is, while it is made; shown under what stands already. */
export interface Tail {
  /** What is being written. */
  readonly text: string;
  readonly status: string;
  /** The file of the picture so far. */
  readonly preview?: string;
  /** The turn that a stop is about. */
  readonly turnId: string;
}

export interface Shown {
  readonly delivery: Pick<Delivery, 'key' | 'turnId' | 'revision' | 'parts' | 'status' | 'last' | 'offer' | 'card' | 'note'> &
    Partial<Pick<Delivery, 'authorId'>>;
  readonly tail?: Tail;
  /** The pictures that an offer asks about. */
  readonly offered: readonly Picture[];
  readonly files: Pick<Files, 'nameOf'>;
  readonly modelId: string;
  readonly words: Words;
}

/** The last words of a footer say which delivery a message is: `1a2b3c4d.0.3` is the third revision of the first message of the turn 1a2b3c4d…. */
const REFERENCE = / · ([0-9a-f]{8}\.\d+)\.(\d+)$/;
const referenceOf = (key: string): string => {
  const name = /^[0-9a-f]{8}/.exec(key)?.[0] ?? createHash('sha256').update(key).digest('hex').slice(0, 8); // no turn: a card, a note
  return `${name}.${key.split(':').at(-1)}`;
};

/** The revision at which a delivery stands in a message of the bot; undefined when the message is not of that key. */
export function revisionIn(message: Pick<APIMessage, 'components'>, key: string): number | undefined {
  const last = message.components?.at(-1);
  const [, reference, revision] = (last && 'content' in last && REFERENCE.exec(last.content)) || [];
  return reference === referenceOf(key) ? Number(revision) : undefined;
}

/** Makes texts until a message is full; what no longer fits is cut short. */
function textsOf() {
  let chars = TEXT_CHARS - KEPT_CHARS;
  let bytes = TEXT_BYTES - KEPT_CHARS * 2;
  return (content: string, fromEnd = false): APIMessageTopLevelComponent[] => {
    let rest = content;
    while (rest.length > chars || Buffer.byteLength(rest) + BYTES_A_TEXT > bytes) {
      const keep = Math.min(chars, Math.floor(rest.length * 0.9)) - 1;
      if (keep < 1) return [];
      rest = closed(fromEnd ? `…${rest.slice(-keep)}` : `${rest.slice(0, keep)}…`, fromEnd);
    }
    if (rest.trim() === '') return [];
    chars -= rest.length;
    bytes -= Buffer.byteLength(rest) + BYTES_A_TEXT;
    return [{ type: ComponentType.TextDisplay, content: rest }];
  };
}

export function render(shown: Shown): APIMessageTopLevelComponent[] {
  const { delivery, tail, offered, files, modelId, words } = shown;
  const text = textsOf();
  // The words of a card are made of what it says, in the language of the server.
  const parts = delivery.card ? delivery.parts.filter((part) => part.kind === 'image') : delivery.parts;
  const components = [
    ...(delivery.card ? text(cardText(delivery.card, words)) : []),
    ...text(noted(delivery) === undefined ? '' : `<@${noted(delivery)}>`),
    ...blocksOf(parts).flatMap((block) =>
      block.kind === 'text'
        ? text(coveredIf(block.spoiler, discordMarkdown(proseOf(block, words))) + (block.stale ? `\n-# ${words.stale}` : ''))
        : pictures(block.images),
    ),
  ];

  function pictures(images: readonly ImagePart[]): APIMessageTopLevelComponent[] {
    const items = images.flatMap((image): APIMediaGalleryItem[] => {
      const fileName = files.nameOf(image);
      return fileName ? [item(fileName, image.alt, image)] : [];
    });
    const lost = images.filter((image) => !files.nameOf(image)).map(({ name }) => words.missingFile(name));
    const captions = images.map(({ name, alt, receipt, spoiler, stale }) => {
      // Of a covered picture, what its file would say of it stands here.
      const said = [spoiler && alt, receipt].flatMap((text) => (text ? [coveredIf(spoiler, text.slice(0, CAPTION_CHARS))] : []));
      return [`**${name}**`, ...said, stale && words.stale].filter(Boolean).join(' · ');
    });
    return [...gallery(items), ...text([...lost, `-# ${captions.join(' — ')}`].join('\n'))];
  }

  if (tail) {
    components.push(...text(tail.text, true));
    if (tail.preview) components.push(...gallery([item(tail.preview, tail.status)]));
    components.push(...text(`-# ${tail.status}`));
  }
  components.push(
    ...gallery(
      offered.flatMap((picture) => {
        const fileName = files.nameOf(picture);
        return fileName ? [item(fileName, picture.name, picture)] : [];
      }),
    ),
  );
  components.push({ type: ComponentType.Separator, divider: false });
  components.push(...(delivery.card ? cardButtons(delivery.card, words) : controls(delivery, tail, words)));
  const names = delivery.parts.flatMap((part) => (part.kind === 'image' ? [part.name] : []));
  const isReply = !delivery.card && !delivery.note;
  const footer = [...(isReply ? [words.generated, modelId, names.join(' ')] : ['Dreamthread'])]
    .filter(Boolean)
    .join(' · ')
    .slice(0, FOOTER_CHARS);
  const reference = `${referenceOf(delivery.key)}.${delivery.revision}`;
  components.push({ type: ComponentType.TextDisplay, content: `-# ${footer} · ${reference}` });
  return components;
}

/** Whom a note is for; undefined when it is none, or for nobody in particular. */
export const noted = ({ note, authorId = '' }: Shown['delivery']): string | undefined =>
  note && /^\d+$/.test(authorId) ? authorId : undefined;

/** How far a change is, for the one who asked for it. */
export const watched = (tail: Tail, preview: string | undefined, words: Words): APIMessageTopLevelComponent[] => [
  ...gallery(preview ? [item(preview, tail.status)] : []),
  { type: ComponentType.TextDisplay, content: tail.status },
  ...row(stopButton(tail.turnId, words)),
];

const coveredIf = (spoiler: true | undefined, text: string): string => (spoiler && text.trim() ? covered(text.trim()) : text);

/** A covered picture is described by its name alone: descriptions are shown, and read out, before it is uncovered. */
export const item = (fileName: string, alt: string, of?: Pick<ImagePart, 'name' | 'spoiler'>): APIMediaGalleryItem => ({
  media: { url: `attachment://${fileName}` },
  description: ((of?.spoiler ? '' : alt) || of?.name || '').slice(0, ALT_CHARS),
  ...(of?.spoiler && { spoiler: true }),
});

export const gallery = (items: APIMediaGalleryItem[]): (APIMessageTopLevelComponent & APIComponentInContainer)[] =>
  items.length === 0 ? [] : [{ type: ComponentType.MediaGallery, items }];

type Block = TextPart | { readonly kind: 'images'; readonly images: ImagePart[] };

/** Pictures that follow each other stand together, as a grid. */
function blocksOf(parts: readonly Part[]): Block[] {
  const blocks: Block[] = [];
  for (const part of parts) {
    const before = blocks.at(-1);
    if (part.kind === 'text') blocks.push(part);
    else if (before?.kind === 'images' && before.images.length < GALLERY_ITEMS) before.images.push(part);
    else blocks.push({ kind: 'images', images: [part] });
  }
  return blocks;
}
