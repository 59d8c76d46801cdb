/** What people look up: versions of a picture, pictures by words, what waits, how the bot works here. Nothing is changed. */
import type { APIMessageTopLevelComponent } from 'discord.js';
import type { LedgerRow } from '../../src/core/ledger.ts';
import { numberOf } from '../../src/core/ledger.ts';
import type { Allowance, Asker } from '../../src/core/limits.ts';
import type { AssetStore, Clock, LedgerStore, ThreadStore, TurnQueue } from '../../src/core/ports.ts';
import type { PictureName, Thread } from '../../src/core/types.ts';
import { sentence } from './answer.ts';
import { menu, pictureOption, row, stopButton } from './controls.ts';
import { customId } from './custom-id.ts';
import { type Files, filesFor } from './files.ts';
import { covered } from './markdown.ts';
import { channelIdOf, parentIdOf } from './place.ts';
import { gallery, item } from './render.ts';
import type { Words } from './words/index.ts';

const SHOWN_PICTURES = 9;
const SEARCHED_THREADS = 500;
const SEARCHED_MESSAGES = 500;
const WAITING_MS = 24 * 3_600_000;
const CAPTION_CHARS = 200;

export interface LookupPorts {
  readonly threads: Pick<ThreadStore, 'history' | 'threads'>;
  readonly ledger: Pick<LedgerStore, 'rows'>;
  readonly assets: Pick<AssetStore, 'get'>;
  readonly queue: Pick<TurnQueue, 'position' | 'eta'>;
  readonly allowance: Allowance;
  readonly clock: Clock;
  turnsOf(threadId: string, authorId: string, sinceMs: number): Promise<readonly { readonly turnId: string }[]>;
}

/** What is shown to the person who looks. */
export interface View {
  readonly components: APIMessageTopLevelComponent[];
  readonly uploads: Files['uploads'];
}

const said = (text: string): View => ({ components: [sentence(text)], uploads: [] });
/** What a picture shows, in words; covered, too, where it is. */
function brief({ caption, spoiler }: LedgerRow): string {
  const text = caption.length > CAPTION_CHARS ? `${caption.slice(0, CAPTION_CHARS - 1)}…` : caption;
  return spoiler ? covered(text) : text;
}

async function pictureView(
  title: string,
  rows: readonly LedgerRow[],
  lineOf: (row: LedgerRow) => string,
  fileBytes: number,
  ports: LookupPorts,
): Promise<View> {
  const files = await filesFor(rows, new Map(), ports.assets, fileBytes);
  const items = rows.flatMap((picture) => {
    const fileName = files.nameOf(picture);
    return fileName ? [item(fileName, picture.caption, picture)] : [];
  });
  return { components: [sentence(title), ...gallery(items), sentence(rows.map(lineOf).join('\n'))], uploads: files.uploads };
}

export async function historyView(
  thread: Thread,
  turnId: string,
  name: PictureName,
  fileBytes: number,
  words: Words,
  ports: LookupPorts,
): Promise<View> {
  const versions = (await ports.ledger.rows(thread.id)).filter((row) => numberOf(row.name) === numberOf(name));
  if (versions.length < 2) return said(versions.length === 1 ? words.noHistory(name) : words.unknownPicture(name));
  const shown = versions.slice(-SHOWN_PICTURES);
  const view = await pictureView(
    words.versions(`#${numberOf(name)}`),
    shown,
    (row) => `**${row.name}**${row.parent ? ` ← ${row.parent}` : ''} · ${brief(row)}`,
    fileBytes,
    ports,
  );
  const others = shown.filter((row) => row.name !== name).map(pictureOption);
  return { ...view, components: [...view.components, ...menu(customId('restore', turnId, name), words.restore, others)] };
}

/** Among the pictures of this channel and its open threads, newest first. What was made in private stays there. */
export async function findView(
  thread: Thread,
  guildId: string | null,
  sought: string,
  fileBytes: number,
  words: Words,
  ports: LookupPorts,
): Promise<View> {
  const around = (await ports.threads.threads(SEARCHED_THREADS))
    .map((known) => known.thread)
    .filter((known) => parentIdOf(known) === parentIdOf(thread) && known.audience === thread.audience);
  const places = new Map([thread, ...around].map((place) => [place.id, place]));
  const terms = sought.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = (await Promise.all([...places.keys()].map((threadId) => ports.ledger.rows(threadId))))
    .flat()
    .filter(({ caption, name }) => terms.every((term) => caption.toLowerCase().includes(term) || name === term))
    .sort((a, b) => b.madeAt.localeCompare(a.madeAt))
    .slice(0, SHOWN_PICTURES);
  if (rows.length === 0) return said(words.nothingFound(sought));
  const messages = new Map(await Promise.all(rows.map(async (row) => [row, await messageOf(row, ports)] as const)));
  const linkOf = (row: LedgerRow): string =>
    `https://discord.com/channels/${guildId ?? '@me'}/${channelIdOf({ id: row.threadId })}/${messages.get(row)}`;
  return pictureView(
    words.found(rows.length, sought),
    rows,
    (row) => `**${row.name}** · ${brief(row)} · [${words.open}](${linkOf(row)})`,
    fileBytes,
    ports,
  );
}

/** The message that shows a picture, else the one it was made for. */
async function messageOf({ threadId, name, messageId }: LedgerRow, { threads }: LookupPorts): Promise<string> {
  const shows = (await threads.history(threadId, SEARCHED_MESSAGES)).find(({ parts }) =>
    parts.some((part) => part.kind === 'image' && part.name === name),
  );
  return shows?.id ?? messageId;
}

export async function queueView(asker: Asker, words: Words, ports: LookupPorts): Promise<View> {
  const { thread, authorId } = asker;
  const limits = (await ports.allowance(asker)).map((limit) => `-# ${words.limit(limit)}`);
  const lines: string[] = [];
  const stops = [];
  for (const { turnId } of await ports.turnsOf(thread.id, authorId, ports.clock() - WAITING_MS)) {
    const ahead = await ports.queue.position(turnId);
    if (ahead === undefined) continue;
    const eta = await ports.queue.eta(turnId);
    const readyS = eta && Math.ceil((ports.clock() + eta.p90) / 1000);
    lines.push(`${lines.length + 1}. ${[words.queued(ahead), readyS && words.ready(readyS)].filter(Boolean).join(' · ')}`);
    stops.push(stopButton(turnId, words, `${words.stop} ${lines.length}`));
    if (lines.length === 5) break;
  }
  if (lines.length === 0) return said([words.queueEmpty, ...limits].join('\n'));
  return { components: [sentence([words.queueMine, ...lines, ...limits].join('\n')), ...row(...stops)], uploads: [] };
}

export interface Working {
  readonly modelId: string;
  readonly messageContent: boolean;
}

/** `missing`: a sentence on what the bot may not do here. */
export async function settingsView(
  asker: Asker,
  { modelId, messageContent }: Working,
  missing: string | undefined,
  words: Words,
  { allowance }: Pick<LookupPorts, 'allowance'>,
): Promise<View> {
  const { thread } = asker;
  const limits = (await allowance(asker)).map(words.limit);
  const say = words.settings;
  const lines = [
    `### ${say.title}`,
    say.model(modelId),
    messageContent ? say.hears : say.mentionsOnly,
    ...(limits.length > 0 ? limits : [say.noLimit]),
    ...(thread.isDirect ? [] : [thread.ageRestricted ? say.ageRestricted : say.notAgeRestricted, missing ?? say.allAllowed]),
  ];
  return said(lines.join('\n'));
}
