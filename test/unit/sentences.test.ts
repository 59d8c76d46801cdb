import { describe, expect, it } from 'vitest';
import { packError, unpackError } from '../../engine/protocol.ts';
import { PlatformError, saidOf, sentenceOf, TurnError } from '../../src/core/errors.ts';
import { en } from '../../src/core/sentences/en.ts';
import { asidePart, LANGUAGES, say, worded } from '../../src/core/sentences.ts';
import { splitReply } from '../../src/reply/split.ts';

const LIMITS = { textChars: 100, partsPerMessage: 10, imageBytes: 1 };
const forms = (sentence: string | { readonly one: string; readonly other: string }): string[] =>
  typeof sentence === 'string' ? [sentence] : [sentence.one, sentence.other];
const valuesIn = (text: string): string[] => [...new Set(text.match(/\{\w+(?::or)?\}/g) ?? [])].sort();

describe('every language', () => {
  it.each(Object.entries(LANGUAGES))('%s says each sentence, of the same things', (language, sentences) => {
    expect(Object.keys(sentences)).toEqual(Object.keys(en));
    for (const [id, sentence] of Object.entries(sentences)) {
      const english = valuesIn(forms(en[id as keyof typeof en]).join(' '));
      expect(valuesIn(forms(sentence).join(' ')), `${id} in ${language}`).toEqual(english);
      expect(
        forms(sentence).every((form) => form.trim() !== ''),
        id,
      ).toBe(true);
    }
  });

  it('is no copy of English', () => {
    for (const [language, sentences] of Object.entries(LANGUAGES)) {
      const same = Object.keys(en).filter(
        (id) => forms(sentences[id as keyof typeof en]).join() === forms(en[id as keyof typeof en]).join(),
      );
      expect(same).toEqual(language === 'en' ? Object.keys(en) : ['aside']);
    }
  });
});

describe('a sentence', () => {
  it.each([
    [undefined, 'Which picture do you mean: #1, #2 or #3?'],
    ['de', 'Welches Bild ist gemeint: #1, #2 oder #3?'],
    ['fr-CA', 'De quelle image s’agit-il : #1, #2 ou #3 ?'],
    ['xx', 'Which picture do you mean: #1, #2 or #3?'],
  ])('is worded for %s', (locale, words) => {
    expect(worded(say('which-picture', { names: ['#1', '#2', '#3'] }), locale)).toBe(words);
  });

  it('counts as its language does', () => {
    const board = (count: number, locale: string): string => worded(say('storyboard', { count }), locale).split('.', 1)[0] ?? '';
    expect([board(1, 'en'), board(4, 'en'), board(1, 'de'), board(4, 'de')]).toEqual([
      'This would be a reply with one picture',
      'This would be a reply with 4 pictures',
      'Das würde eine Antwort mit einem Bild',
      'Das würde eine Antwort mit 4 Bildern',
    ]);
    expect(board(0, 'fr')).toContain('une image'); // French counts nothing as one
  });

  it('holds another, in the same language; what people wrote stays as it is', () => {
    const reason = say('read-as', { reason: say('why.hate'), words: '{rule} $&' });
    expect(asidePart(say('not-shown', { rule: 'hate', reason })).text).toBe(
      '_Not shown (rule: hate): hateful symbols and slogans are not drawn here (it was read as “{rule} $&”)._',
    );
    expect(worded(say('not-shown', { rule: 'hate', reason }), 'de')).toBe(
      'Wird nicht gezeigt (Regel: hate): Zeichen und Parolen des Hasses werden hier nicht gezeichnet (gelesen wurde „{rule} $&“).',
    );
  });

  it('of a failure is English in the log, and comes from the engine’s thread whole', () => {
    const error = new TurnError('unknown-picture', say('unknown-picture', { name: '#7' }));
    expect(error.message).toBe('There is no picture #7 in this thread; it may have been forgotten.');
    const arrived = unpackError(structuredClone(packError(error)));
    expect(sentenceOf(arrived, 'de')).toBe('Hier gibt es kein Bild #7; vielleicht wurde es vergessen.');
    expect(saidOf(arrived)).toEqual(error.said);
    expect(sentenceOf(new PlatformError('rejected', 'As it came.'), 'de')).toBe('As it came.');
    expect(sentenceOf(new Error('secret'), 'fr')).toBe('Quelque chose a échoué dans Dreamthread ; le journal donne les détails.');
  });

  it('that is cut for a platform stays in the language in which it was cut', () => {
    const whole = asidePart(say('stopped'));
    expect(splitReply([whole], LIMITS)).toEqual([[whole]]);
    const long = asidePart(say('not-shown', { rule: 'own', reason: 'because '.repeat(30) }));
    const pieces = splitReply([long], LIMITS).flat();
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.every((part) => part.kind === 'text' && part.said === undefined)).toBe(true);
  });
});
