import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWordClassifier } from '../../engine/model/word-classifier.ts';
import { writeWordClassifier } from '../support/word-classifier.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'words-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('a text classifier', () => {
  it('gives each label that has a category its score, from the first token to far beyond its window', async () => {
    writeWordClassifier(dir);
    const classifier = await openWordClassifier(dir, 1);
    const [found] = await classifier.find('They SMITE the rock');
    expect(found).toMatchObject({ label: 'blow', category: 'violence' });
    expect(found?.score).toBeCloseTo(1 / (1 + Math.exp(-3)), 5);
    expect(await classifier.find('a flower in a field')).toEqual([]);
    expect(await classifier.find('')).toEqual([]);
    expect(await classifier.find(`${'word '.repeat(15)}smite`)).toHaveLength(1);
    expect(classifier.categories).toEqual(['violence']);
    await classifier.release();
  });

  it.each([
    [{ labels: [{ label: 'one' }] }, /does not fit model.json|output logits/],
    [{ file: { name: 'words.onnx', sha256: '0'.repeat(64) } }, /is not the file that classifier.json speaks of/],
    [{ file: { name: 'gone.onnx', sha256: '0'.repeat(64) } }, /gone.onnx is missing from/],
    [{ output: { name: 'logits', activation: 'sum' } }, /does not keep the contract at output.activation/],
  ])('that is broken is told where: %j', async (changes, said) => {
    writeWordClassifier(dir, changes);
    await expect(openWordClassifier(dir, 1)).rejects.toThrow(said);
  });

  it('whose numbers are no scores, or whose tokenizer cannot be read, is told, too', async () => {
    writeWordClassifier(dir, { output: { name: 'logits', activation: 'none' } });
    const classifier = await openWordClassifier(dir, 1);
    await expect(classifier.find('smite')).rejects.toThrow(/scores that are not between 0 and 1/);
    await classifier.release();
    writeFileSync(join(dir, 'tokenizer.json'), 'no');
    await expect(openWordClassifier(dir, 1)).rejects.toThrow(/tokenizer.json cannot be read/);
  });
});
