/** A program that is killed and started again, as a supervisor would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { TYPESCRIPT } from '../typescript.ts';

export interface Program {
  /** Resolves when it said `ready`. */
  start(): Promise<void>;
  /** Resolves when it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  say(line: string): void;
  readonly isReady: boolean;
}

export function program(script: string, args: readonly string[], env: NodeJS.ProcessEnv, heard: (line: string) => void): Program {
  let child: ChildProcess | undefined;
  let isReady = false;
  return {
    async start() {
      const started = spawn(process.execPath, [...TYPESCRIPT, script, ...args], {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: { ...process.env, ...env },
      });
      child = started;
      started.stdin?.on('error', () => undefined); // it was killed while it was written to
      const lines = createInterface({ input: started.stdout as NodeJS.ReadableStream });
      await new Promise<void>((ready, failed) => {
        lines.on('line', (line) => {
          if (line === 'ready' && child === started) {
            isReady = true;
            ready();
          } else heard(line);
        });
        started.once('exit', (code, signal) => {
          if (child === started) isReady = false;
          if (signal)
            ready(); // it was killed before it was ready; whoever did starts it again
          else failed(new Error(`${script} ended with ${code}`));
        });
      });
    },
    async end(signal) {
      isReady = false;
      const ending = child;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
      ending.kill(signal);
      await once(ending, 'exit');
    },
    signal: (signal) => void child?.kill(signal),
    say: (line) => void (isReady && child?.stdin?.write(`${line}\n`)),
    get isReady() {
      return isReady;
    },
  };
}
