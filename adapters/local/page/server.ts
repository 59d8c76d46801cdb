/** What the page asks of its server. A failure is an Error whose message is one sentence for the person. */
import type { DeskChoice } from '../../../src/core/desk.ts';
import type { PolicyChange, PolicyTrial, PolicyView } from '../../../src/core/panel.ts';
import type { Action, AssetId } from '../../../src/core/types.ts';
import type { About, Accepted, DeskCase, PageEvent, ThreadRow, Told } from './wire.ts';

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new Error('Dreamthread cannot be reached. Is it still running?');
  }
  const body = (await response.json().catch(() => ({}))) as { readonly error?: string };
  if (!response.ok) throw new Error(body.error ?? `Dreamthread answered with status ${response.status}.`);
  return body as T;
}

const post = <T>(path: string, body?: BodyInit) => ask<T>(path, { method: 'POST', ...(body && { body }) });

const json = (value: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

export const readAbout = () => ask<About>('/api/about');

export const readThreads = async () => (await ask<{ readonly threads: readonly ThreadRow[] }>('/api/threads')).threads;

export interface Draft {
  /** The same id again sends nothing twice. */
  readonly id: string;
  readonly text: string;
  readonly files: readonly File[];
}

/** Begins a thread when `name` is undefined. */
export function sendDraft(draft: Draft, name: string | undefined): Promise<Accepted> {
  const form = new FormData();
  form.set('id', draft.id);
  form.set('text', draft.text);
  for (const file of draft.files) form.append('picture', file, file.name);
  return post(name === undefined ? '/api/threads' : `/api/threads/${name}/messages`, form);
}

export const actOnTurn = (name: string, turnId: string, action: Action) =>
  ask<object>(`/api/threads/${name}/turns/${encodeURIComponent(turnId)}/actions`, json(action));

export const readCases = async () => (await ask<{ readonly cases: readonly DeskCase[] }>('/api/desk/cases')).cases;

export const decide = (number: number, choice: DeskChoice) => ask<Told>(`/api/desk/cases/${number}`, json({ choice }));

export const readPolicy = () => ask<PolicyView>('/api/desk/policy');

export const tryPolicy = (change: PolicyChange, days: number) => ask<PolicyTrial>('/api/desk/policy', json({ do: 'try', change, days }));

/** `seen`: what the page shows; where it is past, nothing is changed. */
export const changePolicy = (
  wanted: { readonly seen: string | undefined } & (
    | { readonly do: 'apply' | 'shadow'; readonly change: PolicyChange }
    | { readonly do: 'end-shadow' | 'switch-on' }
    | { readonly do: 'revert'; readonly version: number }
  ),
) => ask<PolicyView>('/api/desk/policy', json(wanted));

/** A PNG, white where a picture may change. */
export const sendMask = async (mask: Blob): Promise<AssetId> => (await post<{ readonly asset: AssetId }>('/api/masks', mask)).asset;

/**
 * The events of a thread. The browser reconnects by itself, and every connection starts with the whole state; only
 * when the server refuses (the thread is gone) does it give up, and then it says so.
 */
export function watchThread(
  name: string,
  on: { event(event: PageEvent): void; connected(yes: boolean): void; refused(): void },
): () => void {
  const source = new EventSource(`/api/threads/${name}/events`);
  source.addEventListener('open', () => on.connected(true));
  source.addEventListener('message', (message) => on.event(JSON.parse(message.data)));
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) on.refused();
    else on.connected(false);
  });
  return () => source.close();
}

export const pictureUrl = (asset: string): string => `/assets/${asset.replace('sha256:', '')}`;
