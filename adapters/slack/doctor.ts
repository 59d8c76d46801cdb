/** Says what is missing before Slack works, as far as it can be asked without doing anything. */
import { webApi } from '@slack/bolt';
import { z } from 'zod';
import { clientOptions, slackCode } from './calls.ts';
import type { Connection } from './connect.ts';
import { SCOPES } from './methods.ts';

interface Finding {
  readonly isFine: boolean;
  readonly text: string;
}

const identity = z.object({
  team: z.string(),
  user: z.string(),
  response_metadata: z.object({ scopes: z.array(z.string()).default([]) }).default({ scopes: [] }),
});

const UNREACHED = 'Slack could not be reached';
const COPY_TOKEN = 'copy the bot token from "OAuth & Permissions"';
/** What has to be done where a new copy of the token would not help. */
const MENDED: Readonly<Record<string, string>> = {
  account_inactive: 'the app was removed from the workspace; install it again',
  token_revoked: 'the token was revoked; install the app again and copy the new one',
  token_expired: 'tokens of this app expire (token rotation), which only the way with OAuth can follow; set SLACK_CLIENT_ID and the rest',
  not_allowed_token_type: 'a bot token begins with xoxb-',
};

/** `connection` undefined: nothing is set. */
export async function diagnoseSlack(connection: Connection | undefined, apiUrl?: string): Promise<readonly Finding[]> {
  if (!connection) return [bad('Slack is not set up: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (the README has the five minutes it takes).')];
  const options = clientOptions(apiUrl);
  if (connection.mode === 'oauth') return oauthFindings(connection, options);
  const findings = await tokenFindings(connection.botToken, options);
  if (connection.mode === 'socket') return [...findings, await socketFinding(connection.appToken, options)];
  return [
    ...findings,
    good(
      `Requests are taken at http://${connection.host}:${connection.port}/slack/events: Slack needs a public https address that leads there.`,
    ),
  ];
}

async function tokenFindings(botToken: string, options: webApi.WebClientOptions): Promise<Finding[]> {
  try {
    const { team, user, response_metadata } = identity.parse(await new webApi.WebClient(botToken, options).auth.test());
    const missing = SCOPES.filter((scope) => !response_metadata.scopes.includes(scope));
    return [
      good(`SLACK_BOT_TOKEN is good: ${user} in ${team}.`),
      missing.length === 0
        ? good(`All ${SCOPES.length} scopes are there.`)
        : bad(`Scopes are missing: ${missing.join(', ')}. Add them under "OAuth & Permissions" and install the app again.`),
    ];
  } catch (error) {
    const code = slackCode(error);
    return [bad(`SLACK_BOT_TOKEN does not work (${code ?? UNREACHED}): ${MENDED[code ?? ''] ?? COPY_TOKEN}.`)];
  }
}

async function socketFinding(appToken: string, options: webApi.WebClientOptions): Promise<Finding> {
  try {
    await new webApi.WebClient(appToken, options).apps.connections.open({});
    return good('SLACK_APP_TOKEN is good: Socket Mode can connect.');
  } catch (error) {
    return bad(
      `SLACK_APP_TOKEN does not work (${slackCode(error) ?? UNREACHED}): make one with connections:write under "Basic Information", and switch Socket Mode on.`,
    );
  }
}

/** Without a workspace there is no token to try; Slack tells a wrong client apart from a wrong code. */
async function oauthFindings(
  { clientId: client_id, clientSecret: client_secret, host, port }: Extract<Connection, { mode: 'oauth' }>,
  options: webApi.WebClientOptions,
): Promise<Finding[]> {
  const code = await new webApi.WebClient(undefined, options).oauth.v2
    .access({ client_id, client_secret, code: 'none' })
    .then(() => 'ok', slackCode);
  const knowsClient = code === 'invalid_code' || code === 'ok';
  return [
    knowsClient
      ? good('SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are good.')
      : bad(`SLACK_CLIENT_ID and SLACK_CLIENT_SECRET do not work (${code ?? UNREACHED}): copy them from "Basic Information".`),
    good(`Workspaces install the app at http://${host}:${port}/slack/install; Slack needs a public https address that leads there.`),
  ];
}

const good = (text: string): Finding => ({ isFine: true, text });
const bad = (text: string): Finding => ({ isFine: false, text });
