/** The moderators' side of the page: what waits for a decision, and what the policy says. */
import { createCases } from './cases.ts';
import { element, icon } from './element.ts';
import { createPolicy } from './policy.ts';

/** How often to look for cases while nobody has the dialog open. */
const LOOK_MS = 15_000;
/** And while somebody has. */
const LOOK_OPEN_MS = 3_000;

export function createSafety(dialog: HTMLDialogElement, opener: HTMLButtonElement, count: HTMLElement): void {
  const said = element('p', { class: 'said', role: 'status' });
  const say = (text: string): void => {
    said.textContent = text;
  };
  const cases = createCases(say, (open) => {
    count.textContent = open > 0 ? String(open) : '';
  });
  const policy = createPolicy(say);
  const sections = { Cases: cases, Policy: policy };

  const close = element('button', { type: 'button', class: 'round', 'aria-label': 'Close', click: () => dialog.close() }, icon('close'));
  const tabs = Object.entries(sections).map(([name, section]) =>
    element('button', { type: 'button', class: 'pill', 'aria-pressed': 'false', click: () => show(section) }, name),
  );
  const body = element('div', { class: 'body' });
  const head = element('header', {}, element('h2', { id: 'safety-title' }, 'Safety'), ...tabs, close);
  dialog.append(head, said, body);

  function show(section: (typeof sections)[keyof typeof sections]): void {
    body.replaceChildren(section.element);
    say('');
    for (const [at, one] of Object.values(sections).entries()) tabs[at]?.setAttribute('aria-pressed', String(one === section));
    section.refresh();
  }

  let lookedMs = 0;
  setInterval(() => {
    const now = Date.now();
    if (now - lookedMs < (dialog.open ? LOOK_OPEN_MS : LOOK_MS)) return;
    lookedMs = now;
    cases.refresh();
  }, 1_000);
  cases.refresh();
  opener.addEventListener('click', () => {
    show(cases);
    dialog.showModal();
  });
}
