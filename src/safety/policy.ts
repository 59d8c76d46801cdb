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
  'medical',
  'political',
  'personal-data',
  'brand',
  'own',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** From the mildest: shown; shown covered; a blurred copy is shown; kept back for a moderator; not made; not made, and it counts. */
export const ACTIONS = ['allow', 'spoiler', 'blur', 'hold', 'refuse', 'strike'] as const;
export type Action = (typeof ACTIONS)[number];

/** No policy makes these milder than `refuse`, and no moderator lets them run. */
const NEVER: readonly string[] = ['minors', 'real-people'] satisfies Category[];

export const isNever = (category: string): boolean => NEVER.includes(category);

/** What may be done about a category. */
export const choicesFor = (category: Category): readonly Action[] =>
  isNever(category) ? ACTIONS.slice(ACTIONS.indexOf('refuse')) : ACTIONS;

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
  medical: 'allow',
  political: 'allow',
  'personal-data': 'refuse',
  brand: 'allow',
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
          /** Any of these, by the platform's names or ids. */
          roles: z.array(z.string().min(1).max(200)).min(1).max(100).optional(),
        }),
        categories: actions,
      }),
    )
    .max(200)
    .default([]),
  /** What is found with less certainty (0 to 1) than this is let pass. */
  thresholds: z.partialRecord(z.enum(CATEGORIES), z.number().min(0).max(1)).default({}),
  /** Rules of one's own. */
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
          /** What no picture may show, "a dog": held against what the model, as its critic, saw in a picture that it drew. */
          pictures: phrases.default([]),
          /** What it counts as: thresholds, appeals and cases go by it. */
          category: z.enum(CATEGORIES).default('own'),
          /** Without one, what is done about its category. */
          action: z.enum(ACTIONS).optional(),
        })
        .refine(
          ({ words, patterns, pictures }) => words.length + patterns.length + pictures.length > 0,
          'expected words, patterns or pictures',
        ),
    )
    .max(500)
    .default([]),
  /** Changes of pictures that people sent and that show a person. */
  people: z
    .strictObject({
      /**
       * What waits for consent: all that is not known to be harmless, the uploader's own pictures included; the same in others' pictures alone; only how somebody looks,
       * in others' pictures; or nothing waits, and what is not harmless is not made.
       */
      changes: z.enum(['ask', 'others', 'looks', 'never']).optional(),
      /** Changes that are harmless here, besides the built-in ones: "add our logo". */
      harmless: phrases.optional(),
    })
    .default({}),
  /** Phrases that are innocent here, whatever the built-in lists say. They cannot excuse what is never made. */
  allow: phrases.default([]),
  /** Where moderators decide, and how. */
  desk: z
    .strictObject({
      /** The channel of the cards: `slack:T0123/C0456`, `discord:1234`; `local:desk` is the page's. */
      channel: z
        .string()
        .regex(/^[a-z]+:[^:\s]{1,190}$/, 'expected a platform and a channel, such as discord:1234')
        .optional(),
      /** Roles or people that moderate, besides those of whom the platform says so. */
      moderators: z.array(z.string().min(1).max(200)).max(200).optional(),
      remindAfterMin: z.number().min(1).max(100_000).optional(),
      decideAfterMin: z.number().min(1).max(100_000).optional(),
      /** What time decides. */
      undecided: z.enum(['uphold', 'release']).optional(),
      /** What two moderators have to release. */
      twoPeople: z.array(z.enum(CATEGORIES)).optional(),
    })
    .default({}),
  /** How strikes are counted: those of the last days, and for how many hours their number shuts a person out. */
  strikes: z
    .strictObject({
      days: z.number().min(1).max(3650).optional(),
      timeouts: z
        .array(z.strictObject({ strikes: z.int().min(1).max(1000), hours: z.number().min(0.1).max(8760) }))
        .max(20)
        .optional(),
    })
    .default({}),
  /** How long messages, pictures and replies are kept; the last line that fits counts, none: for ever. */
  retention: z
    .array(z.strictObject({ channel: z.string().min(1).max(200).optional(), days: z.number().min(0.01).max(3650) }))
    .max(500)
    .default([]),
});

export type Policy = z.output<typeof policySchema>;

export const DEFAULT_POLICY: Policy = policySchema.parse({ version: 1 });

const DESK = {
  channel: 'local:desk',
  moderators: [] as readonly string[],
  remindAfterMin: 60,
  decideAfterMin: 24 * 60,
  undecided: 'uphold' as 'uphold' | 'release',
  twoPeople: ['minors', 'sexual'] as readonly Category[],
};

const STRIKES = {
  days: 30,
  timeouts: [
    { strikes: 3, hours: 1 },
    { strikes: 5, hours: 24 },
    { strikes: 8, hours: 168 },
  ] as readonly { readonly strikes: number; readonly hours: number }[],
};

const PEOPLE = { changes: 'ask' as 'ask' | 'others' | 'looks' | 'never', harmless: [] as readonly string[] };

export type PeoplePolicy = typeof PEOPLE;

