/** Which tokens are good, whose they are, and how an app comes by them: OAuth, in one workspace or for an organisation, with or without rotation. */
import { APP, BOT, type Json, refuse, TEAM } from './state.ts';

export type Tokens = ReturnType<typeof createTokens>;

export function createTokens(scopes: () => readonly string[]) {
  /** The workspace or organisation of each token. */
  const owners = new Map<string, string>([[BOT.token, TEAM]]);
  /** Slack's word for why a token is good no longer. */
  const faults = new Map<string, string>();
  /** Refresh tokens that nobody has used yet. */
  const fresh = new Map<string, string>();
  const rotation: { expiresInS: number | undefined } = { expiresInS: undefined };
  let sequence = 0;

  function grant(owner: string): Json {
    const token = `xoxb-${owner}-${++sequence}`;
    owners.set(token, owner);
    if (rotation.expiresInS === undefined) return { access_token: token, token_type: 'bot' };
    const refresh = `xoxe-1-${owner}-${sequence}`;
    fresh.set(refresh, owner);
    return { access_token: token, token_type: 'bot', refresh_token: refresh, expires_in: rotation.expiresInS };
  }

  function granted(owner: string): Json {
    const isOrganisation = owner.startsWith('E');
    return {
      ...grant(owner),
      scope: scopes().join(','),
      bot_user_id: BOT.user,
      app_id: APP,
      team: isOrganisation ? null : { id: owner, name: owner },
      enterprise: isOrganisation ? { id: owner, name: owner } : null,
      authed_user: { id: 'U0INSTALLER' },
      is_enterprise_install: isOrganisation,
    };
  }

  return {
    /** From the next grant on tokens live so long; undefined: for ever. */
    rotation,

    /** Whose token it is; refuses as Slack does. */
    ownerOf(token: string): string {
      const fault = faults.get(token);
      if (fault !== undefined) refuse(fault);
      return owners.get(token) ?? refuse('invalid_auth');
    },
    isGood: (token: string): boolean => owners.has(token) && !faults.has(token),
    spoil: (token: string, code: string): void => void faults.set(token, code),
    mend: (token: string): void => void faults.delete(token),

    /** Any code is good for the workspace or organisation it names (`code-T0TEAM001`); a refresh token is good once. */
    exchange({ code, client_id, client_secret, grant_type, refresh_token }: Json, authorization: string | undefined): Json {
      const basic = authorization?.startsWith('Basic ')
        ? Buffer.from(authorization.slice(6), 'base64').toString()
        : `${client_id}:${client_secret}`;
      if (basic !== 'local-client:local-client-secret') refuse('bad_client_secret');
      if (grant_type !== 'refresh_token') return granted(/^code-([TE][A-Z0-9]+)$/.exec(String(code))?.[1] ?? refuse('invalid_code'));
      const owner = fresh.get(String(refresh_token)) ?? refuse('invalid_refresh_token');
      fresh.delete(String(refresh_token));
      return granted(owner);
    },
  };
}
