/** CommonMark as Discord shows it: what it has no form for gets the nearest one. Code is left as it is. */

/** Never longer than what came in, so that a message that was cut to fit still fits. */
export function discordMarkdown(text: string): string {
  return text
    .split(/(```[\s\S]*?(?:```|$)|`[^`\n]*`)/)
    .map((piece, place) => (place % 2 === 1 ? piece : plain(piece)))
    .join('');
}

/** Covered until a person uncovers it. */
export const covered = (text: string): string => `||${text.replaceAll('|', '¦')}||`;

/** What was cut from a text may have been one end of a cover. */
export const closed = (text: string, fromEnd: boolean): string =>
  text.split('||').length % 2 === 1 ? text : fromEnd ? `||${text}` : `${text}||`;

const plain = (text: string): string =>
  text
    .replace(/^#{4,6} +/gm, '### ') // Discord has three sizes of headings
    .replace(/!\[([^\]]*)\]\(([^)\s]+)\)/g, '[$1]($2)')
    .replace(/^ {0,3}([-*_])(?: *\1){2,} *$/gm, '—')
    .replace(/<br ?\/?>/g, '\n');
