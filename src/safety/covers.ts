/** Covered copies of pictures, stored beside them: blurred for the reply, blurred and grey for moderators. */
import sharp from 'sharp';
import type { AssetStore, Database } from '../core/ports.ts';
import type { AssetId, ImagePart } from '../core/types.ts';

const TABLES = [
  `CREATE TABLE covers (
     asset TEXT PRIMARY KEY,
     -- The picture that it covers.
     of TEXT NOT NULL
   ) STRICT;
   CREATE INDEX covers_of ON covers (of);`,
];

/** Of a picture's shorter side: nobody sees more than that something is there. */
const BLUR_SHARE = 0.06;
/** A moderator's card shows no more than that there is a picture. */
const THUMBNAIL_PX = 320;

export type Covers = Awaited<ReturnType<typeof openCovers>>;

export async function openCovers(database: Database, assets: Pick<AssetStore, 'get' | 'put' | 'remove'>) {
  await database.migrate('covers', TABLES);

  async function covered(part: ImagePart, cover: (bytes: Uint8Array) => Promise<Uint8Array>): Promise<ImagePart | undefined> {
    const bytes = await assets.get(part.asset);
    if (!bytes) return undefined;
    const copy = await cover(bytes);
    const { width = part.widthPx, height = part.heightPx } = await sharp(copy).metadata();
    const asset = await assets.put(copy);
    await database.run('INSERT INTO covers VALUES (?, ?) ON CONFLICT DO NOTHING', asset, part.asset);
    return { ...part, asset, mediaType: 'image/png', widthPx: width, heightPx: height };
  }

  return {
    /** In full size. Undefined when the picture is gone. */
    blurred: (part: ImagePart): Promise<ImagePart | undefined> =>
      covered(part, (bytes) => sharp(bytes).blur(sigmaOf(part)).png().toBuffer()),
    /** Small. Undefined when the picture is gone. */
    thumbnail: (part: ImagePart): Promise<ImagePart | undefined> =>
      covered(part, async (bytes) =>
        sharp(await greyed(bytes, part))
          .resize(THUMBNAIL_PX, THUMBNAIL_PX, { fit: 'inside', withoutEnlargement: true })
          .png()
          .toBuffer(),
      ),
    /** The picture that a copy covers. */
    async of(asset: AssetId): Promise<AssetId | undefined> {
      return (await database.get<{ of: AssetId }>('SELECT of FROM covers WHERE asset = ?', asset))?.of;
    },
    /** Takes away the copies of pictures that are taken away. */
    async forget(pictures: readonly AssetId[]): Promise<void> {
      const list = JSON.stringify(pictures);
      const copies = await database.all<{ asset: AssetId }>('SELECT asset FROM covers WHERE of IN (SELECT value FROM json_each(?))', list);
      await database.run('DELETE FROM covers WHERE of IN (SELECT value FROM json_each(?))', list);
      for (const { asset } of copies) await assets.remove(asset);
    },
  };
}

const sigmaOf = ({ widthPx, heightPx }: ImagePart): number => Math.max(1, Math.min(widthPx, heightPx) * BLUR_SHARE);

/** A picture as moderators first see it: PNG, blurred and grey. */
export const greyed = (bytes: Uint8Array, part: ImagePart): Promise<Uint8Array> =>
  sharp(bytes).greyscale().blur(sigmaOf(part)).png().toBuffer();
