/** Forms and the views that answer a question about a picture. */
import type { types } from '@slack/bolt';
import type { LedgerRow } from '../../src/core/ledger.ts';
import { numberOf } from '../../src/core/ledger.ts';
import type { ImagePart, PictureName } from '../../src/core/types.ts';
import { context, pictureBlock, section } from './blocks.ts';
import { actionId, button } from './buttons.ts';
import { dateOf, escaped, shortened } from './words.ts';

export const WORDS_AT_MOST = 3000;
const VERSIONS_AT_MOST = 30;

export const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text: shortened(text, 150), emoji: true });

interface Form {
  readonly callbackId: string;
  readonly title: string;
  readonly submit: string;
  /** Comes back with the form; at most 3,000 characters of JSON. */
  readonly about: object;
  readonly blocks: types.AnyBlock[];
}

export const form = ({ callbackId, title, submit, about, blocks }: Form): types.ModalView => ({
  type: 'modal',
  callback_id: callbackId,
  title: plain(title),
  submit: plain(submit),
  close: plain('Cancel'),
  private_metadata: JSON.stringify(about),
  blocks,
});

export const page = (title: string, blocks: types.AnyBlock[], about?: object): types.ModalView => ({
  type: 'modal',
  title: plain(title),
  close: plain('Close'),
  ...(about ? { private_metadata: JSON.stringify(about) } : {}),
  blocks,
});

interface WordsOptions {
  readonly hint?: string;
  readonly initial?: string;
  readonly optional?: boolean;
  readonly lines?: boolean;
}

export function wordsInput(
  id: string,
  label: string,
  { hint, initial, optional = false, lines = false }: WordsOptions = {},
): types.InputBlock {
  return {
    type: 'input',
    block_id: id,
    optional,
    label: plain(label),
    element: {
      type: 'plain_text_input',
      action_id: 'words',
      multiline: lines,
      max_length: WORDS_AT_MOST,
      ...(hint ? { placeholder: plain(hint) } : {}),
      ...(initial ? { initial_value: shortened(initial, WORDS_AT_MOST) } : {}),
    },
  };
}

/** The first option is chosen, or the one that is named. */
export function choiceInput(
  id: string,
  label: string,
  options: readonly { readonly text: string; readonly value: string }[],
  first?: string,
): types.InputBlock {
  const all = options.map(({ text, value }): types.PlainTextOption => ({ text: { ...plain(text), text: shortened(text, 75) }, value }));
  const chosen = all.find(({ value }) => value === first) ?? all[0];
  return {
    type: 'input',
    block_id: id,
    label: plain(label),
    element: { type: 'radio_buttons', action_id: 'choice', options: all, ...(chosen ? { initial_option: chosen } : {}) },
  };
}

const WHERE = [
  { text: 'Just for me first (I can share it)', value: 'private' },
  { text: 'In this thread, for everyone', value: 'thread' },
];

const WHAT_TO_CHANGE = { hint: 'make the left circle green', lines: true } as const;
const ONLY_WHERE = { hint: 'the left circle', optional: true } as const;

/** How far from the picture the new one may go; the model's own way first. */
const STRENGTHS = [
  { text: 'As much as it takes', value: 'own' },
  { text: 'A little', value: '0.5' },
  { text: 'A lot', value: '0.85' },
];

const MASK: types.InputBlock = {
  type: 'input',
  block_id: 'mask',
  optional: true,
  label: plain('Or exactly there'),
  hint: plain('A picture that is white where something may change, and black elsewhere. It goes before the words above.'),
  element: { type: 'file_input', action_id: 'mask', filetypes: ['png', 'jpg', 'jpeg', 'gif'], max_files: 1 },
};

const strength = (): types.InputBlock => choiceInput('strength', 'How much may change?', STRENGTHS);

export const editForm = (about: object, name: PictureName): types.ModalView =>
  form({
    callbackId: 'dt_edit',
    title: `Edit ${name}`,
    submit: 'Edit',
    about,
    blocks: [
      wordsInput('instruction', 'What shall change?', WHAT_TO_CHANGE),
      wordsInput('region', 'Only where?', ONLY_WHERE),
      MASK,
      strength(),
    ],
  });

export const editOfForm = (about: object, pictures: readonly Pick<ImagePart, 'name' | 'alt' | 'spoiler'>[]): types.ModalView =>
  form({
    callbackId: 'dt_edit',
    title: 'Edit a picture',
    submit: 'Edit',
    about,
    blocks: [
      choiceInput(
        'picture',
        'Which one?',
        pictures.slice(0, 10).map(({ name, alt, spoiler }) => ({ text: `${name} · ${spoiler ? 'covered' : alt}`, value: name })),
      ),
      wordsInput('instruction', 'What shall change?', WHAT_TO_CHANGE),
      wordsInput('region', 'Only where?', ONLY_WHERE),
      MASK,
      strength(),
    ],
  });

export const editSentForm = (about: object): types.ModalView =>
  form({
    callbackId: 'dt_ask',
    title: 'Edit this image',
    submit: 'Edit',
    about,
    blocks: [wordsInput('words', 'What shall change?', WHAT_TO_CHANGE), choiceInput('where', 'Where?', WHERE)],
  });

