/** The events of a thread as server-sent events. Every connection begins with the whole state, so none need be replayed. */
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { PageEvent } from './page/wire.ts';
import { readState, type StatePorts } from './state.ts';
import { localThread } from './thread.ts';

const KEEP_ALIVE_MS = 15_000;
/** A watcher this far behind is cut off; it comes back and gets the whole state. */
const BACKLOG_EVENTS = 2_000;

export function streamEvents(c: Context, ports: StatePorts, name: string): Response {
  return streamSSE(c, async (stream) => {
    const waiting: PageEvent[] = [];
    let wake = () => {};
    const unwatch = ports.feed.watch(localThread(name).id, (event) => {
      if (waiting.push(event) > BACKLOG_EVENTS) stream.abort();
      wake();
    });
    stream.onAbort(() => wake());
    try {
      await stream.writeSSE({ data: JSON.stringify({ type: 'state', state: await readState(ports, name) } satisfies PageEvent) });
      while (!stream.aborted) {
        const event = waiting.shift();
        if (event) {
          await stream.writeSSE({ data: JSON.stringify(event) });
          continue;
        }
        const quiet = await new Promise<boolean>((resolve) => {
          const timer = setTimeout(() => resolve(true), KEEP_ALIVE_MS);
          wake = () => {
            clearTimeout(timer);
            resolve(false);
          };
        });
        if (quiet) await stream.write(': still here\n\n');
      }
    } finally {
      unwatch();
    }
  });
}
