/** Takes the README's picture of a real thread: `npm run screenshot`. Nothing in it is arranged but the words that are asked. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { ROOT, startApp } from './app.ts';
import { NO_CHROMIUM, newPage, openAt, openBrowser } from './browser.ts';

const ASKED = ['a yellow sun above a red house', 'make the house blue'];

const browser = await openBrowser();
if (!browser) throw new Error(NO_CHROMIUM);
const dataDir = await mkdtemp(join(tmpdir(), 'dreamthread-'));
const app = await startApp(dataDir);
try {
  const { page } = await newPage(browser, { viewport: { width: 1280, height: 1440 }, deviceScaleFactor: 1 });
  await openAt(page, app.address);
  for (const [index, words] of ASKED.entries()) {
    await page.locator('textarea').fill(words);
    await page.keyboard.press('Enter');
    await page.locator('.entry:not(.own):not(.live):has(footer time)').nth(index).waitFor({ timeout: 120_000 });
  }
  const png = await page.screenshot();
  await sharp(png)
    .webp({ lossless: true })
    .toFile(join(ROOT, '.github', 'page.webp'));
} finally {
  await browser.close();
  await app.stop();
  await rm(dataDir, { recursive: true, force: true });
}
