/** Marking where a picture may change, as a person does it, over a scripted engine. */
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { buildPage, NO_CHROMIUM, newPage, openAt, openBrowser } from '../support/browser.ts';
import { type PageWorld, startPageWorld } from '../support/local-world.ts';
import { scriptedEngine } from '../support/scripted-engine.ts';

let browser: Browser | undefined;
let pageFolder = '';
let world: PageWorld;
let page: Page;
let faults: string[] = [];

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

beforeAll(async () => {
  browser = await openBrowser();
  if (browser) pageFolder = await buildPage(resolve(import.meta.dirname, '../..'));
});
afterAll(() => browser?.close());

beforeEach(async (context) => {
  if (!browser) return context.skip(NO_CHROMIUM);
  world = await startPageWorld(scriptedEngine({ stepMs: 5, wordMs: 1 }), { pageFolder });
  ({ page, faults } = await newPage(browser));
  await openAt(page, world.address);
  const box = page.getByRole('textbox', { name: 'Message' });
  await box.fill('a red circle');
  await box.press('Enter');
  await page.locator('.entry:not(.own):not(.live):has(footer time)').waitFor();
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('button', { name: 'Mark where #1 may change' }).click();
});
afterEach(async () => {
  if (!browser) return;
  await page.close();
  await world.close();
  expect(faults).toEqual([]);
});

const dialog = () => page.getByRole('dialog', { name: 'Mark where #1 may change' });

/** What the page asks for when the form is sent, and the mask that goes with it, by its pixels from 0 (black) to 255. */
async function sent(): Promise<{ action: Record<string, unknown>; level(x: number, y: number): number }> {
  const asked = page.waitForRequest((request) => request.url().endsWith('/actions'));
  await page.keyboard.press('Enter');
  const action = (await asked).postDataJSON() as { region: { mask: string } };
  const file = await page.request.get(`${world.address}/assets/${action.region.mask.slice('sha256:'.length)}`);
  const { data, info } = await sharp(await file.body())
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { action: { ...action }, level: (x, y) => data[Math.floor(y * info.height) * info.width + Math.floor(x * info.width)] ?? -1 };
}

it('cells are chosen by keys alone, and become a mask', async () => {
  await dialog().getByLabel('How to mark').selectOption('cells');
  await dialog().getByRole('button', { name: 'Cell B2' }).press('Space');
  await dialog().getByRole('button', { name: 'Cell C3' }).press('Enter');
  await dialog().getByRole('button', { name: 'Cell A1' }).press('Space');
  await dialog().getByRole('button', { name: 'Cell A1' }).press('Space');
  expect(await dialog().locator('[aria-pressed=true]').allTextContents()).toEqual(['B2', 'C3']);
  await dialog().getByLabel('How much of #1 may change').selectOption('a lot');
  await dialog().getByLabel('What to change there').fill('make it blue');
  const { action, level } = await sent();
  expect(action).toMatchObject({ kind: 'edit', block: '#1', instruction: 'make it blue', strength: 0.85 });
  expect([level(0.5, 0.5), level(0.9, 0.9), level(0.1, 0.1), level(0.5, 0.9)]).toEqual([255, 255, 0, 0]);
  await dialog().waitFor({ state: 'detached' });
  await page.locator('#picture-1b').waitFor();
});

it('is painted with a brush, and says what is missing', async () => {
  const words = dialog().getByLabel('What to change there');
  await words.press('Enter');
  await dialog().getByRole('alert').getByText('Say what to change there.').waitFor();
  await words.fill('make it blue');
  await words.press('Enter');
  await dialog().getByRole('alert').getByText('Mark where the picture may change.').waitFor();
  const stage = await dialog().locator('canvas').boundingBox();
  if (!stage) throw new Error('there is nothing to paint on');
  await page.mouse.move(stage.x + 0.2 * stage.width, stage.y + 0.3 * stage.height);
  await page.mouse.down();
  await page.mouse.move(stage.x + 0.8 * stage.width, stage.y + 0.3 * stage.height, { steps: 4 });
  await page.mouse.up();
  await words.focus();
  const { action, level } = await sent();
  expect(action.strength).toBeUndefined();
  expect([level(0.25, 0.3), level(0.5, 0.3), level(0.75, 0.3), level(0.5, 0.6)]).toEqual([255, 255, 255, 0]);
});
