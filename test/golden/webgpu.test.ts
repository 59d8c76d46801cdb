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
  readonly ids: readonly number[];
  readonly condition: readonly number[];
  readonly rgb: readonly number[];
}

async function probe(folder: string, device: string): Promise<Probed> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', path('../support/gpu/probe.ts'), path(folder), device],
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
    'writes the same tokens and paints the same picture as the CPU: %s',
    async (folder, sizePx) => {
      const [cpu, gpu] = [await probe(folder, 'cpu'), await probe(folder, 'webgpu')];
      expect([cpu.device, gpu.device]).toEqual([{ name: 'cpu' }, { name: 'webgpu' }]); // and did not fall back
      expect(gpu.ids).toEqual(cpu.ids);
      expect(gpu.condition.length).toBeGreaterThan(0);
      expect(apart(gpu.condition, cpu.condition)).toBeLessThan(1e-3);
      expect(gpu.rgb.length).toBe(3 * sizePx * sizePx);
      expect(apart(gpu.rgb, cpu.rgb)).toBeLessThanOrEqual(1);
    },
    300_000,
  ); // shaders are compiled for a card that is made of instructions
});
