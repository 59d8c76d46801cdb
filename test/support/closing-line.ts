import type { Reporter, TestModule } from 'vitest/node';

/** Closes a run with one plain line of counts; where CI is set, a skipped test fails the run. */
export class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (state: string): number => states.filter((found) => found === state).length;
    const skipped = count('skipped') + count('pending');
    process.stdout.write(`\n${count('passed')} passed, ${count('failed')} failed, ${skipped} skipped\n`);
    if (process.env.CI && skipped > 0) {
      process.stdout.write('CI allows no skipped test: run the setup (npm run test:setup) and see the reasons above.\n');
      process.exitCode = 1;
    }
  }
}
