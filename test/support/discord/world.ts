/** The bot on a Discord of its own: the real stores, intake, queue, story and outbox; an engine that plays a script. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type APIMessage, ComponentType } from 'discord.js';
import sharp from 'sharp';
import { createDiscordAdapter, type DiscordOptions } from '../../../adapters/discord/adapter.ts';
import type { Engine } from '../../../src/core/ports.ts';
import { createWorld, type World, type WorldOptions } from '../local-world.ts';
import { scriptedEngine } from '../scripted-engine.ts';
import { type Fake, startFake } from './fake.ts';
import { BOT_ID, type FakeInteraction, type Stored, TOKEN } from './state.ts';

type Given = Partial<Pick<DiscordOptions, 'token' | 'messageContent' | 'shards'>> &
  Pick<WorldOptions, 'turns'> & { readonly paceMs?: number };

export interface Discord {
  readonly fake: Fake;
  readonly world: World;
  /** Ends the program, runs `meanwhile`, and starts it again on what was stored. */
  restart(meanwhile?: () => void): Promise<void>;
  close(): Promise<void>;

  /** The newest finished reply of the bot to a message or a card, once it stands. */
  replyTo(message: Pick<APIMessage, 'id'>): Promise<Stored>;
  /** A message that holds a text, once it stands. */
  saying(text: string | RegExp, among?: (stored: Stored) => boolean): Promise<Stored>;
  /** What an interaction told its person alone, once it did. */
  told(interaction: FakeInteraction): Promise<string>;
}

export async function startDiscord(
  given: Given = {},
  engine: Engine = scriptedEngine({ stepMs: 0, wordMs: 0 }),
  concurrency = 1,
  prepare: (fake: Fake) => void = () => {},
): Promise<Discord> {
  const folder = await mkdtemp(join(tmpdir(), 'dreamthread-discord-'));
  const fake = await startFake();
  prepare(fake);
  let world = await begin();

  async function begin(): Promise<World> {
    const { paceMs = 20, turns, ...options } = given;
    const begun = await createWorld(engine, { folder, concurrency, ...(turns ? { turns } : {}) });
    const place = { ...fake.adapterPlace, paceMs };
    await begun.attach(
      createDiscordAdapter({
        ...begun.ports,
        token: TOKEN,
        messageContent: true,
        shards: 'auto',
        modelId: 'scripted-1',
        ...options,
        place,
      }),
    );
    return begun;
  }

  const standing = (): Stored[] =>
    [...fake.state.messages.values()].filter(({ deleted, message }) => !deleted && message.author.id === BOT_ID);
  return {
    fake,
    get world() {
      return world;
    },
    async restart(meanwhile = () => {}) {
      await world.close();
      meanwhile();
      world = await begin();
    },
    async close() {
      await world.close();
      await fake.close();
      await rm(folder, { recursive: true, force: true });
    },
    replyTo: ({ id }) =>
      fake.state.until(
        () =>
          standing().findLast(
            ({ message }) => message.message_reference?.message_id === id && idsIn(message).some((one) => one.startsWith('dt:redo')),
          ),
        `a finished reply to ${id}`,
      ),
    saying: (text, among = () => true) =>
      fake.state.until(
        () =>
          standing().findLast(
            (stored) =>
              among(stored) && (typeof text === 'string' ? wordsIn(stored.message).includes(text) : text.test(wordsIn(stored.message))),
          ),
        `a message that says ${text}`,
      ),
    told: (interaction) =>
      fake.state.until(() => {
        const ids = [interaction.original, ...interaction.followUps].flatMap((id) => id ?? []);
        const own = ids.flatMap((id) => fake.state.messages.get(id) ?? []).filter(({ seenBy }) => seenBy === interaction.person.id);
        return own.map(({ message }) => wordsIn(message)).find((words) => words !== '');
      }, 'words for one person'),
  };
}

interface Component {
  readonly type: number;
  readonly content?: string;
  readonly custom_id?: string;
  readonly label?: string;
  readonly components?: readonly Component[];
  readonly items?: readonly { readonly media: { readonly url: string }; readonly description?: string; readonly spoiler?: boolean }[];
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

const flat = (components: readonly Component[]): Component[] => components.flatMap((one) => [one, ...flat(one.components ?? [])]);
export const componentsOf = (message: Pick<APIMessage, 'components'>): Component[] =>
  flat((message.components ?? []) as unknown as Component[]);

/** All texts, in order, a line each; without the footer's reference, which differs from run to run. */
export const wordsIn = (message: Pick<APIMessage, 'components'>): string =>
  componentsOf(message)
    .flatMap(({ content }) => content ?? [])
    .join('\n')
    .replace(/ · [0-9a-f]{8}\.\d+\.\d+$/, '');
export const idsIn = (message: Pick<APIMessage, 'components'>): string[] =>
  componentsOf(message).flatMap(({ custom_id }) => custom_id ?? []);
export const buttonsIn = (message: Pick<APIMessage, 'components'>): string[] =>
  componentsOf(message).flatMap(({ type, label }) => (type === ComponentType.Button && label ? [label] : []));
export const picturesIn = (message: Pick<APIMessage, 'components'>) => componentsOf(message).flatMap(({ items }) => items ?? []);

/** The custom id of the button or menu of a verb. */
export function idOf(message: Pick<APIMessage, 'components'>, verb: string): string {
  const id = idsIn(message).find((one) => one.startsWith(`dt:${verb}:`));
  if (!id) throw new Error(`no ${verb} among ${idsIn(message)}`);
  return id;
}

export async function pictureFile(filename: string, colour = '#4a79d9') {
  const bytes = await sharp({ create: { width: 48, height: 32, channels: 3, background: colour } })
    .withExif({ IFD0: { Artist: 'Ann of the garden' } })
    .jpeg()
    .toBuffer();
  return { filename, bytes: new Uint8Array(bytes), contentType: 'image/jpeg' };
}
