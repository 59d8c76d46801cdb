/** The page: which thread is open, what its state is, and who is told of it. */
import { createComposer } from './composer.ts';
import { createConversation } from './conversation.ts';
import { byId, element, icon } from './element.ts';
import { titleOf } from './entries.ts';
import { createGallery } from './gallery.ts';
import { emptyState, nextState } from './live.ts';
import type { Room } from './room.ts';
import { createSafety } from './safety.ts';
import { actOnTurn, readAbout, readThreads, sendDraft, watchThread } from './server.ts';
import { showThreads } from './sidebar.ts';
import { createViewer } from './viewer.ts';
import type { About, PageEvent, ThreadRow, ThreadState } from './wire.ts';

/** What was said long ago need not stay to be read again. */
const SPOKEN_LINES = 20;

const main = byId('main', HTMLElement);
const title = byId('title', HTMLElement);
const notice = byId('notice', HTMLElement);
const offline = byId('offline', HTMLElement);
const welcome = byId('welcome', HTMLElement);
const threadList = byId('thread-list', HTMLElement);
const gallery = byId('gallery', HTMLElement);
const menu = byId('menu', HTMLButtonElement);
const picturesButton = byId('pictures-toggle', HTMLButtonElement);

const openName = (): string | undefined => /^#t=([a-z0-9][a-z0-9-]{0,63})$/.exec(location.hash)?.[1];
const sentence = (error: unknown): string => (error instanceof Error ? error.message : 'Something failed on this page.');

/** Undefined takes the notice away. */
function complain(text: string | undefined): void {
  notice.hidden = text === undefined;
  byId('notice-text', HTMLElement).textContent = text ?? '';
}

/** The list of threads, where there is no room beside the thread. */
function showMenu(shown: boolean): void {
  document.body.classList.toggle('menu-open', shown);
  menu.setAttribute('aria-expanded', String(shown));
}

/** What opens takes the focus, and gives it back where it closes. */
function toggleMenu(shown: boolean): void {
  showMenu(shown);
  (shown ? byId('new-thread', HTMLAnchorElement) : menu).focus();
}

function togglePictures(shown: boolean): void {
  gallery.hidden = !shown;
  picturesButton.setAttribute('aria-expanded', String(shown));
  (shown ? byId('gallery-close', HTMLButtonElement) : picturesButton).focus();
}

