/** `dreamthread discord …` and `dreamthread doctor discord`. */
import type { Command } from 'commander';
import { ConfigError } from '../../src/core/errors.ts';
import { commandsText } from './commands.ts';
import { diagnoseDiscord, registerCommands } from './operate.ts';

interface Settings {
  readonly token: string;
  readonly messageContent: boolean;
}

/** `settingsOf`: undefined when no token is set. */
export function addDiscordCommands(program: Command, doctor: Command, settingsOf: () => Settings | undefined): void {
  const { stdout } = process;
  const settings = (): Settings => {
    const given = settingsOf();
    if (!given)
      throw new ConfigError('invalid-setting', 'DISCORD_TOKEN is not set: copy it from the Developer Portal (Bot), see docs/discord.md.');
    return given;
  };
  const discord = program.command('discord').description('sets up the Discord bot');

  discord
    .command('register')
    .description('tells Discord the commands; again after each update')
    .option('--guild <id>', 'only in this server, where they appear at once')
    .action(async ({ guild }: { guild?: string }) => {
      const count = await registerCommands(settings().token, guild);
      stdout.write(`Discord knows ${count} commands now.\n`);
    });

  discord
    .command('commands')
    .description('prints the commands as JSON')
    .action(() => void stdout.write(commandsText()));

  doctor
    .command('discord')
    .description('token, intents, sessions, commands; prints the link that invites the bot')
    .action(async () => {
      const { token, messageContent } = settings();
      const findings = await diagnoseDiscord(token, messageContent);
      for (const { isFine, text } of findings) stdout.write(`${isFine ? 'ok  ' : 'fix '} ${text}\n`);
      if (findings.some(({ isFine }) => !isFine)) process.exitCode = 1;
    });
}
