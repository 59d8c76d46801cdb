/** What people see, as JSON in test/golden/slack: each is within Slack's limits, and a change of any is a decision (vitest -u). */
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RenderOptions, renderCopy, renderMessage } from '../../adapters/slack/blocks.ts';
import { renderCard } from '../../adapters/slack/cards.ts';
import { certaintyForm, policyForm, policyHistory, proposalPage } from '../../adapters/slack/policy-views.ts';
import { allowForm, ruleForm, rulesPage } from '../../adapters/slack/rule-views.ts';
import { SLACK_LIMITS, threadAt } from '../../adapters/slack/thread.ts';
import {
  appealForm,
  editForm,
  editOfForm,
  editSentForm,
  historyPage,
  illustrateForm,
  rateForm,
  shareForm,
  varyForm,
  whyPage,
} from '../../adapters/slack/views.ts';
import type { DeskCard } from '../../src/core/desk.ts';
import type { LedgerRow } from '../../src/core/ledger.ts';
import type { PolicyView } from '../../src/core/panel.ts';
import type { Delivery } from '../../src/core/ports.ts';
import type { ImagePart, Part } from '../../src/core/types.ts';
import { blockFaults, viewFaults } from '../support/slack/limits.ts';

const GOLDEN = resolve(import.meta.dirname, '../golden/slack');
const turnId = '0123456789abcdef01234567';
const assetOf = (digit: string) => `sha256:${digit.repeat(64)}` as const;
const picture = (name: `#${string}`, alt: string, more: Partial<ImagePart> = {}): ImagePart => ({
  ...{ kind: 'image', asset: assetOf('a'), mediaType: 'image/png', widthPx: 64, heightPx: 64, alt, name },
  ...more,
});
const row = (name: `#${string}`, caption: string, more: Partial<LedgerRow> = {}): LedgerRow => ({
  ...{ threadId: 'slack:T1/C1:1.1', name, asset: assetOf('a'), widthPx: 64, heightPx: 64, caption, authorId: 'U0ADA0001' },
  ...{ messageId: '1.1', turnId, seed: 7, madeAt: '2026-01-02T03:04:05.000Z' },
  ...more,
});
const rows = [row('#1', 'a red circle'), row('#1b', 'a red circle at night', { parent: '#1' }), row('#2', 'a blue square')];
const options: RenderOptions = { fileOf: () => 'F0PICTURE1', rows, modelId: 'model-1', canShare: false };
const words = (text: string, more: object = {}): Part => ({ kind: 'text', text, ...more });
const shown = (parts: readonly Part[], more: Partial<Delivery> = {}) =>
  renderMessage({ key: `${turnId}:0`, turnId, parts, status: 'complete', last: true, ...more }, options);

const reply = [words('Warm air **rises**.'), picture('#1', 'a red circle'), words('Then it cools.')];
const full: Part[] = Array.from({ length: SLACK_LIMITS.partsPerMessage }, (_, at) =>
  picture(`#${at + 1}`, 'a'.repeat(3000), { receipt: 'asked for 3 cups, saw 2, redrawn once', stale: true }),
);

const AT_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const card: DeskCard = {
  ...{ case: 12, kind: 'held', what: 'picture', category: 'violence', rule: 'violence', score: 0.923, words: 'bloodbath' },
  ...{ requesterId: 'U0ADA0001', thread: threadAt({ team: 'T1', channel: 'C1', ts: '1.1' }), strikes: 0, state: { kind: 'open' } },
  ...{ releases: { needed: 1, by: [] }, openedMs: AT_MS, due: { atMs: AT_MS + 86_400_000, outcome: 'uphold' } },
  choices: ['show', 'release', 'uphold', 'strike'],
};

