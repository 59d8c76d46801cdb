/** The policy of a workspace, for moderators to look at and change from where they are. */
import { ConfigError } from '../core/errors.ts';
import type { PolicyChange, PolicyPanel, PolicyView } from '../core/panel.ts';
import { type Policies, readPolicy } from './policies.ts';
import { ACTIONS, actionFor, CATEGORIES, choicesFor, DEFAULT_POLICY, layered, type Policy, parsePolicy, policyChanges } from './policy.ts';
import { type Request, replay } from './replay.ts';

const DAY_MS = 24 * 3_600_000;
const DAYS_AT_MOST = 3650;
/** As many versions as a list on a page holds. */
const VERSIONS_SHOWN = 20;
const ANYWHERE = { id: '', isDirect: false, ageRestricted: false };

export interface PanelPorts {
  readonly policies: Policies;
  readonly clock: () => number;
  /** What people asked since then: of a workspace, or wherever there is no policy of its own. */
  requestsSince(sinceMs: number, workspace: string | undefined): Promise<Request[]>;
}

export function openPanel({ policies, clock, requestsSince }: PanelPorts): PolicyPanel {
  const ownText = async (workspace: string | undefined): Promise<string> =>
    (await policies.own(workspace))?.text ?? JSON.stringify({ version: 1 }, null, 2);

  /** The document with the change in it. */
  async function changed(change: PolicyChange, workspace: string | undefined): Promise<string> {
    if ('text' in change) return change.text;
    const document = JSON.parse(await ownText(workspace)) as { categories?: object };
    return JSON.stringify({ ...document, categories: { ...document.categories, ...change.categories } }, null, 2);
  }

  async function inForceWith(text: string, workspace: string | undefined): Promise<Policy> {
    const policy = readPolicy(text, 'as changed');
    return workspace === undefined ? policy : layered((await policies.current()).policy, policy);
  }

  async function read(workspace?: string): Promise<PolicyView> {
    const { version, policy } = await policies.current(workspace);
    const versions = await policies.history(workspace);
    const shadow = await policies.shadowed(workspace);
    return {
      version,
      actions: ACTIONS,
      categories: CATEGORIES.filter((category) => category !== 'own').map((category) => ({
        category,
        action: actionFor(policy, category, ANYWHERE),
        choices: choicesFor(category),
      })),
      text: await ownText(workspace),
      history: versions.slice(0, VERSIONS_SHOWN).map(({ version: of, atMs, author, text }, at) => ({
        version: of,
        atMs,
        author,
        changes: changesBetween(versions[at + 1]?.text, text),
      })),
      ...(shadow ? { shadow } : {}),
    };
  }

  return {
    read,
    async try(change, days, workspace) {
      if (!(days > 0 && days <= DAYS_AT_MOST))
        throw new ConfigError('invalid-input', `Expected days from 1 to ${DAYS_AT_MOST}, got ${days}: give a number.`);
      const then = await inForceWith(await changed(change, workspace), workspace);
      const { policy: now } = await policies.current(workspace);
      return replay(await requestsSince(clock() - days * DAY_MS, workspace), policies.trial(now), policies.trial(then));
    },
    async apply(change, by, workspace) {
      await policies.apply(await changed(change, workspace), 'as changed', by, workspace);
      return read(workspace);
    },
    async revert(version, by, workspace) {
      const found = version === 0 ? undefined : await policies.version(version);
      if (version !== 0 && found?.workspace !== (workspace ?? ''))
        throw new ConfigError('invalid-input', `Expected the number of a version that was in force here, got ${version}: see the history.`);
      await policies.apply(found?.text ?? JSON.stringify(DEFAULT_POLICY, null, 2), `version ${version}`, by, workspace);
      return read(workspace);
    },
    async shadow(change, by, workspace) {
      await policies.shadow(change && (await changed(change, workspace)), by, workspace);
      return read(workspace);
    },
  };
}

/** Nothing is said of a version that cannot be read. */
function changesBetween(before: string | undefined, after: string): string[] {
  try {
    return policyChanges(before === undefined ? DEFAULT_POLICY : parsePolicy(before, ''), parsePolicy(after, ''));
  } catch {
    return [];
  }
}
