/**
 * What Slack takes in a message, a form and a Home tab, as its reference says (docs.slack.dev/reference/block-kit). Each fault is
 * a line such as `/blocks/1/text: more than 3000 characters`.
 */

type Json = Readonly<Record<string, unknown>>;
type Fault = (pointer: string, what: string) => void;
export type Surface = 'message' | 'modal' | 'home';

const BLOCKS_AT_MOST: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 };
/** Over all markdown blocks of a message. */
const MARKDOWN_CHARS = 12_000;

export function blockFaults(blocks: unknown, surface: Surface, fileFault: (fileId: string) => string | undefined): string[] {
  const faults: string[] = [];
  const fault: Fault = (pointer, what) => void faults.push(`${pointer}: ${what}`);
  if (!Array.isArray(blocks)) return ['/blocks: not a list'];
  if (blocks.length > BLOCKS_AT_MOST[surface]) fault('/blocks', `more than ${BLOCKS_AT_MOST[surface]} blocks`);
  if (blocks.length === 0) fault('/blocks', 'no blocks');
  const blockIds = new Set<string>();
  const actionIds = new Set<string>();
  let markdownChars = 0;
  for (const [at, block] of (blocks as Json[]).entries()) {
    const pointer = `/blocks/${at}`;
    if (typeof block.block_id === 'string') {
      if (block.block_id.length > 255) fault(pointer, 'a block_id has more than 255 characters');
      if (blockIds.has(block.block_id)) fault(pointer, 'a block_id is there twice');
      blockIds.add(block.block_id);
    }
    const check = CHECKS[String(block.type)];
    if (!check) fault(pointer, `no such block: ${String(block.type)}`);
    else if (!check.on.includes(surface)) fault(pointer, `${String(block.type)} is not allowed in a ${surface}`);
    else check.run(block, pointer, fault, { fileFault, actionIds });
    if (block.type === 'markdown') markdownChars += String(block.text).length;
  }
  if (markdownChars > MARKDOWN_CHARS) fault('/blocks', `msg_blocks_too_long: ${markdownChars} characters of markdown`);
  return faults;
}

interface Seen {
  readonly fileFault: (fileId: string) => string | undefined;
  readonly actionIds: Set<string>;
}
type Check = (block: Json, pointer: string, fault: Fault, seen: Seen) => void;

const ALL: readonly Surface[] = ['message', 'modal', 'home'];

const CHECKS: Readonly<Record<string, { readonly on: readonly Surface[]; readonly run: Check }>> = {
  markdown: { on: ['message'], run: (block, pointer, fault) => textFault(block.text, MARKDOWN_CHARS, `${pointer}/text`, fault) },
  divider: { on: ALL, run: () => {} },
  header: { on: ALL, run: (block, pointer, fault) => plainText(block.text, 150, `${pointer}/text`, fault) },
  section: {
    on: ALL,
    run(block, pointer, fault, seen) {
      textObject(block.text, 3000, `${pointer}/text`, fault);
      if (block.accessory) element(block.accessory as Json, `${pointer}/accessory`, fault, seen);
    },
  },
  context: {
    on: ALL,
    run(block, pointer, fault, seen) {
      for (const [at, one] of list(block.elements, 10, `${pointer}/elements`, fault).entries()) {
        if (one.type === 'image') image(one, `${pointer}/elements/${at}`, fault, seen);
        else textObject(one, 2000, `${pointer}/elements/${at}`, fault);
      }
    },
  },
  image: {
    on: ALL,
    run(block, pointer, fault, seen) {
      image(block, pointer, fault, seen);
      if (block.title) plainText(block.title, 2000, `${pointer}/title`, fault);
    },
  },
  actions: {
    on: ALL,
    run(block, pointer, fault, seen) {
      for (const [at, one] of list(block.elements, 25, `${pointer}/elements`, fault).entries())
        element(one, `${pointer}/elements/${at}`, fault, seen);
    },
  },
  context_actions: {
    on: ['message'],
    run(block, pointer, fault, seen) {
      for (const [at, one] of list(block.elements, 5, `${pointer}/elements`, fault).entries()) {
        if (one.type !== 'feedback_buttons' && one.type !== 'icon_button') fault(pointer, `no ${String(one.type)} in context_actions`);
        action(one, `${pointer}/elements/${at}`, fault, seen);
        for (const side of ['positive_button', 'negative_button']) {
          const half = one[side] as Json;
          plainText(half?.text, 75, `${pointer}/elements/${at}/${side}`, fault);
          textFault(half?.value, 2000, `${pointer}/elements/${at}/${side}/value`, fault);
        }
      }
    },
  },
  input: {
    on: ['modal', 'home'],
    run(block, pointer, fault, seen) {
      plainText(block.label, 2000, `${pointer}/label`, fault);
      element(block.element as Json, `${pointer}/element`, fault, seen);
    },
  },
};

