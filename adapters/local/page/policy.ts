/** The policy: what is done about each category; tried on the past, let run beside, put in force, taken back. */
import type { PolicyChange, PolicyTrial, PolicyView } from '../../../src/core/panel.ts';
import { element } from './element.ts';
import { changePolicy, readPolicy, tryPolicy } from './server.ts';
import { fullTime, plural } from './wording.ts';

const TRIED_DAYS = 7;

const sentence = (error: unknown): string => (error instanceof Error ? error.message : 'Something failed on this page.');

export function createPolicy(say: (text: string) => void) {
  const root = element('div', { class: 'policy' });
  const chosen = new Map<string, string>();
  const text = element('textarea', { rows: 12, spellcheck: 'false', 'aria-label': 'The policy as JSON' });
  let view: PolicyView | undefined;

  /** The text wins where somebody wrote in it. */
  const change = (): PolicyChange =>
    view && text.value.trim() !== view.text.trim() ? { text: text.value } : { categories: Object.fromEntries(chosen) };

  async function perform(work: () => Promise<PolicyView>, done: string): Promise<void> {
    try {
      show(await work());
      say(done);
    } catch (error) {
      say(sentence(error));
    }
  }

  async function attempt(): Promise<void> {
    try {
      say(trialWords(await tryPolicy(change(), TRIED_DAYS)));
    } catch (error) {
      say(sentence(error));
    }
  }

  const button = (label: string, click: () => void) => element('button', { type: 'button', class: 'action', click }, label);

  function show(now: PolicyView): void {
    view = now;
    chosen.clear();
    text.value = now.text;
    const rows = now.categories.map(({ category, action, choices }) => {
      const options = choices.map((choice) => element('option', { value: choice, selected: choice === action }, choice));
      const menu = element('select', { 'aria-label': category }, ...options);
      menu.addEventListener('change', () => chosen.set(category, menu.value));
      return element('tr', {}, element('th', { scope: 'row' }, category), element('td', {}, menu));
    });
    const history = now.history.map(({ version, atMs, author, changes }) =>
      element(
        'li',
        {},
        `${version}, ${fullTime(new Date(atMs).toISOString())}, ${author}: ${changes.join('; ') || 'no change'} `,
        version !== now.version &&
          button(
            'Revert to it',
            () => void perform(() => changePolicy({ seen: view?.seen, do: 'revert', version }), `Version ${version} is in force again.`),
          ),
      ),
    );
    root.replaceChildren(
      element(
        'table',
        {},
        element('caption', {}, now.version === 0 ? 'The default is in force' : `Version ${now.version} is in force`),
        element('tbody', {}, ...rows),
      ),
      element('details', {}, element('summary', {}, 'All of it, as JSON'), text),
      element(
        'div',
        { class: 'actions' },
        button(`Try on the last ${TRIED_DAYS} days`, () => void attempt()),
        button(
          'Let it run beside',
          () =>
            void perform(() => changePolicy({ seen: view?.seen, do: 'shadow', change: change() }), 'It runs beside and decides nothing.'),
        ),
        button(
          'Put in force',
          () =>
            void perform(
              () => changePolicy({ seen: view?.seen, do: 'apply', change: change() }),
              'It is in force from the next request on.',
            ),
        ),
      ),
      ...(now.shadow ? [shadowView(now.shadow)] : []),
      element('h3', {}, 'Versions'),
      history.length > 0 ? element('ol', { class: 'history' }, ...history) : element('p', {}, 'No policy was applied yet.'),
    );
  }

  function shadowView({ checked, changes, author, sinceMs }: NonNullable<PolicyView['shadow']>): HTMLElement {
    const lines = changes.map(({ rule, from, to, count }) => element('li', {}, `${rule}: ${from} → ${to}, ${plural(count, 'time')}`));
    return element(
      'section',
      { class: 'shadow', 'aria-label': 'Runs beside' },
      element(
        'p',
        {},
        `A draft of ${author} runs beside since ${fullTime(new Date(sinceMs).toISOString())}; it was asked ${plural(checked, 'time')}.`,
      ),
      element('ul', {}, ...(lines.length > 0 ? lines : [element('li', {}, 'It would have done the same.')])),
      button(
        'Put the draft in force',
        () => void perform(() => changePolicy({ seen: view?.seen, do: 'switch-on' }), 'The draft is in force from the next request on.'),
      ),
      button('End it', () => void perform(() => changePolicy({ seen: view?.seen, do: 'end-shadow' }), 'No draft runs beside.')),
    );
  }

  /** What stood here before is taken away first: a choice made in it would be gone when the answer comes. */
  async function refresh(): Promise<void> {
    const before = view;
    root.replaceChildren(element('p', {}, 'Reading the policy…'));
    try {
      show(await readPolicy());
    } catch (error) {
      if (before) show(before);
      say(sentence(error));
    }
  }

  return { element: root, refresh: () => void refresh() };
}

function trialWords({ requests, changes }: PolicyTrial): string {
  const lines = changes.map(
    ({ rule, from, to, count, won }) => `${rule}: ${from} → ${to}, ${count}${won > 0 ? ` (${won} released on appeal)` : ''}`,
  );
  return `Of ${plural(requests, 'message')}: ${lines.join('; ') || 'nothing would be otherwise'}.`;
}
