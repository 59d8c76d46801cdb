/** Chromium, and the page's scripts built fresh for it. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const NO_CHROMIUM = `there is no ${CHROMIUM}; npm run test:setup installs it`;

/** Undefined where there is no Chromium. */
export async function openBrowser(): Promise<Browser | undefined> {
  return existsSync(CHROMIUM) ? chromium.launch({ executablePath: CHROMIUM, args: FLAGS }) : undefined;
}

/** A tab, and what goes wrong in it: errors, refused code, requests to anywhere but the page's own address. */
export async function newPage(browser: Browser, options: BrowserContextOptions = {}): Promise<{ page: Page; faults: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...options });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
  page.on('dialog', (dialog) => {
    faults.push(`a dialog opened: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== 'blob:' && hostname !== '127.0.0.1') faults.push(`asked for ${request.url()}`);
  });
  return { page, faults };
}

export async function openAt(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('main:not([aria-busy])').waitFor();
}

/** Builds the page from its sources and returns its folder, so that no test sees a stale one. */
export async function buildPage(root: string): Promise<string> {
  const built = await mkdtemp(join(tmpdir(), 'dreamthread-built-'));
  const source = join(root, 'adapters', 'local', 'page');
  await promisify(execFile)(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', source, '--outDir', built]);
  const folder = join(built, 'adapters', 'local', 'page');
  for (const name of await readdir(source)) {
    if (['.html', '.css', '.svg'].includes(extname(name))) await copyFile(join(source, name), join(folder, name));
  }
  return folder;
}
