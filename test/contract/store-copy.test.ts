/** What a bot keeps, moved from the data folder to a real Postgres and an S3 and back: the same rows, the same pictures, or a sentence. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTables as openSlackTables } from '../../adapters/slack/tables.ts';
import { assetIdOf, type S3Place } from '../../src/core/asset.ts';
import type { Database, SqlValue } from '../../src/core/ports.ts';
import type { AssetId } from '../../src/core/types.ts';
import { type KeptAssets, openAssets } from '../../src/store/assets.ts';
import { check, copyPictures, copyRows, type Rows } from '../../src/store/copy.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openS3Assets } from '../../src/store/s3-assets.ts';
import { insert, openSum, pagesOf, type Sum, tablesOf } from '../../src/store/tables.ts';
import { openAllTables } from '../../src/stores.ts';
import { MAIN, ROOT } from '../support/app.ts';
import { assetId, row } from '../support/made.ts';
import { type OwnPostgres, openOwnPostgres, postgresPrograms } from '../support/postgres.ts';
import { type LocalS3, openLocalS3 } from '../support/s3/local-s3.ts';

const programs = postgresPrograms();
if (programs === undefined && process.env.CI) throw new Error('Postgres is not installed: npm run test:setup installs it.');

/** What only some words may stand in. */
const CHECKED: Readonly<Record<string, string>> = {
  ...{ 'turns.state': 'done', 'outbox.state': 'delivered', 'picture_hashes.list': 'block' },
  ...{ 'cases.kind': 'held', 'cases.state': 'open', 'case_votes.choice': 'uphold' },
};
/** More than one page. */
const ROWS = 250;
const PICTURES = 40;

