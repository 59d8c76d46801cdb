/** Calls to Slack: at the pace it allows, with its failures as ours. What only the operator can mend is said to the operator once. */
import { webApi } from '@slack/bolt';
import { PlatformError } from '../../src/core/errors.ts';
import { type Arguments, METHODS, type MethodName } from './methods.ts';
import type { Rates } from './rates.ts';

const TRIES_AT_MOST = 6;
const REPEATS_AT_MOST = 2;
const REPEAT_MS = 250;
/** A token that does not work is tried again this much later: someone may have mended it. */
const BROKEN_MS = 10 * 60_000;
const CALL_MS_AT_MOST = 30_000;

/** What a person has to do about a code of Slack's. */
const FOR_THE_OPERATOR: Readonly<Record<string, string>> = {
  invalid_auth: 'the token is not valid; put a new one into the settings',
  not_authed: 'no token was sent; put one into the settings',
  account_inactive: 'the app was removed from the workspace; install it again',
  token_revoked: 'the token was revoked; install the app again',
  token_expired: 'the token has expired; install the app again',
  access_denied: 'the workspace does not let the app in; ask its admins',
  missing_scope: 'a scope is missing; add it in the app settings and install the app again',
  not_allowed_token_type: 'the token is of the wrong kind; a bot token (xoxb-) is needed',
};

const PASSING = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
  'team_added_to_org',
]);

/** Slack's answer to a call; what is read of it is checked where it is read. */
export type Answer = Readonly<Record<string, unknown>> & { readonly ok?: boolean };

export interface CallsOptions {
  readonly rates: Rates;
  /** The bot token of a workspace. */
  readonly tokenOf: (team: string) => Promise<string>;
  readonly apiUrl?: string;
  /** Told once of what only the operator can mend. */
  readonly failed: (error: unknown) => void;
}

export type Calls = ReturnType<typeof createCalls>;

export const clientOptions = (apiUrl: string | undefined): webApi.WebClientOptions => ({
  ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: CALL_MS_AT_MOST,
  logger: SILENT,
});

export function createCalls({ rates, tokenOf, apiUrl, failed }: CallsOptions) {
  const clients = new Map<string, { token: string; client: webApi.WebClient }>();
  const told = new Set<string>();

  async function clientOf(team: string): Promise<webApi.WebClient> {
    const token = await tokenOf(team);
    const known = clients.get(team);
    if (known?.token === token) return known.client;
    // A token of a whole organisation has to be told which workspace is meant.
    const client = new webApi.WebClient(token, { ...clientOptions(apiUrl), teamId: team });
    clients.set(team, { token, client });
    return client;
  }

  /** Runs `send` at the pace of `method`; tries again what Slack put off, and what may be repeated when the answer was lost. */
  async function paced<Result>(
    team: string,
    method: MethodName,
    { key, repeatable }: { readonly key: string; readonly repeatable: boolean },
    send: (client: webApi.WebClient) => Promise<Result>,
  ): Promise<Result> {
    const { perMinute } = METHODS[method];
    for (let tries = 1, repeats = 0; ; tries++) {
      await rates.take(key, perMinute);
      if (rates.isClosed())
        throw new PlatformError('unreachable', 'The program is ending; this is sent after its next start.', { retryable: true });
      try {
        return await send(await clientOf(team));
      } catch (error) {
        if (error instanceof webApi.WebAPIRateLimitedError) {
          rates.silence(key, perMinute, error.retryAfter * 1000);
          if (tries < TRIES_AT_MOST) continue;
        }
        const failure = failureOf(error, method);
        if (failure.code === 'unreachable' && slackCode(failure) === undefined && repeatable && repeats++ < REPEATS_AT_MOST) {
          await rates.pause(REPEAT_MS * 2 ** repeats);
          continue;
        }
        tell(team, failure);
        throw failure;
      }
    }
  }

  function tell(team: string, failure: PlatformError): void {
    const code = slackCode(failure) ?? '';
    const once = `${team} ${failure.message}`;
    if (!(code in FOR_THE_OPERATOR) || told.has(once)) return;
    told.add(once);
    failed(failure);
  }

  const keyOf = (team: string, method: MethodName, args: object): string =>
    `${team} ${method}${method === 'chat.postMessage' ? ` ${String((args as { channel?: unknown }).channel)}` : ''}`;

  return {
    /** Throws PlatformError; `slackCode` tells Slack's own word for it. */
    call<M extends MethodName>(team: string, method: M, args: Arguments[M]): Promise<Answer> {
      const key = keyOf(team, method, args as object);
      return paced(team, method, { key, repeatable: 'repeatable' in METHODS[method] }, (client) =>
        client.apiCall(method, args as Record<string, unknown>),
      ) as Promise<Answer>;
    },

    /** Undefined when the call would have to wait, or would leave less than `spare` of what is allowed. Throws as `call`. */
    async callIfRoom<M extends MethodName>(team: string, method: M, args: Arguments[M], spare = 0): Promise<Answer | undefined> {
      const { perMinute } = METHODS[method];
      const key = keyOf(team, method, args as object);
      if (!rates.takeNow(key, perMinute, spare)) return undefined;
      try {
        return (await (await clientOf(team)).apiCall(method, args as Record<string, unknown>)) as Answer;
      } catch (error) {
        if (error instanceof webApi.WebAPIRateLimitedError) {
          rates.silence(key, perMinute, error.retryAfter * 1000);
          return undefined;
        }
        const failure = failureOf(error, method);
        tell(team, failure);
        throw failure;
      }
    },

    /** Whether a call could be made now and leave `spare` of what is allowed. */
    hasRoom: (team: string, method: MethodName, spare: number): boolean =>
      rates.hasRoom(`${team} ${method}`, METHODS[method].perMinute, spare),

    /** The library's own upload, of three calls. Done twice, a private file lies there twice, unseen; one that is shared would be seen twice. */
    async upload(team: string, args: webApi.FilesUploadV2Arguments): Promise<Answer> {
      const method = 'files.completeUploadExternal';
      const repeatable = !('channel_id' in args);
      return paced(team, method, { key: `${team} ${method}`, repeatable }, async (client) => {
        await rates.take(`${team} files.getUploadURLExternal`, METHODS['files.getUploadURLExternal'].perMinute);
        return (await client.filesUploadV2(args)) as unknown as Answer;
      });
    },

    tokenOf,
  };
}

