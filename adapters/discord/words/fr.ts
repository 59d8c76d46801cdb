/** French. */
import type { Limit, Words } from './en.ts';

const permissions = {
  ViewChannel: 'Voir le salon',
  SendMessages: 'Envoyer des messages',
  SendMessagesInThreads: 'Envoyer des messages dans les fils',
  AttachFiles: 'Joindre des fichiers',
  ReadMessageHistory: 'Voir les anciens messages',
  CreatePublicThreads: 'Créer des fils publics',
};

const list = (items: readonly string[]): string => new Intl.ListFormat('fr').format(items.map((item) => `« ${item} »`));
const requests = (count: number): string => (count < 2 ? `${count} demande` : `${count} demandes`);

const WHOSE: Record<Limit['per'], string> = { person: 'vous', channel: 'ce salon', workspace: 'ce serveur' };

function amount({ what, of }: Limit): string {
  if (what === 'pictures-per-day') return `${of < 2 ? `${of} image` : `${of} images`} en 24 heures`;
  return what === 'turns-per-hour' ? `${requests(of)} par heure` : `une demande toutes les ${of} s`;
}

const FIELDS: Readonly<Record<string, string>> = {
  id: 'Son nom (no-logos)',
  reason: 'Ce qu’on lit en cas de refus',
  words: 'Mots et expressions, un par ligne',
  patterns: 'Motifs (RE2, minuscules), un par ligne',
  pictures: 'Ce qu’aucune image ne montre (a dog)',
  allow: 'Expressions innocentes, une par ligne',
  action: 'Ce qui est fait',
};

const CATEGORIES: Readonly<Record<string, string>> = {
  minors: 'Contenu sexuel sur des mineurs',
  sexual: 'Contenu sexuel',
  'self-harm': 'Automutilation',
  violence: 'Violence explicite',
  hate: 'Haine',
  harassment: 'Harcèlement',
  'real-people': 'Corps de personnes réelles',
  weapons: 'Fabrication d’armes',
  drugs: 'Drogues illégales',
  medical: 'Conseil médical',
  political: 'Persuasion politique',
  'personal-data': 'Données personnelles',
  brand: 'Marques d’autrui',
};

const ACTIONS: Readonly<Record<string, readonly [string, string]>> = {
  allow: ['Autoriser', 'C’est montré'],
  spoiler: ['Couvrir', 'C’est montré couvert, jusqu’à ce qu’on le découvre'],
  blur: ['Flouter', 'Une copie floue est montrée'],
  hold: ['Retenir', 'Cela attend la modération'],
  refuse: ['Refuser', 'Ce n’est pas fait'],
  strike: ['Refuser et avertir', 'Ce n’est pas fait, et compte comme avertissement'],
};

