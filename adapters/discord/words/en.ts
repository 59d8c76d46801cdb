/** What the bot says on Discord, in English. The other languages have the same shape. */
import type { CaseKind, DeskCard } from '../../../src/core/desk.ts';
import type { Left } from '../../../src/core/limits.ts';
import type { Need } from '../place.ts';

const permissions: Record<Need, string> = {
  ViewChannel: 'View Channel',
  SendMessages: 'Send Messages',
  SendMessagesInThreads: 'Send Messages in Threads',
  AttachFiles: 'Attach Files',
  ReadMessageHistory: 'Read Message History',
  CreatePublicThreads: 'Create Public Threads',
};

const list = (items: readonly string[]): string => new Intl.ListFormat('en').format(items);
const requests = (count: number): string => (count === 1 ? '1 request' : `${count} requests`);

const WHOSE: Record<Left['per'], string> = { person: 'you', channel: 'this channel', workspace: 'this server' };
export type Limit = Pick<Left, 'per' | 'what' | 'of'>;

function amount({ what, of }: Limit): string {
  if (what === 'pictures-per-day') return `${of === 1 ? '1 picture' : `${of} pictures`} in 24 hours`;
  return what === 'turns-per-hour' ? `${requests(of)} an hour` : `one request every ${of} s`;
}

/** A name and a description, as a person sees them. */
type Naming = readonly [name: string, description: string];

const commands = {
  dream: ['dream', 'Makes a picture from your words'],
  edit: ['edit', 'Changes a picture, and nothing else in it'],
  describe: ['describe', 'Says what a picture shows'],
  blend: ['blend', 'Makes one picture of several'],
  thread: ['thread', 'Opens a thread for an illustrated answer that you can work on together'],
  find: ['find', 'Finds pictures made in this channel'],
  queue: ['queue', 'Shows what you have waiting here, and when it is ready'],
  settings: ['settings', 'Shows how the bot works in this channel'],
  safety: ['safety', 'Shows what is done about what in this server, and changes it'],
  forget: ['forget', 'Removes for good what the bot keeps'],
  editImage: ['Edit this image', ''],
  illustrate: ['Illustrate this', ''],
  describeMessage: ['Describe', ''],
  verify: ['verify', 'Says whether I made a picture'],
  verifyMessage: ['Verify', ''],
} satisfies Record<string, Naming>;

const options = {
  prompt: ['prompt', 'What you would like to see'],
  question: ['question', 'What you would like to know or see'],
  instruction: ['instruction', 'What shall be different'],
  picture: ['picture', 'A picture made here, by its name (#1, #2b)'],
  image: ['image', 'A picture of your own'],
  image2: ['image2', 'Another picture'],
  image3: ['image3', 'A third picture'],
  image4: ['image4', 'A fourth picture'],
  seed: ['seed', 'The same seed and words give the same picture'],
  title: ['title', 'The name of the thread'],
  what: ['what', 'What shall be removed'],
  words: ['words', 'Words that describe the picture'],
} satisfies Record<string, Naming>;

const FIELDS: Readonly<Record<string, string>> = {
  id: 'Its name (no-logos)',
  reason: 'What people read when it is refused',
  words: 'Words and phrases, one a line',
  patterns: 'Patterns (RE2, small letters), one a line',
  pictures: 'What no picture may show (a dog)',
  allow: 'Innocent phrases, one a line',
  action: 'What is done',
};

const CATEGORIES: Readonly<Record<string, string>> = {
  minors: 'Sexual content about minors',
  sexual: 'Sexual content',
  'self-harm': 'Self-harm',
  violence: 'Graphic violence',
  hate: 'Hate',
  harassment: 'Harassment',
  'real-people': 'Bodies of real people',
  weapons: 'Making weapons',
  drugs: 'Illegal drugs',
  medical: 'Medical advice',
  political: 'Political persuasion',
  'personal-data': 'Personal data',
  brand: 'Brands of others',
};

