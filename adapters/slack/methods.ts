/**
 * Every method that is called and every event that is listened to, with the scopes they need and how often a method may be called.
 * The manifest in deploy/ asks for these scopes and no others; `dreamthread doctor slack` compares them with the token's.
 */
import type { webApi } from '@slack/bolt';

/** Slack's tiers, in calls a minute for each workspace. Those it calls special are kept low. */
const TIER = { two: 20, three: 50, four: 100, special: 60 } as const;

interface Method {
  readonly scopes: readonly string[];
  readonly perMinute: number;
  /** May be sent again when its answer was lost: doing it twice is as doing it once. */
  readonly repeatable?: true;
}

export const METHODS = {
  'agents.sessions.setStatus': { scopes: ['chat:write'], perMinute: TIER.three, repeatable: true },
  'assistant.threads.setStatus': { scopes: ['chat:write'], perMinute: TIER.special, repeatable: true },
  'assistant.threads.setSuggestedPrompts': { scopes: ['assistant:write'], perMinute: TIER.special, repeatable: true },
  'auth.test': { scopes: [], perMinute: TIER.special, repeatable: true },
  'canvases.access.set': { scopes: ['canvases:write'], perMinute: TIER.three, repeatable: true },
  'canvases.create': { scopes: ['canvases:write'], perMinute: TIER.two },
  'chat.appendStream': { scopes: ['chat:write'], perMinute: TIER.four },
  'chat.delete': { scopes: ['chat:write'], perMinute: TIER.three, repeatable: true },
  'chat.postEphemeral': { scopes: ['chat:write'], perMinute: TIER.four },
  'chat.postMessage': { scopes: ['chat:write'], perMinute: TIER.special },
  'chat.startStream': { scopes: ['chat:write'], perMinute: TIER.two },
  'chat.stopStream': { scopes: ['chat:write'], perMinute: TIER.two },
  'chat.update': { scopes: ['chat:write'], perMinute: TIER.three, repeatable: true },
  // Only of direct messages and channels that the bot is in.
  'conversations.history': { scopes: ['channels:history', 'groups:history', 'im:history'], perMinute: TIER.three, repeatable: true },
  'conversations.open': { scopes: ['im:write'], perMinute: TIER.three, repeatable: true },
  // In public channels, private channels and direct messages.
  'conversations.replies': { scopes: ['channels:history', 'groups:history', 'im:history'], perMinute: TIER.three, repeatable: true },
  'files.completeUploadExternal': { scopes: ['files:write'], perMinute: TIER.four },
  'files.getUploadURLExternal': { scopes: ['files:write'], perMinute: TIER.four },
  'files.info': { scopes: ['files:read'], perMinute: TIER.four, repeatable: true },
  'users.info': { scopes: ['users:read'], perMinute: TIER.four, repeatable: true },
  'views.open': { scopes: [], perMinute: TIER.four },
  'views.push': { scopes: [], perMinute: TIER.four },
  'views.publish': { scopes: [], perMinute: TIER.four, repeatable: true },
  'views.update': { scopes: [], perMinute: TIER.four, repeatable: true },
} as const satisfies Readonly<Record<string, Method>>;

export type MethodName = keyof typeof METHODS;

export interface Arguments {
  'agents.sessions.setStatus': webApi.AgentsSessionsSetStatusArguments;
  'assistant.threads.setStatus': webApi.AssistantThreadsSetStatusArguments;
  'assistant.threads.setSuggestedPrompts': webApi.AssistantThreadsSetSuggestedPromptsArguments;
  'auth.test': webApi.AuthTestArguments;
  'canvases.access.set': webApi.CanvasesAccessSetArguments;
  'canvases.create': webApi.CanvasesCreateArguments;
  'chat.appendStream': webApi.ChatAppendStreamArguments;
  'chat.delete': webApi.ChatDeleteArguments;
  'chat.postEphemeral': webApi.ChatPostEphemeralArguments;
  'chat.postMessage': webApi.ChatPostMessageArguments;
  'chat.startStream': webApi.ChatStartStreamArguments;
  'chat.stopStream': webApi.ChatStopStreamArguments;
  'chat.update': webApi.ChatUpdateArguments;
  'conversations.history': webApi.ConversationsHistoryArguments;
  'conversations.open': webApi.ConversationsOpenArguments;
  'conversations.replies': webApi.ConversationsRepliesArguments;
  'files.completeUploadExternal': webApi.FilesCompleteUploadExternalArguments;
  'files.getUploadURLExternal': webApi.FilesGetUploadURLExternalArguments;
  'files.info': webApi.FilesInfoArguments;
  'users.info': webApi.UsersInfoArguments;
  'views.open': webApi.ViewsOpenArguments;
  'views.push': webApi.ViewsPushArguments;
  'views.publish': webApi.ViewsPublishArguments;
  'views.update': webApi.ViewsUpdateArguments;
}

/** The events that the manifest subscribes to, with the scopes they need. */
export const EVENTS: Readonly<Record<string, readonly string[]>> = {
  agent_session_stopped: ['assistant:write'],
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  reaction_added: ['reactions:read'],
  tokens_revoked: [],
};

/** Every scope the bot uses: of its methods, of its events, for its commands and shortcuts, and for the agent view. */
export const SCOPES: readonly string[] = [
  ...new Set([
    ...Object.values(METHODS).flatMap(({ scopes }) => scopes as readonly string[]),
    ...Object.values(EVENTS).flat(),
    'commands',
    'assistant:write',
  ]),
].sort();
