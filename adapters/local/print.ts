/** How `dreamthread ask` prints a reply: for a person at a terminal, for a file, or as one JSON object a line. */
import type { Plan, ReplyStatus, Usage } from '../../src/core/types.ts';

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** What is printed, in order. */
export type Printed =
  | { readonly type: 'plan'; readonly steps: Plan['steps'] }
  | { readonly type: 'text-delta'; readonly part: number; readonly text: string }
  | {
      readonly type: 'image-start';
      readonly part: number;
      readonly name: string;
      readonly parent?: string;
      readonly caption: string;
      readonly steps: number;
    }
  | { readonly type: 'image-unseen'; readonly part: number; readonly name: string }
  | { readonly type: 'image-step'; readonly part: number; readonly name: string; readonly step: number; readonly steps: number }
  | {
      readonly type: 'image-end';
      readonly part: number;
      readonly name: string;
      readonly parent?: string;
      readonly caption: string;
      readonly receipt?: string;
      readonly path?: string;
    }
  | { readonly type: 'verdict'; readonly part: number; readonly verdict: string; readonly rule?: string }
  | {
      readonly type: 'done';
      readonly status: ReplyStatus;
      readonly thread: string;
      readonly turn: string;
      /** Which model made it; absent where nothing was made. */
      readonly model?: string;
      readonly reply?: string;
      readonly usage?: Usage;
    };

export type Print = (printed: Printed) => void;

export const printJson =
  (output: Output): Print =>
  (printed) => {
    output.write(`${JSON.stringify(printed)}\n`);
  };

/** Words of a model or a person may hold control characters that would steer the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const printable = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '');

const ENDINGS: Readonly<Record<ReplyStatus, string>> = {
  streaming: '',
  complete: '',
  truncated: 'The reply was cut short. ',
  refused: 'The request was refused. ',
  failed: 'The reply could not be made. ',
};

const BAR_CELLS = 24;
const bar = (step: number, steps: number): string => {
  const full = Math.round((BAR_CELLS * step) / Math.max(1, steps));
  return '█'.repeat(full) + '░'.repeat(BAR_CELLS - full);
};

const stepWord = (step: Plan['steps'][number]): string =>
  step.kind === 'draw' ? `draw ${step.name}` : step.kind === 'edit' ? `make ${step.name} from ${step.target}` : step.kind;

export interface TextOptions {
  readonly colour: boolean;
  readonly nowMs: () => number;
}

/** Progress bars only at a terminal: a file gets whole lines and no escape codes. */
export function printText(output: Output, { colour, nowMs }: TextOptions): Print {
  const alive = output.isTTY === true;
  const styled = (code: number) => (text: string) => (colour && alive ? `\u001b[${code}m${text}\u001b[0m` : text);
  const dim = styled(2);
  const bold = styled(1);
  let lineOpen = false;
  let part = 0;
  /** Of the picture that is drawn; none where one is shown again. */
  let startedMs: number | undefined;

  /** Ends an open line, so that the next thing begins a new one. */
  function line(text: string): void {
    output.write(`${lineOpen ? '\n' : ''}${text}\n`);
    lineOpen = false;
  }
  const named = (name: string, parent: string | undefined) => bold(name) + (parent ? dim(` from ${parent}`) : '');

  return (printed) => {
    switch (printed.type) {
      case 'plan':
        if (printed.steps.length > 1) line(dim(`Plan: ${printed.steps.map(stepWord).join(', ')}`));
        break;
      case 'text-delta': {
        if (printed.part !== part && lineOpen) line('');
        part = printed.part;
        const text = printable(printed.text);
        output.write(text);
        if (text !== '') lineOpen = !text.endsWith('\n');
        break;
      }
      case 'image-start':
        startedMs = nowMs();
        line(`${named(printed.name, printed.parent)} ${printable(printed.caption)}`);
        break;
      case 'image-unseen':
        line(dim(`${printed.name} is being made. It is shown when it has been checked.`));
        break;
      case 'image-step':
        if (!alive) break;
        output.write(
          `\r${bar(printed.step, printed.steps)} ${printed.step}/${printed.steps} ${((nowMs() - (startedMs ?? 0)) / 1000).toFixed(1)} s`,
        );
        lineOpen = true;
        break;
      case 'image-end': {
        const where = printed.path === undefined ? 'kept in the thread; --out FOLDER saves it' : `saved as ${printed.path}`;
        if (alive && lineOpen) output.write('\r\u001b[2K');
        lineOpen = false;
        const took = startedMs === undefined ? '' : `, ${((nowMs() - startedMs) / 1000).toFixed(1)} s`;
        startedMs = undefined;
        line(`${bold(printed.name)} ${dim(`${where}${took}`)}`);
        if (printed.receipt !== undefined) line(dim(printable(printed.receipt)));
        break;
      }
      case 'verdict':
        if (printed.verdict === 'replace') line(dim(`This picture is covered${printed.rule ? ` (rule: ${printed.rule})` : ''}.`));
        else if (printed.verdict !== 'allow') line(dim(`This part is not shown${printed.rule ? ` (rule: ${printed.rule})` : ''}.`));
        else if (lineOpen) line('');
        break;
      case 'done': {
        const ending = ENDINGS[printed.status];
        const reply = printed.reply === undefined ? '' : `Reply: ${printed.reply}. `;
        const label = printed.model ? `AI-generated by ${printable(printed.model)}. ` : '';
        line(dim(`${ending}${reply}${label}Thread: ${printed.thread}`));
      }
    }
  };
}
