/**
 * An answer that speaks against itself. The pocket model says what it sees before it answers ("I see a blue house on the left, on
 * white. The house is yellow."), and the first half is nearly always right. A second half that the first one refutes is not
 * said. What this cannot read stays.
 */
import { checklistOf } from './checklist.ts';

const SEEN = /^I see (.{3,600}?)\. /s;
const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** Where what follows from what was seen begins; undefined while nothing does. */
export const conclusionAt = (text: string): number | undefined => SEEN.exec(text)?.[0].length;

/** Whether the end of an answer is refuted by its beginning. */
export function contradictsItself(text: string): boolean {
  const [lead = '', seen] = SEEN.exec(text) ?? [];
  return seen !== undefined && refutes(seen, text.slice(lead.length).trim());
}

function refutes(seen: string, said: string): boolean {
  const { items } = checklistOf(seen);
  const ofKind = (noun: string) => items.filter((item) => item.noun === noun || `${item.noun}s` === noun);
  const [, absent] = /^No, there (?:is|are) no (?:\p{L}+ )*?(\p{L}+)\.$/u.exec(said) ?? [];
  if (absent) return ofKind(absent).length > 0 && /^No, there (?:is|are) no \p{L}+\.$/u.test(said);
  const [, present] = /^Yes, there is an? (?:\p{L}+ )*?(\p{L}+)(?: (?:on|in|at) the .+)?\.$/u.exec(said) ?? [];
  if (present) return ofKind(present).length === 0;
  const [, number = '', counted] = /^There (?:is|are) (\p{L}+) (\p{L}+)\.$/u.exec(said) ?? [];
  if (counted && NUMBERS.includes(number)) {
    const found = /^things?$/.test(counted) ? items.length : ofKind(counted).length;
    return found !== NUMBERS.indexOf(number);
  }
  const [, noun, place] = /^The (\p{L}+) is ((?:on|in|at) the .+)\.$/u.exec(said) ?? [];
  if (noun && place) return ofKind(noun).length > 0 && ofKind(noun).every((item) => item.place !== place);
  const [, kind, quality = ''] = /^The (\p{L}+) (?:is|are) (\p{L}+)\.$/u.exec(said) ?? [];
  return (
    kind !== undefined &&
    ofKind(kind).length > 0 &&
    ofKind(kind).every(({ qualities }) => qualities.length > 0 && !qualities.includes(quality))
  );
}
