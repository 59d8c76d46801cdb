/** The port to what looks at pictures beside the model: classifiers that an operator plugs in. */

/** What a classifier found in a picture. */
export interface PictureLabel {
  readonly label: string;
  /** A category of the policy. */
  readonly category: string;
  /** 0 to 1. */
  readonly score: number;
}

export interface PictureClassifier {
  /** All that it may find. */
  readonly categories: readonly string[];
  /** `file`: PNG, JPEG, WebP or GIF. Only what is at or above its threshold. Throws EngineError. */
  find(file: Uint8Array): Promise<readonly PictureLabel[]>;
  close(): Promise<void>;
}
