/**
 * Prompts: `prompts/<id>.md`, reviewed like code. Front matter, then the text; `{{name}}` stands for an input. What comes in
 * is data: it is put in as a JSON string, in one line and bounded, so it can neither end its quotes nor begin a new line.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const INPUT_CHARS_AT_MOST = 2000;

export interface Prompt {
  readonly id: string;
  readonly version: number;
  readonly inputs: readonly string[];
  /** Of the answer. */
  readonly maxTokens: number;
  render(inputs?: Readonly<Record<string, string>>): string;
}

/** Throws when a prompt is not as it says: that is a mistake of ours, found by the first test that reads it. */
export function parsePrompt(file: string): Prompt {
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(file) ?? [];
  const field = (name: string): string => new RegExp(`^${name}: *(.*)$`, 'm').exec(head)?.[1]?.trim() ?? '';
  const inputs = field('inputs')
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  const [id, version, maxTokens] = [field('id'), Number(field('version')), Number(field('maxTokens'))];
  const used = new Set([...body.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name));
  const agrees = used.size === inputs.length && inputs.every((name) => used.has(name));
  if (!id || !(version > 0) || !(maxTokens > 0) || !agrees) {
    throw new Error(`Expected a prompt with id, version, maxTokens and the inputs that its text uses; got ${JSON.stringify(head)}.`);
  }
  const text = body.trim();
  return {
    id,
    version,
    inputs,
    maxTokens,
    render: (given = {}) => text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => quoted(given[name] ?? '')),
  };
}

const quoted = (text: string): string => JSON.stringify(text.replace(/\s+/g, ' ').trim().slice(0, INPUT_CHARS_AT_MOST));

export function readPrompt(id: string): Prompt {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'prompts', `${id}.md`)) && dirname(folder) !== folder) folder = dirname(folder);
  return parsePrompt(readFileSync(join(folder, 'prompts', `${id}.md`), 'utf8'));
}
