/** `dreamthread model …`: the commands that bring, check and describe model folders. */
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { readManifest } from '../../engine/index.ts';
import { printCheck } from './check.ts';
import { infoText, licenceText, listText, shown } from './describe.ts';
import { bytesOf, findModels, readCard } from './folders.ts';
import { runImporter } from './importer.ts';
import { openProgress } from './progress.ts';
import { pullModel } from './pull.ts';
import { sizeText } from './size.ts';

/** Where things lie; a Config is one. */
export interface ModelPlaces {
  readonly modelsDir: string;
  readonly shippedModelsDir: string;
  readonly trainDir: string;
}

interface Common {
  readonly data?: string;
  readonly models?: string;
  readonly json?: true;
}

const EXIT_CODES = 'Exit codes: 0 done; 1 failed, and a sentence on standard error says why; 130 stopped with Ctrl-C.';

export function addModelCommands(program: Command, placesOf: (options: Common) => ModelPlaces): void {
  const { stdout, stderr } = process;
  const model = program
    .command('model')
    .description('lists, describes, brings and checks model folders')
    .addHelpText('after', `\n${EXIT_CODES}`);
  const json = (value: unknown): void => void stdout.write(`${JSON.stringify(value)}\n`);

  model
    .command('list')
    .description('the model folders of this machine')
    .option('--models <folder>', 'where pulled and imported models lie (default <data>/models)')
    .option('--data <folder>', 'folder of everything stored (default .dreamthread)')
    .option('--json', 'one JSON object a model')
    .action(async (options: Common) => {
      const { modelsDir, shippedModelsDir } = placesOf(options);
      const found = await findModels([shippedModelsDir, modelsDir]);
      if (!options.json) stdout.write(listText(found));
      else for (const { dir, manifest, problem } of found) json(manifest ? { dir, ...summary(manifest) } : { dir, problem });
    });

  model
    .command('info')
    .description('what a model is, knows and may be used for')
    .argument('<folder>', 'a model folder')
    .option('--json', 'one JSON object: its model.json, the folder, and what its card says')
    .action(async (dir: string, options: Common) => {
      const manifest = await readManifest(dir);
      if (options.json) json({ dir, bytes: bytesOf(manifest), manifest, card: await readCard(dir) });
      else stdout.write(await infoText(dir, manifest));
    });

  model
    .command('pull')
    .description('brings a model folder from a web address or another folder; Ctrl-C stops, the same command goes on')
    .argument('<address>', 'of the folder, or of the model.json in it')
    .option('--name <name>', 'what its folder is called (default: its id)')
    .option('--models <folder>', 'where it is put (default <data>/models)')
    .option('--data <folder>', 'folder of everything stored (default .dreamthread)')
    .option('--json', 'progress and result as JSON lines')
    .addHelpText(
      'after',
      examples('model pull https://example.org/models/dreamllm-7b', 'model pull /media/disk/dreamllm-7b --name dreamllm'),
    )
    .action(async (from: string, options: Common & { name?: string }) => {
      const { modelsDir } = placesOf(options);
      const { progress, end } = openProgress(options.json ? stdout : stderr, { json: options.json === true, nowMs: Date.now });
      await untilStopped(async (signal) => {
        const { dir, manifest } = await pullModel(
          {
            from,
            modelsDir,
            ...(options.name === undefined ? {} : { name: options.name }),
            onManifest: (coming) => {
              if (!options.json) stderr.write(`Pulling ${coming.id}, ${sizeText(bytesOf(coming))}.\n`);
            },
            onBytes: (name, bytes, total) => progress(name, bytes, total),
          },
          signal,
        ).finally(end);
        if (options.json) json({ type: 'done', dir, id: manifest.id, licence: manifest.licence });
        else
          stdout.write(
            `${await licenceText(dir, manifest)}\nIt is in ${shown(dir)}; look with: npx dreamthread model info ${shown(dir)}\n`,
          );
      });
    });

  const make = (out: string, args: readonly string[], { json: asJson }: Common): Promise<void> => {
    const { progress, end } = openProgress(asJson ? stdout : stderr, { json: asJson === true, nowMs: Date.now });
    const { trainDir } = placesOf({});
    return untilStopped(async (signal) => {
      await runImporter(trainDir, [...args, '--out', out], progress, signal).finally(end);
      const manifest = await readManifest(out);
      if (asJson) json({ type: 'done', dir: out, id: manifest.id, licence: manifest.licence });
      else
        stdout.write(
          `${await licenceText(out, manifest)}\nIt is in ${shown(out)}; check it with: npx dreamthread model check ${shown(out)}\n`,
        );
    });
  };

  model
    .command('import')
    .description('makes a model folder of a DreamLLM checkpoint in the official layout; Ctrl-C stops, the same command goes on')
    .argument('<checkpoint>', 'its folder: config.json, tokenizer.model, pytorch_model.bin and the three parts beside it')
    .requiredOption('--out <folder>', 'the model folder to make')
    .option('--base <folder>', 'holds the configs of CLIP and Stable Diffusion it was made from (default: those of the published model)')
    .addOption(precision('--llm', 'language model', 'int4', LANGUAGE_PRECISIONS))
    .addOption(precision('--decoder', 'denoiser, VAE and vision encoder', 'fp16', DECODER_PRECISIONS))
    .option('--json', 'progress and result as JSON lines')
    .addHelpText(
      'after',
      `${examples('model import dreamllm-7b-chat-v1.0 --out .dreamthread/models/dreamllm-7b', 'model import dreamllm-7b-chat-v1.0 --out big --llm fp16')}\n\n${NEEDS_PYTHON}`,
    )
    .action((checkpoint: string, options: Common & Made & { base?: string }) =>
      make(
        resolve(options.out),
        [resolve(checkpoint), ...(options.base ? ['--base', resolve(options.base)] : []), ...stored(options)],
        options,
      ),
    );

  model
    .command('synth')
    .description('makes a model folder in the full size of a known model with random weights, to measure a machine before a download')
    .requiredOption('--like <model>', 'dreamllm-7b')
    .requiredOption('--out <folder>', 'the model folder to make')
    .addOption(precision('--llm', 'language model', 'int4', LANGUAGE_PRECISIONS))
    .addOption(precision('--decoder', 'denoiser, VAE and vision encoder', 'fp16', DECODER_PRECISIONS))
    .option('--json', 'progress and result as JSON lines')
    .addHelpText(
      'after',
      `${examples('model synth --like dreamllm-7b --llm int4 --out /tmp/seven', 'model check /tmp/seven')}\n\n${NEEDS_PYTHON}`,
    )
    .action((options: Common & Made & { like: string }) =>
      make(resolve(options.out), ['synth', '--like', options.like, ...stored(options)], options),
    );

  model
    .command('check')
    .description('whether a model folder is whole, works, and computes what its reference computed')
    .argument('<folder>', 'a model folder')
    .option('--vectors <folder>', 'reference vectors: expected.safetensors and meta.json')
    .option('--json', 'one JSON object a row')
    .addHelpText(
      'after',
      `${examples('model check models/pocket', 'model check .dreamthread/models/dreamllm-7b --vectors reference')}\n\nExit code 1 also when anything is over its tolerance.`,
    )
    .action(async (dir: string, options: Common & { vectors?: string }) => {
      const { vectors, json: asJson } = options;
      const passed = await printCheck(dir, { ...(vectors === undefined ? {} : { vectors }), json: asJson === true }, stdout);
      if (!passed) process.exitCode = 1;
    });
}

