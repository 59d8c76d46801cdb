/** What moderators do on the page: cases are looked at and decided, the policy is looked at, tried and changed. */
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import type { PolicyPanel } from '../../src/core/panel.ts';
import type { ChatReceiver, ThreadStore } from '../../src/core/ports.ts';
import type { DeskCase, PageMessage, Told } from './page/wire.ts';
import { DESK, ME } from './thread.ts';

const SHOWN_CASES = 200;
const TRIED_DAYS = 7;

export interface DeskApiPorts {
  readonly threads: Pick<ThreadStore, 'history'>;
  readonly panel: PolicyPanel;
  onEvent: ChatReceiver;
  newId(): string;
}

const choice = z.strictObject({ choice: z.enum(['show', 'release', 'uphold', 'strike']) });

const workspace = z
  .string()
  .regex(/^[a-z]+:[\w-]{1,60}$/, 'a workspace is named like slack:T0123 or discord:987')
  .optional();

const change = z.union([
  z.strictObject({ categories: z.record(z.string().max(40), z.string().max(20)) }),
  z.strictObject({ text: z.string().max(1024 ** 2) }),
]);

/** The view that it is made upon. */
const seen = z.string().max(40).optional();

const asked = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('try'), change, days: z.int().min(1).max(3650).default(TRIED_DAYS), workspace }),
  z.strictObject({ do: z.enum(['apply', 'shadow']), change, workspace, seen }),
  z.strictObject({ do: z.enum(['end-shadow', 'switch-on']), workspace, seen }),
  z.strictObject({ do: z.literal('revert'), version: z.int().min(0), workspace, seen }),
]);

function read<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new HTTPException(400, { message: `That cannot be asked for: ${parsed.error.issues[0]?.message}.` });
  return parsed.data;
}

export function createDeskApi({ threads, panel, onEvent, newId }: DeskApiPorts): Hono {
  const app = new Hono();

  // Newest first. Cards are messages of the desk's own thread.
  app.get('/cases', async (c) => {
    const messages: PageMessage[] = await threads.history(DESK.id, SHOWN_CASES);
    const cases = messages.flatMap(({ parts, delivery }): DeskCase[] => (delivery?.card ? [{ card: delivery.card, parts }] : [])).reverse();
    return c.json({ cases });
  });

  app.post('/cases/:number{[0-9]{1,9}}', async (c) => {
    const pressed = read(choice, await c.req.json().catch(() => undefined));
    const number = Number(c.req.param('number'));
    const received = await onEvent({
      kind: 'desk-press',
      id: newId(),
      thread: DESK,
      authorId: ME.id,
      moderates: true,
      case: number,
      choice: pressed.choice,
    });
    return c.json<Told>({ parts: received.kind === 'told' ? received.parts : [] });
  });

  app.get('/policy', async (c) => c.json(await panel.read(read(workspace, c.req.query('workspace')))));

  app.post('/policy', async (c) => {
    const wanted = read(asked, await c.req.json().catch(() => undefined));
    switch (wanted.do) {
      case 'try':
        return c.json(await panel.try(wanted.change, wanted.days, wanted.workspace));
      case 'apply':
        return c.json(await panel.apply(wanted.change, ME.id, wanted.workspace, wanted.seen));
      case 'shadow':
        return c.json(await panel.shadow(wanted.change, ME.id, wanted.workspace, wanted.seen));
      case 'end-shadow':
        return c.json(await panel.shadow(undefined, ME.id, wanted.workspace, wanted.seen));
      case 'switch-on':
        return c.json(await panel.switchOn(ME.id, wanted.workspace, wanted.seen));
      case 'revert':
        return c.json(await panel.revert(wanted.version, ME.id, wanted.workspace, wanted.seen));
    }
  });

  return app;
}
