/** `dreamthread classifier check`: what is understood of a classifier's folder, and what each of its labels will do. */
import type { Command } from 'commander';
import { type InspectedClassifier, inspectClassifier, proposedClassifier } from '../engine/index.ts';
import { ConfigError, EngineError } from './core/errors.ts';
import { assertCategories, isCategory, PERSON } from './safety/pictures.ts';
import { actionFor, type Policy, peopleOf } from './safety/policy.ts';
import { readPictureFile } from './safety/verify.ts';

type OpenPolicy = (options: { data?: string }, work: (inForce: { version: number; policy: Policy }) => Promise<void>) => Promise<void>;

const SETTING = { pictures: 'DREAMTHREAD_CLASSIFIERS', words: 'DREAMTHREAD_TEXT_CLASSIFIER' } as const;
const EVERYWHERE = { id: '', isDirect: false, ageRestricted: false };

export function addClassifierCommand(program: Command, open: OpenPolicy, print: (line: string) => void): void {
  program
    .command('classifier')
    .description('classifiers of pictures or texts that are plugged in by path')
    .command('check')
    .description(
      'opens a folder and tells what is understood of it, and what each label will do under the policy in force; of a file or text also the scores',
    )
    .argument('<folder>', 'holds the ONNX graph and a classifier.json; without one, what to write is told')
    .argument('[example...]', 'a picture file, or words where it reads words')
    .option('--data <folder>', 'folder of everything stored (default .dreamthread)')
    .action((folder: string, example: string[], options: { data?: string }) =>
      open(options, async ({ version, policy }) => {
        const given = (reads: InspectedClassifier['reads']): Uint8Array | string | undefined => {
          if (example.length === 0) return undefined;
          return reads === 'words' ? example.join(' ') : readPictureFile(example.join(' '));
        };
        const found = await inspectClassifier(folder, given).catch(async (error: unknown) => {
          const proposed = await proposedFor(folder, error);
          throw proposed ? new ConfigError('invalid-input', proposed) : error;
        });
        assertCategories(
          found.labels.flatMap(({ category }) => category ?? []),
          found.reads,
        );
        linesOf(found, policy, version).forEach(print);
        print(`\nTo look with it: ${SETTING[found.reads]}=${folder}`);
      }),
    );
}

async function proposedFor(folder: string, error: unknown): Promise<string | undefined> {
  if (!(error instanceof EngineError && error.message.startsWith('Expected a classifier.json'))) return undefined;
  const proposed = await proposedClassifier(folder);
  if (!proposed) return undefined;
  return `There is no classifier.json in ${folder}. Write one to begin with, and give the labels that count a "category" of the policy and a "threshold" from 0 to 1:\n\n${JSON.stringify(proposed, null, 2)}\n`;
}

function linesOf({ id, reads, graph, before, after, labels }: InspectedClassifier, policy: Policy, version: number): string[] {
  const width = Math.max(...labels.map(({ label }) => label.length));
  return [
    `${id} reads ${reads} with ${graph}`,
    `  in   ${before}`,
    `  out  ${after}`,
    '',
    `Labels, under policy version ${version}:`,
    ...labels.map((one) => {
      const scored = one.score === undefined ? '' : `  ${one.score.toFixed(3)}`;
      return `  ${one.label.padEnd(width)}${scored}  ${doneAbout(one, policy)}`;
    }),
  ];
}

function doneAbout({ category, threshold, score }: InspectedClassifier['labels'][number], policy: Policy): string {
  if (category === PERSON) return `person from ${threshold}: changes by the policy's people (${peopleOf(policy).changes})`;
  if (category === undefined || !isCategory(category)) return 'is never told';
  const from = Math.max(threshold, policy.thresholds[category] ?? 0);
  const action = actionFor(policy, category, EVERYWHERE);
  if (score === undefined) return `${category} from ${from}: ${action}`;
  return score >= from ? `${category} from ${from}: ${action}` : `${category} from ${from}: below it`;
}
