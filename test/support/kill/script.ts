/** What the killed bot says in a turn, known to bot and test alike. */
import { createHash } from 'node:crypto';

/** Words before the picture, and words after it that take more than one message. */
export const textsOf = (turnId: string): readonly [string, string] => [
  `Turn ${turnId} begins.`,
  Array.from({ length: 6 }, (_, n) => `Sentence ${n} of turn ${turnId} says something.`).join(' '),
];

export const pictureOf = (turnId: string): Uint8Array => Buffer.concat(Array(64).fill(createHash('sha256').update(turnId).digest()));
