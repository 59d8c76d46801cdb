/** Slack's mrkdwn as people send it, in plain CommonMark; and our words as Slack may be given them. */

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** The people that a text mentions, in order, each once. */
export const mentionsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map(([, id]) => id ?? '')),
];

/** `nameOf` gives a person's name; the bot's own mentions are taken out. */
export function plainWords(text: string, botUserId: string, nameOf: (userId: string) => string): string {
  return text
    .replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id: string) => (id === botUserId ? '' : `@${nameOf(id)}`))
    .replace(/<#[CG][A-Z0-9]+\|([^>]*)>/g, '#$1')
    .replace(/<!(?:subteam\^[A-Z0-9]+|date[^|>]*)\|([^>]*)>/g, '$1')
    .replace(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, '@$1')
    .replace(/<((?:https?|mailto|tel):[^|>]+)\|([^>]+)>/g, '[$2]($1)')
    .replace(/<((?:https?|mailto|tel):[^|>]+)>/g, '$1')
    .replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[ \t]{2,}/g, ' ')
    .trim();
}

/** Nothing that a model writes may ping people: the invisible space ends Slack's own marks. */
export const harmless = (text: string): string =>
  text.replace(/<(?=[!@#])/g, '<\u200b').replace(/@(?=(?:here|channel|everyone)\b)/g, '@\u200b');

/** In mrkdwn (not in markdown blocks) these three have a meaning. */
export const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (mark) => (mark === '&' ? '&amp;' : mark === '<' ? '&lt;' : '&gt;'));

/** At most `chars` UTF-16 units, cut between characters as people see them. */
export function shortened(text: string, chars: number): string {
  if (text.length <= chars) return text;
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter().segment(text.slice(0, chars + 20))) {
    if (index + segment.length > chars - 1) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end).trimEnd()}…`;
}

/** A moment in the reader's own time zone: Slack words it. */
export function dateOf(ms: number): string {
  const utc = `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.round(ms / 1000)}^{date_short_pretty} {time}|${utc}>`;
}

/** A person by Slack's id, else a name as it is. */
export const mention = (who: string): string => (/^[UW][A-Z0-9]{5,}$/.test(who) ? `<@${who}>` : escaped(who));
