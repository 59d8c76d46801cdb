import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REST, type RESTOptions } from 'discord.js';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { coalesce } from '../../adapters/discord/coalesce.ts';
import { commands, commandsText } from '../../adapters/discord/commands.ts';
import { customId, readCustomId } from '../../adapters/discord/custom-id.ts';
import { filesFor, type Picture, standingFiles } from '../../adapters/discord/files.ts';
import { appealForm, editForm, importForm } from '../../adapters/discord/forms.ts';
import { discordMarkdown } from '../../adapters/discord/markdown.ts';
import { DISCORD_LIMITS } from '../../adapters/discord/place.ts';
import { render, revisionIn } from '../../adapters/discord/render.ts';
import { changeForm, rulePage, rulesPage } from '../../adapters/discord/rule-view.ts';
import { choice, history, overview, proposal, type Shown, trial } from '../../adapters/discord/safety-view.ts';
import { createWire } from '../../adapters/discord/wire.ts';
import { wordsFor } from '../../adapters/discord/words/index.ts';
import type { PolicyView } from '../../src/core/panel.ts';
import type { Delivery } from '../../src/core/ports.ts';
import type { AssetId, Offer, Part, PictureName } from '../../src/core/types.ts';
import { splitReply } from '../../src/reply/split.ts';
import { ACTIONS, CATEGORIES } from '../../src/safety/policy.ts';
import { checkCommands, checkForm, checkMessage } from '../support/discord/rules.ts';

const TURN = '0123456789abcdef01234567';
const hash = (n: number): AssetId => `sha256:${String(n).padStart(64, '0')}`;

const image = (n: number, given: Partial<Extract<Part, { kind: 'image' }>> = {}): Part => ({
  ...{ kind: 'image', asset: hash(n), mediaType: 'image/png', widthPx: 8, heightPx: 8, alt: `picture ${n}`, name: `#${n}` as PictureName },
  ...given,
});
const text = (words: string): Part => ({ kind: 'text', text: words });

function delivery(parts: readonly Part[], given: Partial<Delivery> = {}) {
  return { key: `${TURN}:0`, turnId: TURN, revision: 3, parts, status: 'complete' as const, last: true, ...given };
}

function rendered(given: ReturnType<typeof delivery>, locale = 'en-US', offered: Picture[] = []) {
  const files = { nameOf: ({ name }: { name: string }) => `${name.slice(1)}.png` };
  return render({ delivery: given, offered, files, modelId: 'pocket-1', words: wordsFor(locale) });
}

