import type { Sentences } from './en.ts';

export const de: Sentences = {
  aside: '_{what}_',

  'nothing-came': 'Daraus ist nichts geworden: bitte noch einmal oder mit anderen Worten fragen.',
  stopped: 'Angehalten, wie gewünscht.',
  'deadline-passed': 'Das hat länger gewartet, als es darf: bitte noch einmal fragen.',
  'cut-off':
    'Das wurde zu oft durch Abstürze abgebrochen und wird nicht noch einmal versucht: bitte mit anderen Worten fragen und es dem Betreiber dieses Bots sagen.',
  failed: 'In Dreamthread ist etwas fehlgeschlagen; Näheres steht im Protokoll.',
  'engine-incomplete': 'Das Modell hat aufgehört, bevor die Antwort vollständig war; bitte noch einmal fragen.',
  'engine-failed': 'Das Modell ist an dieser Anfrage gescheitert; bitte mit anderen Worten fragen oder ins Protokoll sehen.',

  'held-picture': 'Bild {name} wartet auf die Moderation (Regel: {rule}).',
  'held-part': 'Dieser Teil wartet auf die Moderation (Regel: {rule}).',
  'not-shown': 'Wird nicht gezeigt (Regel: {rule}): {reason}.',
  'read-as': '{reason} (gelesen wurde „{words}“)',
  'not-released': 'die Moderation hat es angesehen und nicht freigegeben',
  'why.minors': 'sexuelle Inhalte über Minderjährige werden hier niemals gemacht',
  'why.sexual': 'sexuelle Bilder werden hier nicht gemacht; die Szene geht auch ohne',
  'why.self-harm':
    'damit sollte niemand allein sein: bitte sprich mit jemandem, dem du vertraust, oder mit einem Krisentelefon in deinem Land',
  'why.violence': 'drastische Gewalt wird hier nicht gezeichnet; die Szene geht auch ohne',
  'why.hate': 'Zeichen und Parolen des Hasses werden hier nicht gezeichnet',
  'why.harassment': 'das würde einen Menschen verletzen; sag es ohne den Angriff',
  'why.real-people':
    'Bilder, die Körper oder Kleidung eines wirklichen Menschen verändern oder als einer ausgegeben werden, werden hier nicht gemacht',
  'why.weapons': 'wie man Waffen herstellt, wird hier nicht erklärt',
  'why.drugs': 'wie man verbotene Drogen herstellt oder verkauft, wird hier nicht erklärt',

  storyboard: {
    one: 'Das würde eine Antwort mit einem Bild. Sie beginnt gleich von selbst, wenn du nicht vorher wählst.',
    other: 'Das würde eine Antwort mit {count} Bildern. Sie beginnt gleich von selbst, wenn du nicht vorher wählst.',
  },
  'which-picture': 'Welches Bild ist gemeint: {names:or}?',

  'unknown-picture': 'Hier gibt es kein Bild {name}; vielleicht wurde es vergessen.',
  'no-picture-yet': 'Hier gibt es kein Bild {name} und auch noch kein anderes: bitte zuerst um eines.',
  'only-picture': 'Hier gibt es kein Bild {name}, nur {only}: bitte dieses nennen.',
  'other-pictures': 'Hier gibt es kein Bild {name}, aber {names}: bitte eines davon nennen.',
  'picture-deleted': 'Das Bild {name} wurde gelöscht und kann nicht geändert werden; bitte noch einmal senden oder ein anderes nennen.',
  'file-deleted': 'Die Datei von {name} ist weg: sie wurde gelöscht. Bitte um ein anderes Bild.',
  'no-version': '{version} ist keine Fassung von {name}; bitte eine mit derselben Nummer wählen.',
  'nothing-to-start': 'Hier gibt es nichts mehr zu beginnen; bitte noch einmal fragen.',
  'no-part': 'In dieser Antwort gibt es keinen Teil {place} mehr; bitte einen wählen, der noch darin steht.',
  'not-in-reply': 'In dieser Antwort gibt es kein Bild {name} mehr; bitte eines wählen, das noch darin steht.',
  'words-not-changed': 'Mit Worten ändern lässt sich nur ein Bild; der Text kann statt dessen neu geschrieben werden.',

  'request-too-long': 'Die Anfrage hat {chars} Zeichen, und dieses Modell liest davon etwa {readable}; bitte mit weniger Worten fragen.',
  'too-many-pictures': 'Die Anfrage bringt {pictures} Bilder mit, und dieses Modell sieht {readable} auf einmal; bitte weniger senden.',
  'message-too-long': 'Erwartet werden höchstens {most} Zeichen, es kamen {chars}: bitte in Stücken senden.',
  'message-empty': 'Erwartet werden Worte oder ein Bild, die Nachricht war leer: bitte sagen, was zu sehen sein soll.',
  'instruction-empty': 'Erwartet wird, was anders werden soll, es kam nichts: ein paar Worte genügen, etwa „mach es blau“.',
  'instruction-too-long': 'Erwartet werden höchstens {most} Zeichen, es kamen {chars}: bitte kürzer sagen.',
  'variations-count': 'Erwartet werden 1 bis {most} Varianten, es kamen {given}: bitte eine Zahl dazwischen wählen.',
  'steps-none': 'Erwartet werden Schritte, es blieb keiner: bitte mindestens einen behalten oder anhalten.',
  'reason-too-long': 'Erwartet wird ein Grund von höchstens {most} Zeichen: bitte kürzer sagen.',

  'file-empty': '{file} ist leer.',
  'file-too-large': '{file} hat {megabytes} MB; ein Bild darf höchstens 20 MB haben.',
  'file-no-picture': '{file} ist kein lesbares Bild: bitte PNG, JPEG, WebP oder GIF senden.',
  'file-no-header': '{file} ist beschädigt: sein Anfang lässt sich nicht lesen.',
  'file-too-many-pixels': '{file} misst {width} × {height} Bildpunkte; gelesen werden höchstens 40 Megapixel.',
  'file-cut-short': '{file} ist beschädigt oder abgeschnitten: es beginnt als Bild, lässt sich aber nicht zu Ende lesen.',
  'file-not-fetched': '{file} konnte nicht geholt werden: bitte noch einmal anhängen.',
};
