/** A graphics card for the sum model: it holds arrays, counts those that nobody let go of, and is lost when it is told to be. */
import { Card } from '../../engine/model/card-cache.ts';
import type { LanguageModel } from '../../engine/model/context.ts';
import { type DeviceState, FallingBack } from '../../engine/model/device.ts';
import { ModelError } from '../../engine/model/model-error.ts';
import type { CardFeed, CardTensor, Feed, Graph } from '../../engine/model/session.ts';
import { sumModel } from './sum-model.ts';

class Held implements CardTensor {
  readonly data: Float32Array;
  readonly #all: Set<Held>;

  constructor(data: Float32Array, all: Set<Held>) {
    this.data = data;
    this.#all = all;
    all.add(this);
  }

  release(): void {
    if (!this.#all.delete(this)) throw new Error('let go of twice');
  }
}

export interface SumCard {
  readonly model: LanguageModel;
  /** Tensors that it holds. */
  readonly held: ReadonlySet<unknown>;
  /** Calls that ran there. */
  calls(): number;
  readonly told: readonly DeviceState[];
}

/** `onCall` is told of each call before it runs. The card is lost after `callsAtMost`. */
export function sumCard(callsAtMost = Number.POSITIVE_INFINITY, onCall?: (call: number) => void): SumCard {
  const held = new Set<Held>();
  const told: DeviceState[] = [];
  let calls = 0;
  const running = new FallingBack('webgpu', (state) => told.push(state));
  const here = (graph: Graph, run: Graph['run']): Graph => ({
    ...graph,
    run: async (feeds) => {
      calls += 1;
      onCall?.(calls);
      if (calls > callsAtMost) throw new ModelError('run-failed', 'the card was pulled out.');
      return run(feeds);
    },
  });
  const seen = (feed: Feed | CardFeed): Feed =>
    'data' in feed ? feed : { data: held.has(feed.card as Held) ? (feed.card as Held).data : gone(), shape: feed.shape };
  const model = sumModel(1024, undefined, ({ manifest, graphs }) => {
    const { languageModel } = graphs;
    const onCard = here(languageModel, async (feeds) => {
      const outputs = await languageModel.run(Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, seen(feed)])));
      return Object.assign((name: string) => outputs(name), { card: (name: string) => new Held(outputs(name), held) });
    });
    // FallingBack opens it again on the CPU when it is first asked there.
    const moving = running.open(async (device) => (device === 'cpu' ? languageModel : onCard));
    const collecting = async (_: Uint8Array, staying: readonly string[]): Promise<Graph> =>
      running.open(async () =>
        here(languageModel, async (feeds) => {
          const made = new Map(staying.map((name) => [name, collected(feeds, name.slice('out.'.length))]));
          return Object.assign(() => gone(), { card: (name: string) => new Held(made.get(name) ?? gone(), held) });
        }),
      );
    const collected = (feeds: Readonly<Record<string, Feed | CardFeed>>, name: string): Float32Array => {
      const values: number[] = [];
      for (let i = 0; feeds[`at.${i}`]; i++) {
        const [at, rows] = [seen(feeds[`at.${i}`] as Feed).data, seen(feeds[`in.${name}.${i}`] as CardFeed).data];
        for (const position of at) values.push(Number(rows[Number(position)]));
      }
      return Float32Array.from(values);
    };
    return {
      manifest,
      graphs: { ...graphs, languageModel: { ...languageModel, run: async (feeds) => (await moving).run(feeds) } },
      card: new Card(manifest.language, collecting, () => running.state.name !== 'webgpu'),
    };
  });
  return { model, held, calls: () => calls, told };
}

const gone = (): never => {
  throw new Error('read from the card, or after it was let go of');
};
