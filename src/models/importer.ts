/** Runs the importer, which is Python: by uv, which brings what it needs, or by a python3 that has it. */
import { type StdioOptions, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ConfigError } from '../core/errors.ts';
import type { Progress } from './progress.ts';

interface Python {
  readonly command: string;
  readonly args: readonly string[];
}

/** uv brings a Python and these two packages, and not what training needs. */
const PYTHONS: readonly Python[] = [
  { command: 'uv', args: ['run', '--no-project', '--python', '>=3.11', '--with', 'numpy>=2.1', '--with', 'onnx>=1.20', 'python'] },
  { command: 'python3', args: [] },
];
const PROBE = 'import sys, numpy, onnx; sys.exit(sys.version_info < (3, 11))';

const MAX_SAID_CHARS = 20_000;

/**
 * Runs `python -m dreamtrain.importing` with these arguments in `trainDir` (so paths in them are absolute). Throws
 * ConfigError with its own sentence, or one that says how to get Python; or the signal's reason.
 */
export async function runImporter(trainDir: string, args: readonly string[], progress: Progress, signal: AbortSignal): Promise<void> {
  if (!existsSync(join(trainDir, 'dreamtrain', 'importing')))
    throw new ConfigError(
      'invalid-setting',
      `Expected the importer in ${trainDir}, and it is not there; run this from a whole copy of the repository.`,
    );
  const python = await findPython(trainDir);
  signal.throwIfAborted();
  const child = spawn(python.command, [...python.args, '-u', '-m', 'dreamtrain.importing', ...args, '--json-progress'], {
    cwd: trainDir,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // A terminal's Ctrl-C reaches it by itself; what stops us alone is handed on. It leaves what it has, to be gone on with.
  const stop = (): void => void child.kill('SIGINT');
  signal.addEventListener('abort', stop, { once: true });
  let said = '';
  child.stderr.on('data', (data: Buffer) => {
    said = (said + data.toString('utf8')).slice(-MAX_SAID_CHARS);
  });
  createInterface(child.stdout).on('line', (line) => tell(line, progress));
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (code !== 0) throw failure(said, code);
}

async function findPython(trainDir: string): Promise<Python> {
  for (const python of PYTHONS) {
    // What uv says while it fetches is worth seeing; why a python3 will not do is not.
    const stdio: StdioOptions = ['ignore', 'ignore', python.command === 'uv' ? 'inherit' : 'ignore'];
    const code = await new Promise<number | null>((resolve) => {
      const child = spawn(python.command, [...python.args, '-c', PROBE], { cwd: trainDir, stdio });
      child.once('error', () => resolve(null)).once('close', resolve);
    });
    if (code === 0) return python;
  }
  throw new ConfigError(
    'invalid-setting',
    'Importing runs Python, and neither uv nor a python3 (3.11 or later, with numpy and onnx) works here; get uv with `curl -LsSf https://astral.sh/uv/install.sh | sh` (see https://docs.astral.sh/uv) and run this again.',
  );
}

/** `{"stage": …, "done": …, "total": …}` in bytes; what else it says is not progress. */
function tell(line: string, progress: Progress): void {
  try {
    const { stage, done, total } = JSON.parse(line) as { stage?: unknown; done?: unknown; total?: unknown };
    if (typeof stage === 'string' && typeof done === 'number' && typeof total === 'number') progress(stage, done, total);
  } catch {
    // not for us
  }
}

/** Its last line is a sentence for the one who runs it, unless it broke. */
function failure(said: string, code: number | null): ConfigError {
  const last = said.trim().split('\n').at(-1)?.trim();
  if (!last || /^Traceback/m.test(said))
    return new ConfigError(
      'invalid-input',
      `The importer broke (exit code ${code}${last ? `, ${last}` : ''}); check that the checkpoint is whole, and report this.`,
    );
  return new ConfigError('invalid-input', last);
}
