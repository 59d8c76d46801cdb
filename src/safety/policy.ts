/**
 * A policy: what is done about each category, where and for whom. It is data: a file that people read, compare and change,
 * checked whole before any of it counts. What is not named in it keeps its default.
 */
import { z } from 'zod';
import { ConfigError } from '../core/errors.ts';
import type { Thread } from '../core/types.ts';

export const CATEGORIES = [
  'minors',
  'sexual',
  'self-harm',
  'violence',
  'hate',
  'harassment',
  'real-people',
  'weapons',
  'drugs',
  'own',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** From the mildest: shown; shown covered; kept back for a moderator; not made. */
export const ACTIONS = ['allow', 'spoiler', 'hold', 'refuse'] as const;
export type Action = (typeof ACTIONS)[number];

/** No policy makes these milder than `refuse`. */
const NEVER: readonly Category[] = ['minors', 'real-people'];

const DEFAULTS: Readonly<Record<Category, Action>> = {
  minors: 'refuse',
  sexual: 'refuse',
  'self-harm': 'refuse',
  violence: 'refuse',
  hate: 'refuse',
  harassment: 'refuse',
  'real-people': 'refuse',
  weapons: 'refuse',
  drugs: 'refuse',
  own: 'refuse',
};

const phrases = z.array(z.string().trim().min(2).max(200)).max(2_000);
const actions = z.partialRecord(z.enum(CATEGORIES), z.enum(ACTIONS));

const policySchema = z.strictObject({
  version: z.literal(1),
  /** What is done, where no override says otherwise. */
  categories: actions.default({}),
  overrides: z
    .array(
      z.strictObject({
        /** All that is named must fit. `channel`: a thread's id or its beginning up to a colon, `slack:C0123`. */
        when: z.strictObject({
          channel: z.string().min(1).max(200).optional(),
          ageRestricted: z.boolean().optional(),
          direct: z.boolean().optional(),
        }),
        categories: actions,
      }),
    )
    .max(200)
    .default([]),
  /** Rules of one's own, of the category `own`. */
  rules: z
    .array(
      z
        .strictObject({
          id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected small letters, digits and hyphens'),
          reason: z.string().min(1).max(300),
          /** Words and phrases; a trailing * matches any ending. */
          words: phrases.default([]),
          /** Regular expressions in RE2's syntax, matched against the text in lower case without accents. */
          patterns: z.array(z.string().min(1).max(500)).max(100).default([]),
          action: z.enum(ACTIONS).default('refuse'),
        })
        .refine(({ words, patterns }) => words.length + patterns.length > 0, 'expected words or patterns'),
    )
    .max(500)
    .default([]),
  /** Phrases that are innocent here, whatever the built-in lists say. They cannot excuse what is never made. */
  allow: phrases.default([]),
});

export type Policy = z.output<typeof policySchema>;

export const DEFAULT_POLICY: Policy = policySchema.parse({ version: 1 });

/** Throws ConfigError `invalid-setting` that names the place in the file, what was expected and what came. */
export function parsePolicy(text: string, name: string): Policy {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError('invalid-setting', `Expected a policy as JSON in ${name}, got something else (${why}): mend it there.`);
  }
  const parsed = policySchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = issue?.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('') || ' (at the top)';
    throw new ConfigError(
      'invalid-setting',
      `The policy ${name} is wrong at ${place.replace(/^\./, '')}: ${issue?.message}; mend it there.`,
    );
  }
  const loose = loosened(parsed.data);
  if (loose) {
    throw new ConfigError(
      'invalid-setting',
      `The policy ${name} makes ${loose} milder than refuse, and ${NEVER.join(' and ')} are never made: take that line out.`,
    );
  }
  return parsed.data;
}

function loosened({ categories, overrides }: Policy): Category | undefined {
  return [categories, ...overrides.map((override) => override.categories)]
    .flatMap((given) => NEVER.filter((category) => given[category] !== undefined && given[category] !== 'refuse'))
    .at(0);
}

/** What is done about a category in a thread: the last override that fits, else the policy's own, else the default. */
export function actionFor(policy: Policy, category: Category, thread: Pick<Thread, 'id' | 'isDirect' | 'ageRestricted'>): Action {
  const fitting = policy.overrides.filter(
    ({ when }) =>
      (when.channel === undefined || thread.id === when.channel || thread.id.startsWith(`${when.channel}:`)) &&
      (when.ageRestricted === undefined || when.ageRestricted === thread.ageRestricted) &&
      (when.direct === undefined || when.direct === thread.isDirect),
  );
  const chosen = fitting.findLast(({ categories }) => categories[category] !== undefined)?.categories[category];
  return chosen ?? policy.categories[category] ?? DEFAULTS[category];
}

/** What differs, a line each: `sexual: refuse → spoiler`. */
export function policyChanges(before: Policy, after: Policy): string[] {
  const leaves = (policy: Policy): Map<string, string> => {
    const found = new Map<string, string>();
    for (const category of CATEGORIES) found.set(category, policy.categories[category] ?? DEFAULTS[category]);
    for (const { when, categories } of policy.overrides) {
      const where = Object.entries(when).map(([key, value]) => `${key} ${value}`);
      for (const [category, action] of Object.entries(categories))
        found.set(`${category} where ${where.join(' and ') || 'anywhere'}`, action);
    }
    for (const { id, ...rule } of policy.rules) found.set(`rule ${id}`, JSON.stringify(rule));
    for (const phrase of policy.allow) found.set(`allow “${phrase}”`, 'yes');
    return found;
  };
  const [old, now] = [leaves(before), leaves(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => old.get(key) !== now.get(key))
    .map((key) => `${key}: ${old.get(key) ?? 'none'} → ${now.get(key) ?? 'none'}`);
}
