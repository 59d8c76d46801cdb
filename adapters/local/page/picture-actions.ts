/** What can be done with a picture where it stands: it changes in its place, the rest of the reply stays. */
import type { LedgerRow } from '../../../src/core/ledger.ts';
import type { Action, PictureName } from '../../../src/core/types.ts';
import { element, icon } from './element.ts';
import { openMarking, strengthChoice, strengthOf } from './marking.ts';
import type { Room } from './room.ts';

const numberOf = (name: string): string => /\d+/.exec(name)?.[0] ?? '';

/** The pictures of the same number: what it was, and what else was made of it. */
export const versionsOf = (room: Room, name: string): readonly LedgerRow[] =>
  room.pictures().filter((row) => row.name !== name && numberOf(row.name) === numberOf(name));

export const refreshButton = (what: string, click: () => void): HTMLElement =>
  element(
    'button',
    { type: 'button', class: 'action stale', title: `What ${what} came from has changed since`, click },
    icon('redo'),
    `Refresh ${what}`,
  );

export interface PictureActions {
  readonly name: string;
  /** Absent while nothing is known of it. */
  readonly row: LedgerRow | undefined;
  readonly parent: string | undefined;
  readonly versions: readonly LedgerRow[];
  readonly stale: boolean;
  perform(action: Action): void;
}

export function pictureActions({ name, row, parent, versions, stale, perform }: PictureActions): HTMLElement[] {
  const block = name as PictureName;
  const button = (text: string, label: string, action: Action) =>
    element('button', { type: 'button', class: 'action', 'aria-label': label, click: () => perform(action) }, text);
  const box = element('input', { type: 'text', 'aria-label': `What to change in ${name}`, placeholder: 'make it blue', maxlength: 500 });
  const where = element('input', { type: 'text', 'aria-label': 'Only where', placeholder: 'only there: the left star', maxlength: 200 });
  const strength = strengthChoice(name);
  const change = (event: Event): void => {
    event.preventDefault();
    const instruction = box.value.trim();
    const words = where.value.trim();
    if (instruction !== '') perform({ kind: 'edit', block, instruction, ...(words ? { region: { words } } : {}), ...strengthOf(strength) });
  };
  const form = element('form', { class: 'change', submit: change }, box, where, strength, element('button', { class: 'action' }, 'Change'));
  const undo = parent ? [button(`Undo`, `Put ${parent} back in place of ${name}`, restored(block, parent))] : [];
  const history = versions.map((row) => button(`Use ${row.name}`, `Put ${row.name} in place of ${name}`, restored(block, row.name)));
  const more = element(
    'details',
    { class: 'more' },
    element('summary', { class: 'action', 'aria-label': `More for ${name}` }, 'More'),
    form,
    element(
      'div',
      { class: 'actions' },
      row &&
        element(
          'button',
          { type: 'button', class: 'action', 'aria-label': `Mark where ${name} may change`, click: () => openMarking(row, perform) },
          'Mark where…',
        ),
      button('Redo', `Draw ${name} again`, { kind: 'redo', block }),
      button('Vary', `Draw two others like ${name}`, { kind: 'vary', block, count: 2 }),
      button('Enlarge', `Make ${name} larger`, { kind: 'upscale', block }),
      ...undo,
    ),
    history.length > 0 && element('div', { class: 'actions', role: 'group', 'aria-label': `Versions of ${name}` }, ...history),
  );
  return stale ? [refreshButton(name, () => perform({ kind: 'redo', block })), more] : [more];
}

const restored = (block: PictureName, version: string): Action => ({ kind: 'restore', block, version: version as PictureName });
