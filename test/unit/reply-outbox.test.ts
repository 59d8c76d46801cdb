import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PlatformError } from '../../src/core/errors.ts';
import type { Adapter, Database, Delivery } from '../../src/core/ports.ts';
import type { Part, Verdict } from '../../src/core/types.ts';
import { createDeliver, shownPart } from '../../src/reply/deliver.ts';
import { type Outbox, openOutbox } from '../../src/reply/outbox.ts';
import { openReplies } from '../../src/reply/replies.ts';
import { openDatabase } from '../../src/store/database.ts';
import { picture, text, turn } from '../support/made.ts';
import { settled } from '../support/stage.ts';

/** What happens to the next call: the request or its answer is lost, it is refused, or it hangs until `release`. */
type Fault = 'request-lost' | 'answer-lost' | 'refused' | 'mistake' | 'held' | 'rate-limited' | 'find-lost';

/** A platform as bad as they come: every post makes a new message, only an edit of a known id replaces one. */
function platform() {
  const messages = new Map<string, Delivery>();
  const faults: Fault[] = [];
  const calls: string[] = [];
  const held: (() => void)[] = [];
  let posted = 0;
  let arrived: () => void = () => undefined;
  const adapter: Adapter = {
    platform: 'local',
    limits: { textChars: 100, partsPerMessage: 3, imageBytes: 1000 },
    start: async () => undefined,
    async deliver(delivery) {
      calls.push(`${delivery.messageId === undefined ? 'post' : 'edit'} ${delivery.key} r${delivery.revision}`);
      const fault = faults[0] === 'find-lost' ? undefined : faults.shift();
      const unreachable = new PlatformError('unreachable', 'The platform does not answer: wait.', { retryable: true });
      if (fault === 'request-lost') throw unreachable;
      if (fault === 'rate-limited')
        throw new PlatformError('unreachable', 'Too many calls: wait.', { retryable: true, retryAfterMs: 7000 });
      if (fault === 'refused') throw new PlatformError('rejected', 'The platform refuses this: change it.');
      if (fault === 'mistake') throw new TypeError('a mistake in the adapter');
      if (fault === 'held') {
        const released = new Promise<void>((resolve) => held.push(resolve));
        arrived();
        await released;
      }
      const id = delivery.messageId ?? `p${++posted}`;
      messages.set(id, delivery);
      if (fault === 'answer-lost') throw unreachable;
      return id;
    },
    async find(_, key) {
      calls.push(`find ${key}`);
      if (faults[0] === 'find-lost') {
        faults.shift();
        throw new PlatformError('unreachable', 'The platform does not answer: wait.', { retryable: true });
      }
      const found = [...messages].find(([, delivery]) => delivery.key === key);
      return found && { id: found[0], revision: found[1].revision };
    },
    progress: () => undefined,
    close: async () => undefined,
  };
  return {
    adapter,
    faults,
    calls,
    /** Resolves when a call is held. */
    holding: () =>
      new Promise<void>((resolve) => {
        arrived = resolve;
        if (held.length > 0) resolve();
      }),
    release(): void {
      for (const go of held.splice(0)) go();
    },
    /** Key, status and words of what stands there, in the order in which it was posted. */
    shown: () =>
      [...messages.values()].map(
        ({ key, status, parts }) => `${key} ${status}: ${parts.map((p) => (p.kind === 'text' ? p.text : p.name)).join('|')}`,
      ),
  };
}

let folder = '';
let database: Database;
let world: ReturnType<typeof platform>;
let outbox: Outbox;
let pausesMs: number[] = [];
let failures: unknown[] = [];