export const illustrateForm = (about: object, text: string): types.ModalView =>
  form({
    callbackId: 'dt_ask',
    title: 'Illustrate this',
    submit: 'Illustrate',
    about,
    blocks: [
      wordsInput('words', 'What shall be illustrated?', { initial: text ? `Illustrate this: ${text}` : '', lines: true }),
      choiceInput('where', 'Where?', WHERE),
    ],
  });

/** How many variations the form offers first. */
export const VARIATIONS_FIRST = 2;

export const varyForm = (about: object, name: PictureName): types.ModalView =>
  form({
    callbackId: 'dt_vary',
    title: `Variations of ${name}`,
    submit: 'Draw',
    about,
    blocks: [
      choiceInput(
        'count',
        'How many?',
        ['One', 'Two', 'Three', 'Four'].map((text, at) => ({ text, value: String(at + 1) })),
        String(VARIATIONS_FIRST),
      ),
    ],
  });

export const appealForm = (about: object): types.ModalView =>
  form({
    callbackId: 'dt_appeal',
    title: 'Ask the moderators',
    submit: 'Send',
    about,
    blocks: [
      section('They see what you asked for, which rule refused it, and what you write here.'),
      wordsInput('reason', 'Why should it be shown?', { optional: true, lines: true }),
    ],
  });

export const rateForm = (about: object): types.ModalView =>
  form({
    callbackId: 'dt_rate',
    title: 'What was wrong?',
    submit: 'Send',
    about,
    blocks: [
      choiceInput(
        'reason',
        'Mostly',
        ['The picture is wrong', 'The words are wrong', 'Not what I asked for', 'It should not have been shown', 'Something else'].map(
          (text) => ({ text, value: text }),
        ),
      ),
      wordsInput('more', 'In your words', { optional: true, lines: true }),
    ],
  });

export const shareForm = (about: object, channel: string | undefined): types.ModalView =>
  form({
    callbackId: 'dt_share',
    title: 'Share this reply',
    submit: 'Share',
    about,
    blocks: [
      {
        type: 'input',
        block_id: 'channel',
        label: plain('In which channel?'),
        hint: plain('I have to be in it; people there see a copy without your conversation.'),
        element: {
          type: 'conversations_select',
          action_id: 'choice',
          filter: { include: ['public', 'private'], exclude_bot_users: true },
          ...(channel ? { initial_conversation: channel } : {}),
        },
      },
    ],
  });

export interface PictureFacts {
  readonly replyId: string;
  readonly name: PictureName;
  readonly rows: readonly LedgerRow[];
  readonly fileOf: (row: LedgerRow) => string | undefined;
  /** The message that asked for it, in words. */
  readonly asked: string;
  readonly modelId: string;
  /** What was found in the picture when it was made. */
  readonly receipt?: string;
}

/** All versions of a picture, oldest first; each can be put back. */
export function historyPage({ replyId, name, rows, fileOf }: PictureFacts): types.ModalView {
  const versions = rows.filter((row) => numberOf(row.name) === numberOf(name)).slice(-VERSIONS_AT_MOST);
  const blocks = versions.flatMap((row): types.AnyBlock[] => {
    const file = fileOf(row);
    const isNow = row.name === name;
    const caption = row.spoiler ? 'covered' : row.caption;
    return [
      file ? pictureBlock(file, row.name, caption) : section(`*${row.name}* ${escaped(caption)}`),
      context(
        `${row.parent ? `from ${row.parent} · ` : ''}${row.turnId ? 'drawn' : 'sent'} for <@${row.authorId}> · ${dateOf(Date.parse(row.madeAt))}${isNow ? ' · *shown now*' : ''}`,
      ),
      ...(isNow || !row.turnId ? [] : [putBack(replyId, name, row.name)]),
    ];
  });
  return page(`History of ${name}`, blocks.length > 0 ? blocks : [section('No version of it is kept.')]);
}

const putBack = (replyId: string, name: PictureName, version: PictureName): types.ActionsBlock => ({
  type: 'actions',
  elements: [button(`Put ${version} back`, actionId('restore', replyId, name), { value: version })],
});

export function whyPage({ name, rows, asked, modelId, receipt }: Omit<PictureFacts, 'fileOf'>): types.ModalView {
  const row = rows.find((one) => one.name === name);
  if (!row) return page(`Why ${name}`, [section('Nothing is kept of this picture any more.')]);
  const facts = [
    ...(asked ? [`*Asked for*\n>${escaped(shortened(asked, 1500)).replaceAll('\n', '\n>')}`] : []),
    `*What the model was told to draw*\n${escaped(row.caption)}`,
    ...(row.parent ? [`*Made from* ${row.parent}`] : []),
    ...(receipt ? [`*What was found in it*\n${escaped(receipt)}`] : []),
    `*Model* ${escaped(modelId)}${row.seed === undefined ? '' : ` · *seed* ${row.seed}`} · ${row.widthPx} × ${row.heightPx} pixels`,
    `*For* <@${row.authorId}> · ${dateOf(Date.parse(row.madeAt))}`,
  ];
  return page(`Why ${name}`, facts.map(section));
}

export const waitPage = (title: string): types.ModalView => page(title, [section('One moment…')]);
export const sayPage = (title: string, text: string): types.ModalView => page(title, [section(text)]);
