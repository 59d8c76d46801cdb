import { fileURLToPath } from 'node:url';
import { goldenChecks } from '../support/golden.ts';

for (const name of ['tiny-ddpm', 'tiny-flow']) {
  goldenChecks(name, fileURLToPath(new URL(name, import.meta.url)), fileURLToPath(new URL(`${name}.safetensors`, import.meta.url)));
}
