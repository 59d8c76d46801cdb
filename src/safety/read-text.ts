/** A file that somebody names on the command line. */
import { readFileSync } from 'node:fs';
import { ConfigError } from '../core/errors.ts';

/** Throws ConfigError when it cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(
      'invalid-input',
      `Expected a file at ${file}, but it cannot be read (${(error as NodeJS.ErrnoException).code}): check the name.`,
    );
  }
}