/** A name, and what it means. */
const ACTIONS: Readonly<Record<string, readonly [string, string]>> = {
  allow: ['Allow', 'It is shown'],
  spoiler: ['Cover', 'It is shown covered, until a person uncovers it'],
  blur: ['Blur', 'A blurred copy is shown'],
  hold: ['Hold', 'It waits for a moderator'],
  refuse: ['Refuse', 'It is not made'],
  strike: ['Refuse and strike', 'It is not made, and counts against who asked'],
};

export const en = {
  locale: 'en' as string,

  // ── while a reply is made ──
  queued: (ahead: number) => (ahead === 0 ? 'Next in line' : `In line: ${requests(ahead)} before this one`),
  ready: (atS: number) => `ready about <t:${atS}:R>`,
  composing: 'Composing',
  drawing: (name: string, step: number, steps: number) => `Drawing ${name}: step ${step} of ${steps}`,

  // ── under a reply ──
  generated: 'AI-generated',
  stale: 'made before what it shows was changed; Refresh brings it up to date',
  missingFile: (name: string) => `_The file of ${name} is missing or damaged on the bot's machine._`,
  redo: 'Redo',
  refresh: 'Refresh',
  edit: 'Edit…',
  vary: 'Vary',
  upscale: 'Upscale',
  history: 'History',
  delete: 'Delete',
  stop: 'Stop',
  good: 'Good',
  bad: 'Not good',
  rewrite: 'Ask this instead',
  appeal: 'Appeal…',
  agree: 'I agree',
  pick: 'Do something with a picture…',
  thisPicture: (name: string) => `What shall be done with ${name}?`,

  // ── offers ──
  startsAt: (atS: number) => `This is the plan; it starts <t:${atS}:R> by itself.`,
  start: 'Start now',
  keep: 'Keep only some steps, and start…',
  steps: { write: 'Write', draw: 'Draw', edit: 'Change', ask: 'Ask', refuse: 'Refuse' },
  which: 'Which picture?',

  // ── the form ──
  editTitle: (name: string) => `Edit ${name}`,
  importTitle: 'Edit this picture',
  instruction: 'What shall be different?',
  instructionHint: 'make it night',
  strength: 'How much of it may change?',
  strengths: { asNeeded: 'As much as it takes', little: 'A little', lot: 'A lot' },
  mask: 'Mask (optional)',
  maskHint: 'A picture of the same shape: white may change, black stays.',
  picture: 'Which picture?',

  // ── answers for one person ──
  notYours: 'Only the person who asked, or someone who may manage messages here, can do that.',
  unknownTurn: 'This reply is no longer in the store of the bot, so nothing can be done with it; ask again.',
  repeated: 'That was done already.',
  nothingToStop: 'Nothing of it is waiting or being made any more.',
  stopped: (count: number) => `Stopped: ${requests(count)}.`,
  noted: 'Done.',
  merged: 'That goes together with what you asked just before.',
  limited: (limit: Limit, atS: number) =>
    `The limit for ${WHOSE[limit.per]} is ${amount(limit)}, and it is reached: ${limit.of === 0 ? 'ask a moderator to change that' : `ask again <t:${atS}:R>`}.`,
  limit: (limit: Left) =>
    `For ${WHOSE[limit.per]}: ${amount(limit)}${limit.what === 'cooldown' ? '' : `, ${Math.max(0, limit.left)} left`}`,
  missing: (needs: readonly Need[], channel: string) =>
    `In ${channel} I may not ${list(needs.map((need) => permissions[need]))}: someone who manages this server can allow it under Edit Channel ▸ Permissions.`,
  onlyInServer: 'Threads can be opened in text channels of servers that I am a member of: use this command there.',
  noPicture: 'There is no picture here yet: attach one, or ask for one with /dream.',
  noPictureThere: 'That message holds no picture that can be read: choose one with a PNG, JPEG, WebP or GIF.',
  noWordsThere: 'That message holds no words: choose one that says something.',
  unknownPicture: (name: string) => `There is no picture ${name} here.`,
  formExpired: 'This form is too old: choose “Edit this image” on the message again.',
  noHistory: (name: string) => `${name} is the only version of this picture.`,
  versions: (name: string) => `Versions of ${name}, the oldest first:`,
  restore: 'Put a version back…',
  found: (count: number, words: string) => (count === 1 ? `One picture for “${words}”:` : `${count} pictures for “${words}”:`),
  nothingFound: (words: string) => `No picture in this channel is described by “${words}”.`,
  open: 'open',
  forgetMe: 'Everything of mine, everywhere',
  forgetThread: 'All of this channel or thread',
  forgotten: 'Forgotten: it is gone from the bot’s store. What stands on Discord stays until it is deleted there.',
  onlyModerators: 'Only someone who may manage messages here can have a whole channel or thread forgotten.',
  queueEmpty: 'You have nothing waiting here.',
  queueMine: 'What you have waiting here:',

  // ── /settings ──
  settings: {
    title: 'How I work here',
    model: (id: string) => `Model: ${id}`,
    hears: 'I read what is said in threads that I take part in, and answer there without being mentioned.',
    mentionsOnly: 'I read only what is said to me: mentions, replies to me, commands and direct messages.',
    noLimit: 'A person can ask as often as they like; requests wait in line.',
    ageRestricted: 'This channel is age-restricted.',
    notAgeRestricted: 'This channel is not age-restricted.',
    allAllowed: 'I have every permission that I need here.',
  },

  // ── /safety ──
  safety: {
    title: { server: 'Safety in this server', channel: 'Safety in this channel' },
    scope: { server: 'Whole server', channel: 'This channel' },
    where: { server: 'For the whole server', channel: 'For this channel and its threads alone' },
    version: (version: number) => (version === 0 ? 'The default, which nobody changed' : `Version ${version}`),
    category: (id: string) => CATEGORIES[id] ?? id,
    action: (id: string) => ACTIONS[id]?.[0] ?? id,
    meaning: (id: string) => ACTIONS[id]?.[1] ?? id,
    pick: 'Change what is done about…',
    choose: 'What shall be done?',
    now: (action: string, scope: 'server' | 'channel') =>
      `Now: **${action}** ${scope === 'server' ? 'in this server' : 'in this channel'}.`,
    tried: (requests: number, changed: number, days: number) =>
      `Of ${requests === 1 ? '1 request' : `${requests} requests`} in the last ${days === 1 ? 'day' : `${days} days`}, ${changed} would have been treated otherwise.`,
    won: (count: number) => `${count} released on appeal`,
    apply: 'Put in force',
    applied: 'In force from the next request on.',
    back: 'Back',
    history: 'Versions',
    revert: 'Put an earlier version in force again…',
    revertTo: (version: number) => (version === 0 ? 'Shall the default be in force again?' : `Shall version ${version} be in force again?`),
    desk: 'Where moderators decide about what is held…',
    rules: 'Text rules',
    rule: 'Rule',
    noRules:
      'There are no rules yet. A rule looks for words, phrases or patterns in what is asked and made, and says what is done about them.',
    newRule: 'New rule…',
    pickRule: 'Look at a rule…',
    pickCategory: 'It counts as…',
    ownCategory: 'A rule of its own',
    asCategory: 'As for its category',
    countsAs: (category: string) => `counts as ${category}`,
    states: { proposed: 'proposed', leaving: 'to be taken out, as proposed', everywhere: 'holds everywhere; who runs the bot changes it' },
    allow: (count: number) => `Innocent phrases: ${count}`,
    change: 'Change…',
    takeOut: 'Take out',
    certainty: 'Certainty…',
    certain: (least: string) => `Counts from a certainty of ${least} on.`,
    field: (id: string) => FIELDS[id] ?? CATEGORIES[id] ?? id,
    tryOn: 'Try it on…',
    days: (days: number) => (days === 1 ? 'The last day' : `The last ${days} days`),
    nothingToTry: 'Nobody asked for anything then, so there is nothing to try it on. A proposal is tried on what comes.',
    propose: 'Propose',
    proposedNow: 'Proposed: it runs beside what is in force, is counted, and decides nothing until somebody switches it on.',
    proposal: 'Proposal',
    noProposal: 'There is none. A change that you propose runs here beside what is in force, and decides nothing.',
    proposed: (who: string, atS: number, checked: number) =>
      `By ${who}, <t:${atS}:R>; ${checked === 0 ? 'nothing was asked since.' : `asked ${checked === 1 ? 'once' : `${checked} times`}.`}`,
    switchOn: 'Switch it on',
    drop: 'Drop it',
    dropped: 'The proposal is dropped.',
    expired: 'This is too old: begin again.',
    tooLong: 'A form of Discord cannot hold so long a list: `dreamthread policy` changes it.',
    lookOnly: 'To change this, you need the permission to manage the server.',
    onlyManagers: 'This is for who may manage messages in a server.',
  },

  // ── the moderators' desk ──
  desk: {
    choice: { show: 'Show to me', release: 'Release', uphold: 'Uphold', strike: 'Uphold and strike' },
    head: (number: number, kind: CaseKind, what: DeskCard['what']) =>
      `Case ${number}: ${{ picture: 'a picture', words: 'a text', request: 'a request' }[what]} ${kind === 'held' ? 'is held' : 'was refused, and its requester appeals'}`,
    found: (category: string, rule: string, score: number, words?: string) =>
      `**${category}** (rule ${rule}), sure to ${score.toFixed(2)}${words ? `, read as “${words}”` : ''}`,
    asked: (who: string, where: string, strikes: number) => `Asked for by ${who} in ${where}${strikes > 0 ? `; strikes: ${strikes}` : ''}`,
    needed: (needed: number, by: readonly string[]) =>
      `${needed} moderators have to release it; so far ${by.length > 0 ? list(by) : 'nobody'} did`,
    taken: (who: string, untilS: number) => `${who} looks at it until <t:${untilS}:t>`,
    due: (outcome: 'release' | 'uphold', atS: number) =>
      `Without a decision it is ${outcome === 'release' ? 'released' : 'upheld'} <t:${atS}:R>`,
    ended: (state: 'released' | 'upheld', by: readonly string[], struck: boolean, atS: number) =>
      `${state === 'released' ? 'Released' : 'Upheld'}${struck ? ', with a strike,' : ''} by ${by.length > 0 ? list(by) : 'time'}, <t:${atS}:f>`,
    gone: 'Closed: what it was about is gone.',
  },
  appealTitle: 'Appeal',
  appealReason: 'Why should it be made? (optional)',

  // ── /verify ──
  verify: {
    noClaim: 'It carries no content credentials. That proves nothing: platforms and editors take them out.',
    broken: 'It carries content credentials that do not hold: the picture or they were changed after signing.',
    ours: 'I made it, and it is as it was made: its content credentials hold.',
    others: (signer: string) => `Its content credentials hold; they are signed by ${signer}, not by me.`,
    by: {
      file: 'It is a picture of mine, as I keep it.',
      watermark: 'Its watermark says that I made it. It may have been changed since.',
      likeness: 'It looks like what I made, which may be chance:',
    },
    nothing: 'Nothing else says that I made it.',
    forgotten: 'I keep nothing of it any more.',
    made: (edits: number, atS: number, first?: string) =>
      `${edits === 0 ? 'drawn new' : `edited ${edits === 1 ? 'once' : `${edits} times`}${first ? `, from ${first}` : ''}`}, <t:${atS}:f>`,
    open: 'open',
    requester: (who: string) => `asked for by ${who}`,
  },

  commands,
  options,
};

export type Words = typeof en;
