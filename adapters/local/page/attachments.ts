/** The pictures that go with the next message: dropped, pasted or chosen, shown small until they are sent. */
import { element, icon } from './element.ts';
import type { About } from './wire.ts';
import { plural } from './wording.ts';

const TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

export interface Attachments {
  readonly files: readonly File[];
  add(files: readonly File[]): void;
  remove(files: readonly File[]): void;
}

export function createAttachments(about: About, list: HTMLElement, complain: (sentence: string) => void): Attachments {
  let files: File[] = [];

  function show(): void {
    for (const image of list.querySelectorAll('img')) URL.revokeObjectURL(image.src);
    list.hidden = files.length === 0;
    list.replaceChildren(
      ...files.map((file) => {
        const image = element('img', { src: URL.createObjectURL(file), alt: file.name });
        const label = `Remove ${file.name}`;
        return element(
          'li',
          {},
          image,
          element('button', { type: 'button', 'aria-label': label, title: label, click: () => remove([file]) }, icon('close')),
        );
      }),
    );
  }

  function remove(gone: readonly File[]): void {
    files = files.filter((file) => !gone.includes(file));
    show();
  }

  function fault(file: File): string | undefined {
    if (!TYPES.includes(file.type)) return `${file.name} is not a picture that can be read: choose PNG, JPEG, WebP or GIF.`;
    if (file.size > about.pictureBytes) return `${file.name} is larger than ${Math.floor(about.pictureBytes / 1024 ** 2)} MB.`;
    if (files.length >= about.requestPictures) return `A message may have ${plural(about.requestPictures, 'picture')}.`;
    return undefined;
  }

  return {
    get files() {
      return files;
    },
    add(given) {
      for (const file of given) {
        const wrong = fault(file);
        if (wrong) complain(wrong);
        else files = [...files, file];
      }
      show();
    },
    remove,
  };
}
