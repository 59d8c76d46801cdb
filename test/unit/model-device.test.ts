import { describe, expect, it } from 'vitest';
import { chooseDevice, type Device, type DeviceState, FallingBack } from '../../engine/model/device.ts';
import { ModelError } from '../../engine/model/model-error.ts';
import type { Graph } from '../../engine/model/session.ts';

/** A machine on which some devices are installed and some of these work. */
const choose = (wanted: Device | 'auto', installed: readonly Device[], working: readonly Device[]) =>
  chooseDevice(
    wanted,
    (device) => installed.includes(device),
    async (device) => {
      if (!working.includes(device)) throw new ModelError('model-invalid', `no ${device}.`);
    },
  );

describe('a device', () => {
  it.each<[Device | 'auto', Device[], Device[], Device]>([
    ['auto', ['cuda', 'webgpu', 'cpu'], ['cuda', 'webgpu', 'cpu'], 'cuda'],
    ['auto', ['cuda', 'webgpu', 'cpu'], ['webgpu', 'cpu'], 'webgpu'],
    ['auto', ['webgpu', 'cpu'], ['cuda', 'webgpu', 'cpu'], 'webgpu'],
    ['auto', ['cuda', 'webgpu', 'cpu'], ['cpu'], 'cpu'],
    ['cpu', ['cuda', 'webgpu', 'cpu'], ['cuda', 'webgpu', 'cpu'], 'cpu'],
    ['webgpu', ['cuda', 'webgpu', 'cpu'], ['cuda', 'webgpu', 'cpu'], 'webgpu'],
  ])('%s, of %j installed and %j working, is %s', async (wanted, installed, working, chosen) => {
    expect(await choose(wanted, installed, working)).toBe(chosen);
  });

  it('that was asked for by name and does not work is an error that says what to do', async () => {
    await expect(choose('cuda', ['cpu'], ['cpu'])).rejects.toThrow(
      'The device cuda cannot run this model here; choose auto or cpu. no cuda.',
    );
  });
});

describe('graphs of a device that is lost', () => {
  /** Graphs that tell where they ran; those of the card fail from run `until` on. */
  function machine(until: number) {
    const opened: string[] = [];
    let runs = 0;
    const openOn =
      (name: string) =>
      async (device: Device): Promise<Graph> => {
        opened.push(`${name} on ${device}`);
        return {
          free: new Set(),
          async run() {
            if (device !== 'cpu' && ++runs >= until) throw new ModelError('run-failed', 'the device was lost.');
            return () => Float32Array.of(device === 'cpu' ? 0 : 1);
          },
          release: async () => {
            if (device !== 'cpu') throw new Error('the device was lost');
          },
        };
      };
    return { opened, openOn };
  }

  it('run on the CPU from the failed call on, all of them, and it is told once', async () => {
    const { opened, openOn } = machine(3);
    const told: DeviceState[] = [];
    const running = new FallingBack('webgpu', (state) => told.push(state));
    const [a, b] = [await running.open(openOn('a')), await running.open(openOn('b'))];
    const ranOn = async (graph: Graph) => ((await graph.run({}))('x')[0] === 0 ? 'cpu' : 'webgpu');
    expect([await ranOn(a), await ranOn(b), running.state]).toEqual(['webgpu', 'webgpu', { name: 'webgpu' }]);
    expect(await Promise.all([a, b, a, b].map(ranOn))).toEqual(['cpu', 'cpu', 'cpu', 'cpu']);
    expect(told).toEqual([{ name: 'cpu', failure: 'the device was lost.' }]);
    expect(running.state).toEqual(told[0]);
    expect(opened.sort()).toEqual(['a on cpu', 'a on webgpu', 'b on cpu', 'b on webgpu']);
    await a.release();
  });

  it('a failure on the CPU is a failure', async () => {
    const running = new FallingBack('cpu', () => expect.unreachable());
    const graph = await running.open(async () => ({
      free: new Set(),
      run: () => Promise.reject(new ModelError('run-failed', 'out of memory.')),
      release: async () => {},
    }));
    await expect(graph.run({})).rejects.toThrow('out of memory.');
  });
});
