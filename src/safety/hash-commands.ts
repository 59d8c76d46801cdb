/** `dreamthread hashes`: the lists of blocked and allowed pictures, by what they look like. */
import type { Command } from 'commander';
import { ConfigError } from '../core/errors.ts';
import type { Open } from './commands.ts';
import { type ListedHash, parseHashes } from './hash-lists.ts';
import { likenessOf } from './likeness.ts';
import { readText } from './read-text.ts';
import { readPictureFile } from './verify.ts';

export function addHashCommands(program: Command, open: Open, print: (line: string) => void): void {
  const data = ['--data <folder>', 'folder of everything stored (default .dreamthread)'] as const;
  const hashes = program.command('hashes').description('lists of blocked and allowed pictures, by what they look like');
  const lineOf = ({ hash, list, category, reason }: ListedHash): string => `${hash}  ${list}  ${category}  ${reason}`;

  hashes
    .command('import')
    .description('adds the hashes of a text file: 64 hexadecimal digits and a reason a line')
    .argument('<file>')
    .option('--allow', 'these are innocent, whatever a classifier thinks of them')
    .option('--category <name>', 'what pictures that look so count as', 'own')
    .option(...data)
    .action((file: string, options: { allow?: true; category: string; data?: string }) =>
      open(options, async ({ hashLists }) => {
        const list = options.allow ? 'allow' : 'block';
        const count = await hashLists.add(parseHashes(readText(file), file, list, options.category));
        print(`${count} ${count === 1 ? 'hash is' : 'hashes are'} on the ${list} list, from the next turn on.`);
      }),
    );

  hashes
    .command('list')
    .description('hash, list, category, reason')
    .option(...data)
    .action((options: { data?: string }) =>
      open(options, async ({ hashLists }) => {
        const all = await hashLists.all();
        if (all.length === 0) print('The lists are empty.');
        for (const listed of all) print(lineOf(listed));
      }),
    );

  hashes
    .command('remove')
    .description('takes a hash off its list')
    .argument('<hash>')
    .option(...data)
    .action((hash: string, options: { data?: string }) =>
      open(options, async ({ hashLists }) => {
        if (!(await hashLists.remove(hash)))
          throw new ConfigError(
            'invalid-input',
            `Expected a hash that is on a list, got ${JSON.stringify(hash)}: see dreamthread hashes list.`,
          );
        print('It is on no list any more.');
      }),
    );

  hashes
    .command('check')
    .description("prints a picture's hash, as a line to import, and what on the lists looks like it")
    .argument('<file>', 'a picture')
    .option(...data)
    .action((file: string, options: { data?: string }) =>
      open(options, async ({ hashLists }) => {
        const hash = await likenessOf(readPictureFile(file));
        if (!hash)
          throw new ConfigError('invalid-input', `Expected a picture at ${file}, got something else: give PNG, JPEG, WebP or GIF.`);
        print(`${hash} ${file}`);
        const { block, allow } = await hashLists.match(hash);
        for (const match of [block, allow]) if (match) print(`${match.differingBits} of 256 bits from: ${lineOf(match)}`);
        if (!block && !allow) print('Nothing on the lists looks like it.');
      }),
    );
}
