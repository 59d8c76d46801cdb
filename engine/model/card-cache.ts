/**
 * Keys and values that stay on a graphics card. The language model leaves those of new positions there; a graph made here puts them
 * behind the ones that were, on the card, and nothing of them is ever read back.
 */

import { collectGraph } from './collect-graph.ts';
import { bytesPerToken, type KvCache, kvNames, type Past, type PastFeeds, type Present, widthOf } from './kv-cache.ts';
import type { Manifest } from './manifest.ts';
import { cacheLost } from './model-error.ts';
import type { CardFeed, CardTensor, Feed, Graph, Outputs } from './session.ts';

type Language = Manifest['language'];

/** The same positions of all buffers, (N, kvHeads · headDim) each. They never change, so that sequences share them; the last holder lets go. */
export class CardRows {
  readonly tensors: readonly CardTensor[];
  readonly positions: number;
  #holders = 1;

  constructor(tensors: readonly CardTensor[], positions: number) {
    this.tensors = tensors;
    this.positions = positions;
  }

  shared(): CardRows {
    this.#holders += 1;
    return this;
  }

  release(): void {
    this.#holders -= 1;
    if (this.#holders === 0) for (const tensor of this.tensors) tensor.release();
  }
}

/** Some positions of rows, in this order; one may come twice. */
interface Piece {
  readonly rows: CardRows;
  readonly positions: readonly number[];
}

const upTo = (end: number, from = 0): number[] => Array.from({ length: end - from }, (_, i) => from + i);

/** The card: what is put together there. */
export class Card {
  readonly #language: Language;
  readonly #open: (bytes: Uint8Array, staying: readonly string[]) => Promise<Graph>;
  /** By the number of pieces. */
  readonly #graphs = new Map<number, Promise<Graph>>();
  /** True once the device failed: what it held is gone. */
  readonly isLost: () => boolean;

  constructor(language: Language, open: (bytes: Uint8Array, staying: readonly string[]) => Promise<Graph>, isLost: () => boolean) {
    this.#language = language;
    this.#open = open;
    this.isLost = isLost;
  }

  /** Undefined where the provider cannot run the graph that caches grow by. */
  static async open(...args: ConstructorParameters<typeof Card>): Promise<Card | undefined> {
    const card = new Card(...args);
    try {
      await card.#graph(2);
      return card;
    } catch {
      return undefined;
    }
  }

  bytesOf(positions: number): number {
    return positions * bytesPerToken(this.#language);
  }

  /** New rows: the pieces one behind the other. */
  async collect(pieces: readonly Piece[]): Promise<CardRows> {
    if (this.isLost()) throw cacheLost();
    const names = kvNames(this.#language);
    const width = widthOf(this.#language);
    const feeds: Record<string, Feed | CardFeed> = {};
    for (const [i, { rows, positions }] of pieces.entries()) {
      feeds[`at.${i}`] = { data: BigInt64Array.from(positions, BigInt), shape: [positions.length] };
      for (const [buffer, name] of names.entries()) {
        feeds[`in.${name}.${i}`] = { card: rows.tensors[buffer] as CardTensor, shape: [rows.positions, width] };
      }
    }
    const outputs = await (await this.#graph(pieces.length)).run(feeds);
    return onCard(
      outputs,
      names.map((name) => `out.${name}`),
      pieces.reduce((sum, { positions }) => sum + positions.length, 0),
    );
  }

  #graph(pieces: number): Promise<Graph> {
    let graph = this.#graphs.get(pieces);
    if (!graph) {
      const names = kvNames(this.#language);
      const staying = names.map((name) => `out.${name}`);
      graph = this.#open(collectGraph(names, pieces, widthOf(this.#language)), staying);
      this.#graphs.set(pieces, graph);
    }
    return graph;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#graphs.values()].map(async (graph) => (await graph).release()));
  }

  /**
   * The `past.*` inputs of several sequences, padded on the left to the longest with positions that the mask hides. One alone is fed
   * as it lies there.
   */
  async pastFeeds(items: readonly { readonly cache: CardCache; readonly past: number }[]): Promise<PastFeeds> {
    const longest = Math.max(...items.map(({ past }) => past));
    const pieces = items.map(({ cache, past }) => {
      if (!cache.rows) throw cacheLost();
      return { rows: cache.rows, positions: [...new Array<number>(longest - past).fill(0), ...upTo(past)] };
    });
    const lone = pieces.length === 1 ? pieces[0]?.rows : undefined;
    const rows = lone?.positions === longest ? lone.shared() : await this.collect(pieces);
    const { kvHeads, headDim } = this.#language;
    const shape = [items.length, longest, kvHeads, headDim];
    const feeds = kvNames(this.#language).map((name, i) => [`past.${name}`, { card: rows.tensors[i] as CardTensor, shape }] as const);
    return { feeds: Object.fromEntries(feeds), release: () => rows.release() };
  }
}

/** Outputs that stayed on the card. */
export function onCard(outputs: Outputs, names: readonly string[], positions: number): CardRows {
  const { card } = outputs;
  if (!card) throw cacheLost(); // they came from the CPU
  return new CardRows(names.map(card), positions);
}

/** Keys and values of new positions: rows from `from` on. Whoever takes them lets go of the rows. */
export interface CardPresent {
  readonly rows: CardRows;
  readonly from: number;
}

export class CardCache implements KvCache {
  readonly #card: Card;
  rows: CardRows | undefined;

  constructor(card: Card, rows?: CardRows) {
    this.#card = card;
    this.rows = rows;
  }

  get bytes(): number {
    return this.#card.bytesOf(this.rows?.positions ?? 0);
  }

  async write(at: number, present: Present, count: number): Promise<void> {
    if (!('rows' in present)) throw cacheLost();
    const { rows, from } = present;
    try {
      if (at > 0 && !this.rows) throw cacheLost();
      const whole = at === 0 && from === 0 && count === rows.positions;
      const behind = { rows, positions: upTo(from + count, from) };
      const made = whole
        ? rows.shared()
        : await this.#card.collect(this.rows && at > 0 ? [{ rows: this.rows, positions: upTo(at) }, behind] : [behind]);
      this.release();
      this.rows = made;
    } finally {
      rows.release();
    }
  }

  /** Shares all of what is there: nothing of it changes. */
  copy(): KvCache {
    return new CardCache(this.#card, this.rows?.shared());
  }

  release(): void {
    this.rows?.release();
    this.rows = undefined;
  }
}

/** Whether all of them lie on the card; `cache-lost` where some do and others were moved off it. */
export function allOnCard(items: readonly Past[]): items is readonly { readonly cache: CardCache; readonly past: number }[] {
  const count = items.filter(({ cache, past }) => cache instanceof CardCache && past > 0).length;
  if (count > 0 && count < items.length) throw cacheLost();
  return count > 0;
}
