/**
 * CommonMark as elements. What the model or a person wrote is never trusted: HTML in it is shown as it was typed,
 * pictures from elsewhere are not loaded, and a link says where it leads.
 */
import { type Child, element } from './element.ts';
import { lexer, type MarkedToken, type Token, type Tokens } from './marked.js';

/** What to show for a picture's name such as `#2b`; undefined when the thread has none of that name. */
export type Mention = (name: string) => Node | undefined;

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

const words = (text: string, mention: Mention): Child[] =>
  decoded(text)
    .split(/((?<![\w&])#\d+[a-z]{0,3}(?!\w))/)
    .map((piece, index) => (index % 2 === 1 ? (mention(piece.toLowerCase()) ?? piece) : piece));

function link(token: Tokens.Link, mention: Mention): Child[] {
  const inside = inline(token.tokens, mention);
  const url = URL.canParse(token.href) ? new URL(token.href) : undefined;
  if (!url || !['http:', 'https:', 'mailto:'].includes(url.protocol)) return inside;
  return [element('a', { href: url.href, title: url.href, target: '_blank', rel: 'noopener noreferrer nofollow' }, ...inside)];
}

function inline(tokens: readonly Token[] | undefined, mention: Mention): Child[] {
  return (tokens ?? []).flatMap((given): Child[] => {
    const token = given as MarkedToken;
    switch (token.type) {
      case 'text':
        return token.tokens ? inline(token.tokens, mention) : words(token.text, mention);
      case 'strong':
        return [element('strong', {}, ...inline(token.tokens, mention))];
      case 'em':
        return [element('em', {}, ...inline(token.tokens, mention))];
      case 'del':
        return [element('del', {}, ...inline(token.tokens, mention))];
      case 'codespan':
        return [element('code', {}, token.text)];
      case 'br':
        return [element('br')];
      case 'escape':
        return [token.text];
      case 'link':
        return link(token, mention);
      case 'image':
        return [`[${token.text || 'picture'}]`];
      case 'checkbox':
        return [element('input', { type: 'checkbox', disabled: true, checked: token.checked })];
      default:
        return [token.raw];
    }
  });
}

function list(token: Tokens.List, mention: Mention): HTMLElement {
  const items = token.items.map((item) => element('li', {}, ...blocks(item.tokens, mention)));
  return token.ordered ? element('ol', { start: String(token.start || 1) }, ...items) : element('ul', {}, ...items);
}

function table(token: Tokens.Table, mention: Mention): HTMLElement {
  const row = (cells: readonly Tokens.TableCell[], tag: 'th' | 'td') =>
    element('tr', {}, ...cells.map((cell) => element(tag, {}, ...inline(cell.tokens, mention))));
  const body = token.rows.map((cells) => row(cells, 'td'));
  return element(
    'div',
    { class: 'table' },
    element('table', {}, element('thead', {}, row(token.header, 'th')), element('tbody', {}, ...body)),
  );
}

function blocks(tokens: readonly Token[], mention: Mention): Child[] {
  return tokens.flatMap((given): Child[] => {
    const token = given as MarkedToken;
    switch (token.type) {
      case 'space':
      case 'def':
        return [];
      case 'heading':
        // The page has its own h1 and h2.
        return [element(`h${Math.min(6, token.depth + 2)}` as 'h3', {}, ...inline(token.tokens, mention))];
      case 'paragraph':
        return [element('p', {}, ...inline(token.tokens, mention))];
      case 'blockquote':
        return [element('blockquote', {}, ...blocks(token.tokens, mention))];
      case 'list':
        return [list(token, mention)];
      case 'code':
        return [element('pre', {}, element('code', {}, token.text))];
      case 'hr':
        return [element('hr')];
      case 'table':
        return [table(token, mention)];
      case 'html':
        return [element('p', {}, token.raw.trim())];
      default:
        return inline([token], mention);
    }
  });
}

export const markdown = (text: string, mention: Mention): DocumentFragment => {
  const fragment = document.createDocumentFragment();
  fragment.append(...blocks(lexer(text, { gfm: true, breaks: true }), mention).filter((child) => child !== undefined && child !== false));
  return fragment;
};
