/** One bot for each test, a channel for it to be asked in, and what tests of the wire ask for again and again. */
import type { APIMessage } from 'discord.js';
import { afterEach } from 'vitest';
import { nextName } from '../../../src/core/ledger.ts';
import type { Engine } from '../../../src/core/ports.ts';
import { createGate, scriptedEngine } from '../scripted-engine.ts';
import type { FakeChannel, Stored } from './state.ts';
import { type Discord, pictureFile, startDiscord, wordsIn } from './world.ts';

export function openStage() {
  let begun: { readonly discord: Discord; readonly channel: FakeChannel } | undefined;
  afterEach(async () => {
    await begun?.discord.close();
    begun = undefined;
  });

  const there = () => {
    if (!begun) throw new Error('the test has to start the bot first');
    return begun;
  };
  const state = () => there().discord.fake.state;
  const ask = (words: string, at = there().channel, name = 'Ann') =>
    there().discord.fake.say(state().person(name), at, `${there().discord.fake.mention} ${words}`);
  const repliesTo = (id: string): Stored[] =>
    [...state().messages.values()].filter(({ message, deleted }) => message.message_reference?.message_id === id && !deleted);

  return {
    get discord(): Discord {
      return there().discord;
    },
    get channel(): FakeChannel {
      return there().channel;
    },
    async start(...[options, engine, concurrency, prepare]: Parameters<typeof startDiscord>): Promise<void> {
      let channel: FakeChannel | undefined;
      const discord = await startDiscord(options, engine, concurrency, (fake) => {
        channel = fake.state.channel();
        prepare?.(fake);
      });
      if (channel) begun = { discord, channel };
    },
    ask,
    answered: (words: string, at = there().channel): Promise<Stored> => there().discord.replyTo(ask(words, at)),
    repliesTo,
    /** A message as it stands now. */
    now: (stored: { readonly message: Pick<APIMessage, 'id'> }): Stored => {
      const found = state().messages.get(stored.message.id);
      if (!found) throw new Error('there is no such message');
      return found;
    },
    begun: (id: string): Promise<Stored> => state().until(() => repliesTo(id)[0], 'a reply that is begun'),
    drawing: (id: string): Promise<Stored> =>
      state().until(() => repliesTo(id).find(({ message }) => wordsIn(message).includes('step 4')), 'a picture half drawn'),
  };
}

/** Holds every picture at its fourth step until the gate is opened. */
export function gated() {
  const gate = createGate();
  gate.close();
  return { gate, engine: scriptedEngine({ stepMs: 0, wordMs: 0, gate }) };
}

const usage = { promptTokens: 1, writtenTokens: 1, pictures: 0, denoiseSteps: 0, engineMs: 1 };

/** Says the same long text, whoever asks. */
export const longWinded = (text: string): Engine => ({
  modelId: 'scripted-1',
  async *generate() {
    yield { type: 'text-delta', part: 0, text };
    yield { type: 'text-end', part: 0, text };
    yield { type: 'done', status: 'complete', usage };
  },
  async close() {},
});

/** Words and a picture at once. */
export const quick: Engine = {
  modelId: 'scripted-1',
  async *generate({ messages, pictures }) {
    const asked = messages.at(-1)?.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])) ?? [];
    const { bytes } = await pictureFile('any.jpg');
    const name = nextName(pictures.map((row) => row.name));
    yield { type: 'text-end', part: 0, text: `This is what was asked: ${asked}` };
    yield { type: 'image-start', part: 1, name, caption: 'a picture', steps: 1 };
    yield { type: 'image-end', part: 1, name, caption: 'a picture', seed: 1, png: bytes, widthPx: 48, heightPx: 32 };
    yield { type: 'done', status: 'complete', usage: { ...usage, pictures: 1 } };
  },
  async close() {},
};
