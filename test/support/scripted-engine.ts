/** An engine that plays a script: fixed words and shapes at the pace it is told. For tests; no command can select it. */
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { editName, namesIn, nextName } from '../../src/core/ledger.ts';
import type { Engine, EngineEvent, Preview } from '../../src/core/ports.ts';
import type { PictureName, PlanStep } from '../../src/core/types.ts';

const STEPS = 8;
const SIDE_PX = 128;

const COLOURS = ['red', 'blue', 'green', 'yellow', 'purple', 'orange', 'black'];
const TINTS: Record<string, string> = {
  red: '#e0524d',
  blue: '#4a79d9',
  green: '#4fa56a',
  yellow: '#f2c84b',
  purple: '#8d65c5',
  orange: '#ec9347',
};

function scene(text: string, night: boolean): string {
  const colours = COLOURS.filter((colour) => text.includes(colour)).map((colour) => TINTS[colour] ?? '#333');
  const [first = '#e0524d', second = '#4a79d9'] = colours;
  const sky = night ? '#26335c' : '#bfe0f5';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE_PX}" height="${SIDE_PX}"><rect width="128" height="128" fill="${sky}"/>
    <rect y="92" width="128" height="36" fill="#8cbf78"/><circle cx="40" cy="70" r="24" fill="${first}"/><rect x="72" y="50" width="42" height="42" fill="${second}"/></svg>`;
}

async function previewOf(png: Buffer, noise: number): Promise<Preview> {
  const small = await sharp(png).resize(16, 16).removeAlpha().raw().toBuffer();
  const rgb = Uint8Array.from(small, (level, i) => level * (1 - noise) + ((i * 7919) % 256) * noise);
  return { widthPx: 16, heightPx: 16, rgb };
}

/** Closed, it holds every picture at its fourth step until it is opened. */
export interface Gate {
  close(): void;
  open(): void;
  passed(): Promise<void>;
}

export function createGate(): Gate {
  let closed: { readonly opened: Promise<void>; readonly open: () => void } | undefined;
  return {
    close() {
      let open = () => {};
      const opened = new Promise<void>((resolve) => {
        open = resolve;
      });
      closed = { opened, open };
    },
    open() {
      closed?.open();
      closed = undefined;
    },
    passed: () => closed?.opened ?? Promise.resolve(),
  };
}

export interface ScriptedOptions {
  readonly stepMs: number;
  readonly wordMs: number;
  readonly gate?: Gate;
}

const cut = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

export function scriptedEngine({ stepMs, wordMs, gate }: ScriptedOptions): Engine {
  async function* write(part: number, text: string, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    for (const word of text.split(/(?<=\s)/)) {
      await wait(wordMs, undefined, { signal });
      yield { type: 'text-delta', part, text: word };
    }
    yield { type: 'text-end', part, text };
  }

  async function* draw(
    part: number,
    name: PictureName,
    parent: PictureName | undefined,
    caption: string,
    seed: number,
    signal: AbortSignal,
  ): AsyncGenerator<EngineEvent> {
    const from = parent ? { parent } : {};
    yield { type: 'image-start', part, name, caption, steps: STEPS, ...from };
    const png = await sharp(Buffer.from(scene(caption, caption.includes('night'))))
      .png()
      .toBuffer();
    for (let step = 1; step <= STEPS; step++) {
      await wait(stepMs, undefined, { signal });
      const preview = await previewOf(png, 1 - step / STEPS);
      yield { type: 'image-step', part, name, step, steps: STEPS, preview };
      if (step === 4 && gate) await Promise.race([gate.passed(), cut(signal)]);
    }
    yield { type: 'image-end', part, name, caption, seed, png, widthPx: SIDE_PX, heightPx: SIDE_PX, ...from };
  }

  return {
    modelId: 'scripted-1',
    async *generate(request, signal) {
      const asked =
        request.messages
          .at(-1)
          ?.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
          .join(' ') ?? '';
      const taken = request.pictures.map((row) => row.name);
      const target = request.pictures.find((row) => namesIn(asked).includes(row.name));
      const usage = { promptTokens: 10, writtenTokens: 20, pictures: 1, denoiseSteps: STEPS, engineMs: 1 };
      const subject = asked.replace(/^#\S+\s*/, '').replace(/^draw\s+/i, '');
      const plan = (steps: PlanStep[]): EngineEvent => ({
        type: 'plan',
        plan: { turnId: request.turnId, promptVersion: 'scripted', steps },
      });
      const { task } = request;
      if (task?.kind === 'redo' || task?.kind === 'edit') {
        const old = task.reply[task.part];
        if (old?.kind !== 'image') yield* write(task.part, 'Said in other words.', signal);
        else {
          const row = request.pictures.find(({ name }) => name === old.name);
          const caption = [row?.caption, task.kind === 'edit' && task.instruction].filter(Boolean).join(', ');
          yield* draw(task.part, editName(old.name, taken), task.kind === 'edit' ? old.name : row?.parent, caption, request.seed, signal);
        }
      } else if (task?.kind === 'vary' || task?.kind === 'upscale') {
        const row = request.pictures.find(({ name }) => name === task.picture);
        for (let part = 0; part < (task.kind === 'vary' ? task.count : 1); part++) {
          const name = editName(task.picture, taken);
          taken.push(name);
          yield* draw(part, name, task.picture, `${row?.caption}, once more`, request.seed + part, signal);
        }
      } else if (/^show two/i.test(asked)) {
        const [first, second] = ['a red circle', 'a blue square'];
        const name = nextName(taken);
        const next = nextName([...taken, name]);
        yield plan([
          { kind: 'draw', name, caption: first },
          { kind: 'write' },
          { kind: 'draw', name: next, caption: second },
          { kind: 'write' },
        ]);
        yield* draw(0, name, undefined, first, request.seed, signal);
        yield* write(1, `${name} is round.`, signal);
        yield* draw(2, next, undefined, second, request.seed, signal);
        yield* write(3, `${next} has corners.`, signal);
      } else if (/^(why|how|what)/i.test(asked)) {
        const name = nextName(taken);
        const caption = 'drops falling from a blue cloud onto green hills';
        yield plan([{ kind: 'write' }, { kind: 'draw', name, caption }, { kind: 'write' }]);
        yield* write(
          0,
          'Warm air carries water up. There it **cools**, and the water becomes tiny drops.\n\n1. They meet and grow.\n2. When they are too heavy, they fall.\n',
          signal,
        );
        yield* draw(1, name, undefined, caption, request.seed, signal);
        yield* write(
          2,
          `In ${name} the cloud is blue; a real one looks grey, because it is thick. See [the water cycle](https://example.com/water).`,
          signal,
        );
      } else if (target) {
        const name = editName(target.name, taken);
        const caption = `${target.caption}, ${subject}`;
        yield plan([{ kind: 'edit', name, target: target.name, caption }, { kind: 'write' }]);
        yield* draw(0, name, target.name, caption, request.seed, signal);
        yield* write(1, `Here is ${target.name} again, ${subject}. Only what you asked for has changed.`, signal);
      } else {
        const name = nextName(taken);
        yield plan([{ kind: 'draw', name, caption: subject }, { kind: 'write' }]);
        yield* draw(0, name, undefined, subject, request.seed, signal);
        yield* write(1, `This is ${subject}.`, signal);
      }
      yield { type: 'done', status: 'complete', usage };
    },
    async close() {},
  };
}
