/** The slice of Slack's Web API that the bot uses, as strict as Slack's reference says. */
import { CHAT } from './chat.ts';
import { checkedView, inChannel, inThread } from './checks.ts';
import { FILES } from './files.ts';
import { BOT, type Json, type Method, parsed, refuse, type StoredMessage, TEAM, textOf } from './state.ts';

export const METHODS: Readonly<Record<string, Method>> = {
  ...CHAT,
  ...FILES,

  'auth.test': () => ({
    team_id: TEAM,
    user_id: BOT.user,
    bot_id: BOT.bot,
    team: 'Local',
    user: 'dreamthread',
    url: 'https://local.slack.com/',
  }),

  'conversations.open'({ users }, state) {
    const channel = `D${textOf(users).slice(1)}`;
    state.channels.add(channel);
    return { channel: { id: channel } };
  },

  'conversations.replies'(args, state) {
    const channel = inChannel(state, args.channel);
    const thread = state.messages.filter((one) => one.channel === channel && (one.ts === args.ts || one.thread_ts === args.ts));
    if (thread.length === 0) refuse('thread_not_found');
    return pageOf(thread, args);
  },

  'conversations.history'(args, state) {
    const channel = inChannel(state, args.channel);
    return pageOf(state.messages.filter((one) => one.channel === channel && (one.thread_ts ?? one.ts) === one.ts).reverse(), args);
  },

  'users.info'({ user }, state) {
    const found = state.users.get(textOf(user)) ?? refuse('user_not_found');
    const { id, name, flags = {} } = found;
    return {
      user: { id, team_id: TEAM, name: name.toLowerCase(), is_bot: false, profile: { display_name: name, real_name: name }, ...flags },
    };
  },

  'assistant.threads.setStatus'(args, state) {
    inThread(state, inChannel(state, args.channel_id), args.thread_ts);
    state.statuses.push(args);
    return {};
  },

  'assistant.threads.setSuggestedPrompts'(args, state) {
    // With thread_ts the agent view shows nothing, and says nothing.
    if (args.thread_ts !== undefined) return {};
    const prompts = parsed(args.prompts) as Json[];
    if (prompts.length > 4) refuse('invalid_arguments', ['at most 4 prompts']);
    state.prompts.push({ ...args, prompts });
    return {};
  },

  'agents.sessions.setStatus'(args, state) {
    inThread(state, inChannel(state, args.channel_id), args.thread_ts);
    if (!['active', 'processing', 'suspended', 'closed'].includes(textOf(args.status))) refuse('invalid_status');
    if (textOf(args.title).length > 200) refuse('invalid_title');
    state.sessions.push(args);
    return state.subscribed.includes('agent_session_stopped') ? {} : { warning: 'missing_agent_session_stopped_event_subscription' };
  },

  'views.open'({ trigger_id, view: given }, state) {
    const trigger = state.triggers.get(textOf(trigger_id)) ?? refuse('invalid_trigger_id');
    if (trigger === 'used') refuse('exchanged_trigger_id');
    state.triggers.set(textOf(trigger_id), 'used');
    const view = checkedView(given, state);
    const id = state.newId('V');
    state.views.set(id, { ...view, id });
    return { view: { id } };
  },

  'views.push'({ trigger_id, view: given }, state) {
    const trigger = state.triggers.get(textOf(trigger_id)) ?? refuse('invalid_trigger_id');
    if (trigger === 'used') refuse('exchanged_trigger_id');
    state.triggers.set(textOf(trigger_id), 'used');
    const id = state.newId('V');
    state.views.set(id, { ...checkedView(given, state), id });
    return { view: { id } };
  },

  'views.update'({ view_id, view: given }, state) {
    if (!state.views.has(textOf(view_id))) refuse('not_found');
    state.views.set(textOf(view_id), { ...checkedView(given, state), id: view_id });
    return { view: { id: view_id } };
  },

  'views.publish'({ user_id, view: given }, state) {
    const view = checkedView(given, state);
    if (view.type !== 'home') refuse('invalid_arguments');
    const id = state.newId('V');
    state.homes.set(textOf(user_id), { ...view, id });
    return { view: { id } };
  },
};

/** Small pages, so that whoever reads has to turn them. */
function pageOf(messages: readonly StoredMessage[], { cursor, limit, include_all_metadata: withMetadata, latest }: Json): Json {
  const before = messages.filter(({ ts }) => latest === undefined || ts <= textOf(latest));
  const from = Number(cursor ?? 0);
  const size = Math.min(Number(limit ?? 100), 15);
  const page = before.slice(from, from + size).map((message) => messageObject(message, withMetadata === true || withMetadata === 'true'));
  const next = from + size < before.length ? String(from + size) : '';
  return { messages: page, has_more: next !== '', response_metadata: { next_cursor: next } };
}

export function messageObject(message: StoredMessage, withMetadata = false): Json {
  const { channel: _, chunks: __, stream, updates: ___, files, metadata, ...rest } = message;
  return {
    type: 'message',
    ...rest,
    ...(stream ? { streaming_state: stream === 'open' ? 'in_progress' : 'errored' } : {}),
    ...(files.length > 0
      ? {
          files: files.map((file) => ({
            id: file.id,
            name: file.name,
            title: file.title,
            mimetype: file.mimetype,
            filetype: file.filetype,
          })),
        }
      : {}),
    ...(withMetadata && metadata ? { metadata } : {}),
  };
}
