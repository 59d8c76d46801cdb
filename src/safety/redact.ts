/**
 * Personal data and secrets in what people write, replaced before it is stored or logged. Patterns only: a name or an
 * address in words is not seen.
 */

import type { Action, ChatEvent } from '../core/types.ts';

/** An event whose texts are redacted; everything else stays as it came. */
export function redacted(event: ChatEvent): ChatEvent {
  switch (event.kind) {
    case 'message-create':
    case 'message-edit': {
      const parts = event.message.parts.map((part) =>
        part.kind === 'text' ? { ...part, text: redact(part.text) } : { ...part, alt: redact(part.alt) },
      );
      return { ...event, message: { ...event.message, parts } };
    }
    case 'command-invoke':
      return { ...event, argument: redact(event.argument) };
    case 'action-invoke':
      return { ...event, action: redactedAction(event.action) };
    default:
      return event;
  }
}

function redactedAction(action: Action): Action {
  switch (action.kind) {
    case 'edit': {
      const { instruction, region } = action;
      const place = region && 'words' in region ? { region: { words: redact(region.words) } } : {};
      return { ...action, instruction: redact(instruction), ...place };
    }
    case 'appeal':
    case 'rate':
      return action.reason === undefined ? action : { ...action, reason: redact(action.reason) };
    default:
      return action;
  }
}

/** Each takes time linear in the text: no pattern has a repetition inside a repetition of overlapping signs. */
const PATTERNS: readonly { readonly what: string; readonly pattern: RegExp; readonly fits?: (found: string) => boolean }[] = [
  { what: 'key', pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,8000}?-----END [A-Z ]{0,30}PRIVATE KEY-----/g },
  // Slack, GitHub, OpenAI, AWS, Google, Discord bot tokens, JSON web tokens.
  {
    what: 'key',
    pattern:
      /\b(?:xox[abeprs]-[\w-]{10,200}|xapp-[\w-]{10,200}|gh[oprsu]_\w{20,200}|github_pat_\w{20,200}|sk-[\w-]{20,200}|AKIA[A-Z\d]{16}|AIza[\w-]{35}|[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27,40}|eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,2000})/g,
  },
  { what: 'e-mail', pattern: /[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,8}/gi },
  { what: 'IBAN', pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?\b/g, fits: isIban },
  { what: 'card', pattern: /(?<![\d#])\d(?:[ -]?\d){12,18}(?!\d)/g, fits: (found) => isCard(found.replace(/\D/g, '')) },
  { what: 'social security number', pattern: /(?<!\d)(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?!\d)/g },
  {
    what: 'phone',
    pattern:
      /(?<![\d#\w.])(?:\+|00)\d{1,3}[ .-]?(?:\(\d{1,5}\)[ .-]?)?\d{1,5}(?:[ .-]?\d{2,5}){1,5}(?!\d)|(?<![\d#\w.])\(\d{3}\) ?\d{3}-\d{4}(?!\d)|(?<![\d#\w.-])\d{3}-\d{3}-\d{4}(?!\d)/g,
  },
];

/** The text with `[e-mail]`, `[phone]`, `[card]`, `[IBAN]`, `[key]` in place of what was found. */
export function redact(text: string): string {
  return PATTERNS.reduce(
    (rest, { what, pattern, fits }) => rest.replace(pattern, (found) => (fits && !fits(found) ? found : `[${what}]`)),
    text,
  );
}

/** ISO/IEC 7812: 13 to 19 digits with a Luhn check digit. */
function isCard(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return digits.length >= 13 && digits.length <= 19 && sum % 10 === 0 && /[1-9]/.test(digits);
}

/** ISO 13616: the rest of a division by 97 is 1. */
function isIban(found: string): boolean {
  const plain = found.replace(/ /g, '');
  const digits = (plain.slice(4) + plain.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}
