/** The policy of one workspace or server as moderators look at it and change it from where they are: a port, and what it shows. */
import { say, worded } from './sentences.ts';

/**
 * A change is put in force, or into the proposal: one for each workspace, which decides nothing until it is switched on. `seen` is
 * the view's that somebody had before them: where something changed since, the change is not made.
 * Throws ConfigError that says in one sentence what is wrong, and with `field` where in a form; then what is in force stays.
 */
export interface PolicyPanel {
  /** `workspace`: `slack:T0123`, `discord:987`; absent: what holds everywhere. `channel`: as it is done in that one. */
  read(workspace?: string, channel?: string): Promise<PolicyView>;
  /** What a change, or else the proposal, would have done with the requests of the last `days`. Changes nothing. */
  try(change: PolicyChange | undefined, days: number, workspace?: string): Promise<PolicyTrial>;
  /** In force from the next request on. */
  apply(change: PolicyChange, by: string, workspace?: string, seen?: string): Promise<PolicyView>;
  /** Puts an earlier version in force again; 0: the default. */
  revert(version: number, by: string, workspace?: string, seen?: string): Promise<PolicyView>;
  /** Puts a change into the proposal, which runs beside what is in force: what it would have done is counted. Without one, drops it. */
  shadow(change: PolicyChange | undefined, by: string, workspace?: string, seen?: string): Promise<PolicyView>;
  /** Puts the proposal in force. */
  switchOn(by: string, workspace?: string, seen?: string): Promise<PolicyView>;
}

/** What is not named stays as it is. */
export interface PolicyChange {
  /** All of it, as JSON. */
  readonly text?: string;
  readonly categories?: Readonly<Record<string, string>>;
  /** Where the categories count, and its threads; absent: in the whole workspace. */
  readonly channel?: string;
  /** The channel of the moderators' desk. */
  readonly desk?: string;
  /** By category, 0 to 1 as somebody wrote it; empty: none. */
  readonly thresholds?: Readonly<Record<string, string>>;
  readonly allow?: readonly string[];
  readonly rule?: RuleChange;
  /** The name of a rule to take out. */
  readonly withoutRule?: string;
}

/** A text rule of a workspace's own. */
interface TextRule {
  readonly id: string;
  /** What people read. */
  readonly reason: string;
  /** `own`, or what it counts as. */
  readonly category: string;
  /** Absent: what is done about its category. */
  readonly action?: string | undefined;
  readonly words: readonly string[];
  readonly patterns: readonly string[];
  readonly pictures: readonly string[];
}

/** Lists that are absent stay as they are. `replaces`: the name that it had. */
export type RuleChange = Omit<TextRule, 'words' | 'patterns' | 'pictures'> &
  Partial<Pick<TextRule, 'words' | 'patterns' | 'pictures'>> & { readonly replaces?: string | undefined };

export interface PolicyView {
  /** 0: the default that nobody applied. */
  readonly version: number;
  /** What a change is made upon. */
  readonly seen: string;
  /** Everything that may be done about a category, from the mildest. */
  readonly actions: readonly string[];
  readonly categories: readonly {
    readonly category: string;
    readonly action: string;
    /** What may be chosen: what is never made can only be refused. */
    readonly choices: readonly string[];
    /** What is found with less certainty is let pass. */
    readonly threshold: number;
  }[];
  /** `proposed`: in the proposal otherwise than in force, or only there; `leaving`: taken out by it; `everywhere`: not this workspace's. */
  readonly rules: readonly (TextRule & { readonly state: 'on' | 'proposed' | 'leaving' | 'everywhere' })[];
  readonly allow: readonly string[];
  readonly desk: string | undefined;
  /** The document of this workspace as it was applied. */
  readonly text: string;
  readonly history: readonly {
    readonly version: number;
    readonly atMs: number;
    readonly author: string;
    readonly changes: readonly string[];
  }[];
  readonly shadow?: PolicyShadow & {
    /** What it would change, a line each. */
    readonly lines: readonly string[];
  };
}

/** What would be done otherwise: `violence: refuse → hold`, and how often. */
export interface PolicyDifference {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export interface PolicyTrial {
  readonly requests: number;
  /** `won`: how many of these were released on appeal. */
  readonly changes: readonly (PolicyDifference & { readonly won: number })[];
}

export interface PolicyShadow {
  readonly text: string;
  readonly author: string;
  readonly sinceMs: number;
  /** Requests and parts that it was asked about. */
  readonly checked: number;
  readonly changes: readonly PolicyDifference[];
}

const DONE = ['spoiler', 'blur', 'hold', 'refuse', 'strike', 'allow'] as const;

/** “It would hold 14 more and release 9 more.” */
export function outcomeOf(changes: readonly PolicyDifference[], locale = 'en'): string {
  const what = DONE.flatMap((action) => {
    const count = changes.reduce((sum, change) => sum + (change.to === action ? change.count : 0), 0);
    return count > 0 ? [worded(say(`would.${action}`, { count }), locale)] : [];
  });
  return worded(what.length > 0 ? say('would', { what }) : say('would-same'), locale);
}

/** A field of a form, one entry a line. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
