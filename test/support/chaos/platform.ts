/**
 * A strict platform: it keeps what was posted, makes a new message of every post that names none, tells of revisions that went
 * back, and loses a call now and then, before it did what was asked or after. `node --import tsx platform.ts <seed>`; its
 * address is its first line, each message as it stands now a line after that.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Delivery } from '../../../src/core/ports.ts';
import { draws } from './draws.ts';

const LOST_CALLS = 0.06;

/** A message, and the SHA-256 of each picture's bytes as they were sent. */
export interface Posted {
  readonly id: string;
  readonly delivery: Delivery;
  readonly hashes: readonly string[];
  readonly wentBack: boolean;
}

const random = draws(Number(process.argv[2]));
const posted = new Map<string, Posted>();
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

function apply({ delivery, pictures }: { delivery: Delivery; pictures: readonly string[] }): string {
  const id = delivery.messageId ?? `p${posted.size}`;
  const before = posted.get(id);
  const wentBack = before?.wentBack === true || (before?.delivery.revision ?? 0) > delivery.revision;
  const hashes = pictures.map((bytes) => createHash('sha256').update(Buffer.from(bytes, 'base64')).digest('hex'));
  const message: Posted = { id, delivery, hashes, wentBack };
  posted.set(id, message);
  say(JSON.stringify(message));
  return id;
}

function find(key: string): { id: string; revision: number } | undefined {
  const found = [...posted.values()].find(({ delivery }) => delivery.key === key);
  return found && { id: found.id, revision: found.delivery.revision };
}

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (data) => {
    body += String(data);
  });
  request.on('end', () => {
    const lost = random();
    if (lost < LOST_CALLS / 2) return request.socket.destroy();
    const asked = JSON.parse(body);
    const answer = request.url === '/find' ? { found: find(asked.key) } : { id: apply(asked) };
    if (lost < LOST_CALLS) return request.socket.destroy();
    response.end(JSON.stringify(answer));
  });
});
server.listen(0, '127.0.0.1', () => say(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
