/**
 * A request for several pictures that says what each is of: "two different pictures, one of a cat and one of a dog", "draw a cat and then
 * a dog on a boat". Each is planned as a request of its own, so that what belongs to one can't slip into another. Where it can't be
 * told where one ends ("a cat and a hat and a dog"), it is left to the model.
 */

const PICTURE = '(?:picture|drawing|image|illustration|painting)s?';
const NUMBERS = ['two', 'three', 'four', 'five', 'six'];
const NUMBER = `(${NUMBERS.join('|')}|[2-6])`;
const THING = '(?:an?|one|two|three|four|five|\\d) \\p{L}';
/** What is said of something that was named before can't be drawn without it. */
const REFERS = /\b(?:it|its|that|this|these|those|them|same|again|other|both|the one)\b/i;

/** What each picture shall show, in order; undefined where one picture is asked for, or it can't be told. */
export function picturesAsked(request: string): readonly string[] | undefined {
  const text = request.replace(/\s+/g, ' ').trim();
  const parts = eachOne(text) ?? counted(text) ?? oneThenAnother(text);
  const clean = parts?.map((part) => part.replace(/^[,:; ]+|(?:[,:; ]+(?:and )?then)?[,:; ]*$/giu, '').replace(/^one (?=\p{L})/iu, 'a '));
  return clean && clean.length > 1 && clean.length <= NUMBERS.length + 1 && clean.every((part) => part !== '' && !REFERS.test(part))
    ? clean
    : undefined;
}

/** "one of a cat and one of a dog", "a picture of a cat and a picture of a dog". */
function eachOne(text: string): string[] | undefined {
  const begins = new RegExp(
    `(?:,? (?:and )?|^.*?\\b)(?:one|another|the other|(?:an?|one|another) (?:second |other )?${PICTURE}) (?:of|with|showing) `,
    'giu',
  );
  const marks = [...text.matchAll(begins)];
  if (marks.length < 2) return undefined;
  return marks.map((mark, at) => text.slice(mark.index + mark[0].length, marks[at + 1]?.index ?? text.length));
}

/** "two separate pictures: a cat and a dog"; where "and" (or "then", or a sign) stands once for each border. */
function counted(text: string): string[] | undefined {
  const found = new RegExp(`\\b${NUMBER} (?:(?:separate|different|single) ${PICTURE}(?: of)?|${PICTURE})(:|,)? (.+)$`, 'iu').exec(text);
  const [all, number = '', colon, rest = ''] = found ?? [];
  if (!all || (!colon && !/separate|different|single/i.test(all))) return undefined;
  const count = NUMBERS.includes(number.toLowerCase()) ? NUMBERS.indexOf(number.toLowerCase()) + 2 : Number(number);
  const byMark = rest.split(/ ?; ?| \/ |^first |,? (?:and )?then /i).filter(Boolean);
  if (byMark.length === count) return byMark;
  const byAnd = rest.split(/,? and /i);
  if (byAnd.length === count) return byAnd;
  const byComma = rest.split(/, (?:and )?| and /i);
  return count > 2 && byComma.length === count ? byComma : undefined;
}

/** "draw a cat and then a dog on a boat". */
function oneThenAnother(text: string): string[] | undefined {
  const [, first, then] =
    new RegExp(
      `\\b(?:draw|paint|sketch|show me|make me|create)(?: me)? (?:first )?(${THING}.*?),? (?:and )?then (?:(?:draw|paint|sketch|show me|make me|create)(?: me)? )?(${THING}.*)$`,
      'iu',
    ).exec(text) ?? [];
  return first && then ? [first, then] : undefined;
}