function element(one: Json, pointer: string, fault: Fault, seen: Seen): void {
  switch (one?.type) {
    case 'image':
      image(one, pointer, fault, seen);
      return;
    case 'button':
      plainText(one.text, 75, `${pointer}/text`, fault);
      if (one.value !== undefined) textFault(one.value, 2000, `${pointer}/value`, fault);
      if (one.accessibility_label !== undefined) textFault(one.accessibility_label, 75, `${pointer}/accessibility_label`, fault);
      if (one.confirm) confirmation(one.confirm as Json, `${pointer}/confirm`, fault);
      break;
    case 'overflow':
      options(one, 5, pointer, fault);
      break;
    case 'checkboxes':
    case 'radio_buttons':
      options(one, 10, pointer, fault);
      break;
    case 'plain_text_input':
      if (Number(one.max_length) > 3000) fault(pointer, 'max_length above 3000');
      if (one.initial_value !== undefined) textFault(one.initial_value, 3000, `${pointer}/initial_value`, fault);
      if (one.placeholder) plainText(one.placeholder, 150, `${pointer}/placeholder`, fault);
      break;
    case 'file_input':
      if (!pointer.endsWith('/element')) fault(pointer, 'file_input is for forms');
      if (!(Number(one.max_files ?? 10) >= 1 && Number(one.max_files ?? 10) <= 10)) fault(pointer, 'max_files is 1 to 10');
      list(one.filetypes, 30, `${pointer}/filetypes`, fault);
      break;
    case 'static_select':
      options(one, 100, pointer, fault);
      break;
    case 'conversations_select':
      break;
    default:
      fault(pointer, `no such element: ${String(one?.type)}`);
  }
  action(one, pointer, fault, seen);
}

function action(one: Json, pointer: string, fault: Fault, { actionIds }: Seen): void {
  textFault(one?.action_id, 255, `${pointer}/action_id`, fault);
  const id = String(one?.action_id);
  // In forms each input has a block of its own, and only there ids may come again.
  if (actionIds.has(id) && !pointer.endsWith('/element')) fault(pointer, `the action_id ${id} is there twice`);
  actionIds.add(id);
}

function image(block: Json, pointer: string, fault: Fault, { fileFault }: Seen): void {
  textFault(block.alt_text, 2000, `${pointer}/alt_text`, fault);
  const file = block.slack_file as { readonly id?: unknown } | undefined;
  if ((file === undefined) === (block.image_url === undefined)) fault(pointer, 'exactly one of slack_file and image_url');
  if (file === undefined) return;
  const id = String(file.id);
  const wrong = /^F[A-Z0-9]{8,}$/.test(id) ? fileFault(id) : 'not a file id';
  if (wrong) fault(`${pointer}/slack_file`, `invalid slack file (${wrong})`);
}

function confirmation(given: Json, pointer: string, fault: Fault): void {
  plainText(given.title, 100, `${pointer}/title`, fault);
  textObject(given.text, 300, `${pointer}/text`, fault);
  plainText(given.confirm, 30, `${pointer}/confirm`, fault);
  plainText(given.deny, 30, `${pointer}/deny`, fault);
}

function options(one: Json, most: number, pointer: string, fault: Fault): void {
  const values = new Set<unknown>();
  for (const option of list(one.options, most, `${pointer}/options`, fault)) {
    textObject(option.text, 75, `${pointer}/options`, fault);
    textFault(option.value, 150, `${pointer}/options/value`, fault);
    if (option.description) plainText(option.description, 75, `${pointer}/options/description`, fault);
    if (values.has(option.value)) fault(pointer, 'an option is there twice');
    values.add(option.value);
  }
}

function list(given: unknown, most: number, pointer: string, fault: Fault): Json[] {
  if (!Array.isArray(given) || given.length === 0) fault(pointer, 'no elements');
  else if (given.length > most) fault(pointer, `more than ${most} elements`);
  return Array.isArray(given) ? (given as Json[]) : [];
}

function textObject(given: unknown, most: number, pointer: string, fault: Fault): void {
  const text = given as { readonly type?: unknown; readonly text?: unknown; readonly emoji?: unknown };
  if (text?.type !== 'mrkdwn' && text?.type !== 'plain_text') fault(pointer, 'not a text object');
  else if (text.type === 'mrkdwn' && text.emoji !== undefined) fault(pointer, 'emoji is for plain_text only');
  textFault(text?.text, most, pointer, fault);
}

function plainText(given: unknown, most: number, pointer: string, fault: Fault): void {
  if ((given as Json)?.type !== 'plain_text') fault(pointer, 'not plain_text');
  textFault((given as Json)?.text, most, pointer, fault);
}

function textFault(given: unknown, most: number, pointer: string, fault: Fault): void {
  if (typeof given !== 'string' || given.length === 0) fault(pointer, 'no text');
  else if (given.length > most) fault(pointer, `more than ${most} characters`);
}

export function viewFaults(view: Json, fileFault: (fileId: string) => string | undefined): string[] {
  const faults = blockFaults(view.blocks, view.type === 'home' ? 'home' : 'modal', fileFault);
  const fault: Fault = (pointer, what) => void faults.push(`${pointer}: ${what}`);
  if (view.type === 'home') return faults;
  plainText(view.title, 24, '/title', fault);
  for (const part of ['submit', 'close']) if (view[part]) plainText(view[part], 24, `/${part}`, fault);
  if (String(view.private_metadata ?? '').length > 3000) fault('/private_metadata', 'more than 3000 characters');
  if (JSON.stringify(view).length > 250_000) fault('', 'a view has more than 250 KB');
  const blocks = view.blocks as Json[];
  if (Array.isArray(blocks) && blocks.some(({ type }) => type === 'input') && !view.submit) fault('/submit', 'a form needs a button');
  return faults;
}