const open = async (adapter: Adapter | undefined = world.adapter): Promise<Outbox> =>
  await openOutbox({
    database,
    adapterOf: () => adapter,
    failed: (_, error) => failures.push(error),
    pause: async (ms) => void pausesMs.push(ms),
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'outbox-'));
  database = openDatabase(folder);
  world = platform();
  pausesMs = [];
  failures = [];
  outbox = await open();
});
afterEach(async () => {
  world.release();
  await outbox.close(1000);
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const words = (...texts: string[]): Part[][] => texts.map((one) => [text(one)]);
const end = (): Promise<void> => outbox.settled('t', 10_000);

describe('a reply', () => {
  it('is posted once and edited as it grows, in order', async () => {
    await outbox.put(turn('t'), words('one'), 'streaming', false);
    await end();
    await outbox.put(turn('t'), words('one and', 'two'), 'streaming', false);
    await end();
    await outbox.put(turn('t'), words('one and', 'two'), 'complete', true);
    await end();
    expect(world.shown()).toEqual(['t:0 complete: one and', 't:1 complete: two']);
    expect(world.calls).toEqual(['post t:0 r1', 'edit t:0 r2', 'post t:1 r1', 'edit t:0 r3', 'edit t:1 r2']);
  });

  it('is not sent again when nothing changed', async () => {
    for (let n = 0; n < 3; n++) {
      await outbox.put(turn('t'), words('one'), 'complete', true);
      await end();
    }
    expect(world.calls).toEqual(['post t:0 r1']);
  });

  it('skips what became old while a call was under way, and has one call under way', async () => {
    world.faults.push('held');
    await outbox.put(turn('t'), words('1'), 'streaming', false);
    await world.holding();
    for (const n of ['12', '123', '1234']) await outbox.put(turn('t'), words(n), 'streaming', false);
    await settled();
    expect(world.calls).toEqual(['post t:0 r1']);
    world.release();
    await end();
    expect(world.calls).toEqual(['post t:0 r1', 'edit t:0 r4']);
    expect(world.shown()).toEqual(['t:0 streaming: 1234']);
  });

  it('takes back messages when it ends shorter than it was', async () => {
    await outbox.put(turn('t'), words('one', 'two', 'three'), 'streaming', false);
    await end();
    await outbox.put(turn('t'), words('one'), 'streaming', false);
    await end();
    expect(world.shown()).toHaveLength(3);
    await outbox.put(turn('t'), words('one'), 'complete', true);
    await end();
    expect(world.shown()).toEqual(['t:0 complete: one', 't:1 complete: ', 't:2 complete: ']);
  });

  it('does not wait for another reply that cannot be sent', async () => {
    world.faults.push('held');
    await outbox.put(turn('t'), words('held'), 'complete', true);
    await world.holding();
    await outbox.put(turn('u'), words('other'), 'complete', true);
    await outbox.settled('u', 10_000);
    expect(world.shown()).toEqual(['u:0 complete: other']);
  });
});

describe('a platform that fails', () => {
  const once = ['t:0 complete: one'];
  const put = async (): Promise<void> => {
    await outbox.put(turn('t'), words('one'), 'complete', true);
    await end();
  };

  it('is read back when an answer was lost: nothing is posted twice', async () => {
    world.faults.push('answer-lost');
    await put();
    expect(world.shown()).toEqual(once);
    expect(world.calls).toEqual(['post t:0 r1', 'find t:0']);
  });

  it('is read back when a request was lost, and then posted to', async () => {
    world.faults.push('request-lost', 'find-lost', 'answer-lost');
    await put();
    expect(world.shown()).toEqual(once);
    expect(world.calls).toEqual(['post t:0 r1', 'find t:0', 'find t:0', 'post t:0 r1', 'find t:0']);
  });

  it('is given the newest form after an answer was lost, over the message that stands', async () => {
    outbox = await open({
      ...world.adapter,
      async deliver(delivery) {
        if (delivery.revision === 1) await outbox.put(turn('t'), words('newer'), 'complete', true);
        return world.adapter.deliver(delivery);
      },
    });
    world.faults.push('answer-lost');
    await put();
    expect(world.shown()).toEqual(['t:0 complete: newer']);
  });

  it('is left alone longer and longer, or as long as it asks', async () => {
    world.faults.push('request-lost', 'rate-limited', ...Array<Fault>(9).fill('request-lost'));
    await put();
    expect(world.shown()).toEqual(once);
    expect(pausesMs.slice(0, 4)).toEqual([500, 7000, 2000, 4000]);
    expect(Math.max(...pausesMs)).toBe(60_000);
    expect(failures).toHaveLength(11);
  });

  it('may be waited for by many replies at once', async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error): void => void warnings.push(warning);
    process.on('warning', warned);
    const COUNT = 11;
    let waiting = 0;
    outbox = await openOutbox({
      database,
      adapterOf: () => undefined,
      failed: () => undefined,
      pause: (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve());
          waiting++;
        }),
    });
    for (let n = 0; n < COUNT; n++) await outbox.put(turn(`t${n}`), words('one'), 'complete', true);
    while (waiting < COUNT) await settled();
    await settled(); // warnings are told a step later
    process.off('warning', warned);
    expect(warnings).toEqual([]);
  });

  it('is not asked again for what it refuses, until that changes', async () => {
    world.faults.push('refused');
    await put();
    await put();
    expect(world.shown()).toEqual([]);
    expect(failures).toMatchObject([{ code: 'rejected' }]);
    await outbox.put(turn('t'), words('changed'), 'complete', true);
    await end();
    expect(world.shown()).toEqual(['t:0 complete: changed']);
  });

  it('is not asked for ever by a mistake in its adapter', async () => {
    world.faults.push(...Array<Fault>(5).fill('mistake'));
    await put();
    expect(failures).toHaveLength(5);
    expect(world.shown()).toEqual([]);
  });
});

