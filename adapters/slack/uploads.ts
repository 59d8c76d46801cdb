/** Our pictures as Slack's files: private to the bot, uploaded once for each workspace, and ready before they are shown. */
import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import { PlatformError } from '../../src/core/errors.ts';
import type { AssetStore } from '../../src/core/ports.ts';
import type { ImagePart } from '../../src/core/types.ts';
import { covered, widelyShown } from '../picture.ts';
import type { Calls } from './calls.ts';
import { fileSchema } from './payload.ts';
import type { Rates } from './rates.ts';
import type { Tables } from './tables.ts';
import { type Place, threadArgs } from './thread.ts';
import { shortened } from './words.ts';

const FIRST_LOOK_MS = 250;
const LOOKS_SLOWER = 1.6;
const READY_MS_AT_MOST = 30_000;

const uploaded = z.object({ files: z.array(z.object({ files: z.array(z.object({ id: z.string() })).min(1) })).min(1) });
const info = z.object({ file: fileSchema });

/** A picture, or with `spoiler` what is shown in its place until a person uncovers it for themselves. */
type Shown = Pick<ImagePart, 'asset' | 'name' | 'alt' | 'mediaType' | 'spoiler'>;
export type PictureKey = Pick<ImagePart, 'asset' | 'spoiler'>;

const keyOf = ({ asset, spoiler }: PictureKey): string => (spoiler ? `covered ${asset}` : asset);

export interface UploadsPorts {
  readonly calls: Calls;
  readonly rates: Rates;
  readonly tables: Tables;
  readonly assets: AssetStore;
}

export type Uploads = ReturnType<typeof createUploads>;

export function createUploads({ calls, rates, tables, assets }: UploadsPorts) {
  const underWay = new Map<string, Promise<string | undefined>>();
  /** By team and picture: where a picture stands that could not be shown inside a message. */
  const links = new Map<string, string>();

  async function upload(team: string, part: Shown, to?: Place): Promise<string | undefined> {
    const stored = await assets.get(part.asset);
    if (!stored) return undefined;
    const { bytes, extension } = part.spoiler
      ? { bytes: await covered(stored), extension: 'png' }
      : await widelyShown(stored, part.mediaType);
    const alt = part.spoiler ? 'covered' : part.alt;
    const answer = await calls.upload(team, {
      file: Buffer.from(bytes),
      filename: `${part.name.slice(1)}-${part.asset.slice(-8)}.${extension}`,
      title: shortened(`${part.name} · ${alt}`, 200),
      alt_text: shortened(alt, 1000),
      ...(to ? { channel_id: to.channel, ...threadArgs(to) } : {}),
    } as webApi.FilesUploadV2Arguments);
    return uploaded.parse(answer).files[0]?.files[0]?.id;
  }

  /** Slack looks through a file before it can be shown: until then its type is not known. */
  async function ready(team: string, file: string): Promise<{ permalink: string | undefined }> {
    let waitedMs = 0;
    for (let waitMs = FIRST_LOOK_MS; ; waitMs *= LOOKS_SLOWER) {
      const { mimetype, permalink } = info.parse(await calls.call(team, 'files.info', { file })).file;
      if (mimetype) return { permalink: permalink ?? undefined };
      if (waitedMs >= READY_MS_AT_MOST || rates.isClosed()) {
        throw new PlatformError('unreachable', 'Slack is not done with a picture after 30 s; it is tried again.', { retryable: true });
      }
      await rates.pause(waitMs);
      waitedMs += waitMs;
    }
  }

  async function ensureOne(team: string, part: Shown): Promise<string | undefined> {
    const known = await tables.files.get(team, keyOf(part));
    if (known) return known;
    const file = await upload(team, part);
    if (file === undefined) return undefined;
    await ready(team, file);
    await tables.files.put(team, keyOf(part), file);
    return file;
  }

  return {
    /** What says which file of Slack's each of these pictures has, if any, as it is now. */
    async filesOf(team: string, pictures: readonly PictureKey[]): Promise<(picture: PictureKey) => string | undefined> {
      const files = new Map<string, string | undefined>();
      for (const key of new Set(pictures.map(keyOf))) files.set(key, await tables.files.get(team, key));
      return (picture) => files.get(keyOf(picture));
    },

    linkOf: (team: string, picture: PictureKey): string | undefined => links.get(`${team} ${keyOf(picture)}`),

    /** Slack's id of a picture that is ready to be shown; undefined when its file is gone. */
    ensure(team: string, part: Shown): Promise<string | undefined> {
      const key = `${team} ${keyOf(part)}`;
      const ensured = underWay.get(key) ?? ensureOne(team, part).finally(() => underWay.delete(key));
      underWay.set(key, ensured);
      return ensured;
    },

    /** Puts a picture into the thread as a file of its own, once; the message then links to it from its place. */
    async putBeside(place: Place, part: Shown): Promise<void> {
      const key = `${place.team} ${keyOf(part)}`;
      if (links.has(key)) return;
      const file = await upload(place.team, part, place);
      const link = file === undefined ? undefined : (await ready(place.team, file)).permalink;
      if (link) links.set(key, link);
    },

    /** Where a picture's file is on Slack, for documents that refer to it. */
    async permalink(team: string, file: string): Promise<string | undefined> {
      return (await ready(team, file)).permalink;
    },
  };
}
