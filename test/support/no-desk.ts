/** For programs without moderators: nobody decides, nobody is asked. */
import type { IntakePorts } from '../../src/intake/receive.ts';

export const NO_DESK: IntakePorts['desk'] = {
  press: async () => ({ kind: 'ignored', reason: 'unknown-turn' }),
  appeal: async () => ({ kind: 'ignored', reason: 'unknown-turn' }),
  consent: async () => undefined,
};
