/** Plans as a grammar: nothing else can be written, however a model was asked or what a request says. */
import type { PictureName } from '../../src/core/types.ts';
import type { DreamModel, Topic } from '../model/index.ts';
import { captionLine, type Edits, editGrammar } from './edit-line.ts';
import { allowedTokens, character, choice, type Grammar, keyOf, restAfter, sequence, type TokenTree, times, tokenTree } from './grammar.ts';
import type { Heard } from './heard.ts';
import { queryGrammar } from './queries.ts';
import { explanations } from './topics.ts';

export const MAX_STEPS = 16;

export interface PlanRules {
  /** What may be edited; none: nothing. */
  readonly targets: readonly PictureName[];
  /** What it says of an edit, and the captions of what may be edited. */
  readonly edits?: Edits;
  readonly befores?: ReadonlyMap<PictureName, string>;
  /** What orders and questions may name; without it, anything. */
  readonly heard?: Heard | undefined;
  /** Whether it may draw anything new; it may when nothing is said. */
  readonly mayDraw?: boolean;
  /** Whether it may be anything but a question back, the answer to one, or a refusal; it may when nothing is said. */
  readonly mayTell?: boolean;
  /** What it explains, if it can be nothing but an explanation. */
  readonly explains?: readonly Topic[];
  /** Whether it may be what a question asks about one of them. */
  readonly mayLook?: boolean;
  /** Whether the plan may be a question back. */
  readonly mayAsk: boolean;
  /** Whether it can be nothing else: a change is asked for and there is nothing to change. */
  readonly mustAsk?: boolean;
}

/** The lines of engine/train/dreamtrain/world/dialogue.py: ` draw: caption\n ` …, ended by an empty line. */
export function planLinesGrammar(rules: PlanRules): Grammar {
  const { targets, edits = 'captions', befores, heard, mayDraw = true, mayTell = true, explains, mayLook, mayAsk, mustAsk = false } = rules;
  if (mustAsk) return sequence(' ask\n\n');
  if (explains) return explanations(explains);
  const changes = targets.map((name) => sequence(` edit ${name}: `, editGrammar(edits, befores?.get(name), heard), '\n'));
  const looks = mayLook ? targets.map((name) => sequence(` look ${name}: `, queryGrammar(heard), '\n')) : [];
  const drawings = mayDraw ? [sequence(' draw: ', captionLine, '\n')] : [];
  const step = choice(' write\n', ...drawings, ...changes);
  const told = mayTell ? [times(step, 1, MAX_STEPS)] : [];
  return sequence(choice(...told, ' refuse\n', ...looks, ...(mayAsk ? [' ask\n'] : [])), '\n');
}

/** For models that were not trained to plan: a JSON array of steps, as prompts/plan.md asks for. */
export function planJsonGrammar({ targets, mayAsk, mustAsk = false }: PlanRules): Grammar {
  if (mustAsk) return sequence('[{"step":"ask"}]');
  const letter = choice(character(/^[^"\\\p{Cc}]$/u), sequence('\\', character(/^["\\/]$/u)));
  const caption = sequence('"', character(/^[\p{L}\p{N}]$/u), times(letter, 0, Number.POSITIVE_INFINITY), '"');
  const step = choice(
    '{"step":"write"}',
    sequence('{"step":"draw","caption":', caption, '}'),
    ...targets.map((name) => sequence(`{"step":"edit","target":"${name}","caption":`, caption, '}')),
  );
  const steps = sequence(step, times(sequence(',', step), 0, MAX_STEPS - 1));
  return sequence('[', choice(steps, '{"step":"refuse"}', ...(mayAsk ? ['{"step":"ask"}'] : [])), ']');
}

const MASKS_AT_MOST = 4000;

interface Vocabulary {
  readonly texts: readonly (string | undefined)[];
  readonly tree: TokenTree;
  /** What may come next, by the key of the grammar. */
  readonly masks: Map<string, readonly number[]>;
}

const vocabularies = new WeakMap<object, Vocabulary>();

/** What the tokens of a model stand for, read once. */
function vocabularyOf(model: DreamModel): Vocabulary {
  const known = vocabularies.get(model.manifest);
  if (known) return known;
  const before = model.encode('a');
  const start = model.decode(before);
  const { bos, eos, imageStart, imageEnd, dreamStart, dreamEnd, suppressed } = model.manifest.tokens;
  const special = new Set([bos, eos, imageStart, imageEnd, dreamStart, dreamEnd, ...suppressed]);
  // Decoded behind a letter, because some tokenizers drop the space that a text begins with.
  const texts = Array.from({ length: model.manifest.language.vocabSize }, (_, id) => {
    const text = special.has(id) ? '' : model.decode([...before, id]).slice(start.length);
    return text.includes('\ufffd') ? undefined : text;
  });
  const read = { texts, tree: tokenTree(texts), masks: new Map() };
  vocabularies.set(model.manifest, read);
  return read;
}

/** For one `Context.decode`: which ids may come next, and whether what stands is complete. */
export function maskOf(model: DreamModel, grammar: Grammar) {
  const { texts, tree, masks } = vocabularyOf(model);
  let rest: Grammar | undefined = grammar;
  let read = 0;
  const mask = (decoded: readonly number[]): readonly number[] => {
    for (; read < decoded.length; read++) rest = rest && restAfter(rest, texts[decoded[read] ?? -1] ?? '');
    if (!rest) return [];
    const key = keyOf(rest);
    const known = masks.get(key) ?? allowedTokens(rest, tree);
    // What one request names, no other may name again.
    if (masks.size === MASKS_AT_MOST) masks.clear();
    masks.set(key, known);
    return known;
  };
  return {
    allow: mask,
    /** Nothing more may come. */
    stop: (decoded: readonly number[]): boolean => mask(decoded).length === 0,
  };
}