interface Made {
  readonly out: string;
  readonly llm: string;
  readonly decoder: string;
}

const stored = ({ llm, decoder }: Made): string[] => ['--llm', llm, '--decoder', decoder];

const LANGUAGE_PRECISIONS = ['int4', 'int8', 'fp16', 'fp32'];
const DECODER_PRECISIONS = ['fp16', 'fp32'];
const NEEDS_PYTHON = 'It runs the importer in engine/train by uv (https://docs.astral.sh/uv), or by a python3 that has numpy and onnx.';

const precision = (flag: string, of: string, usual: string, choices: readonly string[]): Option =>
  new Option(`${flag} <precision>`, `how its ${of} is stored`).choices(choices).default(usual);

const examples = (...lines: readonly string[]): string => `\nExamples:\n${lines.map((line) => `  npx dreamthread ${line}`).join('\n')}`;

const summary = (manifest: Awaited<ReturnType<typeof readManifest>>) => ({
  id: manifest.id,
  bytes: bytesOf(manifest),
  imageSizePx: manifest.diffusion.imageSizePx,
  parameters: manifest.parameters,
  licence: manifest.licence,
});

/** Runs until it is done or Ctrl-C; then says that the same command goes on, and sets the exit code. */
async function untilStopped(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    await work(stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    process.stderr.write('\nStopped; run the same command again and it goes on where it was.\n');
    process.exitCode = 130;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
