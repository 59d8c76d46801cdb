/** Models imported from the official layout, unlike the published one in every number, against what a reference in PyTorch computed. */
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkModel } from '../../engine/model/index.ts';

describe.each([
  ['one-key-head', 41, '16 greedy ids'],
  ['qwen-pooled', 37, 'pooled condition of nothing'],
])('%s', (name, count, row) => {
  it('computes the same, within 1e-4 a graph and 1e-3 after the loop', async () => {
    const dir = resolve(import.meta.dirname, name);
    const rows = [];
    for await (const found of checkModel(join(dir, 'model'), { threads: 1, vectors: dir })) rows.push(found);
    expect(rows.filter(({ passed }) => passed === false)).toEqual([]);
    expect(rows.map((found) => found.name)).toContain(row);
    expect(rows.length).toBe(count);
  });
});
