/** The policy of a workspace, for moderators to look at and change from where they are. */
import { ConfigError } from '../core/errors.ts';
import type { PolicyPanel, PolicyView } from '../core/panel.ts';
import { say } from '../core/sentences.ts';
import { changed } from './change.ts';
import { type Policies, readPolicy } from './policies.ts';
import { ACTIONS, actionFor, CATEGORIES, choicesFor, DEFAULT_POLICY, layered, type Policy, parsePolicy, policyChanges } from './policy.ts';
import { type Request, replay } from './replay.ts';

const DAY_MS = 24 * 3_600_000;
const DAYS_AT_MOST = 3650;
/** As many versions as a list on a page holds. */
const VERSIONS_SHOWN = 20;
const EMPTY = JSON.stringify({ version: 1 }, null, 2);
const ANYWHERE = { id: '', isDirect: false, ageRestricted: false };

export interface PanelPorts {
  readonly policies: Policies;
  readonly clock: () => number;
  /** What people asked since then: of a workspace, or wherever there is no policy of its own. */
  requestsSince(sinceMs: number, workspace: string | undefined): Promise<Request[]>;
}

export function openPanel({ policies, clock, requestsSince }: PanelPorts): PolicyPanel {
  const ownText = async (workspace: string | undefined): Promise<string> => (await policies.own(workspace))?.text ?? EMPTY;
  const above = async (workspace: string | undefined): Promise<Policy | undefined> =>
    workspace === undefined ? undefined : (await policies.current()).policy;

  async function inForceWith(text: string, workspace: string | undefined): Promise<Policy> {
    const policy = readPolicy(text, 'as changed');
    const under = await above(workspace);
    return under ? layered(under, policy) : policy;
  }

  async function read(workspace?: string, channel?: string): Promise<PolicyView> {
    const seen = await policies.seen(workspace);
    const { version, policy } = await policies.current(workspace);
    const versions = await policies.history(workspace);
    const shadow = await policies.shadowed(workspace);
    const text = await ownText(workspace);
    const own = documentOf(text);
    return {
      version,
      seen,
      actions: ACTIONS,
      categories: CATEGORIES.filter((category) => category !== 'own').map((category) => ({
        category,
        action: actionFor(policy, category, { ...ANYWHERE, id: channel ?? '' }),
        choices: choicesFor(category),
        threshold: policy.thresholds[category] ?? 0,
      })),
      rules: [
        ...rulesOf(own, shadow && documentOf(shadow.text)),
        ...((await above(workspace))?.rules ?? []).map((rule) => ({ ...rule, state: 'everywhere' as const })),
      ],
      allow: own.allow,
      desk: own.desk.channel,
      text,
      history: versions.slice(0, VERSIONS_SHOWN).map(({ version: of, atMs, author, text: applied }, at) => ({
        version: of,
        atMs,
        author,
        changes: changesBetween(versions[at + 1]?.text, applied),
      })),
      ...(shadow ? { shadow: { ...shadow, lines: changesBetween(text, shadow.text) } } : {}),
    };
  }

  return {
    read,
    async try(change, days, workspace) {
      if (!(days > 0 && days <= DAYS_AT_MOST))
        throw new ConfigError('invalid-input', `Expected days from 1 to ${DAYS_AT_MOST}, got ${days}: give a number.`);
      const draft = change ? undefined : await policies.shadowed(workspace);
      if (!change && !draft) throw new ConfigError('invalid-input', say('proposal-none'));
      const text = draft?.text ?? changed(await ownText(workspace), change ?? {}, await above(workspace));
      const then = await inForceWith(text, workspace);
      const { policy: now } = await policies.current(workspace);
      return replay(await requestsSince(clock() - days * DAY_MS, workspace), policies.trial(now), policies.trial(then));
    },
    async apply(change, by, workspace, given) {
      const seen = given ?? (await policies.seen(workspace));
      const text = changed(await ownText(workspace), change, await above(workspace));
      await policies.apply(text, 'as changed', by, workspace, seen);
      return read(workspace, change.channel);
    },
    async revert(version, by, workspace, seen) {
      const found = version === 0 ? undefined : await policies.version(version);
      if (version !== 0 && found?.workspace !== (workspace ?? ''))
        throw new ConfigError('invalid-input', `Expected the number of a version that was in force here, got ${version}: see the history.`);
      await policies.apply(found?.text ?? JSON.stringify(DEFAULT_POLICY, null, 2), `version ${version}`, by, workspace, seen);
      return read(workspace);
    },
    async shadow(change, by, workspace, given) {
      const seen = given ?? (await policies.seen(workspace));
      const own = await ownText(workspace);
      const base = (await policies.shadowed(workspace))?.text ?? own;
      const text = change && changed(base, change, await above(workspace));
      const differs = text !== undefined && policyChanges(readPolicy(own, 'as it stands'), readPolicy(text, 'draft')).length > 0;
      await policies.shadow(differs ? text : undefined, by, workspace, seen);
      return read(workspace, change?.channel);
    },
    async switchOn(by, workspace, seen) {
      await policies.switchOn(by, workspace, seen);
      return read(workspace);
    },
  };
}

/** As far as it can be read; a newer Dreamthread may have written it. */
function documentOf(text: string): Policy {
  try {
    return parsePolicy(text, '');
  } catch {
    return DEFAULT_POLICY;
  }
}

/** Each name once: forms know a rule by it. */
function rulesOf(own: Policy, draft: Policy = own): PolicyView['rules'] {
  const byId = ({ rules }: Policy) => new Map(rules.map((rule) => [rule.id, rule]));
  const [now, then] = [byId(own), byId(draft)];
  const isOn = (rule: Policy['rules'][number]): boolean => JSON.stringify(now.get(rule.id)) === JSON.stringify(rule);
  return [
    ...[...then.values()].map((rule) => ({ ...rule, state: isOn(rule) ? ('on' as const) : ('proposed' as const) })),
    ...[...now.values()].filter(({ id }) => !then.has(id)).map((rule) => ({ ...rule, state: 'leaving' as const })),
  ];
}

/** Nothing is said of a version that cannot be read. */
function changesBetween(before: string | undefined, after: string): string[] {
  try {
    return policyChanges(before === undefined ? DEFAULT_POLICY : parsePolicy(before, ''), parsePolicy(after, ''));
  } catch {
    return [];
  }
}
