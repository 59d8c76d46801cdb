import { fileURLToPath } from 'node:url';
import { goldenChecks } from '../support/golden.ts';

goldenChecks(
  'pocket',
  fileURLToPath(new URL('../../models/pocket', import.meta.url)),
  fileURLToPath(new URL('pocket.safetensors', import.meta.url)),
);
