/** The policy of one workspace or server as moderators look at it and change it from where they are: a port, and what it shows. */

export interface PolicyPanel {
  /** `workspace`: `slack:T0123`, `discord:987`; absent: what holds everywhere. */
  read(workspace?: string): Promise<PolicyView>;
  /** What a change would have done with the requests of the last `days`. Changes nothing. */
  try(change: PolicyChange, days: number, workspace?: string): Promise<PolicyTrial>;
  /** In force from the next request on. Throws ConfigError `invalid-setting` that says where it is wrong; what is in force stays. */
  apply(change: PolicyChange, by: string, workspace?: string): Promise<PolicyView>;
  /** Puts an earlier version in force again; 0: the default. Throws ConfigError when there is none of that number. */
  revert(version: number, by: string, workspace?: string): Promise<PolicyView>;
  /** Lets a change run beside what is in force: what it would have done is counted. Without a change, what runs so is ended. */
  shadow(change: PolicyChange | undefined, by: string, workspace?: string): Promise<PolicyView>;
}

/** Some lines of the policy, or all of it as its JSON text. */
export type PolicyChange = { readonly categories: Readonly<Record<string, string>> } | { readonly text: string };

export interface PolicyView {
  /** 0: the default that nobody applied. */
  readonly version: number;
  /** Everything that may be done about a category, from the mildest. */
  readonly actions: readonly string[];
  readonly categories: readonly {
    readonly category: string;
    readonly action: string;
    /** What may be chosen: what is never made can only be refused. */
    readonly choices: readonly string[];
  }[];
  /** The document of this workspace as it was applied. */
  readonly text: string;
  readonly history: readonly {
    readonly version: number;
    readonly atMs: number;
    readonly author: string;
    readonly changes: readonly string[];
  }[];
  readonly shadow?: PolicyShadow;
}

export interface PolicyTrial {
  readonly requests: number;
  /** What would be done otherwise: `violence: refuse → hold`, how often, and how many of these were released on appeal. */
  readonly changes: readonly {
    readonly rule: string;
    readonly from: string;
    readonly to: string;
    readonly count: number;
    readonly won: number;
  }[];
}

export interface PolicyShadow {
  readonly text: string;
  readonly author: string;
  readonly sinceMs: number;
  /** Requests and parts that it was asked about. */
  readonly checked: number;
  readonly changes: readonly { readonly rule: string; readonly from: string; readonly to: string; readonly count: number }[];
}
