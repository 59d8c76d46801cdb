/** What one person is told, and what became of an event in words. */
import { type APIMessageTopLevelComponent, ComponentType, MessageFlags, type RepliableInteraction } from 'discord.js';
import type { Received } from '../../src/core/ports.ts';
import { worded } from '../../src/core/sentences.ts';
import type { TextPart } from '../../src/core/types.ts';
import type { Words } from './words/index.ts';

export const sentence = (content: string): APIMessageTopLevelComponent => ({ type: ComponentType.TextDisplay, content });

/** A text in the language of who reads it, where it is ours. */
export const proseOf = ({ said, text }: TextPart, words: Words): string => (said ? worded(said, words.locale) : text);

const TO_ONE = MessageFlags.Ephemeral | MessageFlags.IsComponentsV2;

/** Seen by the person who acted alone. */
export async function tell(interaction: RepliableInteraction, ...components: APIMessageTopLevelComponent[]): Promise<void> {
  if (interaction.deferred || interaction.replied) await interaction.followUp({ components, flags: TO_ONE });
  else await interaction.reply({ components, flags: TO_ONE });
}

/** The same beside an answer that was given; the id of the message. */
export async function tellMore(interaction: RepliableInteraction, ...components: APIMessageTopLevelComponent[]): Promise<string> {
  return (await interaction.followUp({ components, flags: TO_ONE })).id;
}

/** Undefined when what happened speaks for itself. */
export function wordsOf(received: Received, words: Words): string | undefined {
  switch (received.kind) {
    case 'queued':
      return undefined;
    case 'stopped':
      return received.turnIds.length === 0 ? words.nothingToStop : undefined;
    case 'told':
      return received.parts.flatMap((part) => (part.kind === 'text' ? [proseOf(part, words)] : [])).join('\n');
    case 'noted':
      return words.noted;
    case 'merged':
      return words.merged;
    case 'limited':
      return words.limited(received.limit, Math.ceil(received.freeAtMs / 1000));
    case 'ignored':
      switch (received.reason) {
        case 'not-yours':
          return words.notYours;
        case 'unknown-turn':
          return words.unknownTurn;
        case 'repeated':
          return words.repeated;
        case 'bot':
        case 'not-kept':
          return undefined;
      }
  }
}
