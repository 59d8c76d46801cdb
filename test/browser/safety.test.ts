/** What moderators do on the page, end to end: a policy is changed, a picture is held, looked at, released; a refusal is appealed against. */
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { buildPage, NO_CHROMIUM, newPage, openAt, openBrowser } from '../support/browser.ts';
import { type PageWorld, startPageWorld } from '../support/local-world.ts';
import { scriptedEngine } from '../support/scripted-engine.ts';

let browser: Browser | undefined;
let world: PageWorld;
let page: Page;
let faults: string[] = [];

vi.setConfig({ testTimeout: 120_000, hookTimeout: 90_000 });

beforeAll(async () => {
  browser = await openBrowser();
  if (!browser) return;
  const pageFolder = await buildPage(resolve(import.meta.dirname, '../..'));
  world = await startPageWorld(scriptedEngine({ stepMs: 5, wordMs: 1 }), { pageFolder });
  ({ page, faults } = await newPage(browser, { viewport: { width: 1280, height: 960 } }));
  page.setDefaultTimeout(60_000);
  await openAt(page, world.address);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const safety = () => page.getByRole('dialog', { name: 'Safety' });
const finished = () => page.locator('.entry:not(.own):not(.live):has(footer time)');
const press = (name: string) => safety().getByRole('button', { name, exact: true }).click();
const told = (words: string) => safety().getByRole('status').getByText(words).waitFor();
/** For those who look at what the tests saw: a folder to put pictures in. */
const shoot = async (name: string): Promise<void> => {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};

async function ask(words: string): Promise<void> {
  const before = await finished().count();
  await page.getByRole('textbox', { name: 'Message' }).fill(words);
  await page.keyboard.press('Enter');
  await finished().nth(before).waitFor();
}

it('changes the policy, holds a picture, shows it to who asks, releases it', async (context) => {
  if (!browser) return context.skip(NO_CHROMIUM);
  await page.getByRole('button', { name: 'Safety' }).click();
  await press('Policy');
  await safety().getByRole('combobox', { name: 'violence' }).selectOption('hold');
  expect(await safety().getByRole('combobox', { name: 'minors' }).locator('option').allTextContents()).toEqual(['refuse', 'strike']);
  await press('Try on the last 7 days');
  await told('Of 0 messages: nothing would be otherwise.');
  await press('Put in force');
  await safety().getByText('Version 1 is in force').waitFor();
  await shoot('policy');
  await press('Close');

  await ask('draw a red circle, a bloodbath');
  await page.getByText('Picture #1 waits for a moderator (rule: violence).').first().waitFor();
  expect(await page.locator('#picture-1').count()).toBe(0);
  expect(await page.locator('#picture-count').textContent()).toBe('');

  await page.getByRole('button', { name: 'Safety' }).click();
  const one = safety().getByRole('listitem', { name: 'Case 1' });
  await one.waitFor();
  const covered = await one.locator('img').getAttribute('src');
  await shoot('case-covered');
  await one.getByRole('button', { name: 'Show to me' }).click();
  await told('Case 1 is yours for ten minutes. Asked for was: “draw a red circle, a bloodbath”');
  await expect.poll(() => one.locator('img').getAttribute('src')).not.toBe(covered);
  await shoot('case-shown');
  await one.getByRole('button', { name: 'Release' }).click();
  await told('Case 1 is released.');
  await expect.poll(() => one.getByRole('button').count()).toBe(0);
  await press('Close');
  await page.locator('#picture-1 .actions').first().waitFor();
  await page.getByText('Moderators looked at picture #1 and released it.').first().waitFor();
  await shoot('released');
});

it('offers a refused request without its words, and an appeal that a moderator grants', async (context) => {
  if (!browser) return context.skip(NO_CHROMIUM);
  await page.getByRole('button', { name: 'Safety' }).click();
  await press('Policy');
  await safety().getByRole('combobox', { name: 'violence' }).selectOption('refuse');
  await press('Put in force');
  await safety().getByText('Version 2 is in force').waitFor();
  await press('Close');

  await ask('draw a blue square and gore');
  await page.getByText('Without it, that would be: “draw a blue square and battle”').first().waitFor();
  await shoot('refused');
  // The words are the rule's own.
  expect(await page.locator('.entry:not(.own)').last().getByText('AI-generated').isVisible()).toBe(false);
  await page.getByRole('textbox', { name: 'Why it should run' }).fill('for a film class');
  await page.getByRole('button', { name: 'Appeal' }).click();

  await page.getByRole('button', { name: 'Safety' }).click();
  await press('Cases');
  await safety().getByText('for a film class').waitFor();
  await safety().getByRole('listitem').filter({ hasText: 'for a film class' }).getByRole('button', { name: 'Release' }).click();
  await told('Case 3 is released.');
  await press('Close');
  await page.locator('#picture-2 .actions').first().waitFor();

  await ask('draw a blue square and gore in a valley');
  await page.getByRole('button', { name: /^Ask this instead: draw a blue square and battle in a valley/ }).click();
  await page.locator('#picture-3 .actions').first().waitFor();
});

it('lets a draft run beside, and goes back to an earlier version', async (context) => {
  if (!browser) return context.skip(NO_CHROMIUM);
  await page.getByRole('button', { name: 'Safety' }).click();
  await press('Policy');
  await safety().getByRole('combobox', { name: 'brand' }).selectOption('refuse');
  await press('Let it run beside');
  await told('It runs beside and decides nothing.');
  await press('Close');
  await ask('draw a red circle for batman');
  await page.getByRole('button', { name: 'Safety' }).click();
  await press('Policy');
  await safety().getByText('brand: allow → refuse').first().waitFor();
  await shoot('shadow');
  await safety().getByRole('button', { name: 'Revert to it' }).last().click();
  await safety().getByText('Version 3 is in force').waitFor();
  expect(await safety().getByRole('combobox', { name: 'violence' }).inputValue()).toBe('hold');
  expect(world.failures).toEqual([]);
  expect(faults).toEqual([]);
});
