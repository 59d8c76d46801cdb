/** What moderators decide on cards. */
import type { App } from '@slack/bolt';
import { choiceOf } from './cards.ts';
import { type Desk, standingOf } from './desk.ts';
import { blockAction, teamOf } from './payload.ts';
import { channelThread } from './thread.ts';

export function listenToModeration(app: App, desk: Desk): void {
  app.action(/^dt_desk:/, async ({ ack, body, context }) => {
    await ack();
    const team = teamOf(context);
    const { user, channel, actions } = blockAction.parse(body);
    const [button] = actions;
    const choice = choiceOf(button?.action_id ?? '');
    const from = { team, channel: channel?.id ?? '' };
    const person = await desk.admit(team, user.id, from);
    if (!person || !choice || !button || !channel) return;
    await desk.submit(
      {
        ...{
          kind: 'desk-press',
          id: `${team}:desk:${user.id}:${button.action_ts}`,
          thread: channelThread(team, channel.id),
          authorId: user.id,
        },
        ...standingOf(team, person),
        ...{ case: Number(button.value), choice },
      },
      from,
      user.id,
    );
  });
}