describe('the commands', () => {
  it('stand in deploy/discord-commands.json as they are (npx dreamthread discord commands writes it)', () => {
    expect(readFileSync(join(import.meta.dirname, '../../deploy/discord-commands.json'), 'utf8')).toBe(commandsText());
  });

  it('are such as Discord takes, in every language', () => {
    const named = commands as unknown as Parameters<typeof checkCommands>[0];
    expect(() => checkCommands(named)).not.toThrow();
    for (const locale of ['de', 'fr']) {
      const names = named.map(({ type, name, name_localizations: names }) => `${type} ${names?.[locale] ?? name}`);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});

const ruleNamed = (id: string) => ({
  ...{
    id: id.padEnd(40, 'x'),
    reason: 'x'.repeat(300),
    category: 'real-people',
    words: ['a'.repeat(200)],
    patterns: ['p'.repeat(500)],
    pictures: [],
  },
});

it.each(['en-US', 'de', 'fr'])('the longest pages of a policy fit, in %s', (locale) => {
  const changes = Array.from({ length: 40 }, (_, at) => ({
    rule: `r${at}`.padEnd(40, 'x'),
    from: 'hold',
    to: 'strike',
    count: 12_345,
    won: 12_345,
  }));
  const rules = Array.from({ length: 500 }, (_, at) => ({
    ...ruleNamed(`r${at}`),
    words: Array(2000).fill('w'.repeat(200)),
    state: 'leaving' as const,
  }));
  const view: PolicyView = {
    ...{ version: 12_345, seen: '12345.0123abcd', actions: ACTIONS, allow: [], desk: undefined, text: '{}', rules },
    categories: CATEGORIES.slice(0, -1).map((category) => ({ category, action: 'refuse', choices: ACTIONS, threshold: 0.123 })),
    history: changes.map(({ rule }, at) => ({
      version: at + 1,
      atMs: 0,
      author: 'o'.repeat(200),
      changes: Array(9).fill(`${rule}: ${'v'.repeat(200)}`),
    })),
    shadow: { ...{ text: '', author: 'discord:1', sinceMs: 0, checked: 1, changes }, lines: Array(99).fill('l'.repeat(240)) },
  };
  const words = wordsFor(locale);
  const shown: Shown = {
    view,
    scope: 'channel',
    actions: new Map(CATEGORIES.map((one) => [one, 'refuse'])),
    changes: true,
    deskId: undefined,
    words,
  };
  const ticket = 'f'.repeat(24);
  const pending = { change: { rule: ruleNamed('r') }, seen: view.seen, days: 30 };
  const tried = { requests: 12_345, changes, days: 30 };
  const pages = [
    ...[
      overview(shown, 'said'),
      choice(shown, 'hate'),
      history(shown),
      rulesPage(shown, 0, 'said'),
      rulesPage(shown, 490),
      rulePage(shown, rules[0]?.id ?? ''),
    ],
    ...[
      proposal(shown, tried),
      trial(shown, ticket, pending, tried),
      trial(shown, ticket, pending, { field: 'words', what: 'w'.repeat(5000) }),
    ],
  ];
  for (const components of pages) expect(() => checkMessage({ flags: 1 << 15, components }, new Set(), true)).not.toThrow();
});

it.each(['en-US', 'de', 'fr'])('the forms are such as Discord takes, in %s', (locale) => {
  const words = wordsFor(locale);
  const forms = [{ rule: ruleNamed('r') }, { allow: ['a b'] }, { thresholds: { 'personal-data': '0.9' } }];
  const ofPolicy = forms.map((change) => changeForm('channel', TURN, change, words));
  for (const form of [editForm(TURN, '#12', words), importForm(TURN, words), appealForm(TURN, words), ...ofPolicy])
    expect(() => checkForm(form.toJSON() as unknown as Record<string, unknown>)).not.toThrow();
});

describe('a custom id', () => {
  it('is read back, and fits', () => {
    for (const block of [undefined, 0, 17, '#1', '#123456bcd'] as const) {
      const id = customId('restore', TURN, block);
      expect(id.length).toBeLessThanOrEqual(100);
      expect(readCustomId(id)).toEqual({ verb: 'restore', replyId: TURN, block });
    }
  });

  it.each([
    '',
    'redo',
    'dt:redo',
    `dt:redo:${'x'.repeat(65)}`,
    `dt:burn:${TURN}`,
    `dt:redo:${TURN}:#`,
    `dt:redo:${TURN}:#1:x`,
    `x dt:redo:${TURN}`,
  ])('is not %j', (id) => {
    expect(readCustomId(id)).toBeUndefined();
  });
});

describe('a message', () => {
  it('shows parts in order, pictures that follow each other as a grid, then buttons and whose work it is', () => {
    const shown = rendered(
      delivery([text('one'), image(1), image(2, { spoiler: true, receipt: 'redrawn once' }), text('two'), image(3, { stale: true })]),
    );
    expect(shown.map(({ type }) => type)).toEqual([10, 12, 10, 10, 12, 10, 14, 1, 1, 10]);
    expect(shown[1]).toMatchObject({
      items: [
        { media: { url: 'attachment://1.png' }, description: 'picture 1' },
        { description: '#2', spoiler: true },
      ],
    });
    expect(shown[2]).toMatchObject({ content: '-# **#1** — **#2** · ||picture 2|| · ||redrawn once||' });
    expect(shown[5]).toMatchObject({ content: '-# **#3** · made before what it shows was changed; Refresh brings it up to date' });
    expect(shown.at(-1)).toMatchObject({ content: '-# AI-generated · pocket-1 · #1 #2 #3 · 01234567.0.3' });
  });

  it('covers words about a covered picture, also where they are cut', () => {
    const about = (words: string) => rendered(delivery([{ kind: 'text', text: words, spoiler: true }]))[0];
    expect(about('A | fight.\n\nBetween two.')).toMatchObject({ content: '||A ¦ fight.\n\nBetween two.||' });
    expect(about('word '.repeat(900))).toMatchObject({ content: expect.stringMatching(/^\|\|word .*…\|\|$/) });
  });

  it('has a button for what is out of date, in words only where it knows their place', () => {
    const ids = (...given: Parameters<typeof delivery>) => JSON.stringify(rendered(delivery(...given)));
    expect(ids([image(1), { ...text('two'), stale: true } as Part])).toContain(`dt:redo:${TURN}:1"`);
    expect(ids([text('one'), image(2, { stale: true })])).toContain(`dt:redo:${TURN}:#2"`);
    expect(ids([{ ...text('two'), stale: true } as Part], { key: `${TURN}:1` })).not.toContain(`dt:redo:${TURN}:`);
  });

  it('says which delivery it is, and is no other', () => {
    const components = rendered(delivery([text('one')], { revision: 12 }));
    expect(revisionIn({ components }, `${TURN}:0`)).toBe(12);
    expect(revisionIn({ components }, `${TURN}:1`)).toBeUndefined();
    expect(revisionIn({ components: [] }, `${TURN}:0`)).toBeUndefined();
    const quoting = rendered(delivery([text('-# AI-generated · 01234567.1.9')], { key: `ffff${TURN.slice(4)}:0` }));
    expect(revisionIn({ components: quoting }, `${TURN}:1`)).toBeUndefined();
  });

  it('asks with buttons: which picture, and whether to start', () => {
    const choose: Offer = { kind: 'choose-picture', pictures: ['#1', '#2b'] };
    const asked = rendered(delivery([text('Which?')], { offer: choose }), 'en-US', [
      { name: '#1', asset: hash(1) },
      { name: '#2b', asset: hash(2), spoiler: true },
    ]);
    expect(JSON.stringify(asked)).toContain(`"custom_id":"dt:choose:${TURN}:#2b"`);
    expect(asked[1]).toMatchObject({ type: 12, items: [{ description: '#1' }, { description: '#2b', spoiler: true }] });
    const steps = [{ kind: 'write' }, { kind: 'draw', name: '#1', caption: 'c'.repeat(300) }] as const;
    const board = rendered(delivery([text('Plan')], { offer: { kind: 'storyboard', steps, startsAt: '2026-11-22T20:00:00.000Z' } }));
    expect(JSON.stringify(board)).toContain('it starts <t:1795377600:R> by itself');
    expect(JSON.stringify(board)).toContain(`"custom_id":"dt:start:${TURN}:2"`);
    expect(() => checkMessage({ flags: 32768, components: board }, new Set(), false)).not.toThrow();
  });

  it('a menu says nothing of what a covered picture shows', () => {
    const [, , ...menusAndButtons] = rendered(delivery([image(1), image(2, { spoiler: true })]));
    const menus = JSON.stringify(menusAndButtons);
    expect(menus).toContain('"description":"picture 1"');
    expect(menus).not.toContain('picture 2');
  });

  it('is always one that Discord takes, whatever the reply holds and in whatever language', () => {
    let seed = 1;
    const random = (below: number): number => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    const scripts = ['word ', '水升', '💧🌧️ ', '**b** `c` ', '\n\n# h\n'];
    for (let round = 0; round < 150; round++) {
      const parts = Array.from({ length: 1 + random(14) }, (_, n): Part => {
        if (random(2)) return text((scripts[random(scripts.length)] ?? 'x').repeat(1 + random(900)));
        return image(n + 1, { alt: 'ä'.repeat(random(3000)), receipt: '收据'.repeat(random(200)), ...(random(2) && { stale: true }) });
      });
      for (const [place, message] of splitReply(parts, DISCORD_LIMITS).entries()) {
        const names = new Set(message.flatMap((part) => (part.kind === 'image' ? [`${part.name.slice(1)}.png`] : [])));
        const components = rendered(delivery(message, { key: `${TURN}:${place}` }), ['en-US', 'de', 'fr'][random(3)]);
        expect(() => checkMessage({ flags: 32768, components }, names, false)).not.toThrow();
      }
    }
  });
});

describe('markdown', () => {
  it.each([
    ['#### deep', '### deep'],
    ['![a cat](https://x.y/z.png)', '[a cat](https://x.y/z.png)'],
    ['above\n\n---\n\nbelow', 'above\n\n—\n\nbelow'],
    ['`#### code` and\n```\n---\n```', '`#### code` and\n```\n---\n```'],
    ['*it* **is** [said](https://x.y)', '*it* **is** [said](https://x.y)'],
  ])('%j becomes %j', (from, to) => {
    expect(discordMarkdown(from)).toBe(to);
  });
});

describe('wishes to run', () => {
  it('become few runs: one at a time, apart, each with the newest', async () => {
    let nowMs = 0;
    let newest = 0;
    let running = 0;
    const ran: [atMs: number, value: number][] = [];
    const run = coalesce(
      async () => {
        expect(++running).toBe(1);
        ran.push([nowMs, newest]);
        await Promise.resolve();
        nowMs += 10;
        running--;
      },
      {
        paceMs: 100,
        clock: () => nowMs,
        wait: async (ms) => {
          nowMs += ms;
        },
      },
    );
    const wishes = [];
    for (newest = 1; newest < 5; newest++) wishes.push(run());
    await Promise.all(wishes);
    await run();
    expect(ran).toEqual([
      [0, 5],
      [110, 5],
    ]);
  });

  it('that fail tell those who wished, and the next runs again', async () => {
    let fails = true;
    const run = coalesce(
      async () => {
        if (fails) throw new Error('no');
      },
      { paceMs: 0, clock: () => 0, wait: async () => undefined },
    );
    await expect(run()).rejects.toThrow('no');
    fails = false;
    await expect(run()).resolves.toBeUndefined();
  });
});

describe('files', () => {
  const noise = sharp({
    create: { width: 400, height: 300, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 60 }, background: 'black' },
  });

  it('that a message has already are kept and not sent again', async () => {
    const url = `https://cdn.discordapp.com/attachments/1/2/1-${hash(1).slice(-12)}.webp?ex=1`;
    const components = [{ type: 12, items: [{ media: { url, attachment_id: '77' } }] }];
    const standing = standingFiles({ components } as unknown as Parameters<typeof standingFiles>[0]);
    const files = await filesFor([{ name: '#1', asset: hash(1) }], standing, { get: async () => undefined }, 1e6);
    expect([files.kept, files.uploads, files.nameOf({ name: '#1', asset: hash(1) })]).toEqual([['77'], [], `1-${hash(1).slice(-12)}.webp`]);
    expect(files.nameOf({ name: '#1', asset: hash(2) })).toBeUndefined();
  });

  it('go as they are when they fit, else as WebP of measured size', async () => {
    const png = new Uint8Array(await noise.png().toBuffer());
    const assets = { get: async () => png };
    const whole = await filesFor([{ name: '#1', asset: hash(1) }], new Map(), assets, png.length);
    expect(whole.uploads).toEqual([{ name: `1-${hash(1).slice(-12)}.png`, bytes: png }]);
    const limit = Math.floor(png.length / 12);
    const [smaller] = (await filesFor([{ name: '#1', asset: hash(1) }], new Map(), assets, limit)).uploads;
    expect(smaller?.name).toMatch(/\.webp$/);
    expect(smaller?.bytes.length).toBeLessThanOrEqual(limit);
  });
});

it('an interaction older than its token is not tried', async () => {
  let calls = 0;
  const makeRequest = async () => {
    calls++;
    return new Response('{}', { headers: { 'content-type': 'application/json' } });
  };
  const rest = new REST({ makeRequest: makeRequest as unknown as RESTOptions['makeRequest'] }).setToken('t');
  let nowMs = 0;
  const wire = createWire(
    rest,
    () => '1',
    () => nowMs,
  );
  const route = { kind: 'token', token: 'x', untilMs: 10 } as const;
  await wire.edit(route, '@original', { components: [], kept: [], uploads: [] });
  nowMs = 10;
  await expect(wire.edit(route, '@original', { components: [], kept: [], uploads: [] })).rejects.toThrow('15 minutes that Discord allows');
  expect(calls).toBe(1);
});
