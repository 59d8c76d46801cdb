import { request } from 'node:http';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyState, nextState } from '../../adapters/local/page/live.ts';
import type { Accepted, PageEvent, ThreadRow, ThreadState } from '../../adapters/local/page/wire.ts';
import { createPageAdapter } from '../../adapters/local/page.ts';
import { type PageWorld, startPageWorld } from '../support/local-world.ts';
import { createGate, scriptedEngine } from '../support/scripted-engine.ts';

let world: PageWorld;
beforeAll(async () => {
  world = await startPageWorld(scriptedEngine({ stepMs: 5, wordMs: 1 }));
});
afterAll(async () => {
  await world.close();
  expect(world.failures).toEqual([]);
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}, address = world.address) =>
  fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

function postForm(path: string, text: string, files: readonly { readonly name: string; readonly bytes: Uint8Array }[]) {
  const form = new FormData();
  form.set('text', text);
  for (const { name, bytes } of files) form.append('picture', new Blob([new Uint8Array(bytes)]), name);
  return fetch(world.address + path, { method: 'POST', body: form });
}

/** A refusal is one sentence, under a status. */
async function refusal(answer: Response): Promise<string> {
  const body = (await answer.json()) as { error: string };
  expect(Object.keys(body)).toEqual(['error']);
  expect(body.error).toMatch(/^[^\n]+\.$/);
  return `${answer.status} ${body.error}`;
}

const stateOf = async (name: string) => (await (await fetch(`${world.address}/api/threads/${name}`)).json()) as ThreadState;

/** Events until `last`, which is in the answer. */
async function eventsOf(name: string, last: (event: PageEvent) => boolean): Promise<PageEvent[]> {
  const answer = await fetch(`${world.address}/api/threads/${name}/events`);
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const events: PageEvent[] = [];
  let text = '';
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString('utf8');
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      if (!block.startsWith('data: ')) continue;
      const event = JSON.parse(block.slice(6)) as PageEvent;
      events.push(event);
      if (last(event)) return events;
    }
  }
  throw new Error('the event stream ended early');
}

const finished = (event: PageEvent) =>
  (event.type === 'message' && event.message.delivery?.status === 'complete') ||
  (event.type === 'state' && event.state.turns.length === 0 && event.state.messages.at(-1)?.delivery?.status === 'complete');

async function askAndWait(text: string, name?: string): Promise<Accepted> {
  const answer = await post(name ? `/api/threads/${name}/messages` : '/api/threads', { text });
  expect(answer.status).toBe(name ? 202 : 201);
  const accepted = (await answer.json()) as Accepted;
  await eventsOf(accepted.thread, finished);
  return accepted;
}

const png = (widthPx: number, heightPx: number) =>
  sharp({ create: { width: widthPx, height: heightPx, channels: 3, background: '#4a79d9' } })
    .png()
    .toBuffer();

