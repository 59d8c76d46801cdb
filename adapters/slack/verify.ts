/** "Verify picture" in a message's menu: whether the bot made its pictures; what and by whose request, to who asked for it and to admins. */
import type { App } from '@slack/bolt';
import { PlatformError } from '../../src/core/errors.ts';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { Desk } from './desk.ts';
import { shortcut as shortcutSchema, teamOf } from './payload.ts';
import type { Person } from './people.ts';
import { fileIds } from './requests.ts';
import { placeOf } from './thread.ts';
import { escaped } from './words.ts';

/** What is known of a picture file, in lines; what only some may know, of the pictures that `mayTell` says. */
export type VerifyFile = (file: Uint8Array, mayTell: (row: LedgerRow) => boolean) => Promise<readonly string[]>;

export function listenToVerify(app: App, desk: Desk, verify: VerifyFile): void {
  app.shortcut('verify', async ({ ack, body, context }) => {
    await ack();
    const team = teamOf(context);
    const { user, channel, message } = shortcutSchema.parse(body);
    const from = { team, channel: channel.id, ...(message.thread_ts === undefined ? {} : { ts: message.thread_ts }) };
    const person = await desk.admit(team, user.id, from);
    if (!person) return;
    const files = fileIds(message);
    if (files.length === 0) return desk.whisper(from, user.id, 'There is no picture in this message.');
    for (const [at, id] of files.entries()) {
      const lines = await linesOf(team, id, `Picture ${at + 1}`, person);
      await desk.whisper(from, user.id, escaped(lines.join('\n')));
    }
  });

  async function linesOf(team: string, id: string, label: string, person: Person): Promise<readonly string[]> {
    try {
      const bytes = await desk.pictures.bytes(team, id, label);
      return [`${label}:`, ...(await verify(bytes, (row) => mayKnow(row, team, person)))];
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      return [error.message];
    }
  }
}

/** Of one's own; of others, admins do what stands in a channel of their workspace, and nobody what was drawn in direct messages. */
function mayKnow({ threadId, authorId }: LedgerRow, team: string, { id, moderates }: Person): boolean {
  const place = placeOf({ id: threadId });
  if (place.team !== team) return false; // of another platform, too
  return authorId === id || (moderates && !place.channel.startsWith('D'));
}
