/** The commands after which a model folder is there that was not: pull, import, synth. */
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Manifest, readManifest } from '../../engine/index.ts';
import { licenceText, shown } from './describe.ts';
import { bytesOf } from './folders.ts';
import { runImporter } from './importer.ts';
import { examples, jsonLine, type ModelOptions, type ModelPlaces } from './options.ts';
import { openProgress, type Progress } from './progress.ts';
import { pullModel } from './pull.ts';
import { sizeText } from './size.ts';

interface MakeOptions extends ModelOptions {
  readonly out: string;
  readonly llm: string;
  readonly decoder: string;
}

const NEEDS_PYTHON = '\n\nIt runs the importer in engine/train by uv (https://docs.astral.sh/uv), or by a python3 that has numpy and onnx.';

export function addBringCommands(model: Command, placesOf: (options: ModelOptions) => ModelPlaces): void {
  model
    .command('pull')
    .description('brings a model folder from a web address or another folder; Ctrl-C stops, the same command goes on')
    .argument('<address>', 'of the folder, or of the model.json in it')
    .option('--name <name>', 'what its folder is called (default: its id)')
    .option('--models <folder>', 'where it is put (default <data>/models)')
    .option('--data <folder>', 'folder of everything stored (default .dreamthread)')
    .option('--json', 'progress and result as JSON lines')
    .addHelpText('after', examples('model pull https://example.org/models/small', 'model pull /media/disk/dreamllm-7b --name dreamllm'))
    .action((from: string, options: ModelOptions & { name?: string }) =>
      bring(options, async (onBytes, signal) => {
        const { modelsDir } = placesOf(options);
        const name = options.name === undefined ? {} : { name: options.name };
        const { dir } = await pullModel({ from, modelsDir, ...name, onBytes, onManifest: announced }, signal);
        return dir;
      }),
    );
  const make = (args: readonly string[], options: MakeOptions): Promise<void> =>
    bring(options, async (progress, signal) => {
      const out = resolve(options.out);
      const all = [...args, '--llm', options.llm, '--decoder', options.decoder, '--out', out];
      await runImporter(placesOf(options).trainDir, all, progress, signal);
      return out;
    });

  model
    .command('import')
    .description('makes a model folder of a DreamLLM checkpoint in the official layout; Ctrl-C stops, the same command goes on')
    .argument('<checkpoint>', 'its folder: config.json, tokenizer.model, pytorch_model.bin and the three parts beside it')
    .requiredOption('--out <folder>', 'the model folder to make')
    .option('--base <folder>', 'holds the configs of CLIP and Stable Diffusion it was made from (default: those of the published model)')
    .addOption(LLM)
    .addOption(DECODER)
    .option('--json', 'progress and result as JSON lines')
    .addHelpText(
      'after',
      examples('model import dreamllm-7b-chat-v1.0 --out big', 'model import dreamllm-7b-chat-v1.0 --out big --llm fp16') + NEEDS_PYTHON,
    )
    .action((checkpoint: string, options: MakeOptions & { base?: string }) =>
      make([resolve(checkpoint), ...(options.base === undefined ? [] : ['--base', resolve(options.base)])], options),
    );

  model
    .command('synth')
    .description('makes a model folder in the full size of a known model with random weights, to measure a machine before a download')
    .requiredOption('--like <model>', 'dreamllm-7b, or dreamllm-tiny to try the command')
    .requiredOption('--out <folder>', 'the model folder to make')
    .option('--layers <number>', 'of its language model (default: all)', layerCount)
    .addOption(LLM)
    .addOption(DECODER)
    .option('--json', 'progress and result as JSON lines')
    .addHelpText('after', examples('model synth --like dreamllm-7b --out seven', 'model check seven') + NEEDS_PYTHON)
    .action((options: MakeOptions & { like: string; layers?: string }) =>
      make(['synth', '--like', options.like, ...(options.layers === undefined ? [] : ['--layers', options.layers])], options),
    );
}

function layerCount(given: string): string {
  if (!/^[1-9]\d{0,3}$/.test(given)) throw new InvalidArgumentError('expected a whole number.');
  return given;
}

const announced = (coming: Manifest): void => void process.stderr.write(`Pulling ${coming.id}, ${sizeText(bytesOf(coming))}.\n`);

const LLM = new Option('--llm <precision>', 'how its language model is stored').choices(['int4', 'int8', 'fp16', 'fp32']).default('int4');
const DECODER = new Option('--decoder <precision>', 'how its denoiser, VAE and vision encoder are stored')
  .choices(['fp16', 'fp32'])
  .default('fp16');

/**
 * `work` gives the folder it brought; its licence and limits are shown. Ctrl-C ends it in a sentence: what is there so far
 * stays, and the same command goes on.
 */
async function bring({ json = false }: ModelOptions, work: (progress: Progress, signal: AbortSignal) => Promise<string>): Promise<void> {
  const { stdout, stderr } = process;
  const { progress, end } = openProgress(json ? stdout : stderr, { json, nowMs: Date.now });
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const dir = await work(progress, stop.signal).finally(end);
    const manifest = await readManifest(dir);
    if (json) stdout.write(jsonLine({ type: 'done', dir, id: manifest.id, licence: manifest.licence }));
    else
      stdout.write(
        `${await licenceText(dir, manifest)}\nIt is in ${shown(dir)}; check it with: npx dreamthread model check ${shown(dir)}\n`,
      );
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    stderr.write('\nStopped; run the same command again and it goes on where it was.\n');
    process.exitCode = 130;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
