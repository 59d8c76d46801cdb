/** Where graphs run: what this machine offers, and what happens when it fails in the middle of a run. */
import { cacheLost, ModelError } from './model-error.ts';
import type { Graph } from './session.ts';

export type Device = 'cuda' | 'webgpu' | 'cpu';

/** The device in use; `failure` says why it is no longer the one that was begun with. */
export interface DeviceState {
  readonly name: Device;
  readonly failure?: string;
}

/** From the fastest to the one that is always there. */
const DEVICES: readonly Device[] = ['cuda', 'webgpu', 'cpu'];

/**
 * `auto`: the first device that is installed and passes `tryOut`. Any other must pass, or there is a ModelError: a machine with a
 * graphics card shall not silently be a hundred times slower.
 */
export async function chooseDevice(
  wanted: Device | 'auto',
  isInstalled: (device: Device) => boolean,
  tryOut: (device: Device) => Promise<void>,
): Promise<Device> {
  if (wanted !== 'auto') {
    try {
      await tryOut(wanted);
      return wanted;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ModelError('model-invalid', `The device ${wanted} cannot run this model here; choose auto or cpu. ${reason}`, error);
    }
  }
  for (const device of DEVICES) {
    if (device === 'cpu' || !isInstalled(device)) continue;
    try {
      await tryOut(device);
      return device;
    } catch {
      // Installed and yet not usable, such as a driver without a card: the next one.
    }
  }
  return 'cpu';
}

/** Graphs of one device. When a call of theirs fails there, it and all later ones are made on the CPU; told once. */
export class FallingBack {
  #state: DeviceState;
  readonly #told: (state: DeviceState) => void;

  constructor(device: Device, told: (state: DeviceState) => void = () => {}) {
    this.#state = { name: device };
    this.#told = told;
  }

  get state(): DeviceState {
    return this.#state;
  }

  async open(openOn: (device: Device) => Promise<Graph>): Promise<Graph> {
    const device = this.#state.name;
    let graph = await openOn(device);
    if (device === 'cpu') return graph;
    let moving: Promise<void> | undefined;
    const move = async (): Promise<void> => {
      const lost = graph;
      graph = await openOn('cpu');
      await lost.release().catch(() => {}); // a lost device may not even let go
    };
    return {
      free: graph.free,
      run: async (feeds) => {
        if (this.#state.name === device) {
          try {
            return await graph.run(feeds);
          } catch (error) {
            this.#fail(error);
          }
        }
        // What lay on the card can't be fed to the CPU: whoever asks has to compute it again.
        if (Object.values(feeds).some((feed) => 'card' in feed)) throw cacheLost();
        moving ??= move();
        await moving;
        return graph.run(feeds);
      },
      release: () => graph.release(),
    };
  }

  #fail(error: unknown): void {
    if (this.#state.failure !== undefined) return;
    this.#state = { name: 'cpu', failure: error instanceof Error ? error.message : String(error) };
    this.#told(this.#state);
  }
}
