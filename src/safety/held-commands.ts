/** `dreamthread held`: what waits for a moderator, looked at covered first, and decided once. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { ConfigError } from '../core/errors.ts';
import type { Case, Decision } from './cases.ts';
import type { Open, SafetyPorts } from './commands.ts';
import { greyed } from './covers.ts';

const LISTED = 100;

export function addHeldCommands(program: Command, open: Open, print: (line: string) => void): void {
  const data = ['--data <folder>', 'folder of everything stored (default .dreamthread)'] as const;
  const held = program.command('held').description('what waits for a moderator, by the action hold of the policy');

  held
    .command('list')
    .description('what waits, oldest first: number, since when (UTC), rule, thread, what it is')
    .option(...data)
    .action((options: { data?: string }) =>
      open(options, async (ports) => {
        const waiting = await ports.cases.waiting(LISTED);
        if (waiting.length === 0) print('Nothing waits for a moderator.');
        for (const { id, kind, openedMs, threadId, content, releases, terms } of waiting) {
          const part = content?.part;
          const what = `${kind === 'appeal' ? 'appeal: ' : ''}${part === undefined ? 'request' : part.kind === 'image' ? `picture ${part.name}` : 'text'}`;
          const votes = releases.length > 0 ? `, released by ${releases.length} of ${terms.needed}` : '';
          print(
            `${id}  ${new Date(openedMs).toISOString().slice(0, 16).replace('T', ' ')}  ${content?.found.rule}  ${threadId}  ${what}${votes}`,
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
        const one = await caseOf(ports, number);
        const { content, state, requesterId, threadId } = one;
        if (!content) return print(`${one.id}: what it was about was forgotten.`);
        const { part, found, plea } = content;
        print(`${one.id}: ${one.kind === 'held' ? 'held by' : 'appeal against'} ${found.rule}, asked for by ${requesterId} in ${threadId}`);
        if (plea !== undefined) print(`they say: ${plea}`);
        print(
          part === undefined
            ? await ports.asked(content.turn)
            : part.kind === 'text'
              ? part.text
              : `picture ${part.name}, said to show: ${part.alt}`,
        );
        if (state.kind !== 'open') print(decided(one));
        if (options.out !== undefined) await writePicture(ports, one, options.out, options.clear === true);
      }),
    );

  for (const [decision, description] of [
    ['release', 'shows it where it was asked for; of an appeal, lets the request run'],
    ['uphold', 'says there that it was not released'],
  ] as const) {
    held
      .command(decision)
      .description(`${description}; the bot does so within seconds, or when it is started`)
      .argument('<number>')
      .option('--by <name>', 'who decides, for the audit log', 'operator')
      .option('--strike', 'and it counts against the requester')
      .option(...data)
      .action((number: string, options: { by: string; strike?: true; data?: string }) =>
        open(options, async (ports) =>
          print(await decide(ports, number, decision, options.by, decision === 'uphold' && options.strike === true)),
        ),
      );
  }
}

async function decide(ports: SafetyPorts, number: string, decision: Decision, by: string, struck: boolean): Promise<string> {
  const { id, releases, terms, state } = await caseOf(ports, number);
  if (state.kind === 'open' && decision === 'release' && terms.needed > 1) {
    if (releases.includes(by)) throw new ConfigError('invalid-input', `${by} released ${id} already: another person has to do so, too.`);
    if (releases.length + 1 < terms.needed) {
      await ports.cases.vote(id, by);
      return `${id}: released by ${releases.length + 1} of ${terms.needed}; another person has to do so, too.`;
    }
  }
  const voters = decision === 'release' ? [...releases, by] : [by];
  if (await ports.cases.decide(id, decision, voters, struck)) return `${id}: ${decision === 'release' ? 'released' : 'upheld'}.`;
  throw new ConfigError('invalid-input', `${decided(await caseOf(ports, number))}: the first decision stands.`);
}

const decided = ({ id, state }: Case): string =>
  'by' in state
    ? `${id} was decided already (${state.kind}, by ${state.by.join(' and ') || 'time'})`
    : `${id} is about something that is gone`;

async function caseOf(ports: SafetyPorts, number: string): Promise<Case> {
  const one = /^\d{1,12}$/.test(number) ? await ports.cases.find(Number(number)) : undefined;
  if (!one)
    throw new ConfigError('invalid-input', `Expected the number of a held item, got ${JSON.stringify(number)}: see dreamthread held list.`);
  return one;
}

async function writePicture(ports: SafetyPorts, { content }: Case, out: string, clear: boolean): Promise<void> {
  const part = content?.part;
  const bytes = part?.kind === 'image' ? await ports.picture(part.asset) : undefined;
  if (part?.kind !== 'image' || !bytes)
    throw new ConfigError('invalid-input', 'Expected an item with a picture, got words or a picture that is gone: leave --out away.');
  try {
    await writeFile(out, clear ? bytes : await greyed(bytes, part));
  } catch (error) {
    throw new ConfigError(
      'invalid-input',
      `Expected to write ${out}, but it cannot be written (${(error as NodeJS.ErrnoException).code}): choose another place.`,
    );
  }
}