function begin(about: About): void {
  let state: ThreadState = emptyState;
  let threads: readonly ThreadRow[] = [];
  let unwatch = () => {};
  const uncovered = new Set<string>();

  const room: Room = {
    about,
    picture: (name) => state.pictures.find((row) => row.name === name),
    pictures: () => state.pictures,
    isCovered: ({ asset, spoiler }) => spoiler === true && !uncovered.has(asset),
    uncover(asset) {
      uncovered.add(asset);
      show(false);
    },
    open: (name, compare) => openViewer(name, compare),
    speakOf: (name) => composer.begin(`${name} `),
    act(turnId, action) {
      const name = openName();
      if (action.kind === 'rate') {
        state = { ...state, ratings: { ...state.ratings, [turnId]: action.good } };
        show(false);
      }
      if (name) actOnTurn(name, turnId, action).catch((error: unknown) => complain(sentence(error)));
    },
    say(text) {
      const spoken = byId('spoken', HTMLElement);
      spoken.append(element('p', {}, text));
      if (spoken.childElementCount > SPOKEN_LINES) spoken.firstElementChild?.remove();
    },
  };
  const openViewer = createViewer(room, byId('viewer', HTMLDialogElement));
  const conversation = createConversation(room, byId('scroller', HTMLElement), byId('messages', HTMLElement));
  const showGallery = createGallery(room, byId('gallery-title', HTMLElement), byId('gallery-list', HTMLElement));
  const composer = createComposer({
    room,
    complain,
    async send(draft) {
      const accepted = await sendDraft(draft, openName());
      if (accepted.thread !== openName()) location.hash = `t=${accepted.thread}`;
      void refreshThreads();
    },
    stop() {
      const [turn] = state.turns;
      if (turn) room.act(turn.turnId, { kind: 'stop' });
    },
  });

  const refreshThreads = () =>
    readThreads().then(
      (rows) => {
        threads = rows;
        showThreads(threadList, threads, openName());
        showTitle();
      },
      () => {}, // the connection's own notice says it
    );

  function showTitle(): void {
    const name = openName();
    const known = threads.find((row) => row.name === name)?.title || titleOf(state);
    title.textContent = name ? known : 'New thread';
    document.title = name && known ? `${known} · Dreamthread` : 'Dreamthread';
  }

  function show(fresh: boolean): void {
    welcome.hidden = openName() !== undefined;
    conversation.show(state, fresh);
    composer.setBusy(state.turns.length > 0);
    composer.refresh();
    showGallery();
    byId('picture-count', HTMLElement).textContent = state.pictures.length > 0 ? String(state.pictures.length) : '';
    showTitle();
  }

  function take(event: PageEvent, fresh: boolean): void {
    state = nextState(state, event);
    show(fresh);
    if (event.type === 'message') void refreshThreads();
  }

  function openThread(): void {
    unwatch();
    state = emptyState;
    complain(undefined);
    offline.hidden = true;
    showMenu(false);
    show(true);
    showThreads(threadList, threads, openName());
    unwatch = () => {};
    const name = openName();
    if (!name) return;
    let fresh = true;
    unwatch = watchThread(name, {
      event(event) {
        take(event, fresh);
        fresh = false;
      },
      connected(yes) {
        offline.hidden = yes;
      },
      refused() {
        // What was shown of it stays; where nothing was, a new thread begins.
        if (fresh) {
          history.replaceState(null, '', location.pathname);
          openThread();
        }
        complain('This thread cannot be opened; it may have been removed.');
      },
    });
  }

  const examples = about.examples.map(({ text, attach }) => {
    const use = () => {
      if (!attach) return composer.submit(text);
      composer.begin(text);
      composer.chooseFiles();
    };
    return element('li', {}, element('button', { type: 'button', click: use }, text, attach && icon('attach')));
  });
  byId('examples', HTMLElement).replaceChildren(...examples);
  byId('about', HTMLElement).textContent = about.description;
  byId('model', HTMLElement).textContent = about.modelId;

  createSafety(byId('safety', HTMLDialogElement), byId('safety-open', HTMLButtonElement), byId('case-count', HTMLElement));
  window.addEventListener('hashchange', openThread);
  window.addEventListener('focus', refreshThreads);
  setInterval(() => showThreads(threadList, threads, openName()), 60_000);
  openThread();
  void refreshThreads();
  main.removeAttribute('aria-busy');
}

function wireFrame(): void {
  for (const spot of document.querySelectorAll<HTMLElement>('[data-icon]'))
    spot.prepend(icon(spot.dataset.icon as Parameters<typeof icon>[0]));
  picturesButton.addEventListener('click', () => togglePictures(gallery.hidden !== false));
  byId('gallery-close', HTMLButtonElement).addEventListener('click', () => togglePictures(false));
  menu.addEventListener('click', () => toggleMenu(true));
  byId('shade', HTMLElement).addEventListener('click', () => toggleMenu(false));
  byId('notice-close', HTMLButtonElement).addEventListener('click', () => complain(undefined));
  threadList.addEventListener('click', () => showMenu(false));
  byId('new-thread', HTMLAnchorElement).addEventListener('click', () => {
    showMenu(false);
    byId('message', HTMLTextAreaElement).focus();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || document.querySelector('dialog[open]')) return;
    if (document.body.classList.contains('menu-open')) toggleMenu(false);
    else if (gallery.contains(document.activeElement)) togglePictures(false);
  });
}

wireFrame();
readAbout().then(begin, (error: unknown) => complain(sentence(error)));
