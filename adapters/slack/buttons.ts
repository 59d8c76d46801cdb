/** The buttons under a reply. */
import type { types } from '@slack/bolt';
import type { Block, ImagePart, PictureName } from '../../src/core/types.ts';
import { buttonId, readButtonId, type Target as TargetOf } from '../button.ts';

const VERBS = [
  'redo',
  'edit',
  'vary',
  'upscale',
  'history',
  'why',
  'restore',
  'reveal',
  'more',
  'stop',
  'delete',
  'keep',
  'share',
  'rate',
  'start',
  'choose',
  'rewrite',
  'appeal',
  'agree',
] as const;
export type Verb = (typeof VERBS)[number];

export type Target = TargetOf<Verb>;

export const actionId = (verb: Verb, replyId: string, block?: Block): string => buttonId(verb, replyId, block);

/** Undefined for what is not ours. */
export const targetOf = (id: string): Target | undefined => readButtonId(VERBS, id);

const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: true });

interface ButtonOptions {
  readonly style?: 'primary' | 'danger';
  readonly label?: string;
  readonly value?: string;
  readonly confirm?: string;
}

export function button(text: string, id: string, { style, label, value, confirm }: ButtonOptions = {}): types.Button {
  return {
    type: 'button',
    text: plain(text),
    action_id: id,
    ...(value === undefined ? {} : { value }),
    ...(style ? { style } : {}),
    ...(label ? { accessibility_label: label.slice(0, 75) } : {}),
    ...(confirm ? { confirm: { title: plain(text), text: plain(confirm), confirm: plain(text), deny: plain('Cancel') } } : {}),
  };
}

const show = (replyId: string, name: PictureName): types.Button =>
  button('Show to me', actionId('reveal', replyId, name), { label: `Show the covered picture ${name} to me alone` });

export const showButton = (replyId: string, name: PictureName): types.ActionsBlock => ({
  type: 'actions',
  elements: [show(replyId, name)],
});

/** What may be done about one picture. */
export function pictureButtons(replyId: string, { name, spoiler }: Pick<ImagePart, 'name' | 'spoiler'>): types.ActionsBlock {
  const option = (text: string, verb: Verb) => ({ text: plain(text), value: verb });
  return {
    type: 'actions',
    elements: [
      ...(spoiler ? [show(replyId, name)] : []),
      button('Edit…', actionId('edit', replyId, name), { label: `Edit picture ${name}` }),
      button('Redo', actionId('redo', replyId, name), { label: `Draw picture ${name} once more` }),
      button('Variations…', actionId('vary', replyId, name), { label: `Draw others like picture ${name}` }),
      {
        type: 'overflow',
        action_id: actionId('more', replyId, name),
        options: [option('Upscale', 'upscale'), option('History', 'history'), option('Why this picture', 'why')],
      },
    ],
  };
}

export const stopButton = (replyId: string): types.ActionsBlock => ({
  type: 'actions',
  elements: [button('Stop', actionId('stop', replyId), { label: 'Stop making this reply' })],
});

/** `refused`: by a rule, so trying again is of no use; `failed`: nothing came of it. */
type Outcome = 'made' | 'failed' | 'refused';

/** Under the last message of a finished reply. */
export function replyButtons(replyId: string, { canShare, outcome }: { canShare: boolean; outcome: Outcome }): types.AnyBlock[] {
  const remove = button('Delete', actionId('delete', replyId), {
    style: 'danger',
    confirm: 'This takes the reply away for everyone here.',
  });
  if (outcome === 'refused') return [{ type: 'actions', elements: [remove] }];
  if (outcome === 'failed')
    return [{ type: 'actions', elements: [button('Try again', actionId('redo', replyId), { style: 'primary' }), remove] }];
  const whole = [
    button('Redo all', actionId('redo', replyId)),
    button('Keep', actionId('keep', replyId), { label: 'Keep this explanation as a document' }),
    ...(canShare ? [button('Share…', actionId('share', replyId), { label: 'Share this reply in a channel' })] : []),
    remove,
  ];
  const rate = (text: string, value: string, label: string) => ({ text: plain(text), value, accessibility_label: label });
  const feedback: types.ContextActionsBlock = {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: actionId('rate', replyId),
        positive_button: rate('Good', 'good', 'This reply is good'),
        negative_button: rate('Bad', 'bad', 'This reply is bad; say why'),
      },
    ],
  };
  return [{ type: 'actions', elements: whole }, feedback];
}
