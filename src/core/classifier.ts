/** The port to what looks at pictures beside the model: classifiers that an operator plugs in. */

/** What a classifier found in a picture. */
export interface PictureLabel {
  readonly label: string;
  /** A category of the policy. */
  readonly category: string;
  /** 0 to 1. */
  readonly score: number;
}

interface ClassifierOf<Input> {
  /** All that it may find. */
  readonly categories: readonly string[];
  /** Only what is at or above its threshold. Throws EngineError. */
  find(input: Input): Promise<readonly PictureLabel[]>;
  close(): Promise<void>;
}

/** Reads files: PNG, JPEG, WebP or GIF. */
export type PictureClassifier = ClassifierOf<Uint8Array>;
/** Reads texts. */
export type WordClassifier = ClassifierOf<string>;
