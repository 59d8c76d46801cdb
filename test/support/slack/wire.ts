/** How Slack tells the app what happened: over HTTP, signed, or over Socket Mode, where what was not acknowledged comes again with the next socket. */
import { createHmac } from 'node:crypto';
import type { Server } from 'node:http';
import { acceptSockets, type Socket } from './socket.ts';
import { APP, BOT, type Json, SIGNING_SECRET, type SlackState, TEAM } from './state.ts';

export type Wire = ReturnType<typeof createWire>;

interface Envelope {
  readonly type: string;
  readonly payload: Json;
  readonly acked: (response: unknown) => void;
  attempts: number;
}

export function createWire(server: Server, { newId, startedS, subscribed }: SlackState) {
  const sockets = new Set<Socket>();
  /** Sent or to be sent, and not acknowledged. */
  const envelopes = new Map<string, Envelope>();
  const deliveries = new Set<Promise<unknown>>();
  let sentTo: string | undefined;
  let copies = 1;
  let organisation: string | undefined;

  acceptSockets(server, (socket) => {
    sockets.add(socket);
    socket.send(
      JSON.stringify({ type: 'hello', num_connections: sockets.size, connection_info: { app_id: APP }, debug_info: { host: 'local' } }),
    );
    for (const id of envelopes.keys()) send(socket, id);
    return {
      heard(text) {
        const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id?: string; payload?: unknown };
        if (id === undefined) return;
        envelopes.get(id)?.acked(payload);
        envelopes.delete(id);
      },
      closed: () => void sockets.delete(socket),
    };
  });

  function send(socket: Socket, envelope_id: string): void {
    const envelope = envelopes.get(envelope_id);
    if (!envelope) return;
    const { type, payload } = envelope;
    const retry = { retry_attempt: envelope.attempts++, retry_reason: envelope.attempts > 1 ? 'timeout' : '' };
    socket.send(JSON.stringify({ envelope_id, type, payload, accepts_response_payload: type !== 'events_api', ...retry }));
  }

  function overSocket(type: string, payload: Json): Promise<unknown> {
    return new Promise((acked) => {
      const id = newId('E');
      envelopes.set(id, { type, payload, acked, attempts: 0 });
      const newest = [...sockets].at(-1);
      if (newest) send(newest, id);
    });
  }

  async function overHttp(address: string, contentType: string, raw: string): Promise<unknown> {
    const time = String(Math.floor(Date.now() / 1000));
    const signature = `v0=${createHmac('sha256', SIGNING_SECRET).update(`v0:${time}:${raw}`).digest('hex')}`;
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': contentType, 'x-slack-request-timestamp': time, 'x-slack-signature': signature },
      body: raw,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the app answered ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  function deliver(type: string, payload: Json, contentType: string, raw: string): Promise<unknown> {
    const done = sentTo === undefined ? overSocket(type, payload) : overHttp(sentTo, contentType, raw);
    deliveries.add(done);
    return done.finally(() => deliveries.delete(done));
  }

  const form = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();
  const FORM = 'application/x-www-form-urlencoded';

  return {
    /** From now on events go to this address; without one they go over Socket Mode. */
    sendTo(address: string | undefined) {
      sentTo = address;
    },
    /** Each event from now on is sent so many times. */
    sendTimes(times: number) {
      copies = times;
    },
    /** From now on the workspace is one of an organisation that the app is installed in as a whole. */
    belongTo(enterprise: string) {
      organisation = enterprise;
    },

    /** Sends an event to the app when it subscribes to it, as often as it was told to. */
    async emit(name: string, event: Json, team = TEAM): Promise<void> {
      if (!subscribed.includes(name)) return;
      const whole = organisation !== undefined;
      const body = {
        type: 'event_callback',
        token: 'unused',
        team_id: team,
        api_app_id: APP,
        event,
        event_id: newId('Ev'),
        event_time: startedS,
        authorizations: [
          {
            enterprise_id: organisation ?? null,
            team_id: whole ? null : team,
            user_id: BOT.user,
            is_bot: true,
            is_enterprise_install: whole,
          },
        ],
      };
      for (let copy = 0; copy < copies; copy++) await deliver('events_api', body, 'application/json', JSON.stringify(body));
    },

    /** Someone pressed or sent something. For an organisation Slack names no workspace but that of the person. */
    interact(user: string, given: Json): Promise<unknown> {
      const payload = {
        ...given,
        user: { id: user, team_id: TEAM },
        team: organisation === undefined ? { id: TEAM } : null,
        enterprise: organisation === undefined ? null : { id: organisation, name: organisation },
        is_enterprise_install: organisation !== undefined,
      };
      return deliver('interactive', payload, FORM, form({ payload: JSON.stringify(payload) }));
    },

    command(fields: Readonly<Record<string, string>>): Promise<unknown> {
      const body = {
        ...fields,
        team_id: TEAM,
        api_app_id: APP,
        ...(organisation === undefined ? {} : { enterprise_id: organisation }),
        is_enterprise_install: String(organisation !== undefined),
      };
      return deliver('slash_commands', body, FORM, form(body));
    },

    /** `refresh`: as Slack does every few hours, with a word before; `cut`: the line is broken. */
    disconnect(how: 'refresh' | 'cut'): void {
      for (const socket of sockets) {
        if (how === 'refresh')
          socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host: 'local' } }));
        else socket.cut();
      }
    },
    connections: (): number => sockets.size,

    async close(): Promise<void> {
      for (const { acked } of envelopes.values()) acked(undefined); // whoever was to answer is gone
      await Promise.allSettled(deliveries);
      for (const socket of sockets) socket.close();
    },
  };
}
