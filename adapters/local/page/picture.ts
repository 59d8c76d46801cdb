/** A picture in a reply: waiting, taking shape, finished. One card through all of it, so nothing on the page jumps. */
import type { Action, AssetId } from '../../../src/core/types.ts';
import { type Child, element, icon } from './element.ts';
import { pictureActions, versionsOf } from './picture-actions.ts';
import type { Room } from './room.ts';
import { pictureUrl } from './server.ts';
import type { LivePart, PagePreview } from './wire.ts';

type Shown = Extract<LivePart, { kind: 'image' }>;

export interface PictureCard {
  readonly element: HTMLElement;
  update(shown: Shown): void;
}

const pictureId = (name: string): string => `picture-${name.slice(1)}`;

/** The browser adds the ending: it knows the type. */
const fileName = (name: string): string => `dreamthread-${name.slice(1)}`;

/** `#2b`, and for an edit the picture it was made from. */
export function nameChips(room: Room, name: string, parent: string | undefined): Child[] {
  const chip = (of: string) => element('button', { type: 'button', class: 'chip', title: `Show ${of}`, click: () => room.open(of) }, of);
  return parent ? [chip(name), element('span', { class: 'from' }, ' edit of '), chip(parent)] : [chip(name)];
}

export function downloadLink(name: string, asset: string): HTMLElement {
  const label = `Download ${name}`;
  return element(
    'a',
    { class: 'action', href: pictureUrl(asset), download: fileName(name), 'aria-label': label },
    icon('download'),
    'Download',
  );
}

/** `act` asks for something to be done in the reply that the picture stands in; undefined where nothing can be. */
export function pictureCard(room: Room, plain: boolean, act: (() => ((action: Action) => void) | undefined) | undefined): PictureCard {
  const canvas = element('canvas', { 'aria-hidden': 'true' });
  const image = element('img', { alt: '', decoding: 'async', draggable: 'false' });
  const frame = element('button', { type: 'button', class: 'frame', disabled: true }, canvas, image);
  const bar = element('progress', {});
  const progress = element('div', { class: 'progress' }, bar);
  const caption = element('figcaption', {});
  const card = element('figure', { class: 'picture' }, frame, progress, caption);
  image.addEventListener('load', () => card.classList.add('finished'));

  let settled = '';
  function finish(shown: Shown & { asset: AssetId }): void {
    const row = room.picture(shown.name);
    const parent = shown.parent ?? row?.parent;
    const versions = versionsOf(room, shown.name);
    const isCovered = room.isCovered(shown);
    const signature = JSON.stringify([shown, isCovered, parent, row?.widthPx, row?.heightPx, versions.length, act?.() !== undefined]);
    if (signature === settled) return;
    settled = signature;
    const { name } = shown;
    card.id = pictureId(name);
    if (row) frame.style.setProperty('--ratio', `${row.widthPx} / ${row.heightPx}`);
    card.classList.toggle('covered', isCovered);
    frame.disabled = false;
    if (isCovered) {
      frame.setAttribute('aria-label', `Uncover ${name}`);
      frame.onclick = () => room.uncover(shown.asset);
    } else {
      image.alt = shown.caption;
      image.src = pictureUrl(shown.asset);
      frame.setAttribute('aria-label', `Show ${name} large: ${shown.caption}`);
      frame.onclick = () => room.open(name);
    }
    progress.remove();
    const action = (label: string, text: string, symbol: 'edit' | 'compare', click: () => void) =>
      element('button', { type: 'button', class: 'action', 'aria-label': label, click }, icon(symbol), text);
    const actions = element(
      'div',
      { class: 'actions' },
      action(`Edit ${name}`, 'Edit…', 'edit', () => room.speakOf(name)),
    );
    if (parent) actions.append(action(`Compare ${name} with ${parent}`, 'Compare', 'compare', () => room.open(name, true)));
    actions.append(downloadLink(name, shown.asset));
    const words = plain || isCovered ? false : element('span', { class: 'caption' }, shown.caption);
    caption.replaceChildren(
      element('div', { class: 'names' }, ...nameChips(room, name, parent).filter((c) => c !== undefined && c !== false)),
    );
    if (words) caption.append(words);
    if (shown.receipt && !isCovered) caption.append(element('span', { class: 'receipt' }, shown.receipt));
    const perform = act?.();
    if (perform)
      actions.append(...pictureActions({ name, row: isCovered ? undefined : row, parent, versions, stale: shown.stale === true, perform }));
    caption.append(actions);
  }

  function develop(shown: Shown): void {
    const done = shown.steps > 0 ? shown.step / shown.steps : 0;
    card.classList.toggle('begun', shown.preview !== undefined);
    frame.style.setProperty('--done', String(done));
    frame.setAttribute('aria-label', `${shown.name} is being drawn: ${shown.caption}`);
    if (shown.preview) paint(canvas, shown.preview);
    bar.max = Math.max(1, shown.steps);
    bar.value = shown.step;
    bar.setAttribute('aria-label', `Progress of ${shown.name}`);
    const verb = shown.parent ? `Making ${shown.name} from ${shown.parent}` : `Drawing ${shown.name}`;
    const step = shown.step === 0 ? 'getting ready' : `step ${shown.step} of ${shown.steps}`;
    caption.replaceChildren(
      element('span', { class: 'drawing' }, `${verb} · ${step}`),
      element('span', { class: 'caption' }, shown.caption),
    );
  }

  return {
    element: card,
    update(shown) {
      if (shown.asset !== undefined) finish({ ...shown, asset: shown.asset });
      else develop(shown);
    },
  };
}

function paint(canvas: HTMLCanvasElement, preview: PagePreview): void {
  const { widthPx, heightPx } = preview;
  const rgb = Uint8Array.from(atob(preview.rgb), (letter) => letter.charCodeAt(0));
  const pixels = new ImageData(widthPx, heightPx);
  for (let i = 0; i < widthPx * heightPx; i++) {
    pixels.data.set([rgb[3 * i] ?? 0, rgb[3 * i + 1] ?? 0, rgb[3 * i + 2] ?? 0, 255], 4 * i);
  }
  canvas.width = widthPx;
  canvas.height = heightPx;
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
}
