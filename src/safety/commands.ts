/** `dreamthread policy`, `held`, `strikes`, `audit` and `verify`: what moderators and operators do from a terminal, while the bot runs or not. */
import type { Command } from 'commander';
import { ConfigError } from '../core/errors.ts';
import type { PolicyPanel } from '../core/panel.ts';
import type { AssetId, Turn } from '../core/types.ts';
import { type AuditRow, firstBroken, type OpenAudit } from './audit.ts';
import type { Cases } from './cases.ts';
import { addHashCommands } from './hash-commands.ts';
import type { HashLists } from './hash-lists.ts';
import { addHeldCommands } from './held-commands.ts';
import type { Policies } from './policies.ts';
import { addPolicyCommands } from './policy-commands.ts';
import { readText } from './read-text.ts';
import type { Marks } from './stamped.ts';
import { addStrikeCommands } from './strike-commands.ts';
import type { Strikes } from './strikes.ts';
import { readPictureFile, type VerifyPorts, verifiedLines, verify } from './verify.ts';

export interface SafetyPorts {
  readonly policies: Policies;
  readonly audit: OpenAudit;
  readonly cases: Cases;
  readonly strikes: Strikes;
  /** A stored picture, bare. */
  picture(asset: AssetId): Promise<Uint8Array | undefined>;
  /** The words that a turn was asked in. */
  asked(turn: Turn): Promise<string>;
  readonly ledger: VerifyPorts['ledger'];
  readonly likenesses: VerifyPorts['likenesses'];
  readonly hashLists: HashLists;
  marks(): Promise<Marks>;
  readonly panel: PolicyPanel;
}

/** Opens the data folder beside the bot, lets `work` use it, and closes it. */
export type Open = (options: { data?: string }, work: (ports: SafetyPorts) => unknown) => Promise<void>;

export function addSafetyCommands(program: Command, open: Open, print: (line: string) => void): void {
  const data = ['--data <folder>', 'folder of everything stored (default .dreamthread)'] as const;
  addPolicyCommands(program, open, print);

  const audit = program.command('audit').description('what safety decided: ids, rules and times, never what people wrote');

  audit
    .command('export')
    .description('every entry as one line of JSON, oldest first')
    .option(...data)
    .action((options: { data?: string }) =>
      open(options, async (ports) => {
        for (const row of await ports.audit.rows()) print(JSON.stringify(row));
      }),
    );

  audit
    .command('verify')
    .description('whether the chain is whole, here or in an exported file; exits 1 when not')
    .argument('[file]', 'an exported file')
    .option(...data)
    .action(async (file: string | undefined, options: { data?: string }) => {
      const tell = (rows: readonly AuditRow[]): void => {
        const at = firstBroken(rows);
        if (at !== undefined)
          throw new ConfigError(
            'invalid-input',
            `Expected each entry to follow from the one before; entry ${at} does not: it was changed, or one before it is missing.`,
          );
        print(
          `${rows.length} ${rows.length === 1 ? 'entry' : 'entries'}, whole${rows.length > 0 ? `; the last hash is ${rows.at(-1)?.hash}` : ''}.`,
        );
      };
      if (file !== undefined) return tell(readRows(file));
      return open(options, async (ports) => tell(await ports.audit.rows()));
    });

  addHeldCommands(program, open, print);
  addHashCommands(program, open, print);
  addStrikeCommands(program, open, print);

  program
    .command('verify')
    .description('whether this bot made a picture, when, out of what and by whose request')
    .argument('<file>', 'a picture, also one that was cut, resized or saved anew')
    .option(...data)
    .action((file: string, options: { data?: string }) =>
      open(options, async ({ marks, likenesses, ledger }) => {
        const verified = await verify(readPictureFile(file), { ...(await marks()), likenesses, ledger });
        verifiedLines(verified, () => true).forEach(print);
      }),
    );
}

function readRows(file: string): AuditRow[] {
  try {
    return readText(file)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as AuditRow);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      'invalid-input',
      `Expected lines of JSON in ${file}, got something else: give a file that dreamthread audit export wrote.`,
    );
  }
}
