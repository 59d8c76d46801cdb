/** Words about a covered picture are covered with it: what stands right before or after it in the reply, and what names it. */
import { namesIn } from '../core/ledger.ts';
import type { Part } from '../core/types.ts';

const isCover = (part: Part | undefined): boolean => part?.kind === 'image' && part.spoiler === true;

export function withCoveredWords(parts: readonly Part[]): Part[] {
  const covered = new Set(parts.flatMap((part) => (part.kind === 'image' && part.spoiler ? [part.name] : [])));
  return parts.map((part, at) => {
    if (part.kind !== 'text') return part;
    // What the program says beside a picture, that it was refused for one, says nothing of it.
    const isBeside = !part.said && (isCover(parts[at - 1]) || isCover(parts[at + 1]));
    return isBeside || namesIn(part.text).some((name) => covered.has(name)) ? { ...part, spoiler: true } : part;
  });
}
