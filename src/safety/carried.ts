/** A draft of a policy over a newer version of what it was made from. */

type Json = unknown;
type Fields = Readonly<Record<string, Json>>;

const isFields = (given: Json): given is Fields => typeof given === 'object' && given !== null && !Array.isArray(given);
const same = (one: Json, other: Json): boolean => JSON.stringify(one) === JSON.stringify(other);

/** By what an entry of a list is known again: a rule by its name, an override by where it holds, a phrase by itself. */
const nameOf = (entry: Json): string => {
  if (!isFields(entry)) return JSON.stringify(entry);
  const { id, when, channel = null } = entry;
  return JSON.stringify(id ?? when ?? channel);
};
const named = (list: readonly Json[]): Fields => Object.fromEntries(list.map((entry) => [nameOf(entry), entry]));

/** What the draft did to `before`, done to `now`, line by line. Where both say something, the draft does. */
export function carried(before: Json, draft: Json, now: Json): Json {
  if (same(before, draft)) return now;
  if (same(before, now)) return draft;
  if (isFields(draft) && isFields(now)) {
    const old = isFields(before) ? before : {};
    const entries = [...new Set([...Object.keys(now), ...Object.keys(draft)])].map((key) => [key, carried(old[key], draft[key], now[key])]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
  if (Array.isArray(draft) && Array.isArray(now))
    return Object.values(carried(named(Array.isArray(before) ? before : []), named(draft), named(now)) as Fields);
  return draft;
}
