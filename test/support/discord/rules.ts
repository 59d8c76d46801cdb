/** What Discord refuses in a message or a form. Each rule throws the answer that Discord gives. */
import { ComponentType, MessageFlags } from 'discord.js';

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

export const invalidForm = (why: string) => new Refusal(400, 50035, `Invalid Form Body: ${why}`);

interface Component {
  readonly type: number;
  readonly id?: number;
  readonly custom_id?: string;
  readonly content?: string;
  readonly label?: string;
  readonly style?: number;
  readonly components?: readonly Component[];
  readonly component?: Component;
  readonly items?: readonly { readonly media?: { readonly url?: string }; readonly description?: string | null }[];
  readonly options?: readonly { readonly label: string; readonly value: string; readonly description?: string }[];
  readonly min_values?: number;
  readonly max_values?: number;
  readonly placeholder?: string;
}

const TOP: readonly number[] = [1, 9, 10, 12, 13, 14, 17];

function demand(isFine: boolean, why: string): void {
  if (!isFine) throw invalidForm(why);
}

const flat = (components: readonly Component[]): Component[] =>
  components.flatMap((component) => [
    component,
    ...flat(component.components ?? []),
    ...(component.component ? flat([component.component]) : []),
  ]);

/** `files`: names that `attachment://` may refer to. */
export function checkMessage(body: Record<string, unknown>, files: ReadonlySet<string>, wasV2: boolean): void {
  const flags = Number(body.flags ?? 0);
  const isV2 = wasV2 || (flags & MessageFlags.IsComponentsV2) !== 0;
  const components = (body.components ?? []) as Component[];
  demand(isV2, 'this fake takes Components V2 alone');
  demand(!body.content && !body.embeds, 'content and embeds cannot be used with IS_COMPONENTS_V2');
  const all = flat(components);
  demand(components.length > 0, 'components: required');
  demand(all.length <= 40, `components: ${all.length} of at most 40`);
  demand(
    components.every(({ type }) => TOP.includes(type)),
    'components: type not allowed at the top',
  );
  const texts = all.filter(({ type }) => type === ComponentType.TextDisplay).map(({ content = '' }) => content);
  demand(
    texts.every((text) => text.length >= 1),
    'content: 1 or more in length',
  );
  const chars = texts.join('').length;
  demand(chars <= 4000, `components: ${chars} of at most 4000 characters`);
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 12, 0);
  if (bytes > 10_170) throw new Refusal(500, 0, 'Internal Server Error');
  const ids = all.flatMap(({ id }) => id ?? []);
  demand(
    new Set(ids).size === ids.length && ids.every((id) => Number.isInteger(id) && id >= 0 && id < 2 ** 31),
    'id: unique 32 bit integers',
  );
  const customIds = all.flatMap(({ custom_id }) => custom_id ?? []);
  demand(new Set(customIds).size === customIds.length, 'custom_id: unique');
  for (const component of all) checkComponent(component, files);
}

function checkComponent(component: Component, files: ReadonlySet<string>): void {
  const { type, custom_id: customId } = component;
  if (customId !== undefined) demand(customId.length >= 1 && customId.length <= 100, 'custom_id: 1 to 100');
  switch (type) {
    case ComponentType.ActionRow:
      demand((component.components ?? []).length >= 1 && (component.components ?? []).length <= 5, 'components: 1 to 5 in a row');
      break;
    case ComponentType.Button:
      demand(customId !== undefined && (component.label ?? '').length >= 1 && (component.label ?? '').length <= 80, 'label: 1 to 80');
      break;
    case ComponentType.StringSelect: {
      const options = component.options ?? [];
      demand(options.length >= 1 && options.length <= 25, 'options: 1 to 25');
      demand(
        options.every(({ label, value }) => label.length >= 1 && label.length <= 100 && value.length >= 1 && value.length <= 100),
        'option: 1 to 100',
      );
      demand(
        options.every(({ description = 'x' }) => description.length >= 1 && description.length <= 100),
        'description: 1 to 100',
      );
      demand(new Set(options.map(({ value }) => value)).size === options.length, 'options: unique');
      demand((component.max_values ?? 1) <= options.length && (component.placeholder ?? '').length <= 150, 'max_values, placeholder');
      break;
    }
    case ComponentType.MediaGallery: {
      const items = component.items ?? [];
      demand(items.length >= 1 && items.length <= 10, 'items: 1 to 10');
      for (const { media, description } of items) {
        const url = media?.url ?? '';
        demand(url.startsWith('attachment://') || /^https?:/.test(url), 'url: scheme');
        if (url.startsWith('attachment://') && !files.has(url.slice(13))) throw new Refusal(400, 50035, `unfurled media not found: ${url}`);
        if (description != null) demand(description.length >= 1 && description.length <= 1024, 'description: 1 to 1024');
      }
      break;
    }
  }
}

