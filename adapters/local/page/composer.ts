/** Where a person writes: Enter sends, Shift and Enter begin a new line, pictures are dropped, pasted or chosen. */
import type { LedgerRow } from '../../../src/core/ledger.ts';
import { createAttachments } from './attachments.ts';
import { byId, element } from './element.ts';
import type { Room } from './room.ts';
import { type Draft, pictureUrl } from './server.ts';

export interface ComposerOptions {
  readonly room: Room;
  /** Resolves when the message is stored; what it throws is said and the draft comes back. */
  send(draft: Draft): Promise<void>;
  stop(): void;
  complain(sentence: string | undefined): void;
}

export interface Composer {
  /** Puts `text` before what is written. */
  begin(text: string): void;
  chooseFiles(): void;
  /** Whether a reply is being made that could be stopped. */
  setBusy(busy: boolean): void;
  submit(text: string): void;
  /** The pictures of the thread have changed. */
  refresh(): void;
}

export function createComposer({ room, send, stop, complain }: ComposerOptions): Composer {
  const form = byId('composer', HTMLFormElement);
  const box = byId('message', HTMLTextAreaElement);
  const chooser = byId('files', HTMLInputElement);
  const spokenOf = byId('spoken-of', HTMLElement);
  const sendButton = byId('send', HTMLButtonElement);
  const stopButton = byId('stop', HTMLButtonElement);
  const attachments = createAttachments(room.about, byId('attachments', HTMLElement), complain);
  let draftId: string | undefined;
  let sending = false;
  let spoken = '';

  /** Small pictures of those that the text names, so that one sees which is meant. */
  function refresh(): void {
    const named = room.pictures().filter(({ name }) => new RegExp(`${name}(?!\\w)`, 'i').test(box.value));
    spokenOf.hidden = named.length === 0;
    const image = (row: LedgerRow) =>
      room.isCovered(row) ? element('span', { class: 'cover' }) : element('img', { src: pictureUrl(row.asset), alt: '' });
    const signature = JSON.stringify(named.map((row) => [row, room.isCovered(row)]));
    if (signature !== spoken) spokenOf.replaceChildren(...named.map((row) => element('li', {}, image(row), row.name)));
    spoken = signature;
    sendButton.disabled = sending || (box.value.trim() === '' && attachments.files.length === 0);
  }

  async function submit(): Promise<void> {
    const written = box.value;
    const text = written.trim();
    const files = attachments.files;
    if (sending || (text === '' && files.length === 0)) return;
    if (text.length > room.about.requestChars) {
      complain(
        `A message may have ${room.about.requestChars.toLocaleString('en')} characters; this one has ${text.length.toLocaleString('en')}.`,
      );
      return;
    }
    sending = true;
    refresh();
    // Kept until it is stored, so that sending again after a lost answer sends nothing twice.
    draftId ??= crypto.randomUUID();
    try {
      await send({ id: draftId, text, files });
      complain(undefined);
      draftId = undefined;
      // What was written or chosen while it was on its way is the next message.
      if (box.value.startsWith(written)) box.value = box.value.slice(written.length).trimStart();
      attachments.remove(files);
    } catch (error) {
      complain(error instanceof Error ? error.message : 'The message could not be sent.');
    } finally {
      sending = false;
      refresh();
      box.focus();
    }
  }

  function changed(): void {
    draftId = undefined;
    refresh();
  }
  const add = (files: Iterable<File>) => {
    attachments.add([...files]);
    changed();
  };

  box.addEventListener('input', changed);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void submit();
  });
  box.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    add(files);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  byId('attach', HTMLButtonElement).addEventListener('click', () => chooser.click());
  chooser.addEventListener('change', () => {
    add(chooser.files ?? []);
    chooser.value = '';
  });
  byId('attachments', HTMLElement).addEventListener('click', refresh);
  stopButton.addEventListener('click', stop);
  document.addEventListener('dragover', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    form.classList.add('dropping');
  });
  document.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) form.classList.remove('dropping');
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    form.classList.remove('dropping');
    add(event.dataTransfer?.files ?? []);
  });
  refresh();

  return {
    begin(text) {
      const rest = box.value.startsWith(text) ? box.value.slice(text.length) : box.value;
      box.value = text + rest;
      changed();
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    },
    chooseFiles: () => chooser.click(),
    setBusy(busy) {
      if (!busy && document.activeElement === stopButton) box.focus();
      stopButton.hidden = !busy;
    },
    submit(text) {
      box.value = text;
      changed();
      void submit();
    },
    refresh,
  };
}