const MESSAGES = {
  finished: shown(reply),
  'finished-in-private': renderMessage(
    { key: `${turnId}:0`, turnId, parts: reply, status: 'complete', last: true },
    { ...options, canShare: true },
  ),
  'not-the-last': shown(reply, { last: false }),
  'not-the-first': shown([words('It is red.', { stale: true })], { key: `${turnId}:1` }),
  streaming: shown(reply.slice(0, 1), { status: 'streaming' }),
  edited: shown([picture('#1b', 'a red circle at night', { receipt: '98 % of it is as it was' }), words('It is red.', { stale: true })]),
  covered: shown([
    words('Two men fight.', { spoiler: true }),
    picture('#1', 'something', { spoiler: true, receipt: 'asked for 3 men, saw 2' }),
    words('It is late.'),
  ]),
  refused: shown([words('_Not shown (rule: violence): …._')], { status: 'refused' }),
  failed: shown([words('The engine stopped; ask again.')], { status: 'failed' }),
  hostile: shown([words('<!channel> <@U1> @here <script>'), picture('#1', '<!here> & "more"')]),
  storyboard: shown([words('I would do this:')], {
    offer: {
      kind: 'storyboard',
      startsAt: '2026-01-02T03:04:05.000Z',
      steps: [
        { kind: 'write' },
        { kind: 'draw', name: '#3', caption: 'a very long caption '.repeat(8).trim() },
        { kind: 'edit', name: '#1b', target: '#1', caption: 'at night' },
      ],
    },
  }),
  'choose-picture': shown([words('Which one?')], { offer: { kind: 'choose-picture', pictures: ['#1', '#2'] } }),
  'without-its-file': renderMessage(
    { key: `${turnId}:0`, turnId, parts: reply, status: 'complete', last: true },
    { ...options, fileOf: () => undefined, linkOf: () => 'https://example.com/f' },
  ),
  full: shown(full),
  'full-of-words': shown([words('w'.repeat(SLACK_LIMITS.textChars))]),
  copy: renderCopy(turnId, reply, 'U0ADA0001', options),
  note: shown([words('_Picture #1 was released: it stands in its place._')], { note: true }),
  'refused-with-a-way-on': shown([words('_Not shown (rule: violence): …._')], {
    status: 'refused',
    offer: { kind: 'refusal', turnId, rule: 'violence', words: 'bloodbath', rewrite: 'a red circle <now>', appeal: true },
  }),
  consent: shown([words('_Someone has to agree._')], {
    status: 'refused',
    offer: { kind: 'consent', turnId, picture: '#1', of: ['U0ADA0001', 'U0BEN0001'] },
  }),
  'card-held': renderCard(card, [words('a card'), picture('#1', 'Picture #1, blurred and grey')], options),
  'card-for-two': renderCard(
    {
      ...card,
      strikes: 2,
      taken: { by: 'U0ADMIN01', untilMs: AT_MS + 600_000 },
      releases: { needed: 2, by: ['U0ADMIN02'] },
    },
    [words('a card')],
    options,
  ),
  'card-appeal': renderCard(
    { ...card, kind: 'appeal', what: 'request', plea: 'it is a band <!channel>', strikes: 1, choices: ['show', 'release', 'uphold'] },
    [words('a card')],
    options,
  ),
  'card-closed': renderCard(
    { ...card, state: { kind: 'upheld', by: ['U0ADMIN01'], atMs: AT_MS, struck: true }, choices: [] },
    [words('a card')],
    options,
  ),
  'card-by-time': renderCard(
    { ...card, state: { kind: 'released', by: [], atMs: AT_MS, struck: false }, choices: [] },
    [words('a card')],
    options,
  ),
};

const rule = (id: string, state: PolicyView['rules'][number]['state']): PolicyView['rules'][number] => ({
  ...{ id, state, reason: `no ${id} <here>`, category: 'own', words: ['acme'], patterns: [], pictures: [] },
});
const policy: PolicyView = {
  version: 3,
  seen: '3.',
  actions: ['allow', 'spoiler', 'hold', 'refuse'],
  categories: [
    { category: 'violence', action: 'refuse', threshold: 0, choices: ['allow', 'spoiler', 'hold', 'refuse'] },
    { category: 'real-people', action: 'refuse', threshold: 0, choices: ['refuse'] },
  ],
  rules: [
    { ...rule('logos', 'on'), patterns: ['acme+'], action: 'hold' },
    { ...rule('long', 'proposed'), words: Array.from({ length: 400 }, (_, at) => `phrase ${at}`), category: 'hate' },
    rule('all', 'everywhere'),
    ...Array.from({ length: 20 }, (_, at) => rule(`r${at}`, 'leaving')),
  ],
  allow: ['red cross'],
  shadow: {
    ...{ text: '{}', author: 'U0ADMIN01', sinceMs: AT_MS, checked: 1, lines: ['hate: refuse → strike'] },
    changes: [{ rule: 'hate', from: 'refuse', to: 'strike', count: 1 }],
  },
  desk: 'slack:T1/C0DESK001',
  text: JSON.stringify({
    version: 1,
    overrides: [{ when: { channel: 'slack:T1/C0GENERAL' }, categories: { violence: 'spoiler' } }],
    desk: { channel: 'slack:T1/C0DESK001' },
  }),
  history: [
    { version: 3, atMs: AT_MS, author: 'U0ADMIN01', changes: ['violence: hold → refuse'] },
    { version: 2, atMs: AT_MS, author: 'operator', changes: [] },
  ],
};

