/** German. */
import type { Limit, Words } from './en.ts';

const permissions = {
  ViewChannel: 'Kanal ansehen',
  SendMessages: 'Nachrichten senden',
  SendMessagesInThreads: 'Nachrichten in Threads senden',
  AttachFiles: 'Dateien anhängen',
  ReadMessageHistory: 'Nachrichtenverlauf lesen',
  CreatePublicThreads: 'Öffentliche Threads erstellen',
};

const list = (items: readonly string[]): string => new Intl.ListFormat('de').format(items.map((item) => `„${item}“`));
const requests = (count: number): string => (count === 1 ? '1 Anfrage' : `${count} Anfragen`);

const WHOSE: Record<Limit['per'], string> = { person: 'dich', channel: 'diesen Kanal', workspace: 'diesen Server' };

function amount({ what, of }: Limit): string {
  if (what === 'pictures-per-day') return `${of === 1 ? '1 Bild' : `${of} Bilder`} in 24 Stunden`;
  return what === 'turns-per-hour' ? `${requests(of)} pro Stunde` : `eine Anfrage alle ${of} s`;
}

export const de: Words = {
  locale: 'de',

  queued: (ahead) => (ahead === 0 ? 'Als Nächstes an der Reihe' : `In der Reihe: noch ${requests(ahead)} davor`),
  ready: (atS) => `fertig etwa <t:${atS}:R>`,
  composing: 'Wird verfasst',
  drawing: (name, step, steps) => `${name} wird gezeichnet: Schritt ${step} von ${steps}`,

  generated: 'KI-generiert',
  stale: 'entstand, bevor geändert wurde, was es zeigt; „Auffrischen“ bringt es auf den Stand',
  missingFile: (name) => `_Die Datei von ${name} fehlt auf dem Rechner des Bots oder ist beschädigt._`,
  redo: 'Neu',
  refresh: 'Auffrischen',
  edit: 'Ändern…',
  vary: 'Varianten',
  upscale: 'Vergrößern',
  history: 'Verlauf',
  delete: 'Löschen',
  stop: 'Stopp',
  good: 'Gut',
  bad: 'Nicht gut',
  pick: 'Etwas mit einem Bild machen…',
  thisPicture: (name) => `Was soll mit ${name} geschehen?`,

  startsAt: (atS) => `Das ist der Plan; er beginnt <t:${atS}:R> von selbst.`,
  start: 'Jetzt beginnen',
  keep: 'Nur einige Schritte behalten und beginnen…',
  steps: { write: 'Schreiben', draw: 'Zeichnen', edit: 'Ändern', ask: 'Fragen', refuse: 'Ablehnen' },
  which: 'Welches Bild?',

  editTitle: (name) => `${name} ändern`,
  importTitle: 'Dieses Bild ändern',
  instruction: 'Was soll anders sein?',
  instructionHint: 'make it night',
  mask: 'Maske (freiwillig)',
  maskHint: 'Ein Bild derselben Form: Weiß darf sich ändern, Schwarz bleibt.',
  picture: 'Welches Bild?',

  notYours: 'Das kann nur, wer gefragt hat, oder wer hier Nachrichten verwalten darf.',
  unknownTurn: 'Diese Antwort kennt der Bot nicht mehr, also lässt sich nichts damit machen; frag noch einmal.',
  repeated: 'Das ist schon geschehen.',
  nothingToStop: 'Davon wartet nichts mehr, und nichts wird mehr gemacht.',
  stopped: (count) => `Angehalten: ${requests(count)}.`,
  noted: 'Erledigt.',
  limited: (limit, atS) =>
    `Die Grenze für ${WHOSE[limit.per]} ist ${amount(limit)}, und sie ist erreicht: ${limit.of === 0 ? 'bitte die Moderation, das zu ändern' : `frag <t:${atS}:R> wieder`}.`,
  limit: (limit) =>
    `Für ${WHOSE[limit.per]}: ${amount(limit)}${limit.what === 'cooldown' ? '' : `, davon übrig: ${Math.max(0, limit.left)}`}`,
  missing: (needs, channel) =>
    `In ${channel} fehlt mir ${list(needs.map((need) => permissions[need]))}: wer diesen Server verwaltet, kann es unter „Kanal bearbeiten ▸ Berechtigungen“ erlauben.`,
  onlyInServer: 'Threads lassen sich in Textkanälen von Servern öffnen, in denen ich Mitglied bin: benutze diesen Befehl dort.',
  noPicture: 'Hier gibt es noch kein Bild: hänge eins an oder bitte mit /dream um eins.',
  noPictureThere: 'Diese Nachricht enthält kein lesbares Bild: wähle eine mit PNG, JPEG, WebP oder GIF.',
  noWordsThere: 'Diese Nachricht enthält keine Worte: wähle eine, die etwas sagt.',
  unknownPicture: (name) => `Hier gibt es kein Bild ${name}.`,
  formExpired: 'Dieses Formular ist zu alt: wähle auf der Nachricht noch einmal „Bild ändern“.',
  noHistory: (name) => `${name} ist die einzige Fassung dieses Bildes.`,
  versions: (name) => `Fassungen von ${name}, die älteste zuerst:`,
  restore: 'Eine Fassung zurückholen…',
  found: (count, words) => (count === 1 ? `Ein Bild zu „${words}“:` : `${count} Bilder zu „${words}“:`),
  nothingFound: (words) => `Kein Bild in diesem Kanal ist mit „${words}“ beschrieben.`,
  open: 'öffnen',
  forgetMe: 'Alles von mir, überall',
  forgetThread: 'Alles aus diesem Kanal oder Thread',
  forgotten: 'Vergessen: es ist aus dem Speicher des Bots entfernt. Was auf Discord steht, bleibt, bis es dort gelöscht wird.',
  onlyModerators: 'Einen ganzen Kanal oder Thread kann nur vergessen lassen, wer hier Nachrichten verwalten darf.',
  queueEmpty: 'Von dir wartet hier nichts.',
  queueMine: 'Das wartet hier von dir:',

  settings: {
    title: 'So arbeite ich hier',
    model: (id) => `Modell: ${id}`,
    hears: 'Ich lese, was in Threads gesagt wird, an denen ich teilnehme, und antworte dort auch ohne Erwähnung.',
    mentionsOnly: 'Ich lese nur, was mir gesagt wird: Erwähnungen, Antworten an mich, Befehle und Direktnachrichten.',
    noLimit: 'Jede Person kann so oft fragen, wie sie mag; Anfragen warten in der Reihe.',
    ageRestricted: 'Dieser Kanal hat eine Altersbeschränkung.',
    notAgeRestricted: 'Dieser Kanal hat keine Altersbeschränkung.',
    allAllowed: 'Ich habe hier jede Berechtigung, die ich brauche.',
  },

  commands: {
    dream: ['traum', 'Macht aus deinen Worten ein Bild'],
    edit: ['ändern', 'Ändert ein Bild, und sonst nichts daran'],
    describe: ['beschreiben', 'Sagt, was ein Bild zeigt'],
    blend: ['mischen', 'Macht aus mehreren Bildern eines'],
    thread: ['thread', 'Öffnet einen Thread für eine bebilderte Antwort, an der ihr gemeinsam arbeiten könnt'],
    find: ['finden', 'Findet Bilder, die in diesem Kanal entstanden sind'],
    queue: ['warteschlange', 'Zeigt, was von dir hier wartet und wann es fertig ist'],
    settings: ['einstellungen', 'Zeigt, wie der Bot in diesem Kanal arbeitet'],
    forget: ['vergessen', 'Entfernt für immer, was der Bot aufbewahrt'],
    editImage: ['Bild ändern', ''],
    illustrate: ['Bebildern', ''],
    describeMessage: ['Beschreiben', ''],
  },
  options: {
    prompt: ['worte', 'Was du gern sehen würdest'],
    question: ['frage', 'Was du gern wissen oder sehen würdest'],
    instruction: ['anweisung', 'Was anders sein soll'],
    picture: ['bild', 'Ein hier entstandenes Bild, bei seinem Namen (#1, #2b)'],
    image: ['datei', 'Ein eigenes Bild'],
    image2: ['datei2', 'Noch ein Bild'],
    image3: ['datei3', 'Ein drittes Bild'],
    image4: ['datei4', 'Ein viertes Bild'],
    seed: ['startwert', 'Derselbe Startwert und dieselben Worte geben dasselbe Bild'],
    title: ['titel', 'Der Name des Threads'],
    what: ['was', 'Was entfernt werden soll'],
    words: ['worte', 'Worte, die das Bild beschreiben'],
  },
};
