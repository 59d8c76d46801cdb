/** A Slack thread as one of ours: `slack:<team>/<channel>:<ts of its first message>`. */
import type { PlatformLimits } from '../../src/core/ports.ts';
import type { Thread } from '../../src/core/types.ts';

export const SLACK = 'slack';

/**
 * A message holds 50 blocks, and 12,000 characters in all its markdown blocks together. A part takes three blocks at
 * most (words or picture, what is said of it, its buttons) and the foot of a reply five: 3 × 14 + 5 = 47. Marks that are put
 * into words on the way out take a part of the 12,000.
 */
export const SLACK_LIMITS: PlatformLimits = { textChars: 10_000, partsPerMessage: 14, imageBytes: 20 * 1024 * 1024 };

/** Where a thread is on Slack. */
export interface Place {
  readonly team: string;
  readonly channel: string;
  /** The `ts` of the message that the thread hangs under. */
  readonly ts: string;
}

export type ChannelType = 'im' | 'mpim' | 'group' | 'channel' | undefined;

/** `channelType` is not told by every event; a channel of unknown kind is taken for one with members. */
export function threadAt({ team, channel, ts }: Place, channelType?: ChannelType): Thread {
  const isDirect = channelType === 'im' || channel.startsWith('D');
  return {
    id: `${SLACK}:${team}/${channel}:${ts}`,
    isDirect,
    audience: isDirect ? 'private' : channelType === 'channel' ? 'public' : 'members',
    ageRestricted: false,
  };
}

export function placeOf({ id }: Pick<Thread, 'id'>): Place {
  const [, team = '', channel = '', ts = ''] = /^slack:([^/:]+)\/([^:]+):(.+)$/.exec(id) ?? [];
  return { team, channel, ts };
}

/** The channel itself, where no thread in it is meant: there moderators' cards stand. */
export const channelThread = (team: string, channel: string): Thread => threadAt({ team, channel, ts: `${team}/${channel}` });

/** Without `ts` where the channel itself is meant. */
export const cornerOf = ({ team, channel, ts }: Place): { team: string; channel: string; ts?: string } =>
  ts === `${team}/${channel}` ? { team, channel } : { team, channel, ts };

export const threadArgs = (place: Place): { thread_ts?: string } => {
  const { ts } = cornerOf(place);
  return ts === undefined ? {} : { thread_ts: ts };
};

/** Opens the thread in the app or the browser. */
export const linkTo = ({ team, channel, ts }: Place): string => `https://app.slack.com/client/${team}/${channel}/thread/${channel}-${ts}`;

/** A Slack `ts` (seconds and a counter, such as 1700000001.000100) as ISO 8601. */
export const timeOf = (ts: string): string => new Date(Number(ts) * 1000).toISOString();