describe('after a crash', () => {
  /** The process that sent is gone: its calls may arrive, their answers do not. */
  const crash = async (adapter?: Adapter): Promise<void> => {
    outbox = await open(adapter);
    await outbox.resume();
  };

  it('a message that arrived is found, one that did not is posted', async () => {
    world.faults.push('held');
    await outbox.put(turn('t'), words('one', 'two'), 'complete', true);
    await world.holding();
    const lost = outbox;
    world.calls.length = 0;
    await crash();
    await end();
    expect(world.calls).toEqual(['find t:0', 'post t:0 r1', 'find t:1', 'post t:1 r1']);
    expect(world.shown()).toEqual(['t:0 complete: one', 't:1 complete: two']);
    await lost.close(0);
  });

  it('the reply made again replaces what stands, though it comes out shorter', async () => {
    await outbox.put(turn('t'), words('half of', 'the'), 'streaming', false);
    await end();
    await crash();
    await outbox.put(turn('t'), words('half'), 'streaming', false);
    await outbox.put(turn('t'), words('whole'), 'complete', true);
    await end();
    expect(world.shown()).toEqual(['t:0 complete: whole', 't:1 complete: ']);
  });

  it('what was never sent is not taken back', async () => {
    world.faults.push('request-lost');
    await outbox.put(turn('t'), words('one', 'two'), 'streaming', false);
    await outbox.close(1000);
    await crash();
    await outbox.put(turn('t'), words('one'), 'complete', true);
    await end();
    expect(world.shown()).toEqual(['t:0 complete: one']);
  });

  it('what has no adapter any more waits for one', async () => {
    await outbox.close(0);
    outbox = await openOutbox({
      database,
      adapterOf: () => undefined,
      failed: (_, error) => failures.push(error),
      pause: () => outbox.close(0),
    });
    await outbox.put(turn('t'), words('one'), 'complete', true);
    await end();
    expect(failures).toMatchObject([{ message: 'No adapter runs for local: configure that platform again.' }]);
    await crash();
    await end();
    expect(world.shown()).toEqual(['t:0 complete: one']);
  });
});

describe('what is shown of a verdict', () => {
  const verdicts: Verdict[] = [
    { kind: 'allow', part: text('fine') },
    { kind: 'replace', part: text('softened'), rule: 'tone' },
    { kind: 'hold', part: picture('1', { name: '#4' }), rule: 'faces' },
    { kind: 'hold', part: text('a secret'), rule: 'secrets' },
    { kind: 'refuse', rule: 'violence', reason: 'graphic violence is not drawn here' },
  ];

  it('is the part, its replacement, or a line that names the rule and nothing that was held', () => {
    const shown = verdicts.map(shownPart).map((part) => (part.kind === 'text' ? part.text : part.name));
    expect(shown).toEqual([
      'fine',
      'softened',
      '_Picture #4 waits for a moderator (rule: faces)._',
      '_This part waits for a moderator (rule: secrets)._',
      '_Not shown (rule: violence): graphic violence is not drawn here._',
    ]);
  });

  it('is cut to what the platform takes, and stands when a finished reply has been delivered', async () => {
    const deliver = createDeliver({ outbox, replies: await openReplies(database), adapterOf: () => world.adapter });
    await deliver(turn('t'), verdicts.slice(0, 1), 'streaming');
    await deliver(turn('t'), verdicts, 'complete');
    expect(world.shown()).toEqual([
      't:0 complete: fine|softened|_Picture #4 waits for a moderator (rule: faces)._',
      't:1 complete: _This part waits for a moderator (rule: secrets)._',
      't:2 complete: _Not shown (rule: violence): graphic violence is not drawn here._',
    ]);
  });

  it('says so when nothing came', async () => {
    const deliver = createDeliver({ outbox, replies: await openReplies(database), adapterOf: () => world.adapter });
    await deliver(turn('t'), [], 'streaming');
    expect(world.calls).toEqual([]);
    await deliver(turn('t'), [{ kind: 'allow', part: text(' ') }], 'complete');
    expect(world.shown()).toEqual(['t:0 complete: _Nothing came out of this: ask again, or in other words._']);
  });
});
