/**
 * Whose turn is next. Workspaces share the engine, in each of them its channels, in each of these its people; at every level by the
 * same rule, start-time fair queueing (Goyal, Vin and Cheng, 1996): a party has a place in the virtual time of what it is a
 * part of, the lowest place goes first, and what goes moves its party on by its cost. In one round of virtual time a person has one
 * turn, a channel and a workspace as many as people wait in them, up to PEOPLE_AT_MOST: so a crowd is not held against its
 * people while it is small, and does not shut out the others when it is large. DECISIONS 51 has the bounds.
 *
 * Kept in memory, beside the table that is the truth: what it forgets in a crash is who had how much in the last rounds.
 */

/** Who asks, from the whole to the one: workspace, channel, person. */
export type Path = readonly [workspace: string, channel: string, person: string];

/**
 * Rounds by which a turn goes before the others (edits of what stands) or behind them (bulk). Whoever waits is passed by so many turns more
 * of each other person, so nobody waits for ever.
 */
export const LEADS = { edit: 4, reply: 0, bulk: -4 } as const;
export type Priority = keyof typeof LEADS;
const PRIORITIES: readonly Priority[] = ['edit', 'reply', 'bulk'];

/** For so many people counts a workspace, a channel, a person. */
const PEOPLE_AT_MOST = [16, 4, 1] as const;

/** Sums of fractions are equal within this. */
const NEAR = 1e-9;

interface Party {
  readonly name: string;
  /** 0: workspace, 1: channel, 2: person; the root has none. */
  readonly level: number;
  readonly parent: Party | undefined;
  /** Of two at the same place the older one goes first. */
  readonly order: number;
  readonly parts: Map<string, Party>;
  /** Its place in the virtual time of its parent. */
  next: number;
  /** Virtual time of its parts: the place of what went last. */
  now: number;
  /** Turns that wait in it. */
  readonly waiting: Record<Priority, number>;
  /** People who wait in it. */
  people: number;
  /** Of these, those who may have a turn that can start. */
  ready: number;
  /** Turns that a person asked for. */
  asked: number;
}

export type Shares = ReturnType<typeof openShares>;

