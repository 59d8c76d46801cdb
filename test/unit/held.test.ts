import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Database, StandingReply } from '../../src/core/ports.ts';
import type { Verdict } from '../../src/core/types.ts';
import { openAudit } from '../../src/safety/audit.ts';
import { type Desk, openDesk } from '../../src/safety/desk.ts';
import { type Held, openHeld } from '../../src/safety/held.ts';
import { openDatabase } from '../../src/store/database.ts';
import { picture, START_MS, text, turn } from '../support/made.ts';
import { settled } from '../support/stage.ts';

let folder = '';
let database: Database;
let held: Held;
let desk: Desk;
let standing: StandingReply | undefined;
let delivered: StandingReply[] = [];
const audit = () => openAudit(database, () => START_MS);

const words: Verdict = { kind: 'allow', part: text('Here you are.') };
const hold: Verdict = { kind: 'hold', part: picture('1'), rule: 'violence' };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'held-'));
  database = openDatabase(folder);
  held = openHeld(database, () => START_MS, audit());
  standing = { verdicts: [words, hold], status: 'complete' };
  delivered = [];
  desk = openDesk({
    held,
    standing: () => standing,
    deliver: async (_, reply) => {
      delivered.push(reply);
    },
    failed: (error) => {
      throw error;
    },
  });
  desk.note('r1', turn('r1'), [words, hold]);
});
afterEach(() => {
  desk.close();
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

it('holds a part once, however often its turn is told', () => {
  desk.note('r1', turn('r1'), [words, hold]);
  expect(held.waiting(10)).toMatchObject([{ id: 1, replyId: 'r1', place: 1, rule: 'violence', part: picture('1') }]);
});

it('shows what was released, once, with the rest as it stands', async () => {
  held.decide(1, 'release', 'ana');
  desk.open();
  await settled();
  expect(delivered).toEqual([{ verdicts: [words, { kind: 'allow', part: picture('1') }], status: 'complete' }]);
  desk.open();
  await settled();
  expect(delivered).toHaveLength(1);
});

it('says what was not released', async () => {
  held.decide(1, 'refuse', 'ana');
  desk.open();
  await settled();
  expect(delivered[0]?.verdicts[1]).toMatchObject({ kind: 'refuse', rule: 'violence' });
});

it('lets one of two decisions win, and writes down which', () => {
  const other = openHeld(database, () => START_MS, audit());
  expect([held.decide(1, 'release', 'ana'), other.decide(1, 'refuse', 'ben')]).toEqual([true, false]);
  expect(other.find(1)).toMatchObject({ decision: 'release', decidedBy: 'ana' });
  expect(
    audit()
      .rows()
      .map(({ entry }) => JSON.parse(entry)),
  ).toEqual([{ kind: 'decision', held: 1, decision: 'release', by: 'ana' }]);
  expect(held.waiting(10)).toEqual([]);
});

it('leaves a reply alone whose part was made anew or taken back meanwhile', async () => {
  held.decide(1, 'release', 'ana');
  standing = { verdicts: [words, { kind: 'allow', part: picture('2') }], status: 'complete' };
  desk.open();
  await settled();
  expect(delivered).toEqual([]);
  expect(held.decided()).toEqual([]);
});
