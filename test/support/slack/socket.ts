/** As much of a WebSocket server (RFC 6455) as Slack's Socket Mode needs: text frames of any length, ping, close. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

export interface Socket {
  send(text: string): void;
  close(): void;
  /** Ends it without a word. */
  cut(): void;
}

interface Listener {
  heard(text: string): void;
  closed(): void;
}

export function acceptSockets(server: Server, accepted: (socket: Socket) => Listener): void {
  server.on('upgrade', (request: IncomingMessage, stream: Duplex) => {
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${GUID}`).digest('base64');
    stream.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    const write = (opcode: number, payload: Buffer): void => {
      if (!stream.destroyed) stream.write(frame(opcode, payload));
    };
    const { heard, closed } = accepted({
      send: (text) => write(TEXT, Buffer.from(text)),
      close: () => {
        write(CLOSE, Buffer.from([3, 232]));
        stream.end();
      },
      cut: () => void stream.destroy(),
    });
    stream.on('close', closed);
    let waiting = Buffer.alloc(0);
    stream.on('error', () => undefined);
    stream.on('data', (data: Buffer) => {
      waiting = Buffer.concat([waiting, data]);
      for (let next = unframe(waiting); next; next = unframe(waiting)) {
        waiting = waiting.subarray(next.bytes);
        if (next.opcode === TEXT) heard(next.payload.toString('utf8'));
        if (next.opcode === PING) write(PONG, next.payload);
        if (next.opcode === CLOSE) stream.end();
      }
    });
  });
}

function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = length < 126 ? Buffer.alloc(2) : length < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10);
  head[0] = 0x80 | opcode;
  head[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

/** A client's frame is masked. Undefined until it is there whole. */
function unframe(data: Buffer): { opcode: number; payload: Buffer; bytes: number } | undefined {
  if (data.length < 2) return undefined;
  const short = (data[1] ?? 0) & 0x7f;
  const at = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (data.length < at + 4) return undefined;
  const length = short === 126 ? data.readUInt16BE(2) : short === 127 ? Number(data.readBigUInt64BE(2)) : short;
  const bytes = at + 4 + length;
  if (data.length < bytes) return undefined;
  const mask = data.subarray(at, at + 4);
  const payload = Buffer.from(data.subarray(at + 4, bytes).map((byte, i) => byte ^ (mask[i % 4] ?? 0)));
  return { opcode: (data[0] ?? 0) & 0x0f, payload, bytes };
}
