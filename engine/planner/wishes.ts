/**
 * What people say about pictures that stand and that needs no plan: undo, back to an earlier one, others like it, the same larger, two
 * compared. Read by rules over the whole message, so that "enlarge the star" stays an edit and "go back to the house" talk.
 */
import { type LedgerRow, namesIn } from '../../src/core/ledger.ts';
import type { Message, PictureName } from '../../src/core/types.ts';
import { type Reference, referenceOf } from './references.ts';

export type Wish =
  /** To the picture that is meant, or to the one that it was made from. */
  | { readonly kind: 'back'; readonly of: Reference; readonly to: 'it' | 'its parent' }
  | { readonly kind: 'vary'; readonly of: Reference; readonly count: number }
  | { readonly kind: 'upscale'; readonly of: Reference }
  | { readonly kind: 'compare'; readonly names: readonly [PictureName, PictureName] };

const PICTURE = '(?:one|picture|image|photo|pic|drawing|version|sketch|illustration|painting)';
const WHICH =
  '(?:first|second|third|fourth|fifth|sixth|last|latest|newest|other|previous|earlier|original|new|old|whole|entire|current|same|\\d+(?:st|nd|rd|th))';
const NAMED = `(?:${PICTURE} )?#\\d+[a-z]{0,3}`;
/** One picture as a whole. */
const ONE = `(?:${NAMED}|(?:the|this|that|your|my) (?:${WHICH} )?${PICTURE}(?: (?:you (?:just )?(?:drew|made)|before|above))?|the original|the (?:one|${PICTURE}) (?:before|above))`;
const IT = `(?:it|this|that|${ONE})`;
const BEFORE =
  /^(?:(?:ok(?:ay)?|hm+|no|oh|now|and|but|please|pls|can (?:you|we|i)|could (?:you|we|i)|hey|then|well|actually|let'?s|i want to|i'd like to)[ ,.!]+)+/;
const AFTER = /(?:[ ,.!?]+(?:please|pls|thanks|thank you|again|now|instead|for me|then))*[ ,.!?]*$/;
const NUMBERS: Readonly<Record<string, number>> = { a: 1, an: 1, another: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, ten: 10 };
const VARIATION = '(?:variations?|variants?|versions?|takes?|alternatives?)';

const UNDO = new RegExp(`^(?:undo|revert|roll back|take back)(?: (?:${IT}|(?:the|my|your) (?:last |latest )?(?:change|edit|step)))?$`);
const BACK_AS_IT_WAS =
  /^(?:go back|(?:take|put|change|turn|set|bring) (?:it|that|this) back|make it (?:as|how|like) it was(?: before)?|(?:back to )?(?:the way|how|as) it was(?: before)?|(?:go )?back(?: (?:one|a) step)?|(?:go )?back to (?:what (?:it|there) was(?: before)?|the (?:previous|earlier|last) one|the one before|before))$/;
const BACK_TO = new RegExp(
  `^(?:go |get |change it |put it |take it |bring it |turn it )?back to ${ONE}$|^(?:revert|return|roll back|undo) (?:it )?(?:back )?to ${ONE}$|^(?:restore|bring back) ${ONE}$`,
);
const SHOW = new RegExp(`^show (?:me |us )?(?:${NAMED}|the original|the (?:first|second|third|last) ${PICTURE})$`);
const VARY = new RegExp(
  `^(?:(?:make|draw|paint|give|show|create|do|i want|i'd like)(?: me| us)? )?(?:(an?|another|one|two|three|four|five|six|ten|\\d+|a few|some|a couple(?: of)?) )?(?:more |other |another |different |new )*${VARIATION} (?:of|on|for|from) ${IT}$|^(vary) ${IT}$|^(?:(one|two|three|four|a few|some|a couple) )?more like ${IT}$`,
);
const AGAIN = new RegExp(
  `^(?:(?:try|do|draw|paint|make) (?:${IT} )?(?:once )?(?:again|more)|redo(?: ${IT})?|once more|another (?:try|attempt|go))$`,
);
const UPSCALE = new RegExp(
  `^(?:upscale(?: ${IT})?|(?:enlarge|scale up|blow up) ${ONE}|(?:make|give|show|draw|i need|i want)?(?: me)? ?${IT} in (?:a )?(?:higher|better|more|high) res(?:olution)?|(?:(?:make|give|show|draw)(?: me)? |i (?:need|want) )?(?:an? )?(?:larger|bigger|enlarged|high(?:er)?[- ]res(?:olution)?) (?:version|copy) of ${IT})$`,
);
const COMPARE =
  /^(?:compare|what(?:'s| is| are)? (?:the )?differen(?:ce|ces|t)|what(?:'s| has|) changed|how (?:do|does|are|is) .* (?:differ|different))\b/;
