/** Carries out what a thread was told about its cast and style. The answer is a sentence; the model is not asked. */
import { thingsOf } from '../engine/index.ts';
import { isShown, type LedgerRow } from './core/ledger.ts';
import type { LedgerStore, StagingStore, ThreadStore } from './core/ports.ts';
import { say } from './core/sentences.ts';
import { CAST_AT_MOST, type CastMember, STYLE_CHARS_AT_MOST, type Staging, type StagingOrder, sameName } from './core/staging.ts';
import type { Message, PictureName, Said } from './core/types.ts';

interface StagingPorts {
  readonly stagings: Pick<StagingStore, 'get' | 'put'>;
  readonly ledger: Pick<LedgerStore, 'rows'>;
  readonly threads: Pick<ThreadStore, 'get'>;
}

export async function stage(order: StagingOrder, message: Message, ports: StagingPorts): Promise<Said> {
  const { threadId, author } = message;
  const staging = await ports.stagings.get(threadId);
  const keep = (changed: Staging) => ports.stagings.put(threadId, changed);
  switch (order.kind) {
    case 'cast-show':
      return castSentence(staging);
    case 'cast-unclear':
      return say('cast-unclear', { how: say('cast-how') });
    case 'cast-add': {
      const found = await newMember(order, message, staging, ports);
      if ('id' in found) return found;
      await keep({ ...staging, cast: [...staging.cast.filter(({ name }) => !sameName(name, found.name)), found] });
      const { name, picture, thing } = found;
      return thing ? say('cast-added-thing', { name, picture, thing }) : say('cast-added', { name, picture });
    }
    case 'cast-remove': {
      const left = staging.cast.filter(({ name }) => !sameName(name, order.name));
      if (left.length === staging.cast.length) return say('cast-unknown', { name: order.name });
      await keep({ ...staging, cast: left });
      return say('cast-removed', { name: order.name });
    }
    case 'style-show':
      return styleSentence(staging);
    case 'style-off': {
      const { style: _, ...rest } = staging;
      await keep(rest);
      return say('style-off');
    }
    case 'style-set': {
      const chars = order.style.length;
      if (chars > STYLE_CHARS_AT_MOST) return say('style-too-long', { most: STYLE_CHARS_AT_MOST, chars });
      const changed = { ...staging, style: { words: order.style, authorId: author.id } };
      await keep(changed);
      return styleSentence(changed);
    }
  }
}

/** A sentence where it can't be done. */
async function newMember(
  { name, thing, picture }: Extract<StagingOrder, { kind: 'cast-add' }>,
  message: Message,
  { cast }: Staging,
  { ledger, threads }: StagingPorts,
): Promise<CastMember | Said> {
  if (cast.length >= CAST_AT_MOST && !cast.some((member) => sameName(member.name, name)))
    return say('cast-full', { most: CAST_AT_MOST, name: cast[0]?.name ?? '' });
  const repliedTo = message.replyToId === undefined ? undefined : await threads.get(message.threadId, message.replyToId);
  const shown = picture ?? firstPicture(message) ?? (repliedTo && firstPicture(repliedTo));
  if (!shown) return say('cast-unclear', { how: say('cast-how') });
  const row = (await ledger.rows(message.threadId)).find((one) => one.name === shown && isShown(one));
  if (!row) return say('unknown-picture', { name: shown });
  const member: CastMember = { name, picture: shown, ...(thing ? { thing } : {}), authorId: message.author.id };
  const things = thingsOf(row);
  const meant = thingsOf(row, thing);
  // A picture that a person sent is known by its file's name alone.
  if (!isDescribed(row) || things.length === 0 || meant.length === 1) return member;
  const [first = ''] = things;
  return thing && meant.length === 0
    ? say('cast-no-thing', { thing, picture: shown, things })
    : say('cast-which', { picture: shown, name, things, first });
}

const firstPicture = ({ parts }: Message): PictureName | undefined =>
  parts.flatMap((part) => (part.kind === 'image' ? [part.name] : []))[0];

const isDescribed = (row: LedgerRow): boolean => row.turnId !== undefined || row.seen !== undefined;

function castSentence({ cast }: Staging): Said {
  const members = cast.map(({ name, picture, thing }) => `${name} (${thing ? `${thing}, ` : ''}${picture})`);
  return members.length === 0 ? say('cast-empty', { how: say('cast-how') }) : say('cast-list', { members });
}

const styleSentence = ({ style }: Staging): Said => (style ? say('style-set', { style: style.words }) : say('style-none'));