export function checkForm(data: Record<string, unknown>): void {
  const components = (data.components ?? []) as Component[];
  demand(String(data.title ?? '').length >= 1 && String(data.title).length <= 45, 'title: 1 to 45');
  demand(String(data.custom_id ?? '').length >= 1 && String(data.custom_id).length <= 100, 'custom_id: 1 to 100');
  demand(components.length >= 1 && components.length <= 5, 'components: 1 to 5');
  for (const { type, label = '', component } of components) {
    demand(type === ComponentType.Label && label.length >= 1 && label.length <= 45 && component !== undefined, 'a form holds labels');
    const types: readonly number[] = [ComponentType.TextInput, ComponentType.FileUpload, ComponentType.RadioGroup];
    demand(types.includes(component?.type ?? 0), 'component: type');
    if (component?.type === ComponentType.RadioGroup)
      demand((component.options ?? []).length >= 2 && (component.options ?? []).length <= 10, 'options: 2 to 10');
    demand((component?.custom_id ?? '').length <= 100, 'custom_id');
    demand((component?.placeholder ?? '').length <= 100, 'placeholder: at most 100');
  }
}

interface Named {
  readonly name: string;
  readonly description?: string;
  readonly type?: number;
  readonly required?: boolean;
  readonly options?: readonly Named[];
  readonly name_localizations?: Record<string, string>;
  readonly description_localizations?: Record<string, string>;
}

/** As the registration of commands is checked: lengths, letters, and required options first. */
export function checkCommands(commands: readonly Named[]): void {
  for (const command of commands) {
    const isSlash = (command.type ?? 1) === 1;
    const names = [command.name, ...Object.values(command.name_localizations ?? {})];
    demand(
      names.every((name) => (isSlash ? isCommandName(name) : name.length >= 1 && name.length <= 32)),
      `name: ${names}`,
    );
    const descriptions = [command.description ?? '', ...Object.values(command.description_localizations ?? {})];
    demand(isSlash ? descriptions.every(isDescription) : descriptions.every((one) => one === ''), `description: ${command.name}`);
    const options = command.options ?? [];
    demand(options.length <= 25, 'options: at most 25');
    demand(
      options.findLastIndex(({ required }) => required) < options.findIndex(({ required }) => !required) ||
        options.every(({ required }) => required) ||
        options.every(({ required }) => !required),
      'required options first',
    );
    for (const locale of ['', 'de', 'fr']) {
      const called = options.map((option) => (locale ? option.name_localizations?.[locale] : option.name) ?? option.name);
      demand(new Set(called).size === called.length && called.every(isCommandName), `options of ${command.name} (${locale}): ${called}`);
    }
    demand(
      options.every((option) => [option.description ?? '', ...Object.values(option.description_localizations ?? {})].every(isDescription)),
      'description',
    );
  }
}

const isCommandName = (name: string): boolean => /^[-_'\p{L}\p{N}]{1,32}$/u.test(name) && name === name.toLowerCase();
const isDescription = (text: string): boolean => text.length >= 1 && text.length <= 100;