describe('a conversation', () => {
  it('begins a thread, streams the reply in reading order and keeps it', async () => {
    const answer = await post('/api/threads', { text: 'why does it rain?' });
    const { thread, turnId } = (await answer.json()) as Accepted;
    const events = await eventsOf(thread, finished);
    const first = events[0];
    expect(first?.type).toBe('state');
    const states: ThreadState[] = [];
    for (const event of events) states.push(nextState(states.at(-1) ?? emptyState, event));
    expect(states.some(({ turns }) => turns[0]?.plan?.steps.length === 3)).toBe(true);
    const shapes = states.map(({ turns }) => (turns[0]?.parts ?? []).map((part) => part.kind).join(' '));
    for (const shape of ['text', 'text image', 'text image text']) expect(shapes).toContain(shape);
    expect(events.filter((event) => event.type === 'image-step').length).toBeGreaterThan(3);

    const state = await stateOf(thread);
    expect(states.at(-1)).toEqual(state);
    expect(state.turns).toEqual([]);
    expect(state.messages).toHaveLength(2);
    const reply = state.messages[1];
    expect(reply).toMatchObject({ turnId, author: { isSelf: true }, delivery: { status: 'complete' } });
    expect(reply?.parts.map((part) => part.kind)).toEqual(['text', 'image', 'text']);
    expect(state.pictures).toMatchObject([{ name: '#1', turnId, widthPx: 128 }]);

    const { threads } = (await (await fetch(`${world.address}/api/threads`)).json()) as { threads: ThreadRow[] };
    expect(threads.find((row) => row.name === thread)?.title).toBe('why does it rain?');
  });

  it('names an edit after its picture and serves both, immutable and inert', async () => {
    const { thread } = await askAndWait('a red circle left of a blue square');
    await askAndWait('#1 at night', thread);
    const { pictures } = await stateOf(thread);
    expect(pictures.map(({ name, parent }) => [name, parent])).toEqual([
      ['#1', undefined],
      ['#1b', '#1'],
    ]);
    for (const { asset } of pictures) {
      const file = await fetch(`${world.address}/assets/${asset.slice('sha256:'.length)}`);
      expect(file.status).toBe(200);
      expect(file.headers.get('content-type')).toBe('image/png');
      expect(file.headers.get('cache-control')).toContain('immutable');
      expect(file.headers.get('x-content-type-options')).toBe('nosniff');
      expect(file.headers.get('content-security-policy')).toContain('sandbox');
    }
  });

  it('makes a reply again in its place', async () => {
    const { thread, turnId } = await askAndWait('draw a house under a yellow sun');
    expect((await post(`/api/threads/${thread}/turns/${turnId}/actions`, { kind: 'redo' })).status).toBe(202);
    await eventsOf(thread, finished);
    const { messages, pictures } = await stateOf(thread);
    expect(messages.filter((message) => message.author.isSelf)).toMatchObject([{ parts: [{ name: '#2' }, { kind: 'text' }] }]);
    expect(pictures.map(({ name }) => name)).toEqual(['#1', '#2']);
    expect(pictures[0]?.seed).not.toBe(pictures[1]?.seed);
  });

  it('takes the same message once, however often it is sent', async () => {
    const body = { text: 'a green square', id: '00000000-0000-4000-8000-000000000001' };
    const first = (await (await post('/api/threads', body)).json()) as Accepted;
    const second = (await (await post('/api/threads', body)).json()) as Accepted;
    expect(second).toEqual(first);
    await eventsOf(first.thread, finished);
    expect((await stateOf(first.thread)).messages).toHaveLength(2);
  });

  it('draws with the seed it is given', async () => {
    const { thread } = (await (await post('/api/threads', { text: 'a red circle', seed: 7 })).json()) as Accepted;
    await eventsOf(thread, finished);
    expect((await stateOf(thread)).pictures[0]?.seed).toBe(7);
  });

  it('gives a picture that came with a message its name, and none of the sender\u2019s data', async () => {
    const camera = await sharp(await png(40, 20))
      .withExif({ IFD0: { Artist: 'Somebody' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect((await sharp(camera).metadata()).exif).toBeDefined();
    const answer = await postForm('/api/threads', 'what is this?', [{ name: 'photo.jpg', bytes: camera }]);
    expect(answer.status).toBe(201);
    const { thread } = (await answer.json()) as Accepted;
    const [row] = (await stateOf(thread)).pictures;
    expect(row).toMatchObject({ name: '#1', widthPx: 20, heightPx: 40 });
    const file = await fetch(`${world.address}/assets/${row?.asset.slice('sha256:'.length)}`);
    const stored = await sharp(Buffer.from(await file.arrayBuffer())).metadata();
    expect(stored).toMatchObject({ width: 20, height: 40 });
    expect(stored.exif).toBeUndefined();
  });
});

describe('stopping', () => {
  it('ends a reply in the making and keeps what was made', async () => {
    const slow = await startPageWorld(scriptedEngine({ stepMs: 200, wordMs: 1 }));
    try {
      const send = (path: string, body: object) =>
        fetch(slow.address + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      const { thread, turnId } = (await (await send('/api/threads', { text: 'why does it rain?' })).json()) as Accepted;
      const waiting = (await (await send(`/api/threads/${thread}/messages`, { text: 'a red circle' })).json()) as Accepted;
      const state = async () => (await (await fetch(`${slow.address}/api/threads/${thread}`)).json()) as ThreadState;
      await expect.poll(async () => (await state()).turns[0]?.parts.length).toBeGreaterThan(1);
      expect((await state()).turns.find((turn) => turn.turnId === waiting.turnId)?.ahead).toBe(1);

      expect((await send(`/api/threads/${thread}/turns/${waiting.turnId}/actions`, { kind: 'stop' })).status).toBe(202);
      expect((await send(`/api/threads/${thread}/turns/${turnId}/actions`, { kind: 'stop' })).status).toBe(202);
      await expect.poll(async () => (await state()).turns).toEqual([]);
      const reply = (await state()).messages.find((message) => message.turnId === turnId);
      expect(reply?.delivery?.status).toBe('truncated');
      expect(reply?.parts[0]).toMatchObject({ kind: 'text', text: expect.stringContaining('Warm air') });
      expect(slow.failures).toEqual([]);
    } finally {
      await slow.close();
    }
  });

  it('lets those behind go up, also one that makes an earlier reply again', async () => {
    const gate = createGate();
    const held = await startPageWorld(scriptedEngine({ stepMs: 1, wordMs: 1, gate }));
    try {
      const send = async (path: string, body: object) => (await post(path, body, {}, held.address)).json() as Promise<Accepted>;
      const turns = async (thread: string) => ((await (await fetch(`${held.address}/api/threads/${thread}`)).json()) as ThreadState).turns;
      const one = await send('/api/threads', { text: 'a red circle' });
      const two = await send('/api/threads', { text: 'a green square' });
      await expect.poll(async () => [...(await turns(one.thread)), ...(await turns(two.thread))]).toEqual([]);
      gate.close();
      const first = await send('/api/threads', { text: 'why does it rain?' });
      for (const { thread, turnId } of [one, two]) await send(`/api/threads/${thread}/turns/${turnId}/actions`, { kind: 'redo' });
      expect(await turns(two.thread)).toMatchObject([{ turnId: two.turnId, ahead: 2 }]);
      await send(`/api/threads/${first.thread}/turns/${first.turnId}/actions`, { kind: 'stop' });
      await expect.poll(() => turns(two.thread)).toMatchObject([{ turnId: two.turnId, ahead: 1 }]);
    } finally {
      gate.open();
      await held.close();
    }
  });

  it('says so when there is nothing to stop', async () => {
    expect(await refusal(await post('/api/threads', { text: 'stop' }))).toBe('422 There is nothing to stop here.');
    const { thread } = await askAndWait('a red circle');
    expect(await refusal(await post(`/api/threads/${thread}/turns/unknown/actions`, { kind: 'stop' }))).toBe(
      '404 There is no such turn in this thread.',
    );
  });
});

describe('what is refused', () => {
  it.each([
    ['an empty message', { text: '  ' }, '400 The message is empty: write something, or attach a picture.'],
    ['100 kB of words', { text: 'x'.repeat(100_000) }, '413 A message may have 8,000 characters; this one has 100,000.'],
    ['words that are none', { text: 7 }, '400 A message needs its text as `text`.'],
    ['a seed that is none', { text: 'x', seed: -1 }, '400 A seed is a whole number from 0 to 4294967295.'],
    ['an id that is none', { text: 'x', id: '../x' }, '400 `id` must be a UUID.'],
    ['what no message has', { text: 'x', admin: true }, '400 A message has text, seed and id; it has no admin.'],
    ['no object', '[]', '400 A message is an object with its text as `text`.'],
    ['no JSON', '{', '400 The body is not JSON.'],
  ])('%s', async (_what, body, sentence) => {
    expect(await refusal(await post('/api/threads', body))).toContain(sentence);
  });

  it('a body of another type', async () => {
    expect(await refusal(await post('/api/threads', 'text=x', { 'content-type': 'application/x-www-form-urlencoded' }))).toMatch(/^415 /);
  });

  it.each([
    [
      'a text with the name of a picture',
      () => Buffer.from('not a picture'),
      'x.png is not a picture that can be read: send PNG, JPEG, WebP or GIF.',
    ],
    ['an empty file', () => Buffer.alloc(0), 'x.png is empty.'],
    [
      'an SVG',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'x.png is not a picture that can be read: send PNG, JPEG, WebP or GIF.',
    ],
    [
      'a PNG cut short',
      async () => (await noisyPng()).subarray(0, 2000),
      'x.png is damaged or cut short: it starts as a picture but cannot be read to its end.',
    ],
    ['a PNG that declares 30000 × 30000 pixels', hugePng, 'x.png measures 30,000 × 30,000 pixels; at most 40 megapixels are read.'],
  ])('%s', async (_what, bytes, sentence) => {
    const answer = await postForm('/api/threads', 'what is this?', [{ name: 'x.png', bytes: await bytes() }]);
    expect(await refusal(answer)).toBe(`422 ${sentence}`);
  });

  it('a picture of more than 20 MB, and more than four pictures', async () => {
    const large = Buffer.concat([await png(8, 8), Buffer.alloc(20 * 1024 * 1024)]);
    expect(await refusal(await postForm('/api/threads', 'x', [{ name: 'x.png', bytes: large }]))).toBe(
      '413 x.png has 20.0 MB; a picture may have at most 20 MB.',
    );
    const small = { name: 'x.png', bytes: await png(8, 8) };
    expect(await refusal(await postForm('/api/threads', 'x', Array(5).fill(small)))).toBe(
      '413 A message may have 4 pictures; this one has 5.',
    );
  });

  it('a thread, a picture or an address that is not there', async () => {
    const gone = '404 There is no such thread; it may have been removed.';
    for (const name of ['nobody', 'UPPER', '..%2f..%2fetc', 'a'.repeat(100)]) {
      expect(await refusal(await fetch(`${world.address}/api/threads/${name}`))).toBe(gone);
      expect(await refusal(await post(`/api/threads/${name}/messages`, { text: 'x' }))).toBe(gone);
      expect(await refusal(await fetch(`${world.address}/api/threads/${name}/events`))).toBe(gone);
    }
    expect(await refusal(await fetch(`${world.address}/assets/${'0'.repeat(64)}`))).toBe('404 There is no such picture.');
    for (const path of ['/assets/..%2f..%2fetc%2fpasswd', '/assets/%2e%2e/x', '/page.ts', '/tsconfig.json', '/..%2fpage.js', '/nothing']) {
      expect((await fetch(world.address + path)).status).toBe(404);
    }
  });
});

/** `fetch` sets Host and Origin itself; this sends them as they are given. */
function raw(method: string, path: string, headers: Record<string, string>): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const body = method === 'POST' ? '{"text":"x"}' : '';
    const sent = request(world.address + path, { method, headers: { 'content-type': 'application/json', ...headers } }, (answer) => {
      let text = '';
      answer.on('data', (data) => {
        text += String(data);
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('who may ask', () => {
  it.each([
    ['another name for this address', 'GET', '/', { host: 'evil.example:4114' }],
    ['a post from another site', 'POST', '/api/threads', { origin: 'https://evil.example' }],
    ['a post from another port of this machine', 'POST', '/api/threads', { origin: 'http://127.0.0.1:1' }],
    ['a post from nowhere', 'POST', '/api/threads', { origin: 'null' }],
    ['a picture in another site', 'GET', '/api/threads', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ])('refuses %s', async (_what, method, path, headers) => {
    const answer = await raw(method, path, headers as Record<string, string>);
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toEqual({ error: expect.stringMatching(/^[^\n]+\.$/) });
  });

  it('lets a link on another site open the page, and this machine post', async () => {
    const opened = await raw('GET', '/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' });
    expect(opened.status).toBe(200);
    const { port } = new URL(world.address);
    const own = { host: `localhost:${port}`, origin: `http://localhost:${port}`, 'sec-fetch-site': 'same-origin' };
    expect((await raw('POST', '/api/threads', own)).status).toBe(201);
  });

  it('sends the page under a policy that allows no foreign code', async () => {
    const page = await fetch(world.address);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('says that it is well', async () => {
    expect(await (await fetch(`${world.address}/health`)).json()).toEqual({ ok: true, modelId: 'scripted-1', device: { name: 'cpu' } });
  });
});

it('says which port is taken', async () => {
  const port = Number(new URL(world.address).port);
  const second = createPageAdapter({
    ...({} as Parameters<typeof createPageAdapter>[0]),
    host: '127.0.0.1',
    port,
  });
  await expect(second.start(async () => ({ kind: 'noted' }))).rejects.toThrow(
    `The page cannot listen on 127.0.0.1:${port}: it is in use; stop what uses it or choose another with --port.`,
  );
  await second.close();
});

const noisyPng = () =>
  sharp({ create: { width: 64, height: 64, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 40 } } })
    .png()
    .toBuffer();

/** A whole header and no pixels: whoever decodes before reading it needs 2.7 GB. */
async function hugePng(): Promise<Buffer> {
  const small = Buffer.from(await png(1, 1));
  small.writeUInt32BE(30_000, 16);
  small.writeUInt32BE(30_000, 20);
  small.writeUInt32BE(crcOf(small.subarray(12, 29)), 29);
  return small;
}

/** PNG specification, annex D. */
function crcOf(data: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
