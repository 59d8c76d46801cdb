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

const FIELDS: Readonly<Record<string, string>> = {
  id: 'Ihr Name (no-logos)',
  reason: 'Was man bei einer Ablehnung liest',
  words: 'Wörter und Wendungen, je eine Zeile',
  patterns: 'Muster (RE2, Kleinbuchstaben), je eine Zeile',
  pictures: 'Was kein Bild zeigen darf (a dog)',
  allow: 'Harmlose Wendungen, je eine Zeile',
  action: 'Was geschieht',
};

const CATEGORIES: Readonly<Record<string, string>> = {
  minors: 'Sexuelles über Minderjährige',
  sexual: 'Sexuelles',
  'self-harm': 'Selbstverletzung',
  violence: 'Drastische Gewalt',
  hate: 'Hass',
  harassment: 'Belästigung',
  'real-people': 'Körper wirklicher Menschen',
  weapons: 'Bau von Waffen',
  drugs: 'Verbotene Drogen',
  medical: 'Medizinischer Rat',
  political: 'Politische Werbung',
  'personal-data': 'Persönliche Daten',
  brand: 'Fremde Marken',
};

const ACTIONS: Readonly<Record<string, readonly [string, string]>> = {
  allow: ['Erlauben', 'Es wird gezeigt'],
  spoiler: ['Verdecken', 'Es wird verdeckt gezeigt, bis jemand es aufdeckt'],
  blur: ['Verwischen', 'Eine unscharfe Kopie wird gezeigt'],
  hold: ['Zurückhalten', 'Es wartet auf die Moderation'],
  refuse: ['Ablehnen', 'Es wird nicht gemacht'],
  strike: ['Ablehnen und verwarnen', 'Es wird nicht gemacht und zählt als Verwarnung'],
};

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
  rewrite: 'Stattdessen so fragen',
  appeal: 'Einspruch…',
  agree: 'Ich stimme zu',
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
  strength: 'Wie viel darf sich ändern?',
  strengths: { asNeeded: 'So viel wie nötig', little: 'Wenig', lot: 'Viel' },
  mask: 'Maske (freiwillig)',
  maskHint: 'Ein Bild derselben Form: Weiß darf sich ändern, Schwarz bleibt.',
  picture: 'Welches Bild?',

  notYours: 'Das kann nur, wer gefragt hat, oder wer hier Nachrichten verwalten darf.',
  unknownTurn: 'Diese Antwort kennt der Bot nicht mehr, also lässt sich nichts damit machen; frag noch einmal.',
  repeated: 'Das ist schon geschehen.',
  nothingToStop: 'Davon wartet nichts mehr, und nichts wird mehr gemacht.',
  stopped: (count) => `Angehalten: ${requests(count)}.`,
  noted: 'Erledigt.',
  merged: 'Das gehört zu dem, was du eben gefragt hast.',
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

  safety: {
    title: { server: 'Sicherheit auf diesem Server', channel: 'Sicherheit in diesem Kanal' },
    scope: { server: 'Ganzer Server', channel: 'Dieser Kanal' },
    where: { server: 'Für den ganzen Server', channel: 'Nur für diesen Kanal und seine Threads' },
    version: (version) => (version === 0 ? 'Die Voreinstellung, die niemand geändert hat' : `Fassung ${version}`),
    category: (id) => CATEGORIES[id] ?? id,
    action: (id) => ACTIONS[id]?.[0] ?? id,
    meaning: (id) => ACTIONS[id]?.[1] ?? id,
    pick: 'Ändern, was geschieht bei…',
    choose: 'Was soll geschehen?',
    now: (action, scope) => `Jetzt: **${action}** ${scope === 'server' ? 'auf diesem Server' : 'in diesem Kanal'}.`,
    tried: (requests, changed, days) =>
      `Von ${requests === 1 ? 'einer Anfrage' : `${requests} Anfragen`} ${days === 1 ? 'des letzten Tages' : `der letzten ${days} Tage`} wäre es ${changed} anders ergangen.`,
    won: (count) => `${count} nach Einspruch freigegeben`,
    apply: 'In Kraft setzen',
    applied: 'Ab der nächsten Anfrage in Kraft.',
    back: 'Zurück',
    history: 'Fassungen',
    revert: 'Eine frühere Fassung wieder in Kraft setzen…',
    revertTo: (version) => (version === 0 ? 'Soll die Voreinstellung wieder gelten?' : `Soll Fassung ${version} wieder gelten?`),
    desk: 'Wo die Moderation über Zurückgehaltenes entscheidet…',
    rules: 'Textregeln',
    rule: 'Regel',
    noRules:
      'Es gibt noch keine Regeln. Eine Regel sucht Wörter, Wendungen oder Muster in dem, was gefragt und gemacht wird, und sagt, was damit geschieht.',
    newRule: 'Neue Regel…',
    pickRule: 'Eine Regel ansehen…',
    pickCategory: 'Sie zählt als…',
    ownCategory: 'Eigene Regel',
    asCategory: 'Wie bei ihrer Kategorie',
    countsAs: (category) => `zählt als ${category}`,
    states: { proposed: 'vorgeschlagen', leaving: 'soll weg, laut Vorschlag', everywhere: 'gilt überall; der Betreiber ändert sie' },
    allow: (count) => `Harmlose Wendungen: ${count}`,
    change: 'Ändern…',
    takeOut: 'Herausnehmen',
    certainty: 'Sicherheit…',
    certain: (least) => `Zählt ab einer Sicherheit von ${least}.`,
    field: (id) => FIELDS[id] ?? CATEGORIES[id] ?? id,
    tryOn: 'Ausprobieren an…',
    days: (days) => (days === 1 ? 'dem letzten Tag' : `den letzten ${days} Tagen`),
    nothingToTry: 'Da hat niemand etwas gefragt, es gibt also nichts zum Ausprobieren. Ein Vorschlag wird an dem erprobt, was kommt.',
    propose: 'Vorschlagen',
    proposedNow: 'Vorgeschlagen: es läuft nebenher, wird gezählt und entscheidet nichts, bis es jemand einschaltet.',
    proposal: 'Vorschlag',
    noProposal: 'Es gibt keinen. Eine vorgeschlagene Änderung läuft hier nebenher und entscheidet nichts.',
    proposed: (who, atS, checked) =>
      `Von ${who}, <t:${atS}:R>; ${checked === 0 ? 'seither wurde nichts gefragt.' : `${checked === 1 ? 'einmal' : `${checked}-mal`} gefragt.`}`,
    switchOn: 'Einschalten',
    drop: 'Verwerfen',
    dropped: 'Der Vorschlag ist verworfen.',
    expired: 'Das ist zu alt: bitte von vorn beginnen.',
    tooLong: 'Eine so lange Liste passt in kein Formular von Discord: `dreamthread policy` ändert sie.',
    lookOnly: 'Um das zu ändern, brauchst du das Recht, den Server zu verwalten.',
    onlyManagers: 'Das ist für Leute, die auf einem Server Nachrichten verwalten dürfen.',
  },

  desk: {
    choice: { show: 'Mir zeigen', release: 'Freigeben', uphold: 'Zurückhalten', strike: 'Zurückhalten und verwarnen' },
    head: (number, kind, what) =>
      `Fall ${number}: ${{ picture: 'ein Bild', words: 'ein Text', request: 'eine Anfrage' }[what]} ${kind === 'held' ? 'wird zurückgehalten' : 'wurde abgelehnt, und wer gefragt hat, erhebt Einspruch'}`,
    found: (category, rule, score, words) =>
      `**${category}** (Regel ${rule}), sicher zu ${score.toFixed(2)}${words ? `, gelesen wurde „${words}“` : ''}`,
    asked: (who, where, strikes) => `Gefragt hat ${who} in ${where}${strikes > 0 ? `; Verwarnungen: ${strikes}` : ''}`,
    needed: (needed, by) => `${needed} müssen es freigeben; bisher ${by.length > 0 ? by.join(', ') : 'niemand'}`,
    taken: (who, untilS) => `${who} sieht es sich bis <t:${untilS}:t> an`,
    due: (outcome, atS) => `Ohne Entscheidung wird es <t:${atS}:R> ${outcome === 'release' ? 'freigegeben' : 'endgültig zurückgehalten'}`,
    ended: (state, by, struck, atS) =>
      `${state === 'released' ? 'Freigegeben' : 'Zurückgehalten'}${struck ? ', mit Verwarnung,' : ''} ${by.length > 0 ? `von ${by.join(', ')}` : 'durch die Zeit'}, <t:${atS}:f>`,
    gone: 'Geschlossen: worum es ging, ist weg.',
  },
  appealTitle: 'Einspruch',
  appealReason: 'Warum sollte es gemacht werden? (optional)',

  verify: {
    noClaim: 'Es trägt keinen Herkunftsnachweis. Das beweist nichts: Plattformen und Bildprogramme entfernen ihn.',
    broken: 'Es trägt einen Herkunftsnachweis, der nicht stimmt: das Bild oder er wurde nach dem Unterschreiben verändert.',
    ours: 'Ich habe es gemacht, und es ist noch, wie es war: sein Herkunftsnachweis stimmt.',
    others: (signer) => `Sein Herkunftsnachweis stimmt; unterschrieben hat ihn ${signer}, nicht ich.`,
    by: {
      file: 'Es ist ein Bild von mir, wie ich es aufbewahre.',
      watermark: 'Sein Wasserzeichen sagt, dass ich es gemacht habe. Seither kann es verändert worden sein.',
      likeness: 'Es sieht aus wie etwas von mir, was Zufall sein kann:',
    },
    nothing: 'Nichts sonst sagt, dass ich es gemacht habe.',
    forgotten: 'Ich bewahre nichts mehr davon auf.',
    made: (edits, atS, first) =>
      `${edits === 0 ? 'neu gezeichnet' : `${edits === 1 ? 'einmal' : `${edits}-mal`} geändert${first ? `, ab ${first}` : ''}`}, <t:${atS}:f>`,
    open: 'öffnen',
    requester: (who) => `auf Wunsch von ${who}`,
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
    safety: ['sicherheit', 'Zeigt, was auf diesem Server womit geschieht, und ändert es'],
    forget: ['vergessen', 'Entfernt für immer, was der Bot aufbewahrt'],
    editImage: ['Bild ändern', ''],
    illustrate: ['Bebildern', ''],
    describeMessage: ['Beschreiben', ''],
    verify: ['prüfen', 'Sagt, ob ein Bild von mir ist'],
    verifyMessage: ['Prüfen', ''],
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
