/** The program as a person starts it, with the model that ships: ask, watch, change what was drawn. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, MAIN, ROOT, startApp } from '../support/app.ts';
import { NO_CHROMIUM, newPage, openAt, openBrowser } from '../support/browser.ts';

const MODEL = join(ROOT, 'models/pocket/model.json');

let browser: Browser | undefined;
let app: App | undefined;
let dataDir = '';

beforeAll(async () => {
  browser = await openBrowser();
  dataDir = await mkdtemp(join(tmpdir(), 'dreamthread-browser-'));
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

it('answers in words and pictures, edits what it drew, and still has it after a restart', async (context) => {
  if (!browser) return context.skip(NO_CHROMIUM);
  if (!existsSync(MODEL)) return context.skip(`there is no models/pocket/model.json, which is part of the repository`);
  if (!existsSync(MAIN)) return context.skip(`there is no dist/src/main.js; npm run build makes it`);
  app = await startApp(dataDir);
  const { page, faults } = await newPage(browser);
  page.setDefaultTimeout(120_000);
  await openAt(page, app.address);

  await page.getByRole('button', { name: 'a red circle left of a blue square' }).click();
  const finished = page.locator('.entry:not(.own):not(.live):has(footer time)');
  await finished.first().waitFor();
  const drawn = page.locator('#picture-1');
  // Rejects when the picture can't be shown; it may still be on its way when the reply is done.
  await drawn.locator('img').evaluate((image) => (image as unknown as { decode(): Promise<void> }).decode());
  expect((await finished.first().locator('.text').first().textContent())?.trim()).not.toBe('');
  expect(await drawn.locator('img').getAttribute('alt')).not.toBe('');

  await page.getByRole('button', { name: 'Edit #1' }).click();
  await page.keyboard.type('make the circle green');
  await page.keyboard.press('Enter');
  const edited = page.locator('#picture-1b');
  await edited.locator('.actions').first().waitFor();
  expect(await edited.locator('.names').textContent()).toBe('#1b edit of #1');
  await finished.nth(1).waitFor();
  expect(faults).toEqual([]);

  const thread = new URL(page.url()).hash;
  await app.stop();
  app = await startApp(dataDir);
  await openAt(page, app.address + thread);
  await page.locator('#picture-1b .actions').first().waitFor();
  expect(await page.locator('.entry').count()).toBe(4);
}, 300_000);
