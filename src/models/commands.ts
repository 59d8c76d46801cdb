/** `dreamthread model …`: the commands that bring, check and describe model folders. */
import type { Command } from 'commander';
import { type Manifest, readManifest } from '../../engine/index.ts';
import { addBringCommands } from './bring.ts';
import { printCheck } from './check.ts';
import { infoText, listText } from './describe.ts';
import { bytesOf, findModels, readCard } from './folders.ts';
import { examples, jsonLine, type ModelOptions, type ModelPlaces } from './options.ts';

const EXIT_CODES = `
Exit codes: 0 done; 1 failed, or a check is over its tolerance; 130 stopped with Ctrl-C. Failures are a sentence on standard error.`;

export function addModelCommands(program: Command, placesOf: (options: ModelOptions) => ModelPlaces): void {
  const { stdout } = process;
  const model = program
    .command('model')
    .description('lists, describes, brings and checks model folders')
    .addHelpText('afterAll', EXIT_CODES);

  model
    .command('list')
    .description('the model folders of this machine')
    .option('--models <folder>', 'where pulled and imported models lie (default <data>/models)')
    .option('--data <folder>', 'folder of everything stored (default .dreamthread)')
    .option('--json', 'one JSON object a model')
    .action(async (options: ModelOptions) => {
      const { modelsDir, shippedModelsDir } = placesOf(options);
      const found = await findModels([shippedModelsDir, modelsDir]);
      if (!options.json) stdout.write(listText(found));
      else
        for (const { dir, manifest, problem } of found) stdout.write(jsonLine(manifest ? { dir, ...summary(manifest) } : { dir, problem }));
    });

  model
    .command('info')
    .description('what a model is, knows and may be used for')
    .argument('<folder>', 'a model folder')
    .option('--json', 'one JSON object: its model.json, the folder, and what its card says')
    .action(async (dir: string, options: ModelOptions) => {
      const manifest = await readManifest(dir);
      if (options.json) stdout.write(jsonLine({ dir, bytes: bytesOf(manifest), manifest, card: await readCard(dir) }));
      else stdout.write(await infoText(dir, manifest));
    });

  model
    .command('check')
    .description('whether a model folder is whole, works, and computes what its reference computed')
    .argument('<folder>', 'a model folder')
    .option('--vectors <folder>', 'reference vectors: expected.safetensors and meta.json')
    .option('--json', 'one JSON object a row')
    .addHelpText('after', examples('model check models/pocket', 'model check .dreamthread/models/dreamllm-7b --vectors reference'))
    .action(async (dir: string, options: ModelOptions & { vectors?: string }) => {
      if (!(await printCheck(dir, options, stdout))) process.exitCode = 1;
    });

  addBringCommands(model, placesOf);
}

const summary = (manifest: Manifest) => ({
  id: manifest.id,
  bytes: bytesOf(manifest),
  imageSizePx: manifest.diffusion.imageSizePx,
  parameters: manifest.parameters,
  licence: manifest.licence,
});