const about = { replyId: turnId };
const facts = {
  replyId: turnId,
  name: '#1b',
  rows,
  fileOf: () => 'F0PICTURE1',
  asked: 'make it night',
  modelId: 'model-1',
  receipt: 'all is there',
} as const;
const VIEWS = {
  'form-edit': editForm(about, '#2b'),
  'form-edit-of': editOfForm(about, [
    { name: '#1', alt: 'a red circle' },
    { name: '#2', alt: 'a blue square' },
    { name: '#3', alt: 'a fight', spoiler: true },
  ]),
  'form-edit-sent': editSentForm(about),
  'form-vary': varyForm(about, '#12b'),
  'form-illustrate': illustrateForm(about, 'long '.repeat(1000)),
  'form-rate': rateForm(about),
  'form-share': shareForm(about, undefined),
  'form-appeal': appealForm(about),
  'form-policy': policyForm(policy, { form: 'policy', seen: '3.' }, {}),
  'checked-form-policy-of-a-channel': policyForm(
    policy,
    { form: 'policy', seen: '3.', scope: 'slack:T1/C0GENERAL' },
    { trial: { requests: 123, days: 7, changes: [{ rule: 'violence', from: 'refuse', to: 'hold', count: 14, won: 2 }] } },
  ),
  'checked-form-certainty': certaintyForm(
    policy,
    { form: 'certainty', seen: '3.' },
    { said: { text: 'Expected a number.', block: 'violence' } },
  ),
  'checked-form-rule': ruleForm(
    policy,
    { form: 'rule', seen: '3.', rule: 'logos' },
    { said: { text: 'Pattern 1 is <wrong>.', block: 'patterns' } },
  ),
  'checked-form-rule-new': ruleForm({ ...policy, rules: [] }, { form: 'rule', seen: '3.' }, {}),
  'checked-form-allow': allowForm(policy, { form: 'allow', seen: '3.' }, {}),
  'checked-page-rules-later': rulesPage(policy, { form: 'rules', seen: '3.', from: 20 }, {}),
  'page-rules': rulesPage({ ...policy, rules: policy.rules.slice(0, 4) }, { form: 'rules', seen: '3.' }, {}),
  'checked-page-rules-none': rulesPage({ ...policy, rules: [] }, { form: 'rules', seen: '0.' }, {}),
  'checked-page-proposal': proposalPage(policy, { form: 'proposal', seen: '3.ab' }, { trial: { requests: 0, days: 1, changes: [] } }),
  'page-policy-history': policyHistory(policy, { form: 'history', seen: '3.' }, {}),
  'page-history': historyPage(facts),
  'page-history-covered': historyPage({ ...facts, rows: rows.map((row) => ({ ...row, spoiler: true })) }),
  'page-why': whyPage(facts),
};

/** A block a line. */
const stored = ({ blocks, ...head }: object & { readonly blocks: readonly unknown[] }): string =>
  `${JSON.stringify(head).slice(0, -1)},"blocks":[\n${blocks.map((block) => JSON.stringify(block)).join(',\n')}\n]}\n`;

describe('a message', () => {
  it.each(Object.entries(MESSAGES))('%s is as it was agreed, and Slack takes it', async (name, { text, blocks }) => {
    expect(blockFaults(blocks, 'message', () => undefined)).toEqual([]);
    expect(text.length).toBeGreaterThan(0);
    expect(text.length).toBeLessThanOrEqual(4000); // chat.update takes no more
    if (!name.startsWith('full')) await expect(stored({ ...{ text, blocks } })).toMatchFileSnapshot(join(GOLDEN, `${name}.json`));
  });

  it('nothing in it can ping people', () => {
    expect(JSON.stringify(MESSAGES.hostile)).not.toMatch(/<[!@]|@here/);
  });
});

describe('a form or page', () => {
  it.each(Object.entries(VIEWS))('%s is as it was agreed, and Slack takes it', async (name, view) => {
    expect(viewFaults({ ...view }, () => undefined)).toEqual([]);
    if (name !== 'form-illustrate' && !name.startsWith('checked'))
      await expect(stored(view)).toMatchFileSnapshot(join(GOLDEN, `${name}.json`));
  });
});
