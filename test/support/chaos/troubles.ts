/** What goes wrong: each trouble resolves when its own part of it is over, and leaves everything running again. */
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Program } from './process.ts';
import type { Stage } from './stage.ts';

/** Within the time that a turn may wait: a longer jump forward is told to who asked, as it should be. */
const JUMP_MS = 5 * 60_000;
/** Longer than a worker's heartbeat fades. */
const FROZEN_MS = 15_000;

export interface Trouble {
  readonly name: string;
  /** How often it comes, beside the others. */
  readonly weight: number;
  run(): Promise<void>;
}

export function troublesOf(stage: Stage, random: () => number): Trouble[] {
  const { place, hasOwnDisk, redis, postgres, gateway, workers } = stage;
  const between = (least: number, most: number): number => least + random() * (most - least);
  const worker = (): Program => workers[Math.floor(random() * workers.length)] as Program;
  const trouble = (name: string, weight: number, run: Trouble['run']): Trouble => ({ name, weight, run });

  const again = async (one: Program, signal: NodeJS.Signals): Promise<void> => {
    await one.end(signal);
    await one.start();
  };
  const restart = async (server: { end(signal: NodeJS.Signals): Promise<void>; start(): Promise<void> }, signal: NodeJS.Signals) => {
    await server.end(signal);
    await wait(between(0, 1500));
    await server.start();
  };
  const freeze = async (frozen: Program): Promise<void> => {
    frozen.signal('SIGSTOP');
    await wait(FROZEN_MS);
    frozen.signal('SIGCONT');
  };
  const fillDisk = async (): Promise<void> => {
    const filler = join(place.dataDir, 'filler');
    const { bavail, bsize } = statfsSync(place.dataDir);
    try {
      writeFileSync(filler, Buffer.alloc(bavail * bsize));
    } catch {
      // Full before all of it was written, which is what is wanted.
    }
    await wait(between(500, 2500));
    rmSync(filler, { force: true });
  };

  return [
    trouble('gateway killed', 4, () => again(gateway, 'SIGKILL')),
    trouble('gateway ended', 1, () => again(gateway, 'SIGTERM')),
    trouble('worker killed', 8, () => again(worker(), 'SIGKILL')),
    trouble('worker ended', 2, () => again(worker(), 'SIGTERM')),
    trouble('worker frozen', 1, () => freeze(worker())),
    trouble('Redis killed', 2, () => restart(redis, 'SIGKILL')),
    trouble('Redis ended', 1, () => restart(redis, 'SIGTERM')),
    ...(postgres
      ? [
          trouble('Postgres connections cut', 4, () => postgres.cut()),
          trouble('Postgres ended', 1, () => restart(postgres, 'SIGINT')),
          trouble('Postgres killed', 2, () => restart(postgres, 'SIGKILL')),
        ]
      : []),
    ...(hasOwnDisk ? [trouble('disk full', 2, fillDisk)] : []),
    trouble('clock moved', 2, async () => gateway.say(`jump ${Math.round(between(-JUMP_MS, JUMP_MS))}`)),
  ];
}

/** Each kind once before any comes by its weight. */
export function* drawn(kinds: readonly Trouble[], random: () => number): Generator<Trouble, never> {
  const once = [...kinds];
  while (once.length > 0) yield* once.splice(Math.floor(random() * once.length), 1);
  const weighed = kinds.flatMap((kind) => Array<Trouble>(kind.weight).fill(kind));
  for (;;) yield weighed[Math.floor(random() * weighed.length)] as Trouble;
}
