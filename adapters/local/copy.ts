/** The last step of the build: what the compiler leaves behind of the page goes beside what it made, and the program may be run. */
import { chmod, copyFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = join('adapters', 'local', 'page');
const built = fileURLToPath(new URL('./page/', import.meta.url));

for (const name of await readdir(source)) {
  if (['.html', '.css', '.svg'].includes(extname(name))) await copyFile(join(source, name), join(built, name));
}

// npm does this when it links the program, but not again after a later build: `npx dreamthread` would say "Permission denied".
await chmod(fileURLToPath(new URL('../../src/main.js', import.meta.url)), 0o755);
