/** The real program, as a person starts it, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type { Accepted, PageEvent, ThreadState } from '../../adapters/local/page/wire.ts';

export const ROOT = resolve(import.meta.dirname, '../..');
export const MAIN = join(ROOT, 'dist/src/main.js');

export interface App {
  readonly address: string;
  readonly child: ChildProcess;
  ask(text: string, thread?: string): Promise<Accepted>;
  state(thread: string): Promise<ThreadState>;
  /** Server-sent events until `until` is true of one. */
  watch(thread: string, until: (event: PageEvent) => boolean): Promise<PageEvent[]>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** `command` may be `gateway`: then somebody has to start a worker. */
export async function startApp(dataDir: string, settings: Readonly<Record<string, string>> = {}, command = 'start'): Promise<App> {
  const child = spawn(process.execPath, [MAIN, command, '--port', '0', '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...settings },
  });
  let said = '';
  child.stderr?.on('data', (data) => {
    said += String(data);
  });
  const address = await new Promise<string>((found, failed) => {
    let printed = '';
    child.stdout?.on('data', (data) => {
      printed += String(data);
      const match = /is at (http:\/\/127\.0\.0\.1:\d+)\/? \(model .+ on .+; Ctrl-C ends it\)/.exec(printed);
      if (match?.[1]) found(match[1]);
    });
    child.once('exit', (code) => failed(new Error(`the program ended with ${code} before it was ready: ${said}`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  return {
    address,
    child,
    async ask(text, thread) {
      const path = thread === undefined ? '/api/threads' : `/api/threads/${thread}/messages`;
      const answer = await fetch(address + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: address },
        body: JSON.stringify({ text }),
      });
      if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as Accepted;
    },
    async state(thread) {
      return (await (await fetch(`${address}/api/threads/${thread}`)).json()) as ThreadState;
    },
    async watch(thread, until) {
      const seen: PageEvent[] = [];
      const answer = await fetch(`${address}/api/threads/${thread}/events`);
      let text = '';
      for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
        text += Buffer.from(chunk).toString('utf8');
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const data = block.split('\n').find((line) => line.startsWith('data:'));
          if (!data) continue;
          const event = JSON.parse(data.slice(5)) as PageEvent;
          seen.push(event);
          if (until(event)) return seen; // leaving the loop cancels the stream
        }
      }
      throw new Error('the event stream ended early');
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

/** Whether a thread has a finished reply to every message of a person. */
export function isSettled({ messages, turns }: ThreadState): boolean {
  return (
    turns.length === 0 && messages.at(-1)?.author.isSelf === true && messages.every(({ delivery }) => delivery?.status !== 'streaming')
  );
}
