/**
 * Limits: how much may be asked for, by whom and where. It is data, checked whole before any of it counts, as a policy is; but it
 * says how much, where a policy says what, so that who sets the one need not touch the other.
 */
import { z } from 'zod';
import { ConfigError } from '../core/errors.ts';
import type { Asker, Left } from '../core/limits.ts';

const MODERATOR = 'moderator';

/** null: none here, whatever rules before it say. */
const count = z.int().min(0).max(1_000_000).nullable().optional();

const ruleSchema = z.strictObject({
  /** Whose: each person's (over all places of the platform), or one that a channel or a workspace shares. */
  per: z.enum(['person', 'channel', 'workspace']),
  /** All that is named must fit. */
  when: z
    .strictObject({
      /** A thread's id or its beginning up to a colon: `discord:123`, `slack:T0123/C0456`. */
      channel: z.string().min(1).max(200).optional(),
      /** Platform and id: `discord:987`, `slack:T0123`. */
      workspace: z.string().min(1).max(200).optional(),
      /** Any of these; `moderator` is who may act on other people's replies. */
      roles: z.array(z.string().min(1).max(200)).min(1).max(100).optional(),
      direct: z.boolean().optional(),
    })
    .default({}),
  /** In any 24 hours. */
  picturesPerDay: count,
  /** In any hour. */
  turnsPerHour: count,
  /** Seconds between two requests. */
  cooldownS: count,
});

const limitsSchema = z.strictObject({
  version: z.literal(1),
  /** Roles that nothing holds back; what they ask for counts all the same. */
  exempt: z.array(z.string().min(1).max(200)).max(100).default([]),
  rules: z.array(ruleSchema).max(500).default([]),
});

export type Limits = z.output<typeof limitsSchema>;
export type LimitRule = z.output<typeof ruleSchema>;

export const NO_LIMITS: Limits = limitsSchema.parse({ version: 1 });

/** Throws ConfigError `invalid-setting` that names the place in the file and what was expected. */
export function parseLimits(text: string, name: string): Limits {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError('invalid-setting', `Expected limits as JSON in ${name}, got something else (${why}): mend it there.`);
  }
  const parsed = limitsSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.map(String).join('.') || 'the top';
  throw new ConfigError('invalid-setting', `The limits ${name} are wrong at ${place}: ${issue?.message}; mend it there.`);
}

const rolesOf = ({ authorRoles = [], moderates }: Asker): readonly string[] => (moderates ? [...authorRoles, MODERATOR] : authorRoles);

export const isExempt = ({ exempt }: Limits, asker: Asker): boolean => rolesOf(asker).some((role) => exempt.includes(role));

/** `platform:channel`. */
export const channelOf = ({ thread }: Asker): string => thread.id.split(':', 2).join(':');

/** `platform:workspace`; undefined where the platform told of none. */
export const workspaceOf = ({ thread, workspace }: Asker): string | undefined =>
  workspace === undefined ? undefined : `${thread.id.split(':', 1)[0]}:${workspace}`;

/** What holds for a person at a place: for each kind and each sharing the last rule that fits and names it. */
export function limitsFor({ rules }: Limits, asker: Asker): Pick<Left, 'per' | 'what' | 'of'>[] {
  const held = new Map<string, Pick<Left, 'per' | 'what' | 'of'>>();
  for (const rule of rules.filter(({ when }) => fits(when, asker))) {
    const given = { 'pictures-per-day': rule.picturesPerDay, 'turns-per-hour': rule.turnsPerHour, cooldown: rule.cooldownS } as const;
    for (const what of ['pictures-per-day', 'turns-per-hour', 'cooldown'] as const) {
      const of = given[what];
      const key = `${rule.per} ${what}`;
      if (of === null) held.delete(key);
      else if (of !== undefined) held.set(key, { per: rule.per, what, of });
    }
  }
  return [...held.values()];
}

function fits(when: LimitRule['when'], asker: Asker): boolean {
  const { id, isDirect } = asker.thread;
  const roles = rolesOf(asker);
  return (
    (when.channel === undefined || id === when.channel || id.startsWith(`${when.channel}:`)) &&
    (when.workspace === undefined || when.workspace === workspaceOf(asker)) &&
    (when.roles === undefined || when.roles.some((role) => roles.includes(role))) &&
    (when.direct === undefined || when.direct === isDirect)
  );
}

/** Puts one rule in the place of the one that is for the same people and place, or behind all others. */
export function withRule(limits: Limits, rule: LimitRule): Limits {
  const key = ({ per, when }: LimitRule): string => JSON.stringify([per, when.channel, when.workspace, when.roles, when.direct]);
  const at = limits.rules.findIndex((one) => key(one) === key(rule));
  if (at < 0) return { ...limits, rules: [...limits.rules, rule] };
  return { ...limits, rules: limits.rules.with(at, { ...limits.rules[at], ...rule }) };
}

const WHAT: Readonly<Record<Left['what'], (of: number) => string>> = {
  'pictures-per-day': (of) => `${of} ${of === 1 ? 'picture' : 'pictures'} in 24 hours`,
  'turns-per-hour': (of) => `${of} ${of === 1 ? 'request' : 'requests'} an hour`,
  cooldown: (of) => `one request every ${of} ${of === 1 ? 'second' : 'seconds'}`,
};
const WHOSE: Readonly<Record<Left['per'], string>> = { person: 'you', channel: 'this channel', workspace: 'this workspace' };

/** One kind sentence: what the limit is, and when it is free again. */
export function limitSentence(
  { per, what, of }: Pick<Left, 'per' | 'what' | 'of'>,
  freeAtMs: number,
  nowMs: number,
  timeZone?: string,
): string {
  const when = of === 0 ? 'ask a moderator to change that' : `ask again ${waitWords(freeAtMs - nowMs)}${clockWords(freeAtMs, timeZone)}`;
  return `The limit for ${WHOSE[per]} is ${WHAT[what](of)}, and it is reached: ${when}.`;
}

function waitWords(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes <= 1) return `in ${Math.max(1, Math.ceil(ms / 1000))} seconds`;
  return minutes < 120 ? `in ${minutes} minutes` : `in ${Math.ceil(minutes / 60)} hours`;
}

/** In the person's own time; nothing where that is not known. */
function clockWords(atMs: number, timeZone: string | undefined): string {
  if (timeZone === undefined) return '';
  try {
    const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(atMs);
    return `, at ${time} your time`;
  } catch {
    return ''; // no zone that is known here
  }
}
