/** Pictures that people send: fetched with the bot's token from Slack's file hosts alone, bounded, and made anew. */
import { z } from 'zod';
import { PlatformError } from '../../src/core/errors.ts';
import type { AssetStore } from '../../src/core/ports.ts';
import type { ImagePart } from '../../src/core/types.ts';
import { PICTURE_BYTES, readPicture } from '../picture.ts';
import type { Calls } from './calls.ts';
import { fileSchema, type SlackFile } from './payload.ts';

const FETCH_MS_AT_MOST = 20_000;
const FETCHES_AT_MOST = 3;
const PICTURES_AT_MOST = 4;
/** Slack draws these itself; what it made of them is taken. */
const NOT_READ_HERE = /^(heic|heif|tiff?|bmp|psd|avif)$/;

const info = z.object({ file: fileSchema });

export interface PicturesOptions {
  readonly calls: Calls;
  readonly assets: AssetStore;
  /** Host names, with ports where they have one. */
  readonly fileHosts: readonly string[];
}

export interface SentPictures {
  readonly parts: readonly ImagePart[];
  /** What could not be taken, in sentences for the sender. */
  readonly refused: readonly string[];
}

export type Pictures = ReturnType<typeof createPictures>;

export function createPictures({ calls, assets, fileHosts }: PicturesOptions) {
  async function take(team: string, given: SlackFile, index: number): Promise<ImagePart> {
    // Files of shared channels come as stubs.
    const file = given.file_access === 'check_file_info' || !given.url_private ? await look(team, given.id) : given;
    const label = `Picture ${index + 1}`;
    const picture = await readPicture(await bytesOf(team, file, label), label);
    const asset = await assets.put(picture.bytes);
    const { mediaType, widthPx, heightPx } = picture;
    const alt = (file.alt_txt || file.title || file.name || 'a picture').slice(0, 300);
    return { kind: 'image', asset, mediaType, widthPx, heightPx, alt, name: '#0' };
  }

  async function bytesOf(team: string, file: SlackFile, label: string): Promise<Uint8Array> {
    const { url, isThumb } = addressOf(file, label);
    if (!isThumb && (file.size ?? 0) > PICTURE_BYTES) {
      throw refuse(`${label} has ${((file.size ?? 0) / 1024 ** 2).toFixed(1)} MB; a picture may have at most 20 MB.`);
    }
    return fetchBounded(team, url, label);
  }

  async function look(team: string, id: string): Promise<SlackFile> {
    return info.parse(await calls.call(team, 'files.info', { file: id })).file;
  }

  function addressOf(file: SlackFile, label: string): { url: URL; isThumb: boolean } {
    const isThumb = NOT_READ_HERE.test(file.filetype ?? '');
    const address = isThumb ? (file.thumb_1024 ?? file.thumb_960 ?? file.thumb_720) : (file.url_private_download ?? file.url_private);
    if (!address) throw refuse(`${label} (${file.filetype ?? 'a file'}) cannot be read: send PNG, JPEG, WebP or GIF.`);
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (!url || !fileHosts.includes(url.host)) throw refuse(`${label} does not lie with Slack, so it is not fetched: upload it.`);
    return { url, isThumb };
  }

  async function fetchBounded(team: string, url: URL, label: string): Promise<Uint8Array> {
    for (let tries = 1; ; tries++) {
      try {
        return await fetchOnce(await calls.tokenOf(team), url, label);
      } catch (error) {
        const passes = !(error instanceof PlatformError) || error.retryable;
        if (!passes || tries >= FETCHES_AT_MOST)
          throw error instanceof PlatformError ? error : refuse(`${label} could not be fetched: send it again.`);
      }
    }
  }

  async function fetchOnce(token: string, url: URL, label: string): Promise<Uint8Array> {
    const signal = AbortSignal.timeout(FETCH_MS_AT_MOST);
    // A redirect would carry the token elsewhere.
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` }, redirect: 'error', signal });
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') === true;
    if (!answer.ok || isPage || !answer.body) {
      await answer.body?.cancel();
      const why = isPage ? 'Slack asked to log in (the scope files:read may be missing)' : `Slack answered ${answer.status}`;
      throw new PlatformError('unreachable', `${label} could not be fetched: ${why}.`, {
        retryable: answer.status >= 500 || answer.status === 429,
      });
    }
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > PICTURE_BYTES) throw refuse(`${label} has more than 20 MB; a picture may have at most that.`); // leaving the loop ends the fetch
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  return {
    /** A picture's file as Slack keeps it. */
    bytes: async (team: string, id: string, label: string): Promise<Uint8Array> => bytesOf(team, await look(team, id), label),
    /** The pictures of a message; other files are left alone, and so are pictures beyond the fourth. */
    async take(team: string, files: readonly SlackFile[]): Promise<SentPictures> {
      const pictures = files.filter(({ mimetype, file_access }) => mimetype?.startsWith('image/') || file_access === 'check_file_info');
      const parts: ImagePart[] = [];
      const refused: string[] =
        pictures.length > PICTURES_AT_MOST ? [`Only the first ${PICTURES_AT_MOST} pictures of a message are read.`] : [];
      for (const [index, file] of pictures.slice(0, PICTURES_AT_MOST).entries()) {
        try {
          parts.push(await take(team, file, index));
        } catch (error) {
          if (!(error instanceof PlatformError)) throw error;
          refused.push(error.message);
        }
      }
      return { parts, refused };
    },
  };
}

const refuse = (sentence: string) => new PlatformError('invalid-payload', sentence);
