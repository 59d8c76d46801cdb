/** The embedded implementations: SQLite and files in a folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Database } from '../../src/core/ports.ts';
import { openEmbeddedQueue } from '../../src/queue/embedded.ts';
import { openCircumstances } from '../../src/safety/circumstances.ts';
import { openAssets } from '../../src/store/assets.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openLedger } from '../../src/store/ledger.ts';
import { openStagings } from '../../src/store/staging.ts';
import { openThreads } from '../../src/store/threads.ts';
import { assetStoreContract } from './asset-store.ts';
import { circumstancesContract } from './circumstances.ts';
import { ledgerStoreContract } from './ledger-store.ts';
import { stagingStoreContract } from './staging-store.ts';
import { threadStoreContract } from './thread-store.ts';
import { turnQueueContract } from './turn-queue.ts';

let folder = '';
let database: Database;
let concurrency = 1;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contract-'));
  database = openDatabase(folder);
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function reopened(): Promise<Database> {
  await database.close();
  database = openDatabase(folder);
  return database;
}

const openQueue = () => openEmbeddedQueue({ database, clock: Date.now, concurrency, failed: () => undefined });

threadStoreContract(
  'sqlite',
  () => openThreads(database),
  async () => openThreads(await reopened()),
);
ledgerStoreContract(
  'sqlite',
  () => openLedger(database),
  async () => openLedger(await reopened()),
);
stagingStoreContract(
  'sqlite',
  () => openStagings(database),
  async () => openStagings(await reopened()),
);
circumstancesContract(
  'sqlite',
  (clock) => openCircumstances(database, clock),
  async (clock) => openCircumstances(await reopened(), clock),
);
assetStoreContract('files', {
  open: () => openAssets(folder),
  reopen: () => openAssets(folder),
  damage: (asset, bytes) => writeFile(join(folder, 'assets', asset.slice(7, 9), asset.slice(7)), bytes),
});
turnQueueContract('embedded', {
  open(wanted) {
    concurrency = wanted;
    return openQueue();
  },
  // The one that was cut off is left as it is: nothing ends its turns, so it does nothing more.
  crash: openQueue,
});
