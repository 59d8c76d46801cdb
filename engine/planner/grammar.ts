/**
 * What may be written, as a grammar over characters, and which tokens of a vocabulary may come next under it: Brzozowski's
 * derivatives ("Derivatives of regular expressions", JACM 1964). The masks make whatever a model writes well-formed.
 */

export type Grammar =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'end' }
  | { readonly kind: 'character'; readonly set: RegExp }
  | { readonly kind: 'then'; readonly first: Grammar; readonly rest: Grammar }
  | { readonly kind: 'either'; readonly one: Grammar; readonly other: Grammar }
  | { readonly kind: 'times'; readonly of: Grammar; readonly atLeast: number; readonly atMost: number };

const NOTHING: Grammar = { kind: 'nothing' };
const END: Grammar = { kind: 'end' };

/** One character out of a class, such as /[a-z]/. */
export const character = (set: RegExp): Grammar => ({ kind: 'character', set });

export function sequence(...parts: readonly (Grammar | string)[]): Grammar {
  return parts.map(grammarOf).reduceRight((rest, first) => then(first, rest), END);
}

export function choice(...options: readonly (Grammar | string)[]): Grammar {
  return options.map(grammarOf).reduce(either, NOTHING);
}

export const times = (of: Grammar, atLeast: number, atMost: number): Grammar =>
  atMost === 0 ? END : { kind: 'times', of, atLeast, atMost };

const grammarOf = (part: Grammar | string): Grammar => (typeof part === 'string' ? literal(part) : part);

function literal(text: string): Grammar {
  const parts = [...text].map((one) => character(new RegExp(`^${one.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace('\n', '\\n')}$`, 'u')));
  return parts.reduceRight<Grammar>((rest, first) => then(first, rest), END);
}

function then(first: Grammar, rest: Grammar): Grammar {
  if (first.kind === 'nothing' || rest.kind === 'nothing') return NOTHING;
  if (first.kind === 'end') return rest;
  if (first.kind === 'then') return { kind: 'then', first: first.first, rest: then(first.rest, rest) };
  return rest.kind === 'end' ? first : { kind: 'then', first, rest };
}

function either(one: Grammar, other: Grammar): Grammar {
  if (one.kind === 'nothing' || one === other) return other;
  return other.kind === 'nothing' ? one : { kind: 'either', one, other };
}

/** Whether what was written may stand as it is. */
export function mayEnd(grammar: Grammar): boolean {
  switch (grammar.kind) {
    case 'end':
      return true;
    case 'then':
      return mayEnd(grammar.first) && mayEnd(grammar.rest);
    case 'either':
      return mayEnd(grammar.one) || mayEnd(grammar.other);
    case 'times':
      return grammar.atLeast === 0 || mayEnd(grammar.of);
    default:
      return false;
  }
}

/** What may follow `text`; undefined when `text` itself may not come. */
export function restAfter(grammar: Grammar, text: string): Grammar | undefined {
  let rest = grammar;
  for (const one of text) {
    rest = derivative(rest, one);
    if (rest.kind === 'nothing') return undefined;
  }
  return rest;
}

function derivative(grammar: Grammar, one: string): Grammar {
  switch (grammar.kind) {
    case 'character':
      return grammar.set.test(one) ? END : NOTHING;
    case 'then': {
      const within = then(derivative(grammar.first, one), grammar.rest);
      return mayEnd(grammar.first) ? either(within, derivative(grammar.rest, one)) : within;
    }
    case 'either':
      return either(derivative(grammar.one, one), derivative(grammar.other, one));
    case 'times':
      return then(derivative(grammar.of, one), oneLess(grammar));
    default:
      return NOTHING;
  }
}

/** Without bounds it is the very same grammar, so that what follows it is looked up and not worked out again. */
const oneLess = (grammar: Grammar & { kind: 'times' }): Grammar =>
  grammar.atLeast === 0 && grammar.atMost === Number.POSITIVE_INFINITY
    ? grammar
    : times(grammar.of, Math.max(0, grammar.atLeast - 1), grammar.atMost - 1);

const keys = new WeakMap<Grammar, string>();

/** The same for grammars that allow the same in the same way. */
export function keyOf(grammar: Grammar): string {
  const known = keys.get(grammar);
  if (known !== undefined) return known;
  const key = ((): string => {
    switch (grammar.kind) {
      case 'character':
        return String(grammar.set);
      case 'then':
        return `(${keyOf(grammar.first)}${keyOf(grammar.rest)})`;
      case 'either':
        return `(${keyOf(grammar.one)}|${keyOf(grammar.other)})`;
      case 'times':
        return `${keyOf(grammar.of)}{${grammar.atLeast},${grammar.atMost}}`;
      default:
        return grammar.kind;
    }
  })();
  keys.set(grammar, key);
  return key;
}

/** The tokens of a vocabulary by their characters, so that those with the same beginning are looked at together. */
export interface TokenTree {
  readonly ids: number[];
  readonly next: Map<string, TokenTree>;
}

/** `texts`: what each token id stands for; undefined for tokens that are no whole characters or no text. */
export function tokenTree(texts: readonly (string | undefined)[]): TokenTree {
  const root: TokenTree = { ids: [], next: new Map() };
  for (const [id, text] of texts.entries()) {
    if (!text) continue;
    let node = root;
    for (const one of text) {
      const known = node.next.get(one) ?? { ids: [], next: new Map() };
      node.next.set(one, known);
      node = known;
    }
    node.ids.push(id);
  }
  return root;
}

/** The ids of the tokens that may come next. */
export function allowedTokens(grammar: Grammar, tree: TokenTree, found: number[] = []): number[] {
  for (const [one, node] of tree.next) {
    const rest = derivative(grammar, one);
    if (rest.kind === 'nothing') continue;
    found.push(...node.ids);
    if (node.next.size > 0) allowedTokens(rest, node, found);
  }
  return found;
}
