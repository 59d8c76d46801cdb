/** The page as a person meets it, over a scripted engine. */
import { resolve } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildPage, NO_CHROMIUM, newPage, openAt, openBrowser } from '../support/browser.ts';
import { type PageWorld, startPageWorld } from '../support/local-world.ts';
import { createGate, scriptedEngine } from '../support/scripted-engine.ts';

let browser: Browser | undefined;
let pageFolder = '';
let world: PageWorld;
let page: Page;
/** Closed, it holds every picture at its fourth step. */
const gate = createGate();
let faults: string[] = [];

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

beforeAll(async () => {
  browser = await openBrowser();
  if (browser) pageFolder = await buildPage(resolve(import.meta.dirname, '../..'));
});
afterAll(() => browser?.close());

beforeEach(async (context) => {
  if (!browser) return context.skip(NO_CHROMIUM);
  world = await startPageWorld(scriptedEngine({ stepMs: 10, wordMs: 1, gate }), { pageFolder });
  await open();
});
afterEach(async () => {
  if (!browser) return;
  gate.open();
  const found = [...faults];
  if (!page.isClosed()) await page.goto('about:blank');
  await world.close();
  expect(world.failures).toEqual([]);
  expect(found).toEqual([]);
});

/** A new tab only where `options` ask for one: opening it takes longer than most tests. */
async function open(options?: BrowserContextOptions): Promise<void> {
  if (!browser) return;
  if (!page || page.isClosed() || options) ({ page, faults } = await newPage(browser, options));
  faults.length = 0;
  await openAt(page, world.address);
}

const box = () => page.getByRole('textbox', { name: 'Message' });
const focused = () => page.locator(':focus');
const replies = () => page.locator('.entry:not(.own)');
const finishedReplies = () => page.locator('.entry:not(.own):not(.live):has(footer time)');

/** For those who look at what the tests saw: a folder to put pictures in. */
const shoot = async (name: string): Promise<void> => {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};

async function ask(text: string): Promise<void> {
  const before = await finishedReplies().count();
  await box().fill(text);
  await box().press('Enter');
  await finishedReplies().nth(before).waitFor();
}

