/** `dreamthread held`: what waits for a moderator, looked at covered first, and decided once. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import sharp from 'sharp';
import { ConfigError } from '../core/errors.ts';
import type { SafetyPorts } from './commands.ts';
import type { Decision, HeldItem } from './held.ts';

const LISTED = 100;
/** Of a picture's shorter side: nobody has to see more than that something is there. */
const BLUR_SHARE = 0.06;

export function addHeldCommands(
  program: Command,
  open: (options: { data?: string }, work: (ports: SafetyPorts) => unknown) => Promise<void>,
  print: (line: string) => void,
): void {
  const data = ['--data <folder>', 'folder of everything stored (default .dreamthread)'] as const;
  const held = program.command('held').description('what waits for a moderator, by the action hold of the policy');

  held
    .command('list')
    .description('what waits, oldest first: number, since when (UTC), rule, thread, what it is')
    .option(...data)
    .action((options: { data?: string }) =>
      open(options, (ports) => {
        const waiting = ports.held.waiting(LISTED);
        if (waiting.length === 0) print('Nothing waits for a moderator.');
        for (const item of waiting) {
          const what = item.part.kind === 'image' ? `picture ${item.part.name}` : 'text';
          print(
            `${item.id}  ${new Date(item.atMs).toISOString().slice(0, 16).replace('T', ' ')}  ${item.rule}  ${item.turn.thread.id}  ${what}`,
          );
        }
      }),
    );

  held
    .command('show')
    .description('one item: who asked, its words or what the picture is said to show')
    .argument('<number>')
    .option('--out <file>', 'writes the picture there, blurred and grey')
    .option('--clear', 'writes it as it is')
    .option(...data)
    .action((number: string, options: { out?: string; clear?: true; data?: string }) =>
      open(options, async (ports) => {
        const item = itemOf(ports, number);
        print(`${item.id}: held by ${item.rule}, asked for by ${item.turn.authorId} in ${item.turn.thread.id}`);
        print(item.part.kind === 'text' ? item.part.text : `picture ${item.part.name}, said to show: ${item.part.alt}`);
        if (item.decision) print(`decided: ${item.decision}, by ${item.decidedBy}`);
        if (options.out !== undefined) await writePicture(ports, item, options.out, options.clear === true);
      }),
    );

  for (const [decision, description] of [
    ['release', 'shows it where it was asked for'],
    ['refuse', 'says there that it was not released'],
  ] as const) {
    held
      .command(decision)
      .description(`${description}; the bot does so within seconds, or when it is started`)
      .argument('<number>')
      .option('--by <name>', 'who decides, for the audit log', 'operator')
      .option(...data)
      .action((number: string, options: { by: string; data?: string }) =>
        open(options, (ports) => print(decide(ports, number, decision, options.by))),
      );
  }
}

function decide(ports: SafetyPorts, number: string, decision: Decision, by: string): string {
  const { id } = itemOf(ports, number);
  if (ports.held.decide(id, decision, by)) return `${id}: ${decision}d.`;
  const first = itemOf(ports, number);
  throw new ConfigError(
    'invalid-input',
    `${id} was decided already (${first.decision}, by ${first.decidedBy}): the first decision stands.`,
  );
}

function itemOf(ports: SafetyPorts, number: string): HeldItem {
  const item = /^\d{1,12}$/.test(number) ? ports.held.find(Number(number)) : undefined;
  if (!item)
    throw new ConfigError('invalid-input', `Expected the number of a held item, got ${JSON.stringify(number)}: see dreamthread held list.`);
  return item;
}

async function writePicture(ports: SafetyPorts, { part }: HeldItem, out: string, clear: boolean): Promise<void> {
  const bytes = part.kind === 'image' ? await ports.picture(part.asset) : undefined;
  if (part.kind !== 'image' || !bytes)
    throw new ConfigError('invalid-input', 'Expected an item with a picture, got words or a picture that is gone: leave --out away.');
  const picture = sharp(bytes);
  const seen = clear ? picture : picture.greyscale().blur(Math.max(1, Math.min(part.widthPx, part.heightPx) * BLUR_SHARE));
  try {
    await writeFile(out, await seen.png().toBuffer());
  } catch (error) {
    throw new ConfigError(
      'invalid-input',
      `Expected to write ${out}, but it cannot be written (${(error as NodeJS.ErrnoException).code}): choose another place.`,
    );
  }
}
