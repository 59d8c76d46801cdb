/** Discord's gateway: hello, identify, heartbeat, dispatch, resume, invalid session. */
import type { Server } from 'node:http';
import { GatewayIntentBits, GatewayOpcodes as Op } from 'discord.js';
import { type WebSocket, WebSocketServer } from 'ws';
import { BOT_ID, GUILD_ID, type State, TOKEN } from './state.ts';

interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [number, number];
  seq: number;
  /** Everything sent, so that a resumed connection gets what it missed. */
  readonly sent: { readonly seq: number; readonly t: string; readonly d: unknown }[];
  socket?: WebSocket | undefined;
}

export type Gateway = ReturnType<typeof createGateway>;

export function createGateway(server: Server, state: State, address: () => string) {
  const sessions = new Map<string, Session>();
  const sockets = new WebSocketServer({ server });
  /** What was said at the door, in order: `identify 0/1`, `resume`, `invalid`. */
  const seen: string[] = [];
  const rules = { heartbeatMs: 45_000, acknowledges: true, allowsContent: true };

  sockets.on('connection', (socket) => {
    const send = (op: number, d: unknown, extra = {}): void => socket.send(JSON.stringify({ op, d, ...extra }));
    send(Op.Hello, { heartbeat_interval: rules.heartbeatMs });
    socket.on('message', (data) => {
      const { op, d } = JSON.parse(String(data)) as { op: number; d: Record<string, unknown> };
      switch (op) {
        case Op.Heartbeat:
          if (rules.acknowledges) send(Op.HeartbeatAck, null);
          break;
        case Op.Identify:
          identify(socket, d);
          break;
        case Op.Resume:
          resume(socket, d);
          break;
      }
      state.changed();
    });
    socket.on('close', () => {
      for (const session of sessions.values()) if (session.socket === socket) session.socket = undefined;
    });
  });

  function identify(socket: WebSocket, d: Record<string, unknown>): void {
    const intents = Number(d.intents);
    const shard = (d.shard ?? [0, 1]) as [number, number];
    seen.push(`identify ${shard.join('/')}`);
    if (d.token !== TOKEN) {
      socket.close(4004);
      return;
    }
    if (intents & GatewayIntentBits.MessageContent && !rules.allowsContent) {
      socket.close(4014);
      return;
    }
    const session: Session = { id: state.snowflake(), intents, shard, seq: 0, sent: [], socket };
    sessions.set(session.id, session);
    const guilds = shardOf(GUILD_ID, shard[1]) === shard[0] && state.isInGuild ? [{ id: GUILD_ID, unavailable: true }] : [];
    dispatch(session, 'READY', {
      ...{ v: 10, user: { ...state.user({ id: BOT_ID, name: 'Dreamthread' }), verified: true }, guilds, session_id: session.id, shard },
      ...{ resume_gateway_url: address().replace('http', 'ws'), application: { id: BOT_ID, flags: 0 } },
    });
    if (guilds.length > 0) dispatch(session, 'GUILD_CREATE', state.guildData());
  }

  function resume(socket: WebSocket, { session_id: id, seq }: Record<string, unknown>): void {
    const session = sessions.get(String(id));
    seen.push(session ? 'resume' : 'invalid');
    if (!session) {
      socket.send(JSON.stringify({ op: Op.InvalidSession, d: false }));
      return;
    }
    session.socket = socket;
    for (const one of session.sent.filter((sent) => sent.seq > Number(seq)))
      socket.send(JSON.stringify({ op: 0, s: one.seq, t: one.t, d: one.d }));
    dispatch(session, 'RESUMED', {});
  }

  function dispatch(session: Session, t: string, d: unknown): void {
    const one = { seq: ++session.seq, t, d };
    session.sent.push(one);
    session.socket?.send(JSON.stringify({ op: 0, s: one.seq, t, d }));
  }

  return {
    seen,
    rules,
    /** To the shard that a guild is on; direct conversations are on the first. */
    emit(t: string, guildId: string | undefined, dataFor: (intents: number) => unknown): void {
      for (const session of sessions.values()) {
        const at = guildId ? shardOf(guildId, session.shard[1]) : 0;
        if (session.shard[0] === at) dispatch(session, t, dataFor(session.intents));
      }
    },
    /** Cuts every connection, as a network does. */
    cut(): void {
      for (const socket of sockets.clients) socket.terminate();
    },
    askToReconnect(): void {
      for (const socket of sockets.clients) socket.send(JSON.stringify({ op: Op.Reconnect, d: null }));
    },
    forgetSessions: (): void => sessions.clear(),
    connections: (): number => sockets.clients.size,
    close(): void {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

const shardOf = (guildId: string, shards: number): number => Number((BigInt(guildId) >> 22n) % BigInt(shards));
