/** The commands, from which both their registration and `deploy/discord-commands.json` are made. */
import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  ApplicationCommandOptionType as Option,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { en } from './words/en.ts';
import { TRANSLATIONS, type Words } from './words/index.ts';

type Naming = (words: Words) => readonly [name: string, description: string];

const ANYWHERE = {
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
};
/** A request has 8000 characters; an option at most 6000. */
const PROMPT_CHARS = 2000;
const MAX_SEED = 2 ** 32 - 1;

const names = (naming: Naming) => ({
  name: naming(en)[0],
  name_localizations: Object.fromEntries(TRANSLATIONS.map(([locale, words]) => [locale, naming(words)[0]])),
});
const described = (naming: Naming) => ({
  ...names(naming),
  description: naming(en)[1],
  description_localizations: Object.fromEntries(TRANSLATIONS.map(([locale, words]) => [locale, naming(words)[1]])),
});

const slash = (naming: Naming, ...options: object[]) => ({
  type: ApplicationCommandType.ChatInput,
  ...described(naming),
  options,
  ...ANYWHERE,
});
const onMessage = (naming: Naming) => ({ type: ApplicationCommandType.Message, ...names(naming), ...ANYWHERE });
const text = (naming: Naming, required: boolean, maxChars = PROMPT_CHARS) => ({
  type: Option.String,
  ...described(naming),
  required,
  max_length: maxChars,
});
const image = (naming: Naming, required: boolean) => ({ type: Option.Attachment, ...described(naming), required });
const choice = (value: string, naming: (words: Words) => string) => {
  const { name, name_localizations } = names((words) => [naming(words), '']);
  return { name, name_localizations, value };
};
const pictureName = () => ({ type: Option.String, ...described((words) => words.options.picture), required: false, autocomplete: true });
const seed = () => ({
  type: Option.Integer,
  ...described((words) => words.options.seed),
  required: false,
  min_value: 0,
  max_value: MAX_SEED,
});

export const commands = [
  slash(
    (words) => words.commands.dream,
    text((words) => words.options.prompt, true),
    image((words) => words.options.image, false),
    seed(),
  ),
  slash(
    (words) => words.commands.edit,
    text((words) => words.options.instruction, true),
    pictureName(),
    image((words) => words.options.image, false),
  ),
  slash(
    (words) => words.commands.describe,
    pictureName(),
    image((words) => words.options.image, false),
  ),
  slash(
    (words) => words.commands.blend,
    image((words) => words.options.image, true),
    image((words) => words.options.image2, true),
    image((words) => words.options.image3, false),
    image((words) => words.options.image4, false),
    text((words) => words.options.prompt, false),
  ),
  {
    ...slash(
      (words) => words.commands.thread,
      text((words) => words.options.question, true),
      text((words) => words.options.title, false, 100),
    ),
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  },
  slash(
    (words) => words.commands.find,
    text((words) => words.options.words, true, 100),
  ),
  slash((words) => words.commands.queue),
  slash(
    (words) => words.commands.verify,
    image((words) => words.options.image, true),
  ),
  slash((words) => words.commands.settings),
  {
    ...slash((words) => words.commands.safety),
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    default_member_permissions: String(PermissionFlagsBits.ManageMessages),
  },
  slash((words) => words.commands.forget, {
    ...text((words) => words.options.what, true),
    max_length: undefined,
    choices: [choice('me', (words) => words.forgetMe), choice('thread', (words) => words.forgetThread)],
  }),
  onMessage((words) => words.commands.editImage),
  onMessage((words) => words.commands.illustrate),
  onMessage((words) => words.commands.describeMessage),
  onMessage((words) => words.commands.verifyMessage),
] as unknown as RESTPostAPIApplicationCommandsJSONBody[];

/** As it stands in `deploy/discord-commands.json`: a command a line. */
export const commandsText = (): string => `[\n${commands.map((command) => JSON.stringify(command)).join(',\n')}\n]\n`;
