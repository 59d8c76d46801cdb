/** The buttons and menus under a reply. All of them point into our store, so none ever expires. */
import {
  type APIButtonComponent,
  type APIMessageTopLevelComponent,
  type APISelectMenuOption,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { Delivery } from '../../src/core/ports.ts';
import type { Block, ImagePart, Offer, PictureName } from '../../src/core/types.ts';
import { customId, type Verb } from './custom-id.ts';
import type { Tail } from './render.ts';
import type { Words } from './words/index.ts';

type Controlled = Pick<Delivery, 'key' | 'turnId' | 'parts' | 'status' | 'last' | 'offer' | 'note'>;

const ROW_BUTTONS = 5;
const MENU_OPTIONS = 25;
const OPTION_CHARS = 100;

export const verbButton = (verb: Verb, about: string, label: string, style: ButtonStyle): APIButtonComponent =>
  button(verb, about, label, undefined, style);

const button = (verb: Verb, turnId: string, label: string, block?: Block, style = ButtonStyle.Secondary): APIButtonComponent => ({
  type: ComponentType.Button,
  style: style as ButtonStyle.Secondary,
  label,
  custom_id: customId(verb, turnId, block),
});

export const row = (...buttons: APIButtonComponent[]): APIMessageTopLevelComponent[] =>
  buttons.length === 0 ? [] : [{ type: ComponentType.ActionRow, components: buttons }];

export function menu(id: string, placeholder: string, options: readonly APISelectMenuOption[], most = 1): APIMessageTopLevelComponent[] {
  const offered = options.slice(0, MENU_OPTIONS);
  if (offered.length === 0) return [];
  const max = Math.min(most, offered.length);
  const select = {
    type: ComponentType.StringSelect as const,
    custom_id: id,
    placeholder,
    min_values: 1,
    max_values: max,
    options: offered,
  };
  return [{ type: ComponentType.ActionRow, components: [select] }];
}

const option = (value: string, label: string, description?: string): APISelectMenuOption => ({
  value,
  label: label.slice(0, OPTION_CHARS),
  ...(description && { description: description.slice(0, OPTION_CHARS) }),
});

/** What a menu of pictures lists: of one that is covered, its name. */
export const pictureOption = ({ name, caption, spoiler }: Pick<LedgerRow, 'name' | 'caption' | 'spoiler'>): APISelectMenuOption =>
  option(name, name, spoiler ? undefined : caption);

export function controls(delivery: Controlled, tail: Tail | undefined, words: Words): APIMessageTopLevelComponent[] {
  const { turnId, status } = delivery;
  if (!delivery.last || delivery.note) return [];
  if (tail || status === 'streaming') return row(stopButton(tail?.turnId ?? turnId, words));
  const { offer } = delivery;
  if (offer?.kind === 'storyboard' || offer?.kind === 'choose-picture') return asked(offer, turnId, words);
  const answered = answers(offer, turnId, words);
  const bad = status === 'refused' || status === 'failed';
  const remove = button('delete', turnId, words.delete, undefined, ButtonStyle.Danger);
  const redo = button('redo', turnId, words.redo);
  const rate = bad ? [] : [button('good', turnId, words.good), button('bad', turnId, words.bad)];
  const images = delivery.parts.filter((part): part is ImagePart => part.kind === 'image');
  const refresh = refreshButtons(delivery, words);
  const only = images.length === 1 ? images[0]?.name : undefined;
  if (only) return [...answered, ...row(redo, ...pictureButtons(turnId, only, words).slice(1)), ...row(...refresh, ...rate, remove)];
  const options = images.map(({ alt: caption, ...image }) => pictureOption({ ...image, caption }));
  return [...answered, ...menu(customId('pick', turnId), words.pick, options), ...row(redo, ...refresh, ...rate, remove)];
}

/** For the first part that is out of date. Words are counted in the whole reply, so only where this message holds all of it. */
function refreshButtons({ key, turnId, parts }: Controlled, words: Words): APIButtonComponent[] {
  const place = parts.findIndex(({ stale }) => stale);
  const part = parts[place];
  if (!part || (part.kind === 'text' && !key.endsWith(':0'))) return [];
  return [button('redo', turnId, words.refresh, part.kind === 'image' ? part.name : place, ButtonStyle.Primary)];
}

export const stopButton = (turnId: string, words: Words, label = words.stop): APIButtonComponent =>
  button('stop', turnId, label, undefined, ButtonStyle.Danger);

/** Redo, edit, vary, upscale, history of one picture. */
function pictureButtons(turnId: string, name: PictureName, words: Words): APIButtonComponent[] {
  return [
    button('redo', turnId, words.redo, name),
    button('edit', turnId, words.edit, name, ButtonStyle.Primary),
    button('vary', turnId, words.vary, name),
    button('upscale', turnId, words.upscale, name),
    button('history', turnId, words.history, name),
  ];
}

export const picturePanel = (turnId: string, name: PictureName, words: Words): APIMessageTopLevelComponent[] => [
  { type: ComponentType.TextDisplay, content: words.thisPicture(name) },
  ...row(...pictureButtons(turnId, name, words)),
];

function asked(
  given: Extract<Offer, { kind: 'storyboard' | 'choose-picture' }>,
  turnId: string,
  words: Words,
): APIMessageTopLevelComponent[] {
  if (given.kind === 'choose-picture') {
    const named = given.pictures.slice(0, MENU_OPTIONS);
    if (named.length > ROW_BUTTONS) {
      return menu(
        customId('choose', turnId),
        words.which,
        named.map((name) => option(name, name)),
      );
    }
    return row(...named.map((name) => button('choose', turnId, name, name, ButtonStyle.Primary)));
  }
  const options = given.steps.map((step, place) => {
    const label = `${place + 1}. ${words.steps[step.kind]}${'name' in step ? ` ${step.name}` : ''}`;
    return option(String(place), label, 'caption' in step ? step.caption : undefined);
  });
  return [
    { type: ComponentType.TextDisplay, content: `-# ${words.startsAt(Math.floor(Date.parse(given.startsAt) / 1000))}` },
    ...menu(customId('keep', turnId), words.keep, options, options.length),
    ...row(button('start', turnId, words.start, given.steps.length, ButtonStyle.Primary), stopButton(turnId, words)),
  ];
}

/** What may be done about what was not made: beside all else that the reply may be asked for. */
function answers(given: Offer | undefined, turnId: string, words: Words): APIMessageTopLevelComponent[] {
  if (given?.kind === 'consent') return row(button('agree', turnId, words.agree, undefined, ButtonStyle.Primary));
  if (given?.kind !== 'refusal') return [];
  return row(
    ...(given.rewrite === undefined ? [] : [button('rewrite', turnId, words.rewrite, undefined, ButtonStyle.Primary)]),
    ...(given.appeal ? [button('appeal', turnId, words.appeal)] : []),
  );
}