describe('asking', () => {
  it('shows text and a picture in reading order while they are made, and says so to those who listen', async () => {
    gate.close();
    await page.getByRole('button', { name: 'why does it rain?' }).click();
    const reply = replies().first();
    await reply.getByText('They meet and grow.').waitFor();
    await reply.getByText('Drawing #1 · step 4 of 8').waitFor();
    await reply.locator('.begun canvas').waitFor();
    await reply.getByRole('progressbar', { name: 'Progress of #1' }).waitFor();
    gate.open();
    await finishedReplies().first().waitFor();

    expect(await reply.locator('.parts > *').evaluateAll((parts) => parts.map(({ className }) => className.split(' ')[0]))).toEqual([
      'text',
      'picture',
      'text',
    ]);
    const image = reply.getByRole('button', { name: /^Show #1 large/ }).locator('img');
    expect(await image.getAttribute('alt')).toBe('drops falling from a blue cloud onto green hills');
    expect(await image.evaluate((node) => (node as unknown as { naturalWidth: number }).naturalWidth)).toBe(128);
    await reply.getByText('AI-generated').waitFor();
    expect(await page.locator('[aria-live=polite]').textContent()).toContain('Picture #1: drops falling');
    expect(await page.title()).toBe('why does it rain? · Dreamthread');
    expect(await reply.getByRole('link', { name: 'the water cycle' }).getAttribute('rel')).toBe('noopener noreferrer nofollow');
  });

  it('edits a picture, names what it came from, and compares the two', async () => {
    await ask('a red circle left of a blue square');
    await page.getByRole('button', { name: 'Edit #1' }).click();
    expect(await box().inputValue()).toBe('#1 ');
    await page.getByRole('list', { name: 'Pictures you speak of' }).getByText('#1').waitFor();
    await page.keyboard.type('at night');
    await page.keyboard.press('Enter');
    await finishedReplies().nth(1).waitFor();
    const edited = page.locator('#picture-1b');
    expect(await edited.locator('.names').textContent()).toBe('#1b edit of #1');

    const opener = page.getByRole('button', { name: 'Compare #1b with #1' });
    await opener.click();
    const viewer = page.getByRole('dialog', { name: 'Picture #1b' });
    await viewer.getByText(/^\d+\.\d % of the pixels look the same to the eye\.$/).waitFor();
    await viewer.getByRole('slider', { name: 'Compare #1 (left) with #1b (right)' }).press('ArrowRight');
    expect(await viewer.locator('.stage').getAttribute('style')).toBe('--split: 51%;');
    await viewer.getByText(/Drawn by scripted-1/).waitFor();
    await page.keyboard.press('Escape');
    await viewer.waitFor({ state: 'hidden' });
    expect(await focused().getAttribute('aria-label')).toBe('Compare #1b with #1');

    await page.getByRole('button', { name: /^Pictures/ }).click();
    expect(await page.locator('#gallery-list li strong').allTextContents()).toEqual(['#1', '#1b']);
  });

  it('leaves the pictures listed so far alone while another is drawn', async () => {
    await ask('a red circle');
    await page.getByRole('button', { name: /^Pictures/ }).click();
    await page.locator('#gallery-1').evaluate((entry) => entry.toggleAttribute('data-same'));
    await ask('a green square');
    expect(
      await page.locator('#gallery-list button').evaluateAll((all) => all.map((one) => [one.id, one.hasAttribute('data-same')])),
    ).toEqual([
      ['gallery-1', true],
      ['gallery-2', false],
    ]);
  });

  it('a picture that the policy covers is covered wherever it stands, and shown everywhere once the reader asks', async () => {
    await world.moderation.panel.apply({ categories: { violence: 'spoiler' } }, 'me');
    await ask('draw a red circle, a bloodbath');
    const pictures = () => page.locator('img[src^="/assets/"][src]');
    await page.locator('#messages').getByText('Words about a covered picture', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: /^Pictures/ }).click();
    const entry = page.locator('#gallery-list').getByRole('button', { name: /^Show #1 drawn here/ });
    await shoot('gallery-covered');
    expect([await pictures().count(), await entry.textContent()]).toEqual([0, 'Show#1 drawn herecovered']);
    await box().fill('#1 at night');
    await page.getByRole('list', { name: 'Pictures you speak of' }).getByText('#1').waitFor();
    await page.locator('#messages').getByRole('button', { name: '#1', exact: true }).click();
    const viewer = page.getByRole('dialog', { name: 'Picture #1' });
    await viewer.getByText('Covered.', { exact: true }).waitFor();
    await shoot('viewer-covered');
    await page.keyboard.press('Escape');
    expect(await pictures().count()).toBe(0);

    await entry.focus();
    await page.keyboard.press('Enter');
    expect(await focused().textContent()).toBe('#1 drawn herea red circle, a bloodbath');
    await expect.poll(() => pictures().count()).toBe(3); // in its message, in the gallery, and at the request
    await shoot('gallery-shown');
  });

  it('answers again, differently, on Redo', async () => {
    await ask('draw a house under a yellow sun');
    await page.getByRole('button', { name: 'Redo' }).click();
    await page.locator('#picture-2').waitFor();
    expect(await finishedReplies().count()).toBe(1);
  });

  it('stops', async () => {
    gate.close();
    await box().fill('why does it rain?');
    await box().press('Enter');
    await page.locator('.begun').waitFor();
    await page.getByRole('button', { name: 'Stop the reply' }).click();
    await replies().getByText('Cut short').waitFor();
    await replies().getByText('They meet and grow.').waitFor();
    await page.getByRole('button', { name: 'Stop the reply' }).waitFor({ state: 'hidden' });
    expect(await focused().getAttribute('aria-label')).toBe('Message'); // its button went away under the reader
  });

  it('counts down to the start of a plan that is shown first', async () => {
    await world.close();
    const storyboard = { pictures: 1, waitMs: 3_600_000 };
    world = await startPageWorld(scriptedEngine({ stepMs: 10, wordMs: 1 }), { pageFolder, turns: { storyboard } });
    await page.close();
    await open({});
    await page.clock.install();
    await ask('why does it rain?');
    const left = page.getByText(/^Starts by itself in \d+ s$/);
    const seconds = async () => Number(/\d+/.exec((await left.textContent()) ?? '')?.[0]);
    const before = await seconds();
    await page.clock.fastForward(100_000);
    expect(before - (await seconds())).toBeGreaterThanOrEqual(100);
    await page.close(); // with its clock
  });

  it('shows what was said of a reply, later too, until another answer comes', async () => {
    await ask('a red circle');
    const pressed = () => page.locator('.entry footer [aria-pressed=true]').allTextContents();
    expect(await pressed()).toEqual([]);
    await page.getByRole('button', { name: 'Good' }).click();
    expect(await pressed()).toEqual(['Good']);
    await page.getByRole('button', { name: 'Bad' }).click();
    expect(await pressed()).toEqual(['Bad']);
    expect(await focused().textContent()).toBe('Bad');
    await page.reload();
    await expect.poll(pressed).toEqual(['Bad']);
    await page.getByRole('button', { name: 'Redo' }).click();
    await page.locator('#picture-2').waitFor();
    expect(await pressed()).toEqual([]);
  });

  it('queues a second request, shows its place and lets it be cancelled', async () => {
    gate.close();
    await box().fill('why does it rain?');
    await box().press('Enter');
    await page.locator('.begun').waitFor();
    await box().fill('a red circle');
    await box().press('Enter');
    await page.getByText('Waiting: 1 request is before this one.').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Waiting: 1 request is before this one.').waitFor({ state: 'hidden' });
    gate.open();
    await finishedReplies().first().waitFor();
  });
});

describe('writing', () => {
  it('sends on Enter and begins a line on Shift and Enter', async () => {
    await box().pressSequentially('one');
    await box().press('Shift+Enter');
    await box().pressSequentially('two');
    expect(await box().inputValue()).toBe('one\ntwo');
    await box().press('Enter');
    await finishedReplies().first().waitFor();
    expect(await box().inputValue()).toBe('');
    expect(await page.locator('.own .text br').count()).toBe(1);
  });

  it('keeps what is written while a message is on its way', async () => {
    let go = (): void => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    await page.route('**/api/threads', async (route) => {
      if (route.request().method() === 'POST') await held;
      await route.continue();
    });
    await box().fill('a red circle');
    await box().press('Enter');
    await box().pressSequentially(' and then a star');
    go();
    await finishedReplies().first().waitFor();
    expect(await page.locator('.own .text').textContent()).toBe('a red circle');
    expect(await box().inputValue()).toBe('and then a star');
    await page.unroute('**/api/threads');
  });

  it('takes pictures along, and says which files are none', async () => {
    const png = await sharp({ create: { width: 60, height: 30, channels: 3, background: 'teal' } })
      .png()
      .toBuffer();
    const chooser = page.locator('#files');
    await chooser.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
    await page.getByRole('alert').getByText('notes.txt is not a picture that can be read').waitFor();
    await chooser.setInputFiles([
      { name: 'sea.png', mimeType: 'image/png', buffer: png },
      { name: 'other.png', mimeType: 'image/png', buffer: png },
    ]);
    await page.getByRole('button', { name: 'Remove other.png' }).click();
    await box().fill('what is in this picture?');
    await box().press('Enter');
    await finishedReplies().first().waitFor();
    const own = page.locator('.own .picture');
    expect(await own.count()).toBe(1);
    expect(await own.locator('.names').textContent()).toBe('#1');
    expect(await own.locator('img').getAttribute('alt')).toBe('sea.png, sent by you');
    expect(await page.getByRole('alert').isHidden()).toBe(true);
  });

  it('keeps what was written when a picture cannot be read, and says why', async () => {
    await page.locator('#files').setInputFiles({ name: 'bad.png', mimeType: 'image/png', buffer: Buffer.from('none') });
    await box().fill('look');
    await box().press('Enter');
    await page.getByRole('alert').getByText('bad.png is not a picture that can be read: send PNG, JPEG, WebP or GIF.').waitFor();
    expect(await box().inputValue()).toBe('look');
    expect(faults.splice(0)).toEqual([expect.stringContaining('422')]); // the browser notes each refusal in its console
  });

  it('runs nothing and loads nothing that a text asks for', async () => {
    await ask(
      '**bold** <img src="https://evil.example/x.png" onerror="alert(1)"> ![y](https://evil.example/y.png) [z](javascript:alert(1)) [data](data:text/html,x) <script>alert(2)</script>',
    );
    const text = page.locator('.own .text');
    expect(await text.locator('img, script, a').count()).toBe(0);
    expect(await text.locator('strong').textContent()).toBe('bold');
    expect(await text.textContent()).toContain('<script>alert(2)</script>');
  });
});

describe('coming back', () => {
  it('finds a thread again after a reload, in the list and through history', async () => {
    await ask('a red circle');
    await page.getByRole('link', { name: 'New thread' }).click();
    await page.getByText('Ask in words, get words and pictures').waitFor();
    await ask('a green square');
    await page.goBack();
    await page.goBack();
    await page.getByRole('heading', { name: 'a red circle', level: 1 }).waitFor();
    await page.reload();
    await page.locator('#picture-1').waitFor();
    expect(await page.getByRole('navigation', { name: 'Threads' }).getByRole('listitem').count()).toBe(2);
    const current = page.locator('#thread-list [aria-current=page] .title');
    expect(await current.textContent()).toBe('a red circle');
  });

  it('shows a reply in the making to one who opens it midway', async () => {
    gate.close();
    await box().fill('why does it rain?');
    await box().press('Enter');
    await page.locator('.begun').waitFor();
    await page.reload();
    await replies().getByText('They meet and grow.').waitFor();
    gate.open();
    await finishedReplies().first().waitFor();
    expect(await page.locator('.entry').count()).toBe(2);
  });

  it('begins a new thread where there is none of that name', async () => {
    await page.goto(`${world.address}/#t=never-was`);
    await page.getByRole('alert').getByText('This thread cannot be opened; it may have been removed.').waitFor();
    await page.getByText('Ask in words, get words and pictures').waitFor();
    expect(await page.title()).toBe('Dreamthread');
    expect(new URL(page.url()).hash).toBe('');
    expect(faults.splice(0)).toEqual([expect.stringContaining('404')]);
  });

  it('says that the connection is lost, and keeps what is written', async () => {
    await ask('a red circle');
    await world.close();
    await page.getByText('The connection is lost. Trying again…').waitFor();
    await box().fill('another');
    await box().press('Enter');
    await page.getByRole('alert').getByText('Dreamthread cannot be reached. Is it still running?').waitFor();
    expect(await box().inputValue()).toBe('another');
    for (const fault of faults.splice(0))
      expect(fault).toMatch(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE/);
  });
});

describe('for everybody', () => {
  it('names every button and describes every picture', async () => {
    await ask('why does it rain?');
    await page.getByRole('button', { name: /^Pictures/ }).click();
    const nameless = await page
      .locator('button:visible, a:visible')
      .evaluateAll((things) =>
        things.filter((thing) => !(thing.getAttribute('aria-label') || thing.textContent?.trim())).map((thing) => thing.outerHTML),
      );
    expect(nameless).toEqual([]);
    expect(await page.locator('img:not([alt])').count()).toBe(0);
  });

  it('is used with the keyboard alone', async () => {
    await page.keyboard.press('Tab');
    expect(await focused().textContent()).toBe('Skip to the message box');
    await page.keyboard.press('Enter');
    await page.keyboard.type('a red circle');
    await page.keyboard.press('Enter');
    await finishedReplies().first().waitFor();
    expect(await focused().getAttribute('aria-label')).toBe('Message');
    await page.keyboard.press('Shift+Tab'); // attach
    for (const button of ['Delete', 'Bad', 'Good', 'Redo', 'More']) {
      await page.keyboard.press('Shift+Tab');
      expect(await focused().textContent()).toBe(button);
    }
    await page.keyboard.press('Shift+Tab'); // download
    await page.keyboard.press('Shift+Tab'); // edit
    await page.keyboard.press('Enter');
    expect(await box().inputValue()).toBe('#1 ');
  });

  it('opens and closes the lists at the sides with the keyboard', async () => {
    await page.close();
    await open({ viewport: { width: 390, height: 844 }, reducedMotion: 'no-preference' });
    const said = async () => (await focused().getAttribute('aria-label')) ?? (await focused().textContent());
    for (const [list, first] of [
      ['Threads', 'New thread'],
      ['Pictures', 'Hide the pictures'],
    ] as const) {
      const button = page.getByRole('button', { name: list, exact: true });
      await button.press('Enter');
      expect(await said()).toBe(first);
      expect(await button.getAttribute('aria-expanded')).toBe('true');
      await page.keyboard.press('Escape');
      expect((await said())?.trim()).toBe(list);
      expect(await button.getAttribute('aria-expanded')).toBe('false');
    }
    // A link to what is open already closes the list over it, too.
    for (const _ of ['#', '#new']) {
      await page.getByRole('button', { name: 'Threads', exact: true }).press('Enter');
      await page.keyboard.press('Enter');
      await page.getByRole('navigation', { name: 'Threads' }).waitFor({ state: 'hidden' });
    }
  });

  it.each(['light', 'dark'] as const)('fits a phone, %s', async (colorScheme) => {
    await page.close();
    await open({ viewport: { width: 390, height: 844 }, colorScheme });
    await ask('why does it rain?');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const menu = page.getByRole('navigation', { name: 'Threads' });
    expect(await menu.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Threads' }).click();
    await menu.getByRole('link', { name: 'New thread' }).click();
    await menu.waitFor({ state: 'hidden' });
    await page.getByText('Ask in words, get words and pictures').waitFor();
  });
});
