/** A stream by the clock: Slack ends one after some minutes or a long silence, so it is ended in good order before. */
import { describe, expect, it } from 'vitest';
import type { Calls } from '../../adapters/slack/calls.ts';
import { createRates } from '../../adapters/slack/rates.ts';
import { Stream } from '../../adapters/slack/stream.ts';

const MINUTE_MS = 60_000;
const PLACE = { team: 'T1', channel: 'C1', ts: '1.1' };

function opened({ refuses = false } = {}) {
  let nowMs = 0;
  const clock = () => nowMs;
  const log: string[] = [];
  const made = async (_: string, method: string) => {
    log.push(method);
    if (refuses) return undefined; // too many streams were started: there is no room
    return { ok: true, ts: '2.2' };
  };
  const calls = { call: made, callIfRoom: made } as unknown as Calls;
  const told = (what: string) => async () => void log.push(what);
  const stream = new Stream({
    ...{ calls, clock, place: PLACE, recipient: 'U1', everyMs: 0, rates: createRates({ clock, pause: async () => {} }) },
    ...{
      begins: told('begins'),
      opened: async (ts: string) => void log.push(`opened ${ts}`),
      refused: told('refused'),
      ended: () => void log.push('ended'),
    },
  });
  return {
    log,
    stream,
    async says(words: string) {
      stream.write(0, words);
      await stream.flush();
    },
    pass(ms: number) {
      nowMs += ms;
    },
  };
}

describe('a stream', () => {
  it('is opened by its first words, after that is noted, and goes on with the next', async () => {
    const { log, says } = opened();
    await says('Warm ');
    await says('air');
    expect(log).toEqual(['begins', 'chat.startStream', 'opened 2.2', 'chat.appendStream']);
  });

  it('older than four minutes is stopped, and what comes is left to updates', async () => {
    const { log, says, pass, stream } = opened();
    await says('Warm ');
    pass(4 * MINUTE_MS + 1);
    await says('air');
    expect(log.slice(3)).toEqual(['chat.stopStream', 'ended']);
    await says(' rises');
    expect(log.slice(5)).toEqual([]);
    expect(await stream.advance([{ kind: 'text', text: 'Warm air rises.' }], async () => undefined)).toBe(false);
  });

  it('is quiet after a minute without a word, and not before', async () => {
    const { says, pass, stream } = opened();
    expect(stream.isQuiet()).toBe(false); // not open yet
    await says('Warm ');
    pass(MINUTE_MS);
    expect(stream.isQuiet()).toBe(false);
    pass(1);
    expect(stream.isQuiet()).toBe(true);
    await stream.stop();
    expect(stream.isQuiet()).toBe(false);
  });

  it('for which there is no room is given up, and nothing stands of it', async () => {
    const { log, says, stream } = opened({ refuses: true });
    await says('Warm ');
    expect(log).toEqual(['begins', 'chat.startStream', 'refused']);
    expect(stream.state).toBe('ended');
  });

  it('that Slack closed tells so once, and is not stopped again', async () => {
    const { log, says, stream } = opened();
    await says('Warm ');
    stream.closedBySlack();
    stream.closedBySlack();
    await stream.stop();
    expect(log.slice(3)).toEqual(['ended']);
  });

  it('ends where the words that were delivered are not those it has shown', async () => {
    const { says, stream } = opened();
    await says('Warm air rises');
    expect(await stream.advance([{ kind: 'text', text: '_Not shown (rule: violence)._' }], async () => undefined)).toBe(false);
    expect(stream.state).toBe('ended');
  });
});
