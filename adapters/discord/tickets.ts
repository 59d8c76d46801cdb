/** What an open form or panel is about, when Discord would not say it again. Kept in memory: these are open for minutes. */
import { randomBytes } from 'node:crypto';

const TICKETS_AT_MOST = 1000;

export type Tickets<Meant> = ReturnType<typeof createTickets<Meant>>;

export function createTickets<Meant>() {
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
    look: (ticket: string): Meant | undefined => given.get(ticket),
    take(ticket: string): Meant | undefined {
      const meant = given.get(ticket);
      given.delete(ticket);
      return meant;
    },
  };
}
