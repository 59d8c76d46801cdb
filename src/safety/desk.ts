/**
 * The moderators' desk. What the policy holds back and what people appeal against becomes a case; a case is a card in a
 * moderators' channel, delivered as every message of ours is. A press on a card is answered here, a decision is carried out
 * here: the part takes its place, the request runs, the requester is told. Time decides what nobody does.
 */
import type { DeskCard, DeskChoice } from '../core/desk.ts';
import { wordsOfCard } from '../core/desk.ts';
import type { Clock, Received, StandingReply } from '../core/ports.ts';
import { asidePart, say, sentencePart, worded } from '../core/sentences.ts';
import { platformOf } from '../core/thread.ts';
import type { ChatEvent, Found, ImagePart, Offer, Part, Said, Thread, Turn, Verdict } from '../core/types.ts';
import type { Case, Cases } from './cases.ts';
import type { Policies } from './policies.ts';
import { deskOf, isInChannel, isNever, type Policy } from './policy.ts';
import { type Strikes, spaceOf } from './strikes.ts';
import { workspaceOf } from './workspace.ts';

/** How often to look for decisions that were made beside the bot, and for what time decides. */
const LOOK_MS = 5_000;
const MINUTE_MS = 60_000;
/** Who looks has a case for so long. */
const TAKEN_MS = 10 * MINUTE_MS;
const PLEA_CHARS = 300;

type Press = Extract<ChatEvent, { kind: 'desk-press' }>;

export interface DeskPorts {
  readonly cases: Cases;
  readonly strikes: Strikes;
  readonly policies: Pick<Policies, 'current'>;
  readonly clock: Clock;
  /** What stands of a reply now. */
  standing(replyId: string): Promise<StandingReply | undefined>;
  /** The words that a turn was asked in. */
  asked(turn: Turn): Promise<string>;
  deliver(turn: Turn, reply: StandingReply): Promise<void>;
  /** Puts a message that is no reply: a card, or a word to the requester or the moderators. Same name: same message, for ever. */
  post(name: string, thread: Thread, authorId: string, parts: readonly Part[], card?: DeskCard): Promise<void>;
  /** A picture that was withheld may be seen and used. */
  shown(threadId: string, part: ImagePart): Promise<void>;
  /** Lets a refused turn run after all; the rule does not hold for its request any more. */
  rerun(turn: Turn, replyId: string, rule: string): Promise<void>;
  /** A picture as moderators first see it; undefined when it is gone. */
  thumbnail(part: ImagePart): Promise<ImagePart | undefined>;
  failed(error: unknown): void;
}

export interface Desk {
  /** Notes what a finished reply holds back. */
  note(replyId: string, turn: Turn, verdicts: readonly Verdict[]): Promise<void>;
  press(press: Press): Promise<Received>;
  /** Somebody asks moderators to look again at why their turn was refused. */
  appeal(refused: Turn, replyId: string, reason: string | undefined): Promise<Received>;
  /** Carries out what is to be done now. */
  look(): Promise<void>;
  /** Looks now, and from now on every few seconds. */
  open(): void;
  /** Resolves when a look that is under way is done. */
  close(): Promise<void>;
}

