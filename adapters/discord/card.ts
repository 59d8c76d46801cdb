/** A case on the moderators' desk, as a card with buttons. */
import { type APIMessageTopLevelComponent, ButtonStyle } from 'discord.js';
import type { CaseState, DeskCard, DeskChoice } from '../../src/core/desk.ts';
import { row, verbButton } from './controls.ts';
import { channelIdOf, DISCORD } from './place.ts';
import type { Words } from './words/index.ts';

const STYLES: Readonly<Record<DeskChoice, ButtonStyle>> = {
  show: ButtonStyle.Secondary,
  release: ButtonStyle.Success,
  uphold: ButtonStyle.Primary,
  strike: ButtonStyle.Danger,
};

export const isDeskChoice = (verb: string): verb is DeskChoice => verb in STYLES;

export const cardButtons = ({ case: number, choices }: DeskCard, words: Words): APIMessageTopLevelComponent[] =>
  row(...choices.map((choice) => verbButton(choice, String(number), words.desk.choice[choice], STYLES[choice])));

/** A card in Discord's own terms: people and channels by mention, which pings nobody, and times as each reader's clock has them. */
export function cardText(card: DeskCard, words: Words): string {
  const { desk: say, safety } = words;
  const { state, taken, releases, due } = card;
  const on = card.thread.id.startsWith(`${DISCORD}:`);
  const lines = [
    `### ${say.head(card.case, card.kind, card.what)}`,
    say.found(safety.category(card.category), card.rule, card.score, card.words),
    card.plea === undefined ? undefined : `> ${card.plea.replaceAll('\n', '\n> ')}`,
    say.asked(on ? personOf(card.requesterId) : card.requesterId, on ? `<#${channelIdOf(card.thread)}>` : card.thread.id, card.strikes),
    ...(state.kind === 'open'
      ? [
          releases.needed > 1 ? say.needed(releases.needed, releases.by.map(personOf)) : undefined,
          taken && say.taken(personOf(taken.by), secondsOf(taken.untilMs)),
          `-# ${say.due(due.outcome, secondsOf(due.atMs))}`,
        ]
      : [`**${ending(state, words)}**`]),
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}

function ending(state: Exclude<CaseState, { kind: 'open' }>, { desk: say }: Words): string {
  return state.kind === 'void' ? say.gone : say.ended(state.kind, state.by.map(personOf), state.struck, secondsOf(state.atMs));
}

const personOf = (id: string): string => (/^\d+$/.test(id) ? `<@${id}>` : id);
const secondsOf = (ms: number): number => Math.floor(ms / 1000);
