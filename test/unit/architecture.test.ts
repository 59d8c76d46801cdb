import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

interface Import {
  readonly from: string;
  /** A path inside the repository, or a package's name. */
  readonly to: string;
}

const files = ['src', 'adapters', 'engine']
  .flatMap((top) => readdirSync(join(ROOT, top), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
  .filter((file) => !file.startsWith('engine/train/'));

const imports: Import[] = files.flatMap((from) => {
  const text = readFileSync(join(ROOT, from), 'utf8');
  const found = text.matchAll(/(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\s*\(?\s*['"]([^'"]+)['"]/g);
  return [...found].map((match) => {
    const name = match[1] ?? match[2] ?? '';
    return { from, to: name.startsWith('.') ? relative(ROOT, resolve(ROOT, from, '..', name)) : packageOf(name) };
  });
});

function packageOf(name: string): string {
  if (name.startsWith('node:')) return name;
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

/** From a room, the rooms it may import besides its own; packages are ruled below. */
const ROOMS: readonly { readonly room: string; readonly may: readonly string[] }[] = [
  { room: 'src/core/', may: [] },
  { room: 'engine/model/', may: [] },
  { room: 'engine/planner/', may: ['engine/model/index.ts', 'src/core/'] },
  { room: 'adapters/slack/', may: ['src/core/', 'adapters/button.ts', 'adapters/picture.ts'] },
  { room: 'adapters/discord/', may: ['src/core/', 'adapters/button.ts', 'adapters/picture.ts'] },
  { room: 'adapters/local/', may: ['src/core/', 'adapters/picture.ts'] },
  ...['intake', 'queue', 'store', 'safety', 'reply', 'ops'].map((stage) => ({ room: `src/${stage}/`, may: ['src/core/'] })),
  { room: 'src/remote/', may: ['src/core/'] },
  { room: 'src/models/', may: ['src/core/', 'engine/index.ts'] },
  { room: 'src/config.ts', may: ['src/core/'] },
  { room: 'src/turn.ts', may: ['src/', 'engine/index.ts'] },
  { room: 'src/app.ts', may: ['src/', 'engine/index.ts'] },
];

const SOLE_IMPORTERS: Readonly<Record<string, readonly string[]>> = {
  'onnxruntime-node': ['engine/model/session.ts'],
  bullmq: ['src/remote/'],
  ioredis: ['src/remote/'],
  pg: ['src/store/postgres.ts'],
  aws4fetch: ['src/store/s3.ts'],
  pino: ['src/ops/log.ts'],
  '@slack/bolt': ['adapters/slack/'],
  'discord.js': ['adapters/discord/'],
};

const isWithin = (path: string, places: readonly string[]): boolean =>
  places.some((place) => path === place || (place.endsWith('/') && path.startsWith(place)));

describe('architecture', () => {
  it('scans the tree at all', () => {
    expect(files.length).toBeGreaterThan(30);
    expect(imports.length).toBeGreaterThan(100);
    for (const { room } of ROOMS.filter(({ room }) => !/slack|discord/.test(room)))
      expect(
        files.some((file) => isWithin(file, [room])),
        room,
      ).toBe(true);
  });

  it('lets each room import only what it may', () => {
    const broken = imports.filter(({ from, to }) => {
      const rule = ROOMS.find(({ room }) => isWithin(from, [room]));
      return rule && /^(src|adapters|engine)\//.test(to) && !isWithin(to, [rule.room, ...rule.may]);
    });
    expect(broken).toEqual([]);
  });

  it('names the platforms in src/main.ts alone', () => {
    const broken = imports.filter(({ from, to }) => from !== 'src/main.ts' && /^adapters\//.test(to) && !from.startsWith('adapters/'));
    expect(broken).toEqual([]);
  });

  it('keeps each heavy package to its sole importers', () => {
    const broken = imports.filter(({ from, to }) => {
      const allowed = SOLE_IMPORTERS[to];
      return allowed && !isWithin(from, allowed);
    });
    expect(broken).toEqual([]);
  });

  it('reads the environment in src/config.ts alone', () => {
    const readers = files.filter((file) => /process\.env\b(?!\.ORT_DISABLE_TELEMETRY = )/.test(readFileSync(join(ROOT, file), 'utf8')));
    expect(readers.filter((file) => file !== 'src/main.ts')).toEqual([]);
  });

  it('has no room for what has no name', () => {
    const vague = /\b(utils?|helpers?|common|misc|managers?|services?|handlers?|base|impl)\b/;
    expect(files.filter((file) => vague.test(file.replaceAll('/', ' ').replace(/\.ts$/, '')))).toEqual([]);
  });

  it('keeps files under 400 lines', () => {
    const long = files.filter((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > 400);
    expect(long).toEqual([]);
  });
});