export const fr: Words = {
  locale: 'fr',

  queued: (ahead) => (ahead === 0 ? 'La prochaine à passer' : `En attente : encore ${requests(ahead)} avant celle-ci`),
  ready: (atS) => `prêt à peu près <t:${atS}:R>`,
  composing: 'Rédaction en cours',
  drawing: (name, step, steps) => `Dessin de ${name} : étape ${step} sur ${steps}`,

  generated: 'Généré par IA',
  stale: 'date d’avant le changement de ce qu’il montre ; « Actualiser » le met à jour',
  missingFile: (name) => `_Le fichier de ${name} manque sur la machine du bot, ou il est abîmé._`,
  redo: 'Refaire',
  refresh: 'Actualiser',
  edit: 'Modifier…',
  vary: 'Varier',
  upscale: 'Agrandir',
  history: 'Historique',
  delete: 'Supprimer',
  stop: 'Arrêter',
  good: 'Bien',
  bad: 'Pas bien',
  rewrite: 'Demander plutôt ceci',
  appeal: 'Faire appel…',
  agree: 'Je suis d’accord',
  pick: 'Faire quelque chose d’une image…',
  thisPicture: (name) => `Que faire de ${name} ?`,

  startsAt: (atS) => `Voici le plan ; il commence de lui-même <t:${atS}:R>.`,
  start: 'Commencer',
  keep: 'Ne garder que certaines étapes, et commencer…',
  steps: { write: 'Écrire', draw: 'Dessiner', edit: 'Modifier', ask: 'Demander', refuse: 'Refuser' },
  which: 'Quelle image ?',

  editTitle: (name) => `Modifier ${name}`,
  importTitle: 'Modifier cette image',
  instruction: 'Qu’est-ce qui doit changer ?',
  instructionHint: 'make it night',
  strength: 'Combien peut changer ?',
  strengths: { asNeeded: 'Autant qu’il faut', little: 'Un peu', lot: 'Beaucoup' },
  mask: 'Masque (facultatif)',
  maskHint: 'Une image de même forme : le blanc peut changer, le noir reste.',
  picture: 'Quelle image ?',

  notYours: 'Seule la personne qui a demandé, ou quelqu’un qui peut gérer les messages ici, peut faire cela.',
  unknownTurn: 'Le bot ne connaît plus cette réponse, il ne peut donc plus rien en faire ; demandez à nouveau.',
  repeated: 'C’est déjà fait.',
  nothingToStop: 'Plus rien de cette demande n’attend ni ne se fait.',
  stopped: (count) => `Arrêt : ${requests(count)}.`,
  noted: 'C’est fait.',
  merged: 'Cela va avec ce que vous venez de demander.',
  limited: (limit, atS) =>
    `La limite pour ${WHOSE[limit.per]} est de ${amount(limit)}, et elle est atteinte : ${limit.of === 0 ? 'demandez à la modération de la changer' : `redemandez <t:${atS}:R>`}.`,
  limit: (limit) => `Pour ${WHOSE[limit.per]} : ${amount(limit)}${limit.what === 'cooldown' ? '' : `, reste ${Math.max(0, limit.left)}`}`,
  missing: (needs, channel) =>
    `Dans ${channel} il me manque ${list(needs.map((need) => permissions[need]))} : qui gère ce serveur peut l’autoriser sous « Modifier le salon ▸ Permissions ».`,
  onlyInServer: 'Un fil s’ouvre dans un salon textuel d’un serveur dont je suis membre : utilisez cette commande là-bas.',
  noPicture: 'Il n’y a pas encore d’image ici : joignez-en une, ou demandez-en une avec /dream.',
  noPictureThere: 'Ce message ne contient pas d’image lisible : choisissez-en un avec un PNG, JPEG, WebP ou GIF.',
  noWordsThere: 'Ce message ne contient pas de mots : choisissez-en un qui dit quelque chose.',
  unknownPicture: (name) => `Il n’y a pas d’image ${name} ici.`,
  formExpired: 'Ce formulaire est trop ancien : choisissez à nouveau « Modifier l’image » sur le message.',
  noHistory: (name) => `${name} est la seule version de cette image.`,
  versions: (name) => `Versions de ${name}, de la plus ancienne à la plus récente :`,
  restore: 'Remettre une version…',
  found: (count, words) => (count === 1 ? `Une image pour « ${words} » :` : `${count} images pour « ${words} » :`),
  nothingFound: (words) => `Aucune image de ce salon n’est décrite par « ${words} ».`,
  open: 'ouvrir',
  forgetMe: 'Tout ce qui est à moi, partout',
  forgetThread: 'Tout ce salon ou ce fil',
  forgotten: 'Oublié : ce n’est plus chez le bot. Ce qui se trouve sur Discord reste jusqu’à ce qu’on l’y supprime.',
  onlyModerators: 'Seule une personne qui peut gérer les messages ici peut faire oublier un salon ou un fil entier.',
  queueEmpty: 'Vous n’avez rien en attente ici.',
  queueMine: 'Ce que vous avez en attente ici :',

  settings: {
    title: 'Comment je travaille ici',
    model: (id) => `Modèle : ${id}`,
    hears: 'Je lis ce qui se dit dans les fils auxquels je participe, et j’y réponds sans qu’on me mentionne.',
    mentionsOnly: 'Je ne lis que ce qu’on m’adresse : mentions, réponses à mes messages, commandes et messages privés.',
    noLimit: 'Une personne peut demander autant qu’elle veut ; les demandes attendent leur tour.',
    ageRestricted: 'Ce salon est soumis à une limite d’âge.',
    notAgeRestricted: 'Ce salon n’est pas soumis à une limite d’âge.',
    allAllowed: 'J’ai ici toutes les permissions qu’il me faut.',
  },

  safety: {
    title: { server: 'Sécurité sur ce serveur', channel: 'Sécurité dans ce salon' },
    scope: { server: 'Tout le serveur', channel: 'Ce salon' },
    where: { server: 'Pour tout le serveur', channel: 'Pour ce salon et ses fils seulement' },
    version: (version) => (version === 0 ? 'Le réglage d’origine, que personne n’a changé' : `Version ${version}`),
    category: (id) => CATEGORIES[id] ?? id,
    action: (id) => ACTIONS[id]?.[0] ?? id,
    meaning: (id) => ACTIONS[id]?.[1] ?? id,
    pick: 'Changer ce qui est fait pour…',
    choose: 'Que faut-il faire ?',
    now: (action, scope) => `Maintenant : **${action}** ${scope === 'server' ? 'sur ce serveur' : 'dans ce salon'}.`,
    tried: (requests, changed, days) =>
      `Sur ${requests < 2 ? `${requests} demande` : `${requests} demandes`} ${days === 1 ? 'du dernier jour' : `des ${days} derniers jours`}, ${changed} ${changed < 2 ? 'aurait été traitée' : 'auraient été traitées'} autrement.`,
    won: (count) => `${count} publiées après appel`,
    apply: 'Mettre en vigueur',
    applied: 'En vigueur dès la prochaine demande.',
    back: 'Retour',
    history: 'Versions',
    revert: 'Remettre une version en vigueur…',
    revertTo: (version) => (version === 0 ? 'Remettre le réglage d’origine en vigueur ?' : `Remettre la version ${version} en vigueur ?`),
    desk: 'Où la modération décide de ce qui est retenu…',
    rules: 'Règles de texte',
    rule: 'Règle',
    noRules:
      'Il n’y a pas encore de règles. Une règle cherche des mots, des expressions ou des motifs dans ce qui est demandé et fait, et dit ce qu’on en fait.',
    newRule: 'Nouvelle règle…',
    pickRule: 'Voir une règle…',
    pickCategory: 'Elle compte comme…',
    ownCategory: 'Une règle à part',
    asCategory: 'Comme pour sa catégorie',
    countsAs: (category) => `compte comme ${category}`,
    states: {
      proposed: 'proposée',
      leaving: 'à retirer, selon la proposition',
      everywhere: 'vaut partout ; l’exploitant du bot la change',
    },
    allow: (count) => `Expressions innocentes : ${count}`,
    change: 'Changer…',
    takeOut: 'Retirer',
    certainty: 'Certitude…',
    certain: (least) => `Compte à partir d’une certitude de ${least}.`,
    field: (id) => FIELDS[id] ?? CATEGORIES[id] ?? id,
    tryOn: 'Essayer sur…',
    days: (days) => (days === 1 ? 'le dernier jour' : `les ${days} derniers jours`),
    nothingToTry: 'Personne n’a rien demandé alors, il n’y a donc rien sur quoi l’essayer. Une proposition est essayée sur ce qui vient.',
    propose: 'Proposer',
    proposedNow: 'Proposé : cela tourne à côté, est compté, et ne décide rien tant que personne ne l’active.',
    proposal: 'Proposition',
    noProposal: 'Il n’y en a pas. Un changement proposé tourne ici à côté et ne décide rien.',
    proposed: (who, atS, checked) =>
      `De ${who}, <t:${atS}:R> ; ${checked === 0 ? 'rien n’a été demandé depuis.' : `consultée ${checked === 1 ? 'une fois' : `${checked} fois`}.`}`,
    switchOn: 'Activer',
    drop: 'Abandonner',
    dropped: 'La proposition est abandonnée.',
    expired: 'C’est trop ancien : recommencez.',
    tooLong: 'Une liste si longue ne tient pas dans un formulaire de Discord : `dreamthread policy` la change.',
    lookOnly: 'Pour changer cela, il faut pouvoir gérer le serveur.',
    onlyManagers: 'Ceci est pour qui peut gérer les messages sur un serveur.',
  },

  desk: {
    choice: { show: 'Me montrer', release: 'Publier', uphold: 'Retenir', strike: 'Retenir et avertir' },
    head: (number, kind, what) =>
      `Cas ${number} : ${{ picture: 'une image', words: 'un texte', request: 'une demande' }[what]} ${kind === 'held' ? 'en attente' : 'avec un refus, contre lequel on fait appel'}`,
    found: (category, rule, score, words) =>
      `**${category}** (règle ${rule}), sûr à ${score.toFixed(2)}${words ? `, lu comme « ${words} »` : ''}`,
    asked: (who, where, strikes) => `Demandé par ${who} dans ${where}${strikes > 0 ? ` ; avertissements : ${strikes}` : ''}`,
    needed: (needed, by) => `${needed} personnes doivent publier ; jusqu’ici ${by.length > 0 ? by.join(', ') : 'aucune'}`,
    taken: (who, untilS) => `${who} regarde jusqu’à <t:${untilS}:t>`,
    due: (outcome, atS) => `Sans décision, ce sera ${outcome === 'release' ? 'publié' : 'retenu'} <t:${atS}:R>`,
    ended: (state, by, struck, atS) =>
      `${state === 'released' ? 'Publié' : 'Retenu'}${struck ? ', avec avertissement,' : ''} ${by.length > 0 ? `par ${by.join(', ')}` : 'par le temps'}, <t:${atS}:f>`,
    gone: 'Fermé : ce dont il s’agissait n’est plus là.',
  },
  appealTitle: 'Appel',
  appealReason: 'Pourquoi le faire ? (facultatif)',

  verify: {
    noClaim: 'Elle ne porte pas de preuve d’origine. Cela ne prouve rien : plateformes et logiciels l’enlèvent.',
    broken: 'Elle porte une preuve d’origine qui ne tient pas : l’image ou la preuve a été changée après la signature.',
    ours: 'Je l’ai faite, et elle est telle quelle : sa preuve d’origine tient.',
    others: (signer) => `Sa preuve d’origine tient ; elle est signée par ${signer}, pas par moi.`,
    by: {
      file: 'C’est une image de moi, telle que je la garde.',
      watermark: 'Son filigrane dit que je l’ai faite. Elle a pu être changée depuis.',
      likeness: 'Elle ressemble à ce que j’ai fait, ce qui peut être un hasard :',
    },
    nothing: 'Rien d’autre ne dit que je l’ai faite.',
    forgotten: 'Je n’en garde plus rien.',
    made: (edits, atS, first) =>
      `${edits === 0 ? 'dessinée à neuf' : `modifiée ${edits} fois${first ? `, à partir de ${first}` : ''}`}, <t:${atS}:f>`,
    open: 'ouvrir',
    requester: (who) => `à la demande de ${who}`,
  },

  commands: {
    dream: ['rêve', 'Fait une image de vos mots'],
    edit: ['modifier', 'Change une image, et rien d’autre en elle'],
    describe: ['décrire', 'Dit ce que montre une image'],
    blend: ['mélanger', 'Fait une seule image de plusieurs'],
    thread: ['fil', 'Ouvre un fil pour une réponse illustrée que vous pouvez travailler ensemble'],
    find: ['trouver', 'Trouve des images faites dans ce salon'],
    queue: ['attente', 'Montre ce que vous avez en attente ici, et quand ce sera prêt'],
    settings: ['réglages', 'Montre comment le bot travaille dans ce salon'],
    safety: ['sécurité', 'Montre ce qui est fait sur ce serveur, et le change'],
    forget: ['oublier', 'Retire pour toujours ce que le bot garde'],
    editImage: ['Modifier l’image', ''],
    illustrate: ['Illustrer', ''],
    describeMessage: ['Décrire', ''],
    verify: ['vérifier', 'Dit si une image est de moi'],
    verifyMessage: ['Vérifier', ''],
  },
  options: {
    prompt: ['mots', 'Ce que vous aimeriez voir'],
    question: ['question', 'Ce que vous aimeriez savoir ou voir'],
    instruction: ['consigne', 'Ce qui doit changer'],
    picture: ['image', 'Une image faite ici, par son nom (#1, #2b)'],
    image: ['fichier', 'Une image à vous'],
    image2: ['fichier2', 'Une autre image'],
    image3: ['fichier3', 'Une troisième image'],
    image4: ['fichier4', 'Une quatrième image'],
    seed: ['graine', 'La même graine et les mêmes mots donnent la même image'],
    title: ['titre', 'Le nom du fil'],
    what: ['quoi', 'Ce qui doit être retiré'],
    words: ['mots', 'Des mots qui décrivent l’image'],
  },
};