/** What a policy says of the desk, of strikes and of pictures of people, defaults included. */
export const deskOf = ({ desk }: Policy): typeof DESK => ({ ...DESK, ...given(desk) });
export const peopleOf = ({ people }: Policy): PeoplePolicy => ({ ...PEOPLE, ...given(people) });
export const strikesOf = ({ strikes }: Policy): typeof STRIKES => ({ ...STRIKES, ...given(strikes) });

/** Without what is undefined. */
const given = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: Exclude<Fields[Key], undefined>;
  };

/** A workspace's own policy over the one that holds everywhere: line by line, its own counts. */
export const layered = (under: Policy, over: Policy): Policy => ({
  version: 1,
  categories: { ...under.categories, ...over.categories },
  // What a workspace says of a category counts more than what holds everywhere for some channels.
  overrides: [...under.overrides, { when: {}, categories: over.categories }, ...over.overrides],
  thresholds: { ...under.thresholds, ...over.thresholds },
  rules: [...under.rules, ...over.rules],
  people: {
    ...under.people,
    ...over.people,
    ...(under.people.harmless || over.people.harmless
      ? { harmless: [...(under.people.harmless ?? []), ...(over.people.harmless ?? [])] }
      : {}),
  },
  allow: [...under.allow, ...over.allow],
  desk: { ...under.desk, ...over.desk },
  strikes: { ...under.strikes, ...over.strikes },
  retention: [...under.retention, ...over.retention],
});

/** Throws ConfigError `invalid-setting` that names the place in the file, what was expected and what came. */
export function parsePolicy(text: string, name: string): Policy {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      'invalid-setting',
      `Expected a policy as JSON in ${name}, got something else${placeOf(why, text)} (${why}): mend it there.`,
    );
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

/** V8 tells a position, or the ten characters before what it did not expect; nothing where it tells neither. */
function placeOf(why: string, text: string): string {
  const around = /\.\.\."(.*?)"(?:\.\.\.)? is not valid JSON$/s.exec(why)?.[1];
  const at = /position (\d+)/.exec(why)?.[1] ?? (around === undefined ? undefined : text.indexOf(around) + 10);
  if (at === undefined) return '';
  const lines = text.slice(0, Number(at)).split('\n');
  return ` at line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}

function loosened({ categories, overrides, rules }: Policy): Category | undefined {
  const ruled = rules.map(({ category, action }) => (action ? { [category]: action } : {}));
  return [categories, ...overrides.map((override) => override.categories), ...ruled]
    .flatMap((given: Policy['categories']) =>
      CATEGORIES.filter((category) => given[category] !== undefined && !choicesFor(category).includes(given[category])),
    )
    .at(0);
}

/** Where something is asked for, and who asks. */
export interface Place extends Pick<Thread, 'id' | 'isDirect' | 'ageRestricted'> {
  readonly roles?: readonly string[] | undefined;
}

/** `slack:T1/C2` and `slack:T1/C2:17.5` are in the channel `slack:T1/C2`. */
export const isInChannel = (threadId: string, channel: string): boolean => threadId === channel || threadId.startsWith(`${channel}:`);

/** How many days a thread is kept; undefined: for ever. */
export const daysKept = ({ retention }: Policy, threadId: string): number | undefined =>
  retention.findLast(({ channel }) => channel === undefined || isInChannel(threadId, channel))?.days;

/** What is done about a category somewhere: the last override that fits, else the policy's own, else the default. */
export function actionFor(policy: Policy, category: Category, place: Place): Action {
  const fitting = policy.overrides.filter(
    ({ when }) =>
      (when.channel === undefined || isInChannel(place.id, when.channel)) &&
      (when.ageRestricted === undefined || when.ageRestricted === place.ageRestricted) &&
      (when.direct === undefined || when.direct === place.isDirect) &&
      (when.roles === undefined || when.roles.some((role) => place.roles?.includes(role))),
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
    for (const { id, ...rule } of policy.rules)
      for (const [key, value] of Object.entries(rule)) if (String(value) !== '') found.set(`rule ${id} ${key}`, [value].flat().join(', '));
    for (const phrase of policy.allow) found.set(`allow “${phrase}”`, 'yes');
    for (const [category, least] of Object.entries(policy.thresholds)) found.set(`threshold of ${category}`, String(least));
    for (const part of ['people', 'desk', 'strikes'] as const)
      for (const [key, value] of Object.entries(policy[part]))
        found.set(`${part} ${key}`, typeof value === 'object' ? JSON.stringify(value) : String(value));
    for (const { channel, days } of policy.retention) found.set(`kept in ${channel ?? 'every channel'}`, `${days} days`);
    return found;
  };
  const [old, now] = [leaves(before), leaves(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => old.get(key) !== now.get(key))
    .map((key) => `${key}: ${cut(old.get(key))} → ${cut(now.get(key))}`);
}

const VALUE_CHARS = 100;
const cut = (value = 'none'): string => (value.length > VALUE_CHARS ? `${value.slice(0, VALUE_CHARS - 1)}…` : value);