export function openDesk(ports: DeskPorts): Desk {
  const { cases, strikes, policies, clock } = ports;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;

  const policyOf = async (turn: Pick<Turn, 'thread' | 'standing'>): Promise<Policy> => (await policies.current(workspaceOf(turn))).policy;

  async function openCase(
    kind: Case['kind'],
    replyId: string,
    turn: Turn,
    found: Found,
    more: { part?: Part; place?: number; plea?: string },
  ): Promise<number> {
    const { channel, twoPeople, undecided, decideAfterMin, remindAfterMin } = deskOf(await policyOf(turn));
    const workspace = workspaceOf(turn);
    const needed = (twoPeople as readonly string[]).includes(found.category) ? 2 : 1;
    // Nothing of what two people have to release is released by time.
    const terms = {
      channel,
      needed,
      undecided: needed > 1 ? 'uphold' : undecided,
      ...(workspace === undefined ? {} : { workspace }),
    } as const;
    const dueMs = clock() + decideAfterMin * MINUTE_MS;
    const remindMs = clock() + remindAfterMin * MINUTE_MS;
    return cases.open({ kind, replyId, content: { turn, found, ...more }, terms, dueMs, remindMs });
  }

  async function publish(one: Case): Promise<void> {
    const thread = channelThread(one.terms.channel);
    const card = await cardOf(one);
    const part = one.content?.part;
    const seen = part?.kind === 'image' && one.state.kind !== 'void' ? await ports.thumbnail(part) : undefined;
    const parts: Part[] = [{ kind: 'text', text: wordsOfCard(card) }];
    if (seen) parts.push({ ...seen, alt: `Picture ${seen.name}, blurred and grey` });
    await ports.post(`case-${one.id}`, thread, '', parts, card);
    await cases.published(one.id, one.revision);
  }

  async function cardOf(one: Case): Promise<DeskCard> {
    const { content, terms, state, requesterId } = one;
    const { words, plea, ...found } = { ...(content?.found ?? GONE), plea: content?.plea };
    const turn = content?.turn;
    return {
      case: one.id,
      kind: one.kind,
      what: !content?.part ? 'request' : content.part.kind === 'image' ? 'picture' : 'words',
      ...found,
      ...(words === undefined ? {} : { words: plain(words) }),
      ...(plea === undefined ? {} : { plea: plain(plea) }),
      requesterId,
      thread: turn?.thread ?? channelThread(terms.channel),
      strikes: turn ? await strikes.count(spaceOf(turn), requesterId, await policyOf(turn)) : 0,
      state,
      ...(one.taken ? { taken: one.taken } : {}),
      releases: { needed: terms.needed, by: one.releases },
      openedMs: one.openedMs,
      due: { atMs: one.dueMs, outcome: terms.undecided },
      choices: state.kind === 'open' ? choicesOf(one) : [],
    };
  }

  /** Undefined where the press may go on; else why not. */
  async function objection(one: Case, { authorId, thread, moderates, authorRoles = [] }: Press): Promise<Said | undefined> {
    const { id, content, requesterId, state, taken, releases, terms } = one;
    const policy = (await policies.current(terms.workspace)).policy;
    const mayDecide = moderates || deskOf(policy).moderators.some((named) => named === authorId || authorRoles.includes(named));
    if (!mayDecide || !isInChannel(thread.id, terms.channel)) return say('no-moderator');
    if (state.kind === 'void' || !content) return say('case-gone', { case: id });
    if (state.kind !== 'open') return say('case-decided', { case: id, by: deciders(state) });
    // On a page of one's own there is nobody else.
    if (requesterId === authorId && platformOf(thread) !== 'local') return say('case-own');
    if (taken && taken.by !== authorId) return say('case-taken', { by: taken.by, case: id, until: clockTime(taken.untilMs) });
    if (releases.includes(authorId)) return say('case-voted', { case: id });
    return undefined;
  }

  async function press(event: Press): Promise<Received> {
    const one = await cases.find(event.case);
    if (!one) return told(say('case-unknown', { case: event.case }));
    const refusal = await objection(one, event);
    if (refusal !== undefined) return told(refusal);
    const answer = await choose(one, event.choice, event.authorId);
    await look();
    return answer;
  }

  /** Another press came first: what stands now is told. */
  async function faster(id: number): Promise<Received> {
    const now = await cases.find(id);
    if (now?.taken) return told(say('case-taken', { by: now.taken.by, case: id, until: clockTime(now.taken.untilMs) }));
    return told(now && 'by' in now.state ? say('case-decided', { case: id, by: deciders(now.state) }) : say('case-gone', { case: id }));
  }

  async function choose(one: Case, choice: DeskChoice, by: string): Promise<Received> {
    const { id, content, terms, releases } = one;
    if (!choicesOf(one).includes(choice) || !content) return told(say('not-a-choice', { case: id }));
    if (choice === 'show') {
      if (!(await cases.take(id, by, clock() + TAKEN_MS))) return faster(id);
      const words = await ports.asked(content.turn);
      const asked = sentencePart(say('case-yours', { case: id, words: plain(words) }));
      return { kind: 'told', parts: content.part ? [asked, content.part] : [asked] };
    }
    if (choice === 'release' && releases.length + 1 < terms.needed) {
      await cases.vote(id, by);
      return told(say('case-half', { given: releases.length + 1, needed: terms.needed, case: id }));
    }
    const struck = choice === 'strike';
    const voters = choice === 'release' ? [...releases, by] : [by];
    const won = await cases.decide(id, choice === 'release' ? 'release' : 'uphold', voters, struck);
    if (!won) return faster(id);
    return told(choice === 'release' ? say('case-released', { case: id }) : say('case-upheld', { case: id, strike: strikeWords(struck) }));
  }

  /** What was decided is done: shown in its reply, told to the requester. Again after a crash, to the same end. */
  async function carryOut(one: Case): Promise<void> {
    const { id, content, state, requesterId } = one;
    if (content && (state.kind === 'released' || state.kind === 'upheld')) {
      const { turn, found } = content;
      const by = state.by.join(' and ') || 'time';
      if (state.struck) {
        await strikes.add(
          { source: `case ${id}`, space: spaceOf(turn), person: requesterId, rule: found.rule, givenBy: by },
          await policyOf(turn),
        );
      }
      const sentence = state.kind === 'released' ? await released(one, turn, by) : await upheld(one, turn);
      if (sentence) await ports.post(`outcome-${id}`, turn.thread, requesterId, [asidePart(sentence)]);
    }
    await cases.done(id);
  }

  /** The sentence for the requester; none where what it is about is gone meanwhile. */
  async function released(one: Case, turn: Turn, by: string): Promise<Said | undefined> {
    const { part, found } = one.content ?? {};
    if (one.kind === 'appeal') for (const source of [turn.id, ...(await strikeSources(turn.id))]) await strikes.forgive(source, by);
    if (part) {
      const isShown = await putInPlace(one, { kind: 'allow', part });
      if (isShown && part.kind === 'image') await ports.shown(turn.thread.id, part);
      return isShown ? say('outcome-released', { what: nameOf(part) }) : undefined;
    }
    const rule = found?.rule ?? '';
    if (isNever(found?.category ?? '')) return say('appeal-never', { rule });
    await ports.rerun(turn, one.replyId, rule);
    return say('appeal-won', { rule });
  }

  async function upheld(one: Case, turn: Turn): Promise<Said | undefined> {
    const { part, found } = one.content ?? {};
    const rule = found?.rule ?? '';
    const strike = strikeWords(one.state.kind === 'upheld' && one.state.struck);
    if (one.kind === 'appeal') {
      const reply = await ports.standing(one.replyId);
      if (reply?.offer?.kind === 'refusal') await ports.deliver(turn, { ...reply, offer: { ...reply.offer, appeal: false } });
      return say('appeal-lost', { rule, strike });
    }
    const offer = { kind: 'refusal', turnId: turn.id, rule, appeal: true } as const;
    const isShown =
      part !== undefined && (await putInPlace(one, { kind: 'refuse', rule, reason: worded(NOT_RELEASED), said: NOT_RELEASED, offer }));
    return isShown ? say('outcome-upheld', { what: nameOf(part), rule, strike }) : undefined;
  }

  /** Cases of a turn whose strikes an appeal takes back. */
  const strikeSources = async (turnId: string): Promise<string[]> => (await cases.about(turnId)).map(({ id }) => `case ${id}`);

  /** The verdict takes the place of what was held, or of what was said in its place. False when that is gone. */
  async function putInPlace({ replyId, content }: Case, verdict: Verdict): Promise<boolean> {
    const reply = await ports.standing(replyId);
    if (!reply || !content?.part) return false;
    const { part, place = -1, turn, found } = content;
    const held = reply.verdicts.findIndex((other) => other.kind === 'hold' && isSame(other.part, part));
    const said = reply.verdicts[place];
    const at = held >= 0 ? held : said?.kind === 'refuse' && said.rule === found.rule ? place : -1;
    if (at < 0) return false;
    const verdicts = reply.verdicts.with(at, verdict);
    const { offer: _, ...rest } = reply;
    const offer = verdicts.flatMap((other) => (other.kind === 'refuse' && other.offer ? [other.offer] : [])).at(0);
    await ports.deliver(turn, { ...rest, verdicts, ...(offer ? { offer } : {}) });
    return true;
  }

  async function lookNow(): Promise<void> {
    for (const { id, terms, openedMs } of await cases.forgotten(clock())) {
      const minutes = Math.round((clock() - openedMs) / MINUTE_MS);
      await ports.post(`reminder-${id}`, channelThread(terms.channel), '', [asidePart(say('case-reminder', { case: id, minutes }))]);
    }
    for (const { id, terms } of await cases.overdue(clock())) await cases.decide(id, terms.undecided, []);
    for (const one of await cases.decided()) await carryOut(one);
    for (const one of await cases.unpublished()) await publish(one);
  }

  /** One look at a time; a press while one is under way has another follow. */
  function look(): Promise<void> {
    const next = (looking ?? Promise.resolve()).then(lookNow).catch(ports.failed);
    looking = next;
    return next;
  }

  return {
    press,
    look,
    async note(replyId, turn, verdicts) {
      for (const [place, verdict] of verdicts.entries()) {
        if (verdict.kind !== 'hold') continue;
        const found = verdict.found?.find(({ rule }) => rule === verdict.rule) ?? {
          category: verdict.rule,
          rule: verdict.rule,
          score: 1,
          action: 'hold',
        };
        await openCase('held', replyId, turn, found, { part: verdict.part, place });
      }
      if (verdicts.some(({ kind }) => kind === 'hold')) await look();
    },
    async appeal(refused, replyId, reason) {
      const reply = await ports.standing(replyId);
      const offer = reply?.offer?.kind === 'refusal' ? reply.offer : undefined;
      if (!reply || !offer) return { kind: 'ignored', reason: 'unknown-turn' };
      // Against a moderator's decision: the part that was held is what is looked at again.
      const before = (await cases.about(refused.id)).find(
        (one) => one.kind === 'held' && one.state.kind === 'upheld' && one.content?.found.rule === offer.rule,
      );
      const found = before?.content?.found ?? foundIn(reply, offer);
      const { part, place } = before?.content ?? {};
      const plea = reason?.trim().slice(0, PLEA_CHARS);
      const id = await openCase('appeal', replyId, refused, found, {
        ...(part && place !== undefined ? { part, place } : {}),
        ...(plea ? { plea } : {}),
      });
      await look();
      return told(say('appeal-sent', { case: id }));
    },
    open() {
      void look();
      timer = setInterval(() => void look(), LOOK_MS);
      timer.unref();
    },
    async close() {
      clearInterval(timer);
      await looking;
    },
  };
}