export function openShares() {
  let order = 0;
  const party = (name: string, level: number, parent: Party | undefined): Party => ({
    ...{ name, level, parent, order: order++, parts: new Map(), next: 0, now: 0 },
    ...{ waiting: { edit: 0, reply: 0, bulk: 0 }, people: 0, ready: 0, asked: 0 },
  });
  const root = party('', -1, undefined);

  function found(path: Path): Party | undefined {
    let at: Party | undefined = root;
    for (const name of path) at = at?.parts.get(name);
    return at;
  }

  function made(path: Path): Party {
    return path.reduce((parent, name, level) => {
      const known = parent.parts.get(name);
      if (known) return known;
      const added = party(name, level, parent);
      parent.parts.set(name, added);
      return added;
    }, root);
  }

  function change(person: Party, priority: Priority, count: number): void {
    const before = waitingIn(person);
    const by = Math.max(count, -person.waiting[priority]);
    const people = Math.sign(before + by) - Math.sign(before);
    for (let at: Party | undefined = person; at; at = at.parent) {
      if (people > 0 && at.people === 0 && at.parent) at.next = Math.max(at.next, entry(at.parent));
      at.waiting[priority] += by;
      at.people += people;
    }
    setReady(person, waitingIn(person) > 0 && (person.ready > 0 || by > 0));
  }

  function setReady(person: Party, isReady: boolean): void {
    const by = (isReady ? 1 : 0) - person.ready;
    if (by !== 0) for (let at: Party | undefined = person; at; at = at.parent) at.ready += by;
  }

  function wake(at: Party): void {
    if (at.level === 2) setReady(at, waitingIn(at) > 0);
    else for (const part of at.parts.values()) if (part.ready < part.people) wake(part);
  }

  /** Nothing is remembered of who waits for nothing and had no more than the others. */
  function prune(at: Party): void {
    for (const part of at.parts.values()) {
      if (part.people === 0 && part.next <= entry(at)) at.parts.delete(part.name);
      else prune(part);
    }
  }

  return {
    /** A turn waits, again or for the first time. */
    add: (path: Path, priority: Priority): void => change(made(path), priority, 1),

    /** A turn waits no more, and did not start. */
    remove(path: Path, priority: Priority): void {
      const person = found(path);
      if (person) change(person, priority, -1);
    },

    /** Whose turn is next, of those who may have one that can start. */
    first(): Path | undefined {
      const path: string[] = [];
      for (let at = root; at.level < 2; ) {
        let best: Party | undefined;
        for (const part of at.parts.values()) if (part.ready > 0 && (!best || goesBefore(part, best))) best = part;
        if (!best) return undefined;
        path.push(best.name);
        at = best;
      }
      return path as unknown as Path;
    },

    /** A turn starts. */
    start(path: Path, priority: Priority): void {
      const person = made(path);
      for (let at = person; at.parent; at = at.parent) {
        at.parent.now = Math.max(at.parent.now, at.next);
        at.next += step(at);
      }
      change(person, priority, -1);
    },

    /** A turn that started cost so much more (or less) than an ordinary one, which is 1. */
    charge(path: Path, more: number): void {
      for (let at = found(path); at?.parent; at = at.parent) at.next += more * step(at);
    },

    /** Nothing of this person can start for now; what waits is what the table counts. */
    rest(path: Path, waiting: Readonly<Partial<Record<Priority, number>>>): void {
      const person = made(path);
      for (const priority of PRIORITIES) change(person, priority, (waiting[priority] ?? 0) - person.waiting[priority]);
      setReady(person, false);
    },

    /** At least so many wait, as the table counts, and the last was its person's `nth`. */
    atLeast(path: Path, waiting: Readonly<Record<Priority, number>>, nth: number): void {
      const person = made(path);
      person.asked = Math.max(person.asked, nth);
      for (const priority of PRIORITIES)
        if (person.waiting[priority] < waiting[priority]) change(person, priority, waiting[priority] - person.waiting[priority]);
    },

    /** What could not start may do so now: in a channel, or anywhere. */
    wake(path?: Path): void {
      const at = path ? root.parts.get(path[0])?.parts.get(path[1]) : root;
      if (at) wake(at);
      if (!path) prune(root);
    },

    /** Counts one more turn that this person asks for. */
    nth: (path: Path): number => ++made(path).asked,

    /**
     * How many waiting turns start before one that has `own` of its person's before it, if nobody asks for anything more: at each
     * level those of the others whose places come before the one at which it is its party's turn.
     */
    ahead(path: Path, priority: Priority, own: number): number {
      let before = own;
      for (let level = 2; level >= 0; level--) {
        const parent = found(path.slice(0, level) as unknown as Path);
        const me = parent?.parts.get(path[level] ?? '');
        if (!parent) continue;
        const from = me && me.people > 0 ? me.next : Math.max(me?.next ?? 0, entry(parent));
        const place = from + before * (me ? step(me) : 1) - LEADS[priority];
        const age = me?.order ?? Number.POSITIVE_INFINITY;
        let others = 0;
        for (const part of parent.parts.values()) {
          if (part === me || part.people === 0) continue;
          const steps = (place - (part.next - lead(part))) / step(part);
          others += Math.min(waitingIn(part), Math.max(0, Math.ceil(steps + (part.order < age ? NEAR : -NEAR))));
        }
        before += others;
      }
      return before;
    },
  };
}

const waitingIn = ({ waiting }: Party): number => waiting.edit + waiting.reply + waiting.bulk;

const lead = ({ waiting }: Party): number => LEADS[PRIORITIES.find((priority) => waiting[priority] > 0) ?? 'bulk'];

/** How far a turn moves its party on. */
const step = ({ level, people }: Party): number => 1 / Math.max(1, Math.min(PEOPLE_AT_MOST[level] ?? 1, people));

/** Where who comes takes its place: one step behind what went last, so that virtual time goes on and nobody is passed for ever by who comes anew. */
const entry = (parent: Party): number => parent.now + 1 / (PEOPLE_AT_MOST[parent.level + 1] ?? 1);

function goesBefore(one: Party, other: Party): boolean {
  const by = one.next - lead(one) - (other.next - lead(other));
  return by < -NEAR || (by <= NEAR && one.order < other.order);
}
