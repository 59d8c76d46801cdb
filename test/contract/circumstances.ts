/** What is kept of how requests were checked, on every database. */
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/core/ports.ts';
import type { Circumstances } from '../../src/safety/circumstances.ts';
import { thread, turn } from '../support/made.ts';

/** `open` gives an empty store; `reopen` another one over what the last one stored. */
export function circumstancesContract(
  name: string,
  open: (clock: Clock) => Promise<Circumstances>,
  reopen: (clock: Clock) => Promise<Circumstances>,
): void {
  describe(`${name}: circumstances of requests`, () => {
    const inThread = (id: string) => ({ thread: thread(id, { ageRestricted: true, isDirect: false }), messageId: 'm' });
    const place = { isDirect: false, ageRestricted: true };

    it('keep ids and flags, once each, and of an edit none', async () => {
      let nowMs = 1;
      const kept = await open(() => nowMs++);
      const asked = turn('t', { ...inThread('discord:5:6'), standing: { authorRoles: ['9', '8'] }, more: ['n'] });
      await kept.note(asked, new Set());
      await kept.note(asked, new Set());
      await kept.note(asked, new Set(['violence']));
      await kept.note({ ...asked, messageId: 'e', task: { kind: 'edit', of: 't', block: '#1', instruction: 'red' } }, new Set());
      const first = { ...place, roles: ['8', '9'], more: ['n'] };
      const later = await reopen(Date.now);
      expect(await later.of('discord:5:6')).toEqual(new Map([['m', [first, { ...first, waived: ['violence'] }]]]));
    });

    it('are forgotten with a thread, by age, and with a person on one platform', async () => {
      let nowMs = 1;
      const kept = await open(() => nowMs);
      const ids = ['local:a:1', 'local:a:2', 'local:a:3', 'slack:T/C:1'];
      for (const id of ids) await kept.note(turn('t', { ...inThread(id), authorId: 'ann' }), new Set());
      nowMs = 5;
      await kept.note(turn('t', { ...inThread('local:a:2'), messageId: 'n', authorId: 'ben' }), new Set());
      await kept.forget({ kind: 'thread', threadId: 'local:a:1' });
      await kept.forget({ kind: 'older', threadId: 'local:a:2', beforeMs: 5, turnIds: [] });
      await kept.forget({ kind: 'person', platform: 'local', authorId: 'ann', turnIds: [] });
      const left = await Promise.all(ids.map(async (id) => [...(await kept.of(id)).keys()]));
      expect(left).toEqual([[], ['n'], [], ['m']]);
    });
  });
}
