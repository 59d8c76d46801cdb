/** A card on the moderators' desk: what waits, what was found, who asked, and the buttons to decide with. */
import type { types } from '@slack/bolt';
import type { DeskCard, DeskChoice } from '../../src/core/desk.ts';
import type { Part } from '../../src/core/types.ts';
import { context, fallbackText, pictureBlock, type Rendered, type RenderOptions, section } from './blocks.ts';
import { button } from './buttons.ts';
import { linkTo, placeOf } from './thread.ts';
import { dateOf, escaped, mention } from './words.ts';

const DESK = 'dt_desk:';
const WHAT = { picture: 'a picture', words: 'words', request: 'a request' } as const;

/** `parts`: the card in words, and the picture blurred and grey. */
export function renderCard(card: DeskCard, parts: readonly Part[], { fileOf }: Pick<RenderOptions, 'fileOf'>): Rendered {
  const picture = parts.find((part) => part.kind === 'image');
  const file = picture && fileOf(picture);
  const blocks: types.AnyBlock[] = [
    section(headOf(card)),
    ...(file ? [pictureBlock(file, picture.name, picture.alt)] : []),
    section(foundIn(card)),
    context(standing(card)),
    ...(card.choices.length > 0 ? [choiceButtons(card)] : []),
  ];
  return { text: fallbackText(parts.filter(({ kind }) => kind === 'text')), blocks };
}

/** Undefined for what is no button of a card. */
export function choiceOf(actionId: string): DeskChoice | undefined {
  const given = actionId.slice(DESK.length);
  return actionId.startsWith(DESK) && Object.hasOwn(CHOICES, given) ? (given as DeskChoice) : undefined;
}

function headOf({ case: id, kind, what, rule }: DeskCard): string {
  const was = what === 'words' ? 'were' : 'was';
  const about = kind === 'held' ? `${WHAT[what]} ${was} held back` : `an appeal: ${WHAT[what]} ${was} refused`;
  return `*Case ${id}: ${about}* · rule \`${escaped(rule)}\``;
}

function foundIn({ score, words, plea, requesterId, thread, strikes }: DeskCard): string {
  const { ts, ...place } = placeOf(thread);
  return [
    `Sure to ${score.toFixed(2)}${words === undefined ? '' : `, read as “${escaped(words)}”`}`,
    ...(plea === undefined ? [] : [`They say: “${escaped(plea)}”`]),
    `Asked for by ${mention(requesterId)} in <${linkTo({ ...place, ts })}|this conversation> · ${strikes === 0 ? 'no strikes' : strikes === 1 ? '1 strike' : `${strikes} strikes`}`,
  ].join('\n');
}

function standing({ state, releases, taken, due }: DeskCard): string {
  if (state.kind === 'void') return 'Closed: what it was about is gone.';
  if (state.kind !== 'open') {
    const who = state.by.length === 0 ? 'by time' : `by ${state.by.map(mention).join(' and ')}`;
    return `*${state.kind === 'released' ? 'Released' : 'Upheld'}${state.struck ? ', with a strike' : ''}* ${who} · ${dateOf(state.atMs)}`;
  }
  const { needed, by } = releases;
  return [
    ...(needed > 1 ? [`${needed} moderators have to release it${by.length > 0 ? `; so far ${by.map(mention).join(', ')}` : ''}`] : []),
    ...(taken ? [`${mention(taken.by)} looks at it until ${dateOf(taken.untilMs)}`] : []),
    `Without a decision it is ${due.outcome === 'release' ? 'released' : 'upheld'} ${dateOf(due.atMs)}`,
  ].join(' · ');
}

interface Choice extends NonNullable<Parameters<typeof button>[2]> {
  readonly words: string;
}

const CHOICES: Readonly<Record<DeskChoice, Choice>> = {
  show: { words: 'Show to me', label: 'Show what it is about to me alone' },
  release: { words: 'Release', style: 'primary', label: 'Release: it is shown to who asked' },
  uphold: { words: 'Uphold', label: 'Uphold: it stays away' },
  strike: {
    words: 'Uphold and strike',
    style: 'danger',
    label: 'Uphold, and count it against who asked',
    confirm: 'This counts against the person who asked.',
  },
};

const choiceButtons = ({ case: id, choices }: DeskCard): types.ActionsBlock => ({
  type: 'actions',
  elements: choices.map((choice) => {
    const { words, ...looks } = CHOICES[choice];
    return button(words, `${DESK}${choice}`, { ...looks, value: String(id) });
  }),
});
