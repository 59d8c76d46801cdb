/** `dreamthread strikes`: what counts against people, taken back or forgotten. */
import type { Command } from 'commander';
import { ConfigError } from '../core/errors.ts';
import type { Open } from './commands.ts';

const LISTED = 200;

export function addStrikeCommands(program: Command, open: Open, print: (line: string) => void): void {
  const data = ['--data <folder>', 'folder of everything stored (default .dreamthread)'] as const;
  const strikes = program.command('strikes').description('what counts against people, by the action strike of the policy or a moderator');

  strikes
    .command('list')
    .description('the newest first: when (UTC), workspace, person, rule, by whom, what it was given for')
    .option(...data)
    .action((options: { data?: string }) =>
      open(options, async (ports) => {
        const given = await ports.strikes.list(LISTED);
        if (given.length === 0) print('There are no strikes.');
        for (const { atMs, space, person, rule, givenBy, source } of given)
          print(`${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')}  ${space}  ${person}  ${rule}  ${givenBy}  ${source}`);
      }),
    );

  strikes
    .command('forgive')
    .description('takes one back and lets the person in again')
    .argument('<source>', 'what it was given for, as listed')
    .option('--by <name>', 'who forgives, for the audit log', 'operator')
    .option(...data)
    .action((source: string, options: { by: string; data?: string }) =>
      open(options, async (ports) => {
        if (!(await ports.strikes.forgive(source, options.by)))
          throw new ConfigError(
            'invalid-input',
            `Expected what a strike was given for, got ${JSON.stringify(source)}: see dreamthread strikes list.`,
          );
        print(`The strike for ${source} is taken back.`);
      }),
    );

  strikes
    .command('forget')
    .description('takes out all strikes of a person, who asked to be forgotten in this, too')
    .argument('<person>', 'their id on the platform')
    .option(...data)
    .action((person: string, options: { data?: string }) =>
      open(options, async (ports) => {
        const count = await ports.strikes.forget(person);
        print(`${count} ${count === 1 ? 'strike is' : 'strikes are'} forgotten.`);
      }),
    );
}
