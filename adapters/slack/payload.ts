/** What Slack sends, as far as it is read: checked here once, and only here. Which workspace it is about, Bolt knows (`teamOf`). */
import { z } from 'zod';

/** Payloads of an app that a whole organisation installed name no workspace, so Bolt's word counts. */
export const teamOf = ({ teamId }: { readonly teamId?: string }): string => z.string().parse(teamId);

const TEXT_CHARS_AT_MOST = 50_000;
const FILES_AT_MOST = 10;

export const fileSchema = z.object({
  id: z.string(),
  name: z.string().nullish(),
  title: z.string().nullish(),
  alt_txt: z.string().nullish(),
  mimetype: z.string().nullish(),
  filetype: z.string().nullish(),
  size: z.number().nullish(),
  url_private: z.string().nullish(),
  url_private_download: z.string().nullish(),
  thumb_1024: z.string().nullish(),
  thumb_960: z.string().nullish(),
  thumb_720: z.string().nullish(),
  permalink: z.string().nullish(),
  file_access: z.string().nullish(),
});
export type SlackFile = z.infer<typeof fileSchema>;

const text = z.string().max(TEXT_CHARS_AT_MOST).nullish();
const files = z
  .array(fileSchema)
  .nullish()
  .transform((all) => all?.slice(0, FILES_AT_MOST) ?? []);

export const messageSchema = z.object({
  subtype: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().nullish(),
  text,
  ts: z.string(),
  thread_ts: z.string().optional(),
  files,
  edited: z.object({ ts: z.string() }).optional(),
  blocks: z.array(z.looseObject({ type: z.string() })).optional(),
  metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).optional(),
});
export type SlackMessage = z.infer<typeof messageSchema>;

const channelType = z.enum(['im', 'mpim', 'group', 'channel']).optional().catch(undefined);

export const messageEvent = messageSchema.extend({
  channel: z.string(),
  channel_type: channelType,
  deleted_ts: z.string().optional(),
  message: messageSchema.optional(),
  previous_message: messageSchema.optional(),
});
export type MessageEvent = z.infer<typeof messageEvent>;

export const reactionEvent = z.object({
  user: z.string(),
  reaction: z.string(),
  event_ts: z.string(),
  item: z.object({ type: z.string(), channel: z.string().optional(), ts: z.string().optional() }),
});

export const homeEvent = z.object({ user: z.string(), tab: z.string().optional(), channel: z.string().optional() });

export const stoppedEvent = z.object({ channel: z.string(), thread_ts: z.string(), user: z.string(), event_ts: z.string() });

const idOf = z.object({ id: z.string() });

export const command = z.object({
  team_id: z.string(),
  channel_id: z.string(),
  user_id: z.string(),
  text: z.string().max(TEXT_CHARS_AT_MOST).default(''),
  trigger_id: z.string(),
});

export const shortcut = z.object({
  callback_id: z.string(),
  trigger_id: z.string(),
  user: idOf,
  channel: idOf,
  message: messageSchema,
});

const stateValues = z.record(
  z.string(),
  z.record(
    z.string(),
    z.looseObject({
      value: z.string().max(TEXT_CHARS_AT_MOST).nullish(),
      selected_option: z.object({ value: z.string() }).nullish(),
      selected_options: z.array(z.object({ value: z.string() })).optional(),
      selected_conversation: z.string().nullish(),
      files: z.array(fileSchema).max(FILES_AT_MOST).optional(),
    }),
  ),
);
export type StateValues = z.infer<typeof stateValues>;

export const blockAction = z.object({
  user: idOf,
  trigger_id: z.string(),
  channel: idOf.optional(),
  message: messageSchema.optional(),
  view: z
    .object({ id: z.string(), private_metadata: z.string().optional(), state: z.object({ values: stateValues }).optional() })
    .optional(),
  state: z.object({ values: stateValues }).optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        action_ts: z.string(),
        value: z.string().nullish(),
        selected_option: z.object({ value: z.string() }).nullish(),
        selected_conversation: z.string().nullish(),
      }),
    )
    .min(1),
});
export type BlockAction = z.infer<typeof blockAction>;

export const viewSubmission = z.object({
  user: idOf,
  view: z.object({ id: z.string(), private_metadata: z.string(), state: z.object({ values: stateValues }) }),
});
