/** What is kept of how requests were checked, on every database. */
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/core/ports.ts';
import { type Circumstances, hashOf } from '../../src/safety/circumstances.ts';
import { message, text, thread, turn } from '../support/made.ts';

/** `open` gives an empty store; `reopen` another one over what the last one stored. */
export function circumstancesContract(
  name: string,
  open: (clock: Clock) => Promise<Circumstances>,
  reopen: (clock: Clock) => Promise<Circumstances>,
): void {
  describe(`${name}: circumstances of requests`, () => {
    const inThread = (id: string) => ({ thread: thread(id, { ageRestricted: true, isDirect: false }), messageId: 'm' });
    const place = { isDirect: false, ageRestricted: true };

    it('keep ids, flags and a hash, once each; other words are another circumstance', async () => {
      let nowMs = 1;
      const kept = await open(() => nowMs++);
      const asked = turn('t', { ...inThread('discord:5:6'), standing: { authorRoles: ['9', '8'] }, more: ['n'] });
      const [words, others] = [message('m'), message('m', { parts: [text('a secret')] })];
      await kept.note(asked, words, new Set());
      await kept.note(asked, words, new Set());
      await kept.note(asked, words, new Set(['violence']));
      await kept.note(asked, others, new Set());
      const first = { ...place, roles: ['8', '9'], more: ['n'], asked: hashOf('m', words.parts), atMs: 1 };
      const later = await reopen(Date.now);
      const noted = [first, { ...first, waived: ['violence'], atMs: 3 }, { ...first, asked: hashOf('m', others.parts), atMs: 4 }];
      expect(await later.of('discord:5:6')).toEqual(new Map([['m', noted]]));
      expect(await later.threadsSince(4)).toEqual(new Set(['discord:5:6']));
      expect(await later.threadsSince(5)).toEqual(new Set());
    });

    it('are forgotten with a thread, by age, and with a person on one platform', async () => {
      let nowMs = 1;
      const kept = await open(() => nowMs);
      const ids = ['local:a:1', 'local:a:2', 'local:a:3', 'slack:T/C:1'];
      for (const id of ids) await kept.note(turn('t', { ...inThread(id), authorId: 'ann' }), message('m'), new Set());
      nowMs = 5;
      await kept.note(turn('t', { ...inThread('local:a:2'), messageId: 'n', authorId: 'ben' }), message('n'), new Set());
      await kept.forget({ kind: 'thread', threadId: 'local:a:1' });
      await kept.forget({ kind: 'older', threadId: 'local:a:2', beforeMs: 5, turnIds: [] });
      await kept.forget({ kind: 'person', platform: 'local', authorId: 'ann', turnIds: [] });
      const left = await Promise.all(ids.map(async (id) => [...(await kept.of(id)).keys()]));
      expect(left).toEqual([[], ['n'], [], ['m']]);
    });
  });
}