/** Slack's own word for a failure: `channel_not_found`, `invalid_blocks`; undefined when none came. */
export function slackCode(error: unknown): string | undefined {
  const cause = error instanceof PlatformError ? error.cause : error;
  return cause instanceof webApi.WebAPIPlatformError ? cause.data.error : undefined;
}

/** Whether Slack says that a picture of a block is not there yet. */
export const isInvalidFile = (error: unknown): boolean => {
  const cause = error instanceof PlatformError ? error.cause : undefined;
  return cause instanceof webApi.WebAPIPlatformError && /invalid slack file/i.test(JSON.stringify(cause.data));
};

function failureOf(error: unknown, method: MethodName): PlatformError {
  if (error instanceof PlatformError) return error;
  if (error instanceof webApi.WebAPIRateLimitedError) {
    const retryAfterMs = error.retryAfter * 1000;
    return new PlatformError('unreachable', `Slack allows no more calls of ${method} for ${error.retryAfter} s; it is tried again.`, {
      retryable: true,
      retryAfterMs,
      cause: error,
    });
  }
  if (!(error instanceof webApi.WebAPIPlatformError)) {
    return new PlatformError('unreachable', `Slack did not answer ${method}; it is tried again.`, { retryable: true, cause: error });
  }
  const { error: code, needed: scope } = error.data as { error: string; needed?: unknown };
  if (code in FOR_THE_OPERATOR) {
    const needed = typeof scope === 'string' ? ` (${scope})` : '';
    const sentence = `Slack refuses ${method} with ${code}${needed}: ${FOR_THE_OPERATOR[code]}.`;
    return new PlatformError('unreachable', sentence, { retryable: true, retryAfterMs: BROKEN_MS, cause: error });
  }
  if (PASSING.has(code))
    return new PlatformError('unreachable', `Slack could not do ${method} (${code}); it is tried again.`, {
      retryable: true,
      cause: error,
    });
  return new PlatformError('rejected', `Slack refuses ${method} with ${code}; what it was about is left as it is.`, { cause: error });
}

/** What the library would print is told through failures. */
export const SILENT: webApi.Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => webApi.LogLevel.ERROR,
  setName() {},
};
