/** Which picture an open form is about, when Discord would not say it again. Kept in memory: a form is open for minutes. */
import { randomBytes } from 'node:crypto';
import type { Attachment } from 'discord.js';
import type { Author, PictureName } from '../../src/core/types.ts';

const TICKETS_AT_MOST = 1000;

interface Meant {
  /** A picture of the thread, or else files of somebody's message. */
  readonly name?: PictureName;
  readonly attachments?: readonly Attachment[];
  readonly sentBy?: Pick<Author, 'id' | 'name'>;
}

export type Tickets = ReturnType<typeof createTickets>;

export function createTickets() {
  const given = new Map<string, Meant>();
  return {
    /** 24 hexadecimal digits. */
    give(meant: Meant): string {
      const [oldest] = given.keys();
      if (given.size >= TICKETS_AT_MOST && oldest) given.delete(oldest);
      const ticket = randomBytes(12).toString('hex');
      given.set(ticket, meant);
      return ticket;
    },
    take(ticket: string): Meant | undefined {
      const meant = given.get(ticket);
      given.delete(ticket);
      return meant;
    },
  };
}
