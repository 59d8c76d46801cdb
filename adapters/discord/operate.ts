/** What the one who runs the bot does: tell Discord its commands, and find out what is not set up. */
import {
  type APIApplication,
  type APIUser,
  ApplicationFlags,
  PermissionFlagsBits,
  REST,
  type RESTGetAPIApplicationCommandsResult,
  type RESTGetAPIGatewayBotResult,
  Routes,
} from 'discord.js';
import { sentenceOf } from '../../src/core/errors.ts';
import { loginError } from './adapter.ts';
import { commands } from './commands.ts';
import { platformErrorOf } from './wire.ts';

const PERMISSIONS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory;

const restOf = (token: string, api?: string): REST => new REST({ ...(api && { api }) }).setToken(token);

async function asked<Result>(call: () => Promise<unknown>): Promise<Result> {
  try {
    return (await call()) as Result;
  } catch (cause) {
    const error = platformErrorOf(cause);
    throw 'status' in (cause as object) && (cause as { status: number }).status === 401 ? loginError(new Error('token')) : error;
  }
}

/** The number of commands that Discord knows then. `guildId`: in that server alone. */
export async function registerCommands(token: string, guildId?: string, api?: string): Promise<number> {
  const rest = restOf(token, api);
  const { id } = await asked<APIApplication>(() => rest.get(Routes.currentApplication()));
  const route = guildId ? Routes.applicationGuildCommands(id, guildId) : Routes.applicationCommands(id);
  return (await asked<unknown[]>(() => rest.put(route, { body: commands }))).length;
}

export interface Finding {
  readonly isFine: boolean;
  /** A sentence; of what is not fine it says what to do. */
  readonly text: string;
}

/** One finding for each thing that has to be right, in the order in which to mend them. */
export async function diagnoseDiscord(token: string, messageContent: boolean, api?: string): Promise<Finding[]> {
  const rest = restOf(token, api);
  const fine = (text: string): Finding => ({ isFine: true, text });
  const wrong = (text: string): Finding => ({ isFine: false, text });
  try {
    const user = await asked<APIUser>(() => rest.get(Routes.user()));
    const application = await asked<APIApplication>(() => rest.get(Routes.currentApplication()));
    const gateway = await asked<RESTGetAPIGatewayBotResult>(() => rest.get(Routes.gatewayBot()));
    const known = await asked<RESTGetAPIApplicationCommandsResult>(() => rest.get(Routes.applicationCommands(application.id)));
    const mayRead =
      ((application.flags ?? 0) & (ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited)) !== 0;
    const { remaining, total } = gateway.session_start_limit;
    const missing = commands.filter(({ name }) => !known.some((one) => one.name === name)).map(({ name }) => name);
    return [
      fine(`Discord accepts the token: the bot is ${user.username}.`),
      messageContent && !mayRead
        ? wrong(
            'Message content is on here and off at Discord: switch Message Content Intent on (Developer Portal ▸ Bot), or set DISCORD_MESSAGE_CONTENT=off.',
          )
        : fine(
            messageContent
              ? 'The bot may read what is said in its threads.'
              : 'The bot reads only what is said to it (DISCORD_MESSAGE_CONTENT=off).',
          ),
      remaining > 0
        ? fine(`The bot may connect ${remaining} of ${total} times more today; Discord suggests ${gateway.shards} shard(s).`)
        : wrong('The bot connected too often today: wait a day, and look at the log for why it was restarted.'),
      missing.length === 0
        ? fine(`Discord knows all ${commands.length} commands.`)
        : wrong(`Discord does not know ${missing.join(', ')}: run dreamthread discord register.`),
      fine(
        `Invite it: https://discord.com/oauth2/authorize?client_id=${application.id}&scope=bot+applications.commands&permissions=${PERMISSIONS}`,
      ),
    ];
  } catch (error) {
    return [wrong(sentenceOf(error))];
  }
}