/** With no picture named: these two, or this and what it was before. */
const COMPARE_THESE = new RegExp(
  `^(?:compare )?(?:them|these|both|the (?:two|pictures|two (?:of them|pictures|images)))$|^compare ${IT} (?:with|to) (?:before|what it was|the one before|the original)$|^what(?:'s| is| are)? (?:the )?differen(?:ce|ces|t)(?: now)?$|^what(?:'s| has|) changed(?: now| in ${IT})?$`,
);

const POINTS = /\b(?:it|this|that)\b/;

/** Of the last message; undefined where it is to be planned. `chosen`: which picture is meant, once that was asked. */
export function wishOf(messages: readonly Message[], rows: ReadonlyMap<PictureName, LedgerRow>, chosen?: PictureName): Wish | undefined {
  const last = messages.at(-1);
  if (!last || rows.size === 0) return undefined;
  const text = last.parts
    .flatMap((part) => (part.kind === 'text' ? [part.text] : []))
    .join(' ')
    .toLowerCase()
    .replace(/<?@[\w!&]+>?/g, ' ')
    .replace(/[’‘]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
  const words = text.replace(BEFORE, '').replace(AFTER, '');
  const of = (said: string): Reference =>
    chosen
      ? { kind: 'picture', name: chosen }
      : referenceOf(
          [
            ...messages.slice(0, -1),
            { ...last, parts: [...last.parts.filter(({ kind }) => kind === 'image'), { kind: 'text', text: said }] },
          ],
          rows,
        );
  /** What is before everyone's eyes. */
  const it = (): Reference => of('change it');
  const meant = (): Reference => {
    const named = of(words);
    return named.kind === 'none' ? it() : named;
  };
  if (BACK_AS_IT_WAS.test(words)) return { kind: 'back', of: it(), to: 'its parent' };
  if (UNDO.test(words)) return { kind: 'back', of: meant(), to: 'its parent' };
  if (BACK_TO.test(words) && /\b(?:previous|earlier|before)\b/.test(words)) return { kind: 'back', of: it(), to: 'its parent' };
  if (BACK_TO.test(words) || SHOW.test(words)) return { kind: 'back', of: meant(), to: 'it' };
  const again = text.replace(BEFORE, '').replace(/[ ,.!?]*(?:please|pls|thanks)?[ ,.!?]*$/, '');
  if (AGAIN.test(again)) return isPicture(meant()) ? { kind: 'vary', of: meant(), count: 1 } : undefined;
  const varied = VARY.exec(words);
  if (varied) return { kind: 'vary', of: meant(), count: countOf(varied[1] ?? varied[3], words) };
  if (UPSCALE.test(words)) return { kind: 'upscale', of: meant() };
  return COMPARE.test(words) ? compared(words, of, rows) : undefined;
}

const isPicture = ({ kind }: Reference): boolean => kind !== 'none';

/** What nobody counts is two. */
function countOf(said: string | undefined, words: string): number {
  if (said === undefined) return /\b(?:variation|variant|version|take|alternative)\b/.test(words) ? 1 : 2;
  if (/^(?:a few|some)$/.test(said)) return 3;
  if (/^a couple/.test(said)) return 2;
  return NUMBERS[said] ?? Number(said);
}

function compared(words: string, of: (said: string) => Reference, rows: ReadonlyMap<PictureName, LedgerRow>): Wish | undefined {
  const named = namesIn(words);
  const [focus, several] = [of('change it'), of('these')];
  const it = focus.kind === 'picture' ? [focus.name] : [];
  const these = several.kind === 'several' ? several.names : it;
  const meant =
    named.length === 0 && COMPARE_THESE.test(words) ? these : named.length === 1 && POINTS.test(words) ? [...it, ...named] : named;
  const [one, other = one && rows.get(one)?.parent] = meant;
  if (meant.length > 2 || !one || !other || one === other || !rows.has(one) || !rows.has(other)) return undefined;
  // The older one first: it is what the other one is compared with.
  const order = [...rows.keys()];
  return { kind: 'compare', names: order.indexOf(one) < order.indexOf(other) ? [one, other] : [other, one] };
}
