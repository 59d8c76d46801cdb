/** A thread as it is shown: one entry for each message, and for each reply that is waiting or being made. */
import { isFinal } from './live.ts';
import type { LivePart, LiveTurn, PageMessage, ThreadState } from './wire.ts';

export interface Entry {
  /** Stays the same while a reply goes from waiting to finished. */
  readonly key: string;
  readonly own: boolean;
  readonly parts: readonly LivePart[];
  /** Absent while nothing is stored yet. */
  readonly message?: PageMessage;
  /** Present while the reply is waiting or being made. */
  readonly turn?: LiveTurn;
  /** What the reader said of the reply. */
  readonly rated?: boolean;
}

const storedParts = (message: PageMessage): LivePart[] =>
  message.parts.map((part, index): LivePart => {
    const stale = part.stale ? { stale: part.stale } : {};
    const { spoiler } = part;
    if (part.kind === 'text') return { kind: 'text', part: index, text: part.text, ...stale, ...(spoiler && { spoiler }) };
    const { name, alt: caption, asset, receipt } = part;
    return {
      kind: 'image',
      part: index,
      name,
      caption,
      asset,
      step: 1,
      steps: 1,
      ...stale,
      ...(receipt && { receipt }),
      ...(spoiler && { spoiler }),
    };
  });

/** A reply that is made anew begins with its plan; one that is revised stands, but for what is being made of it. */
function shownParts(message: PageMessage, live: LiveTurn | undefined): readonly LivePart[] {
  if (!live || live.parts.length === 0) return storedParts(message);
  if (live.plan || !isFinal(message)) return live.parts;
  return storedParts(message).map((part) => live.parts.find((made) => made.part === part.part) ?? part);
}

export function entriesOf(state: ThreadState): Entry[] {
  const seen = new Set<string>();
  const entries = state.messages.map((message): Entry => {
    const { turnId } = message;
    const turn = state.turns.find((t) => t.turnId === turnId);
    // A long reply is several messages of one turn; the first of them takes over from the live one.
    const first = turnId !== undefined && !seen.has(turnId);
    if (first) seen.add(turnId);
    const live = first ? turn : undefined;
    const rated = turnId === undefined ? undefined : state.ratings[turnId];
    return {
      key: first ? `turn:${turnId}` : `message:${message.id}`,
      own: message.author.id === 'me',
      parts: shownParts(message, live),
      message,
      ...(live && { turn: live }),
      ...(rated !== undefined && { rated }),
    };
  });
  const waiting = state.turns.filter((turn) => !seen.has(turn.turnId));
  return [...entries, ...waiting.map((turn): Entry => ({ key: `turn:${turn.turnId}`, own: false, parts: turn.parts, turn }))];
}

/** A thread's title until its list has one. */
export function titleOf(state: ThreadState): string {
  const texts = state.messages.flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])));
  const [first = ''] = texts;
  return first.length > 80 ? `${first.slice(0, 79).trimEnd()}…` : first;
}
