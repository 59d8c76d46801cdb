/** Which ideas have to stand near each other to be something that is refused. */
import { WORKS_OF_ART } from './bare-things.ts';
import { CONCEPTS } from './concepts.ts';
import { HARMS } from './harms.ts';
import type { Category } from './policy.ts';

export const IDEAS = { ...CONCEPTS, ...HARMS, workOfArt: WORKS_OF_ART };

export type Idea = keyof typeof IDEAS;

export interface Compound {
  readonly category: Exclude<Category, 'own'>;
  readonly about: Idea;
  /** What has to stand near it, so many words away at most; less than nothing: before it. */
  readonly near: { readonly [Other in Idea]?: number };
  /** Not where this stands near any of it: for the weakest alone, as anybody can put it there. */
  readonly unless?: Idea;
  /** Not where this stands right beside it. */
  readonly unlessNear?: Idea;
}

export const COMPOUNDS: readonly Compound[] = [
  { category: 'minors', about: 'bare', near: { young: 40 } },
  { category: 'minors', about: 'lewd', near: { young: 40 } },
  { category: 'minors', about: 'garment', near: { uncover: 4, young: 10 }, unless: 'everyday' },
  { category: 'minors', about: 'garment', near: { lacking: -3, young: 10 }, unless: 'everyday' },
  { category: 'minors', about: 'skimpy', near: { gaze: 8, young: 12 }, unless: 'everyday' },
  { category: 'minors', about: 'garment', near: { pull: 5, away: 5, young: 10 }, unless: 'everyday' },
  { category: 'minors', about: 'bathing', near: { leer: 8, young: 12 }, unless: 'everyday' },
  { category: 'real-people', about: 'bare', near: { somebody: 12 } },
  { category: 'real-people', about: 'bare', near: { dressUp: 4, pronoun: 3 } },
  { category: 'real-people', about: 'lewd', near: { somebody: 12 } },
  { category: 'real-people', about: 'scanty', near: { somebody: 12 }, unless: 'everyday' },
  { category: 'real-people', about: 'scanty', near: { dressUp: 6, pronoun: 6 }, unless: 'everyday' },
  { category: 'real-people', about: 'swimwear', near: { dressUp: 5, somebody: 12 }, unless: 'everyday' },
  { category: 'real-people', about: 'swimwear', near: { dressUp: 6, pronoun: 5 }, unless: 'everyday' },
  { category: 'real-people', about: 'garment', near: { uncover: 4, anybody: 10 }, unless: 'everyday' },
  { category: 'real-people', about: 'garment', near: { uncover: 4, somebody: 12 }, unless: 'everyday' },
  { category: 'real-people', about: 'garment', near: { pull: 5, away: 5, anybody: 10 }, unless: 'everyday' },
  { category: 'real-people', about: 'garment', near: { pull: 5, away: 5, somebody: 10 }, unless: 'everyday' },
  { category: 'real-people', about: 'garment', near: { lacking: -3, somebody: 12 }, unless: 'everyday' },
  { category: 'real-people', about: 'garment', near: { lacking: -3, anybody: 6 }, unless: 'everyday' },
  { category: 'real-people', about: 'swimwear', near: { uncover: 3 }, unless: 'everyday' },
  { category: 'real-people', about: 'scanty', near: { uncover: 3 }, unless: 'everyday' },
  { category: 'real-people', about: 'curve', near: { more: 4, anybody: 10 } },
  { category: 'real-people', about: 'curve', near: { more: 4, somebody: 12 } },
  { category: 'real-people', about: 'garment', near: { beneath: -4, see: 12, anybody: 10 }, unless: 'everyday' },
  { category: 'real-people', about: 'garment', near: { covers: 4, see: 12, somebody: 12 }, unless: 'everyday' },
  { category: 'real-people', about: 'face', near: { onto: 8, body: 12, somebody: 12 } },
  { category: 'sexual', about: 'explicit', near: {} },
  { category: 'sexual', about: 'bare', near: { anybody: 8 }, unlessNear: 'workOfArt' },
  { category: 'minors', about: 'scanty', near: { young: 4 }, unless: 'everyday' },
  { category: 'minors', about: 'coitus', near: { young: 4 } },
  { category: 'minors', about: 'cheese', near: { younger: 8 } },
  { category: 'real-people', about: 'reshape', near: { somebody: 10 }, unless: 'beast' },
  { category: 'real-people', about: 'reshape', near: { shown: 10, anybody: 10 }, unless: 'beast' },
  { category: 'real-people', about: 'curve', near: { more: 4, sent: 14 } },
  { category: 'real-people', about: 'bare', near: { sent: 16 } },
  { category: 'real-people', about: 'explicit', near: { sent: 16 } },
  { category: 'real-people', about: 'tease', near: { somebody: 12 } },
  { category: 'real-people', about: 'tease', near: { sent: 16 } },
  { category: 'real-people', about: 'garment', near: { beneath: -4, see: 12, sent: 16 }, unless: 'everyday' },
  { category: 'real-people', about: 'garment', near: { beneath: -4, see: 12, somebody: 12 }, unless: 'everyday' },
  { category: 'real-people', about: 'disrobe', near: { somebody: 8 } },
  { category: 'real-people', about: 'disrobe', near: { shown: 8 } },
  { category: 'real-people', about: 'bare', near: { shown: 8, anybody: 8 } },
  { category: 'real-people', about: 'garment', near: { uncover: 4, shown: 12 }, unless: 'everyday' },
  { category: 'drugs', about: 'drug', near: { trade: 6 }, unlessNear: 'helping' },
  { category: 'drugs', about: 'drug', near: { brew: 5 }, unlessNear: 'helping' },
  { category: 'drugs', about: 'drug', near: { intake: 4 }, unlessNear: 'helping' },
  { category: 'weapons', about: 'bomb', near: { construct: 6 }, unlessNear: 'helping' },
  { category: 'violence', about: 'slay', near: { near: 3 }, unlessNear: 'helping' },
  { category: 'violence', about: 'mangled', near: { corpse: 3 }, unlessNear: 'helping' },
  { category: 'violence', about: 'mangled', near: { kinfolk: 3 }, unlessNear: 'helping' },
  { category: 'violence', about: 'cut', near: { throat: 4 }, unlessNear: 'helping' },
  { category: 'violence', about: 'heap', near: { corpse: 3 }, unlessNear: 'helping' },
  { category: 'violence', about: 'severed', near: { limb: 2 }, unlessNear: 'helping' },
  { category: 'violence', about: 'blood', near: { spill: 4 }, unlessNear: 'helping' },
  { category: 'violence', about: 'alive', near: { burning: 4 }, unlessNear: 'helping' },
  { category: 'violence', about: 'gunman', near: { afterwards: 8 }, unlessNear: 'helping' },
  { category: 'hate', about: 'contempt', near: { group: 6 }, unlessNear: 'helping' },
  { category: 'self-harm', about: 'cut', near: { veins: 3 }, unlessNear: 'helping' },
  { category: 'violence', about: 'gore', near: {}, unlessNear: 'helping' },
  { category: 'hate', about: 'group', near: { banish: 3 }, unlessNear: 'helping' },
  { category: 'hate', about: 'nazi', near: { praise: 4 }, unlessNear: 'helping' },
  { category: 'hate', about: 'supremacy', near: {}, unlessNear: 'helping' },
  { category: 'self-harm', about: 'ending', near: {}, unlessNear: 'helping' },
  { category: 'self-harm', about: 'pills', near: { lethal: 5 }, unlessNear: 'helping' },
  { category: 'weapons', about: 'firearm', near: { workshop: 4 }, unlessNear: 'helping' },
  { category: 'harassment', about: 'slur', near: { near: 6 }, unlessNear: 'helping' },
  { category: 'harassment', about: 'demean', near: { near: 4 }, unlessNear: 'helping' },
];