describe.skipIf(programs === undefined)('store copy (npm run test:setup installs Postgres)', () => {
  let postgres: OwnPostgres;
  let s3: LocalS3;
  let place: S3Place;
  let url = '';
  let folders: string[] = [];
  let opened: Database[] = [];

  beforeAll(async () => {
    postgres = await openOwnPostgres(programs ?? '');
    s3 = await openLocalS3();
  }, 60_000);
  afterAll(async () => {
    await s3.end();
    await postgres.close();
  }, 60_000);
  beforeEach(async () => {
    url = await postgres.create();
    place = s3.place();
  });
  afterEach(async () => {
    for (const database of opened) await database.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    [opened, folders] = [[], []];
  });

  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'copy-'));
    folders.push(folder);
    return folder;
  }
  async function prepared(database: Database, assets: KeptAssets, isServer: boolean): Promise<Rows & { readonly assets: KeptAssets }> {
    opened.push(database);
    await openAllTables(database, assets, [openSlackTables]);
    return { database, isServer, name: isServer ? 'the server' : 'the folder', assets };
  }
  const inFolder = (folder = newFolder()) => prepared(openDatabase(folder), openAssets(folder), false);
  const onServers = async () => prepared(await openPostgres(url, { onLost: () => undefined }), openS3Assets(place), true);

  /** Rows of every table, with all that a text may hold. */
  async function fill({ database }: Rows): Promise<void> {
    for (const table of await tablesOf(database, false)) {
      const types = await database.all<{ name: string; type: string }>('SELECT name, type FROM pragma_table_info(?)', table.name);
      const value =
        (n: number) =>
        ({ name, type }: { name: string; type: string }): SqlValue => {
          if (type === 'INTEGER') return n + 1;
          if (['thread_id', 'id'].includes(name) && ['threads', 'messages'].includes(table.name)) return `thread ${n}`;
          const checked = CHECKED[`${table.name}.${name}`];
          if (checked) return checked;
          return JSON.stringify({ [name]: `it's “${n}” \\ ☂` });
        };
      const many = ['threads', 'messages', 'outbox'].includes(table.name) ? ROWS : 3;
      const columns = types.map(({ name }) => name);
      await database.transaction(async (tx) => {
        for (let n = 0; n < many; n++) await insert(tx, { ...table, columns }, [types.map(value(n))]);
      });
    }
  }
  async function sums({ database, isServer }: Rows): Promise<Map<string, Sum>> {
    const found = new Map<string, Sum>();
    for (const table of await tablesOf(database, isServer)) {
      const sum = openSum();
      const columns = [...table.columns].sort();
      for await (const rows of pagesOf(database, { ...table, columns })) for (const one of rows) sum.add(one);
      found.set(table.name, sum.end());
    }
    return found;
  }
  async function all(assets: KeptAssets): Promise<AssetId[]> {
    const found: AssetId[] = [];
    for await (const asset of assets.all()) found.push(asset);
    return found.sort();
  }
  const pictureOf = (n: number): Uint8Array => new Uint8Array(1_000).fill(n);
  const putPictures = (assets: KeptAssets) => Promise.all(Array.from({ length: PICTURES }, (_, n) => assets.put(pictureOf(n))));

  it('knows every table that the program makes', async () => {
    const { database } = await inFolder();
    const files = ['src', 'adapters'].flatMap((top) =>
      readdirSync(join(ROOT, top), { recursive: true }).map((name) => join(ROOT, top, String(name))),
    );
    const texts = files.filter((file) => file.endsWith('.ts')).map((file) => readFileSync(file, 'utf8'));
    const made = texts.flatMap((text) => [...text.matchAll(/database\.migrate\('([\w-]+)'/g)].map(([, component]) => component));
    const known = await database.all<{ component: string }>('SELECT component FROM schema_versions');
    expect(made.length).toBeGreaterThan(15);
    expect(known.map(({ component }) => component).sort()).toEqual(made.sort());
  });

  it('brings all there and back again', async () => {
    const [from, there] = [await inFolder(), await onServers()];
    await fill(from);
    const assets = await putPictures(from.assets);
    const before = await sums(from);
    expect([...before.values()].every(({ rows }) => rows > 0)).toBe(true);

    expect(await copyPictures(from.assets, there.assets)).toEqual({ copied: PICTURES, there: 0, damaged: [] });
    const counts = await copyRows(from, there);
    expect([...counts].sort()).toEqual([...before].map(([name, { rows }]) => [name, rows]).sort());
    expect(await all(there.assets)).toEqual(assets.toSorted());
    // New rows are numbered behind the old ones.
    await (await openLedger(there.database)).put(row('#9', { threadId: 'local:me:new' }));
    await there.database.run('DELETE FROM pictures WHERE thread_id = ?', 'local:me:new');

    const back = await inFolder();
    expect(await copyPictures(there.assets, back.assets)).toEqual({ copied: PICTURES, there: 0, damaged: [] });
    await copyRows(there, back);
    expect(await sums(there)).toEqual(before);
    expect(await sums(back)).toEqual(before);
    expect(await all(back.assets)).toEqual(assets.toSorted());
  });

  it('copies all rows or none, and none to where some are', async () => {
    const [from, there] = [await inFolder(), await onServers()];
    await fill(from);
    await there.database.run('INSERT INTO likenesses VALUES (?, ?)', 'sha256:x', 'y');
    await expect(copyRows(from, there)).rejects.toThrow(
      'Expected nothing yet in the server, its table likenesses has rows: name an empty one, or empty it.',
    );
    await there.database.run('DELETE FROM likenesses');
    await from.database.run('CREATE TABLE unheard (of TEXT PRIMARY KEY) STRICT');
    await expect(copyRows(from, there)).rejects.toThrow(
      'The table unheard of the folder is not one of this Dreamthread’s: update Dreamthread',
    );
    expect([...(await sums(there)).values()].every(({ rows }) => rows === 0)).toBe(true);
    await from.database.run('DROP TABLE unheard');
    const copying = copyRows(from, there);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await postgres.cut();
    await copying;
    expect((await sums(there)).get('messages')?.rows).toBe(ROWS);
  });

  it('leaves damaged pictures behind and names them, and goes on where it was cut off', async () => {
    const [from, there] = [await inFolder(), await onServers()];
    const assets = await putPictures(from.assets);
    const [bad = assetId('0')] = assets;
    writeFileSync(join(folders[0] ?? '', 'assets', bad.slice(7, 9), bad.slice(7)), 'something else');
    let puts = 0;
    const few = {
      ...there.assets,
      put: async (bytes: Uint8Array) => (++puts > 20 ? Promise.reject(new Error('cut off')) : there.assets.put(bytes)),
    };
    await expect(copyPictures(from.assets, few)).rejects.toThrow('cut off');
    const already = (await all(there.assets)).length;
    expect(already).toBe(20);
    writeFileSync(join(folders[0] ?? '', 'assets', bad.slice(7, 9), bad.slice(7)), 'something else');
    const { copied, there: found, damaged } = await copyPictures(from.assets, there.assets);
    expect([copied + found, damaged]).toEqual([PICTURES - 1, [bad]]);
    expect(found).toBe(already);
  });

  it('looks over what is kept: damaged, missing, named by no row', async () => {
    const kept = await inFolder();
    const ledger = await openLedger(kept.database);
    const [fine, bad, unnamed] = (await Promise.all([1, 2, 3].map((n) => kept.assets.put(pictureOf(n))))) as [AssetId, AssetId, AssetId];
    const gone = assetIdOf(pictureOf(4));
    for (const [at, asset] of [fine, bad, gone].entries()) await ledger.put(row(`#${at + 1}`, { asset }));
    writeFileSync(join(folders[0] ?? '', 'assets', bad.slice(7, 9), bad.slice(7)), 'something else');
    expect(await check(kept, kept.assets)).toEqual({ whole: 2, damaged: [bad], missing: [gone], unnamed: [unnamed] });
  });

  describe('the command', () => {
    async function run(args: readonly string[], settings: Record<string, string>, onStart?: (child: ChildProcess) => void) {
      const s3Settings = {
        AWS_ENDPOINT_URL: place.endpoint,
        AWS_REGION: place.region,
        AWS_ACCESS_KEY_ID: place.accessKeyId,
        AWS_SECRET_ACCESS_KEY: place.secretAccessKey,
      };
      const child = spawn(process.execPath, [MAIN, ...args], { env: { ...process.env, ...s3Settings, ...settings } });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)));
      onStart?.(child);
      const [code] = await once(child, 'exit');
      return { code, said };
    }
    const servers = () => ({ DATABASE_URL: url, ASSETS_URL: `s3://${place.bucket}/${place.prefix}` });
    const copy = (folder: string, to: string, onStart?: (child: ChildProcess) => void) =>
      run(['store', 'copy', '--to', to, '--data', folder], servers(), onStart);

    it('refuses to run beside a bot, and with nowhere to copy to', async () => {
      const from = await inFolder();
      expect(await copy(folders[0] ?? '', 'servers')).toMatchObject({
        code: 1,
        said: expect.stringMatching(/The data folder .* is in use by process/),
      });
      const there = await onServers();
      expect(await copy(newFolder(), 'folder')).toMatchObject({
        code: 1,
        said: expect.stringMatching(/The database at .* is in use by another process/),
      });
      await Promise.all([from.database.close(), there.database.close()]);
      const nowhere = await run(['store', 'copy', '--to', 'servers', '--data', newFolder()], { DATABASE_URL: '', ASSETS_URL: '' });
      expect(nowhere).toMatchObject({ code: 1, said: expect.stringContaining('There is nowhere to copy to or from: set DATABASE_URL') });
    }, 60_000);

    it('ends what a kill -9 cut off, there and back', async () => {
      const from = await inFolder();
      await fill(from);
      const assets = await putPictures(from.assets);
      const before = await sums(from);
      await from.database.close();
      const folder = folders[0] ?? '';
      let puts = 0;
      const killed = await copy(folder, 'servers', (child) => {
        // Before the answer to the picture, so that no later one can come first.
        s3.objects.set = (key, bytes) => {
          if (++puts > 20) child.kill('SIGKILL');
          return Map.prototype.set.call(s3.objects, key, bytes) as typeof s3.objects;
        };
      });
      Reflect.deleteProperty(s3.objects, 'set');
      expect(killed.code).toBeNull();
      const { code, said } = await copy(folder, 'servers');
      expect(code).toBe(0);
      const [, copied, already] = /^(\d+) pictures copied to s3:\S+, (\d+) were there already\.$/m.exec(said) ?? [];
      expect([Number(copied) + Number(already), Number(already) > 0]).toEqual([PICTURES, true]);
      const rows = [...before.values()].reduce((sum, one) => sum + one.rows, 0);
      expect(said).toContain(`${rows} rows of ${before.size} tables copied to postgres at 127.0.0.1`);

      const back = newFolder();
      expect((await copy(back, 'folder')).code).toBe(0);
      const returned = await inFolder(back);
      expect((await sums(returned)).get('outbox')?.rows).toBe(ROWS);
      expect(await all(returned.assets)).toEqual(assets.toSorted());
      expect(await copy(folder, 'servers')).toMatchObject({ code: 1, said: expect.stringMatching(/Expected nothing yet in postgres at/) });
    }, 120_000);

    it('says whether the stores can be used', async () => {
      const folder = newFolder();
      const { code, said } = await run(['doctor', 'stores', '--data', folder], servers());
      expect([code, said.replaceAll(/:\d+/g, '')]).toEqual([
        0,
        `ok   rows: postgres at 127.0.0.1/${url.split('/').at(-1)}\nok   pictures: s3://pictures/${place.prefix}\n`,
      ]);
      const wrong = await run(['doctor', 'stores', '--data', folder], {
        ...servers(),
        AWS_SECRET_ACCESS_KEY: 'falsch',
        REDIS_URL: 'redis://127.0.0.1:1',
      });
      expect(wrong.code).toBe(1);
      expect(wrong.said).toMatch(
        /^ok {3}rows.*\nfix {2}The picture store s3.*check AWS_SECRET_ACCESS_KEY\.\nfix {2}Expected a Redis that answers at REDIS_URL, got ECONNREFUSED/,
      );
    }, 60_000);
  });
});
