/** The local Slack is only worth something if it refuses what Slack refuses: each limit of the table, just beyond it. */
import { describe, expect, it } from 'vitest';
import { blockFaults, type Surface, viewFaults } from '../support/slack/limits.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const long = (chars: number) => 'x'.repeat(chars);
const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const input = (element: object) => ({ type: 'input', label: plain('Label'), element });
const image = (more: object = {}) => ({ type: 'image', alt_text: 'a cat', slack_file: { id: 'F0PICTURE1' }, ...more });
const options = (count: number) => Array.from({ length: count }, (_, at) => ({ text: plain(`${at}`), value: `${at}` }));
const divider = { type: 'divider' };
const faults = (blocks: unknown, surface: Surface = 'message', file: string | undefined = undefined) =>
  blockFaults(blocks, surface, () => file);

describe('a message', () => {
  it.each([
    ['51 blocks', Array(51).fill(divider), 'more than 50 blocks'],
    ['no blocks', [], 'no blocks'],
    ['an unknown block', [{ type: 'video' }], 'no such block'],
    ['an input', [input({ type: 'plain_text_input', action_id: 'a' })], 'not allowed in a message'],
    ['a section of 3,001', [{ type: 'section', text: mrkdwn(long(3001)) }], 'more than 3000'],
    ['a header of 151', [{ type: 'header', text: plain(long(151)) }], 'more than 150'],
    ['a header in mrkdwn', [{ type: 'header', text: mrkdwn('x') }], 'not plain_text'],
    ['markdown of 12,001', [{ type: 'markdown', text: long(12_001) }], 'more than 12000'],
    ['markdown of 12,001 in two', Array(2).fill({ type: 'markdown', text: long(6001) }), 'msg_blocks_too_long'],
    ['11 context elements', [{ type: 'context', elements: Array(11).fill(mrkdwn('x')) }], 'more than 10'],
    ['26 buttons', [actions(...Array.from({ length: 26 }, (_, at) => button({ action_id: `${at}` })))], 'more than 25'],
    ['a button text of 76', [actions(button({ text: plain(long(76)) }))], 'more than 75'],
    ['a button value of 2,001', [actions(button({ value: long(2001) }))], 'more than 2000'],
    ['a button without an id', [actions(button({ action_id: '' }))], 'no text'],
    ['one action_id twice', [actions(button(), button())], 'is there twice'],
    ['one block_id twice', Array(2).fill({ ...divider, block_id: 'b' }), 'is there twice'],
    ['a block_id of 256', [{ ...divider, block_id: long(256) }], 'more than 255'],
    ['an overflow of six', [actions({ type: 'overflow', action_id: 'o', options: options(6) })], 'more than 5'],
    ['eleven checkboxes', [actions({ type: 'checkboxes', action_id: 'c', options: options(11) })], 'more than 10'],
    [
      'an option twice',
      [actions({ type: 'overflow', action_id: 'o', options: [...options(1), ...options(1)] })],
      'an option is there twice',
    ],
    ['an alt text of 2,001', [image({ alt_text: long(2001) })], 'more than 2000'],
    ['a picture without alt text', [image({ alt_text: '' })], 'no text'],
    ['a picture from two places', [image({ image_url: 'https://example.com/a.png' })], 'exactly one of'],
    ['a file id that is none', [image({ slack_file: { id: 'X1' } })], 'not a file id'],
    ['emoji in mrkdwn', [{ type: 'section', text: { ...mrkdwn('x'), emoji: true } }], 'emoji is for plain_text'],
    [
      'a confirmation of 301',
      [actions(button({ confirm: { title: plain('t'), text: plain(long(301)), confirm: plain('y'), deny: plain('n') } }))],
      'more than 300',
    ],
    [
      'six context actions',
      [{ type: 'context_actions', elements: Array.from({ length: 6 }, (_, at) => ({ type: 'icon_button', action_id: `${at}` })) }],
      'more than 5',
    ],
  ])('with %s is refused', (_, blocks, fault) => {
    expect(faults(blocks).join('\n')).toContain(fault);
  });

  it('within the limits is taken', () => {
    expect(faults([...Array(48).fill(divider), image(), { type: 'markdown', text: long(12_000) }])).toEqual([]);
  });

  it('with a file that is not ready is refused', () => {
    expect(faults([image()], 'message', 'not processed yet')).toEqual(['/blocks/0/slack_file: invalid slack file (not processed yet)']);
  });
});

describe('a form', () => {
  const form = (more: object = {}) => ({
    ...{ type: 'modal', title: plain('Edit'), submit: plain('Edit'), blocks: [input({ type: 'plain_text_input', action_id: 'a' })] },
    ...more,
  });
  const viewOf = (view: object) => viewFaults(view as Record<string, unknown>, () => undefined).join('\n');

  it.each([
    ['a title of 25', form({ title: plain(long(25)) }), 'more than 24'],
    ['an input and no button', form({ submit: undefined }), 'a form needs a button'],
    ['101 blocks', form({ blocks: Array(101).fill(divider) }), 'more than 100 blocks'],
    ['metadata of 3,001', form({ private_metadata: long(3001) }), '/private_metadata'],
    ['a markdown block', form({ blocks: [{ type: 'markdown', text: 'x' }] }), 'not allowed in a modal'],
    [
      'a file input for eleven',
      form({ blocks: [input({ type: 'file_input', action_id: 'f', filetypes: ['png'], max_files: 11 })] }),
      'max_files',
    ],
    ['more than 250 KB', form({ blocks: Array(90).fill({ type: 'section', text: mrkdwn(long(2900)) }) }), '250 KB'],
  ])('with %s is refused', (_, view, fault) => {
    expect(viewOf(view)).toContain(fault);
  });

  it('within the limits is taken', () => {
    expect(viewOf(form())).toBe('');
  });
});
