/** The WebGPU provider on SwiftShader, the software graphics card that comes with Chromium: what the CPU gives, it gives. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const CHROMIUM = '/usr/lib/chromium';
const SOFTWARE_CARD = `${CHROMIUM}/vk_swiftshader_icd.json`;
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

interface Probed {
  readonly device: { readonly name: string; readonly failure?: string };
  /** Of each text that was written. */
  readonly ids: readonly (readonly number[])[];
  /** Where keys and values lay: those that something was computed behind, those put together, what came of that, and new ones. */
  readonly places: Readonly<Record<'past' | 'in' | 'out' | 'present', readonly string[]>>;
  readonly condition: readonly number[];
  readonly rgb: readonly number[];
}

async function probe(folder: string, device: string, ...callsAtMost: string[]): Promise<Probed> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', path('../support/gpu/probe.ts'), path(folder), device, ...callsAtMost],
    { env: { ...process.env, LD_LIBRARY_PATH: CHROMIUM, VK_ICD_FILENAMES: SOFTWARE_CARD } },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

const apart = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

describe('WebGPU', () => {
  // Asserted, not assumed: where Chromium lies elsewhere this says so, and nothing is skipped in silence.
  it('has a software card to run on (npm run test:setup)', () => expect(existsSync(SOFTWARE_CARD)).toBe(true));

  it.each([
    ['tiny-ddpm', 64],
    ['tiny-flow', 32],
  ])(
    'writes the same tokens and paints the same picture as the CPU, and its caches never leave the card: %s',
    async (folder, sizePx) => {
      const [cpu, gpu] = [await probe(folder, 'cpu'), await probe(folder, 'webgpu')];
      expect([cpu.device, gpu.device]).toEqual([{ name: 'cpu' }, { name: 'webgpu' }]); // and did not fall back
      expect(gpu.ids).toEqual(cpu.ids);
      const onCard = ['gpu-buffer'];
      expect(gpu.places).toEqual({ past: onCard, in: onCard, out: onCard, present: onCard });
      expect(gpu.condition.length).toBeGreaterThan(0);
      expect(apart(gpu.condition, cpu.condition)).toBeLessThan(1e-3);
      expect(gpu.rgb.length).toBe(3 * sizePx * sizePx);
      expect(apart(gpu.rgb, cpu.rgb)).toBeLessThanOrEqual(1);
    },
    300_000,
  ); // shaders are compiled for a card that is made of instructions

  it('goes on with the same tokens on the CPU when the card is lost in the middle', async () => {
    const [cpu, lost] = [await probe('tiny-ddpm', 'cpu'), await probe('tiny-ddpm', 'webgpu', '50')];
    expect(lost.device).toMatchObject({ name: 'cpu', failure: expect.stringContaining('pulled out') });
    expect(lost.places.past).toEqual(['gpu-buffer']); // so there was something to lose
    expect(lost.ids).toEqual(cpu.ids);
  }, 300_000);
});
