/** What the model commands have in common. */

/** Where things lie; a Config is one. */
export interface ModelPlaces {
  readonly modelsDir: string;
  readonly shippedModelsDir: string;
  readonly trainDir: string;
}

/** Options of more than one command. */
export interface ModelOptions {
  readonly data?: string;
  readonly models?: string;
  readonly json?: boolean;
}

export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  npx dreamthread ${line}`).join('\n')}`;

export const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;
