/**
 * Where a picture may change: painted with a brush, or chosen by cells of three by three ("A1" to "C3"), which keys reach, too. What is
 * marked goes to the server as a PNG, white where the picture may change.
 */
import type { LedgerRow } from '../../../src/core/ledger.ts';
import type { Action, PictureName } from '../../../src/core/types.ts';
import { element, icon } from './element.ts';
import { pictureUrl, sendMask } from './server.ts';

const CELLS = ['A1', 'B1', 'C1', 'A2', 'B2', 'C2', 'A3', 'B3', 'C3'];
/** Seen on white pictures and on dark ones. */
const INK = '#e0218a';
const BRUSH_SHARE = { fine: 0.04, medium: 0.08, broad: 0.16 };

/** How far from the picture a change may go; the model's own way when nothing is chosen. */
export function strengthChoice(name: string): HTMLSelectElement {
  const choice = (label: string, value: string) => element('option', { value }, label);
  const choices = [choice('as much as it takes', ''), choice('a little', '0.5'), choice('a lot', '0.85')];
  return element('select', { 'aria-label': `How much of ${name} may change` }, ...choices);
}

export const strengthOf = (select: HTMLSelectElement): { strength?: number } => (select.value ? { strength: Number(select.value) } : {});

/** Asks in a dialog of its own what to change and where. */
export function openMarking(row: LedgerRow, perform: (action: Action) => void): void {
  const { name, asset, widthPx, heightPx } = row;
  const canvas = element('canvas', { width: widthPx, height: heightPx, class: 'marked' });
  const ink = canvas.getContext('2d');
  const picture = element('img', { src: pictureUrl(asset), alt: row.caption, width: widthPx, height: heightPx, draggable: 'false' });
  const cells = CELLS.map((cell, at) => {
    const button = element('button', { type: 'button', 'aria-pressed': 'false', 'aria-label': `Cell ${cell}` }, cell);
    button.addEventListener('click', () => {
      const pressed = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(pressed));
      const [w, h] = [widthPx / 3, heightPx / 3];
      const box = [(at % 3) * w, Math.floor(at / 3) * h, w, h] as const;
      if (pressed) ink?.fillRect(...box);
      else ink?.clearRect(...box);
    });
    return button;
  });
  const grid = element('div', { class: 'cells', role: 'group', 'aria-label': 'Cells' }, ...cells);
  const stage = element('div', { class: 'stage marking' }, picture, canvas, grid);
  const brush = element(
    'select',
    { 'aria-label': 'How to mark' },
    ...Object.keys(BRUSH_SHARE).map((size) => element('option', { value: size, selected: size === 'medium' }, `${size} brush`)),
    element('option', { value: 'cells' }, 'cells'),
  );
  const byCells = (): boolean => brush.value === 'cells';
  const show = (): void => {
    grid.hidden = !byCells();
  };
  brush.addEventListener('change', show);
  show();
  if (ink) paintWith(canvas, ink, () => (byCells() ? undefined : BRUSH_SHARE[brush.value as keyof typeof BRUSH_SHARE] * widthPx));

  const clear = (): void => {
    ink?.clearRect(0, 0, widthPx, heightPx);
    for (const cell of cells) cell.setAttribute('aria-pressed', 'false');
  };
  const words = element('input', { type: 'text', 'aria-label': 'What to change there', placeholder: 'make it blue', maxlength: 500 });
  const strength = strengthChoice(name);
  const complaint = element('p', { class: 'complaint', role: 'alert' });
  const change = async (event: Event): Promise<void> => {
    event.preventDefault();
    const instruction = words.value.trim();
    complaint.textContent = '';
    try {
      if (instruction === '') throw new Error('Say what to change there.');
      if (!isMarked(canvas)) throw new Error('Mark where the picture may change.');
      const mask = await sendMask(await maskOf(canvas));
      perform({ kind: 'edit', block: name as PictureName, instruction, region: { mask }, ...strengthOf(strength) });
      dialog.close();
    } catch (error) {
      complaint.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  const close = element('button', { type: 'button', class: 'round', 'aria-label': 'Close', click: () => dialog.close() }, icon('close'));
  const dialog = element(
    'dialog',
    { class: 'viewer', 'aria-label': `Mark where ${name} may change`, close: () => dialog.remove() },
    element('header', {}, element('h2', {}, `Where may ${name} change?`), close),
    element('p', { class: 'measure' }, 'Paint over what may change, or choose cells.'),
    stage,
    element(
      'form',
      { class: 'change', submit: (event) => void change(event) },
      element('div', { class: 'choices' }, brush, element('button', { type: 'button', class: 'action', click: clear }, 'Clear'), strength),
      words,
      element('button', { class: 'pill' }, 'Change'),
    ),
    complaint,
  );
  document.body.append(dialog);
  dialog.showModal();
}

/** Strokes as wide as `width` says, in the picture's pixels; undefined: none. */
function paintWith(canvas: HTMLCanvasElement, ink: CanvasRenderingContext2D, width: () => number | undefined): void {
  ink.fillStyle = ink.strokeStyle = INK;
  ink.lineCap = ink.lineJoin = 'round';
  const at = ({ offsetX, offsetY }: PointerEvent) =>
    [(offsetX / canvas.clientWidth) * canvas.width, (offsetY / canvas.clientHeight) * canvas.height] as const;
  let last: readonly [number, number] | undefined;
  const stroke = (event: PointerEvent): void => {
    const lineWidth = width();
    if (!last || lineWidth === undefined) return;
    const to = at(event);
    ink.lineWidth = lineWidth;
    ink.beginPath();
    ink.moveTo(...last);
    ink.lineTo(...to);
    ink.stroke();
    last = to;
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    stroke(event);
  });
  canvas.addEventListener('pointermove', stroke);
  for (const end of ['pointerup', 'pointercancel'] as const) canvas.addEventListener(end, () => (last = undefined));
}

function isMarked(canvas: HTMLCanvasElement): boolean {
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  for (let i = 3; i < pixels.length; i += 4) if ((pixels[i] ?? 0) > 0) return true;
  return false;
}

function maskOf(marked: HTMLCanvasElement): Promise<Blob> {
  const mask = element('canvas', { width: marked.width, height: marked.height });
  const ink = mask.getContext('2d');
  ink?.drawImage(marked, 0, 0);
  for (const [operation, colour] of [
    ['source-in', '#fff'],
    ['destination-over', '#000'],
  ] as const) {
    if (!ink) break;
    ink.globalCompositeOperation = operation;
    ink.fillStyle = colour;
    ink.fillRect(0, 0, mask.width, mask.height);
  }
  return new Promise((resolve, reject) =>
    mask.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The mask cannot be made; try again.'))), 'image/png'),
  );
}
