/**
 * Kills a writer at random moments, again and again, and counts what it had acknowledged and lost:
 * `node --import tsx test/support/kill/kills.ts libsql|<path of pglite's module> <kills>` prints one JSON line.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { AssetId } from '../../../src/core/types.ts';
import { openAssets } from '../../../src/store/assets.ts';
import { TYPESCRIPT } from '../typescript.ts';

const WRITER = fileURLToPath(new URL('writer.ts', import.meta.url));
/** A writer lives for up to this long after its first row. */
const LIFE_MS = 250;

export interface KillCount {
  readonly kills: number;
  readonly acknowledged: number;
  /** Acknowledged rows that were gone, or rows with a gap before them, at any reopening. */
  readonly lost: number;
  readonly assets: number;
  readonly assetsLost: number;
  readonly openMs: { readonly median: number; readonly worst: number };
  readonly writeMs: { readonly median: number; readonly p99: number };
  readonly rssBytes: number;
}

export async function countKills(kind: string, kills: number, random: () => number = Math.random): Promise<KillCount> {
  const folder = await mkdtemp(join(tmpdir(), 'kill-'));
  const opens: number[] = [];
  const writes: number[] = [];
  const assets = new Set<AssetId>();
  let acknowledged = 0;
  let lost = 0;
  let rssBytes = 0;
  try {
    // One more life than kills: the last one only reads what is there.
    for (let life = 0; life <= kills; life++) {
      const writer = spawn(process.execPath, [...TYPESCRIPT, WRITER, kind, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      let doomed = false;
      for await (const line of createInterface({ input: writer.stdout })) {
        const [word, ...fields] = line.split(' ');
        if (word === 'opened') {
          const [openMs = 0, count = 0, last = 0, rss = 0] = fields.map(Number);
          opens.push(openMs);
          lost += Math.max(0, acknowledged - last) + (last - count);
          rssBytes = Math.max(rssBytes, rss);
          if (life === kills) writer.kill('SIGKILL');
        } else if (word === 'row') {
          if (!doomed) setTimeout(() => writer.kill('SIGKILL'), random() * LIFE_MS);
          doomed = true;
          acknowledged = Number(fields[0]);
          writes.push(Number(fields[1]));
        } else if (word === 'asset') {
          assets.add(fields[1] as AssetId);
        }
      }
    }
    const store = openAssets(folder);
    let assetsLost = 0;
    for (const asset of assets) if (!(await store.get(asset))) assetsLost++;
    return {
      kills,
      acknowledged,
      lost,
      assets: assets.size,
      assetsLost,
      openMs: { median: at(opens, 0.5), worst: at(opens, 1) },
      writeMs: { median: at(writes, 0.5), p99: at(writes, 0.99) },
      rssBytes,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(2));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , kind = 'libsql', kills = '200'] = process.argv;
  process.stdout.write(`${JSON.stringify(await countKills(kind, Number(kills)))}\n`);
}
