import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPicture } from '../../adapters/picture.ts';

const CAMERA = {
  IFD0: { Artist: 'Somebody Real', Make: 'Camera Works' },
  // IFD3 is where sharp writes what stands in the GPS directory.
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 26/1', GPSLongitudeRef: 'W', GPSLongitude: '0/1 7/1 39/1' },
};
const XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">Somebody Real</rdf:RDF></x:xmpmeta>';

const taken = () =>
  sharp({ create: { width: 48, height: 32, channels: 3, background: '#4a7' } })
    .withExif(CAMERA)
    .withXmp(XMP);
const TRACES = ['Somebody', 'Camera Works', 'Exif', 'EXIF', 'eXIf', 'GPS', 'xmpmeta', 'ns.adobe.com', 'ICC_PROFILE'];

describe('a picture that somebody sends', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('keeps nothing of who took it and where: %s', async (format) => {
    const sent = await taken().toFormat(format).toBuffer();
    const before = await sharp(sent).metadata();
    expect(before.exif?.includes('Somebody Real')).toBe(true);
    // The GPS directory's own entry in the first one: tag 0x8825.
    expect([Buffer.from([0x25, 0x88]), Buffer.from([0x88, 0x25])].some((tag) => before.exif?.includes(tag))).toBe(true);
    expect(before.xmp).toBeDefined();

    const { bytes } = await readPicture(sent, 'photo');
    const { exif, xmp, iptc, icc } = await sharp(bytes).metadata();
    expect({ exif, xmp, iptc, icc }).toEqual({ exif: undefined, xmp: undefined, iptc: undefined, icc: undefined });
    expect(TRACES.filter((trace) => Buffer.from(bytes).includes(trace))).toEqual([]);
  });

  it('keeps no comment that a GIF carries', async () => {
    const gif = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#4a7' } })
      .gif()
      .toBuffer();
    const words = Buffer.from('Somebody Real');
    // A comment extension (GIF89a, 24) in front of the trailer.
    const sent = Buffer.concat([gif.subarray(0, -1), Buffer.from([0x21, 0xfe, words.length]), words, Buffer.from([0, 0x3b])]);
    expect(sent.includes('Somebody')).toBe(true);
    expect(Buffer.from((await readPicture(sent, 'a GIF')).bytes).includes('Somebody')).toBe(false);
  });

  it('is not taken when it is of a kind that is not read, such as HEIC', async () => {
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(64)]);
    await expect(readPicture(heic, 'photo.heic')).rejects.toThrow(/send PNG, JPEG, WebP or GIF/);
  });
});
