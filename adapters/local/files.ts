/** The page's own files. They are few and known: read once at start, so no address ever becomes a path on the disk. */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export const BUILT_PAGE = fileURLToPath(new URL('./page/', import.meta.url));

export async function pageFiles(folder: string): Promise<Hono> {
  const served = (await readdir(folder)).filter((name) => extname(name) in TYPES).map((name) => ({ name, path: join(folder, name) }));
  // The page reads CommonMark with the very file that npm installed.
  const marked = dirname(createRequire(import.meta.url).resolve('marked/package.json'));
  served.push({ name: 'marked.js', path: join(marked, 'lib', 'marked.esm.js') });

  const app = new Hono();
  for (const { name, path } of served) {
    const body = await readFile(path, 'utf8');
    const headers = { 'content-type': TYPES[extname(name)] ?? 'text/plain', 'cache-control': 'no-cache' };
    app.get(name === 'index.html' ? '/' : `/${name}`, (c) => c.body(body, 200, headers));
  }
  return app;
}