const GONE: Found = { category: '', rule: 'forgotten', score: 0, action: 'hold' };

/** The channel itself, where no thread in it is meant: `discord:1234:1234`. */
export const channelThread = (channel: string): Thread => ({
  id: `${channel}:${channel.slice(channel.indexOf(':') + 1)}`,
  isDirect: false,
  audience: 'members',
  ageRestricted: false,
});

const choicesOf = ({ kind }: Case): DeskChoice[] =>
  kind === 'held' ? ['show', 'release', 'uphold', 'strike'] : ['show', 'release', 'uphold'];

const NOT_RELEASED = say('not-released');

const told = (said: Said): Received => ({ kind: 'told', parts: [sentencePart(said)] });

const nameOf = (part: Part): Said => (part.kind === 'image' ? say('the-picture', { name: part.name }) : say('the-part'));

const strikeWords = (struck: boolean): Said | string => (struck ? say('counts-as-strike') : '');

const deciders = ({ by }: { readonly by: readonly string[] }): readonly string[] | Said => (by.length === 0 ? say('by-time') : by);

const clockTime = (ms: number): string => `${new Date(ms).toISOString().slice(11, 16)} UTC`;

const isSame = (one: Part, other: Part): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The refusal of a change to a reply stands beside its parts: then the offer is all that is known. */
function foundIn({ verdicts }: StandingReply, { rule, words }: Extract<Offer, { kind: 'refusal' }>): Found {
  const known = verdicts.flatMap(({ found = [] }) => found).find((one) => one.rule === rule);
  return known ?? { category: rule, rule, score: 1, action: 'refuse', ...(words === undefined ? {} : { words }) };
}

/** What people wrote, as a quotation in a sentence of ours: one line, no marks that would be read as CommonMark or a mention. */
const plain = (text: string): string =>
  text
    .replace(/[*_~`|<>[\]@\\\s]+/g, ' ')
    .trim()
    .slice(0, 1000);
