/** Who people are in a workspace, and whom the bot answers. */
import { z } from 'zod';
import type { Clock } from '../../src/core/ports.ts';
import type { Calls } from './calls.ts';

/** Whom the bot answers: members of the workspace, guests too, or also people of other companies in shared channels. */
export type Answers = 'members' | 'guests' | 'everyone';

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
  readonly kind: 'member' | 'guest' | 'stranger';
  /** An admin or owner of the workspace: may stop and change other people's replies. */
  readonly moderates: boolean;
  /** IANA. */
  readonly timeZone?: string;
}

const KNOWN_MS = 10 * 60_000;
const PEOPLE_AT_MOST = 5_000;

const userInfo = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    name: z.string().optional(),
    is_bot: z.boolean().optional(),
    is_admin: z.boolean().optional(),
    is_owner: z.boolean().optional(),
    is_restricted: z.boolean().optional(),
    is_ultra_restricted: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
    tz: z.string().max(100).nullish(),
    profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional() }).optional(),
  }),
});

export type People = ReturnType<typeof createPeople>;

export function createPeople({ calls, clock, answers }: { calls: Calls; clock: Clock; answers: Answers }) {
  const known = new Map<string, { readonly person: Promise<Person>; readonly untilMs: number }>();

  async function look(team: string, id: string): Promise<Person> {
    const { user } = userInfo.parse(await calls.call(team, 'users.info', { user: id }));
    const isStranger = user.is_stranger === true || (user.team_id !== undefined && user.team_id !== team);
    const isGuest = user.is_restricted === true || user.is_ultra_restricted === true;
    const kind = isStranger ? 'stranger' : isGuest ? 'guest' : 'member';
    return {
      id,
      name: user.profile?.display_name || user.profile?.real_name || user.name || id,
      isBot: user.is_bot === true,
      kind,
      moderates: kind === 'member' && (user.is_admin === true || user.is_owner === true),
      ...(user.tz ? { timeZone: user.tz } : {}),
    };
  }

  return {
    /** Asked of Slack once in ten minutes. */
    get(team: string, id: string): Promise<Person> {
      const key = `${team} ${id}`;
      const found = known.get(key);
      if (found && found.untilMs > clock()) return found.person;
      if (known.size >= PEOPLE_AT_MOST) known.clear();
      const person = look(team, id);
      known.set(key, { person, untilMs: clock() + KNOWN_MS });
      person.catch(() => known.delete(key));
      return person;
    },

    /** Undefined when the person is answered, else a sentence that says why not. */
    refusal({ kind }: Person): string | undefined {
      if (kind === 'member' || answers === 'everyone' || (kind === 'guest' && answers === 'guests')) return undefined;
      return kind === 'guest'
        ? 'Here I answer members of this workspace, not its guests. The operator can change that (SLACK_ANSWER).'
        : 'Here I answer people of this workspace, not of others that share the channel. The operator can change that (SLACK_ANSWER).';
    },
  };
}
