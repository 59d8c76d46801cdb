import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/support/closing-line.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**', 'node_modules/**'],
    testTimeout: 30_000,
    expect: { poll: { timeout: 30_000 } }, // a page reads its server again before it shows what was done
    allowOnly: false,
    env: { ORT_DISABLE_TELEMETRY: '1' }, // as engine/index.ts does for the program
    reporters: ['default', new ClosingLine()],
  },
});
