/** How a thread's state follows from its events. The server and the page run the same function, so they agree. */
import type { LivePart, LiveTurn, PageEvent, PageMessage, PageProgress, ThreadState } from './wire.ts';

export const emptyState: ThreadState = { messages: [], pictures: [], turns: [], ratings: {} };

type OfPart = Extract<PageProgress, { part: number }>;

/** A part as it is after one more event; undefined when the event says nothing about it. */
function nextPart(before: LivePart | undefined, event: OfPart): LivePart | undefined {
  switch (event.type) {
    case 'text-delta':
      return { kind: 'text', part: event.part, text: (before?.kind === 'text' ? before.text : '') + event.text };
    case 'image-start': {
      const { part, name, parent, caption, steps } = event;
      return { kind: 'image', part, name, caption, step: 0, steps, ...(parent && { parent }) };
    }
    case 'image-step':
      return before?.kind === 'image' ? { ...before, step: event.step, steps: event.steps, preview: event.preview } : before;
    case 'image-unseen':
      return { kind: 'withheld', part: event.part, coming: true };
    case 'image-end': {
      const { part, name, parent, caption, asset } = event;
      const steps = before?.kind === 'image' ? before.steps : 1;
      return { kind: 'image', part, name, caption, step: steps, steps, asset, ...(parent && { parent }) };
    }
    case 'verdict':
      if (event.verdict === 'allow') return before;
      if (event.verdict === 'replace') return { kind: 'withheld', part: event.part, coming: true };
      return { kind: 'withheld', part: event.part, ...(event.rule && { rule: event.rule }) };
  }
}

function nextTurn(turn: LiveTurn, event: PageProgress): LiveTurn {
  switch (event.type) {
    case 'queued':
      return {
        ...turn,
        ahead: event.ahead,
        ...(event.queuedAs && { queuedAs: event.queuedAs }),
        ...(event.etaMs && { etaMs: event.etaMs }),
      };
    case 'plan':
      // A plan begins the reply; after a crash it begins again, and what was shown before is void.
      return { turnId: turn.turnId, ahead: 0, plan: event.plan, parts: [] };
    case 'done':
      return turn;
    default: {
      const part = nextPart(
        turn.parts.find((p) => p.part === event.part),
        event,
      );
      const others = turn.parts.filter((p) => p.part !== event.part);
      const parts = part ? [...others, part].sort((a, b) => a.part - b.part) : others;
      return { ...turn, ahead: 0, parts };
    }
  }
}

/** Same id: same message. A new one goes to the end: it is the newest. */
function withMessage(messages: readonly PageMessage[], message: PageMessage): PageMessage[] {
  const at = messages.findIndex((m) => m.id === message.id);
  return at === -1 ? [...messages, message] : messages.with(at, message);
}

export const isFinal = (message: PageMessage): boolean => message.delivery !== undefined && message.delivery.status !== 'streaming';

export function nextState(state: ThreadState, event: PageEvent): ThreadState {
  switch (event.type) {
    case 'state':
      return event.state;
    case 'message': {
      const messages = withMessage(state.messages, event.message);
      const turns = isFinal(event.message) ? state.turns.filter((t) => t.turnId !== event.message.turnId) : state.turns;
      return { ...state, messages, pictures: event.pictures, turns };
    }
    case 'message-gone':
      return { ...state, messages: state.messages.filter((m) => m.id !== event.messageId) };
    default: {
      const known = state.turns.find((t) => t.turnId === event.turnId);
      if (event.type === 'done' && !known) return state;
      const turn = nextTurn(known ?? { turnId: event.turnId, ahead: 0, parts: [] }, event);
      // Another answer comes: what was said of the last one is not said of it.
      const { [event.turnId]: _, ...ratings } = state.ratings;
      return { ...state, turns: known ? state.turns.map((t) => (t === known ? turn : t)) : [...state.turns, turn], ratings };
    }
  }
}
