/** What moderators do from Slack: they decide on cards, and look at the policy and change it. */
import type { App } from '@slack/bolt';
import { z } from 'zod';
import { ConfigError } from '../../src/core/errors.ts';
import { choiceOf } from './cards.ts';
import { type Desk, standingOf } from './desk.ts';
import { publishHome } from './home.ts';
import { type BlockAction, blockAction, teamOf, viewSubmission } from './payload.ts';
import { changeIn, deskChannelIn, policyForm, policyHistory, type Scope, TRY_DAYS } from './policy-views.ts';
import { channelThread } from './thread.ts';
import { sayPage } from './views.ts';

const formAbout = z.object({ scope: z.string().optional() });
const scopeOf = (metadata: string | undefined): Scope => formAbout.parse(JSON.parse(metadata || '{}')).scope;

export function listenToModeration(app: App, desk: Desk): void {
  const { panel, calls } = desk;
  const workspaceOf = (team: string): string => `slack:${team}`;

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

  /** A press inside the policy's form or on its way there; undefined when it is not for this person. */
  async function pressed(given: unknown, team: string): Promise<BlockAction | undefined> {
    const press = blockAction.parse(given);
    const { moderates } = await desk.people.get(team, press.user.id);
    return moderates ? press : undefined;
  }

  app.action('dt_policy', async ({ ack, body, context }) => {
    await ack();
    const team = teamOf(context);
    const press = await pressed(body, team);
    if (!press) return;
    const view = policyForm(await panel.read(workspaceOf(team)), undefined);
    await calls.call(team, 'views.open', { trigger_id: press.trigger_id, view });
  });

  app.action('dt_policy_where', async ({ ack, body, context }) => {
    await ack();
    const team = teamOf(context);
    const press = await pressed(body, team);
    const channel = press?.actions[0]?.selected_conversation;
    if (!press?.view) return;
    const view = policyForm(await panel.read(workspaceOf(team)), channel ? `slack:${team}/${channel}` : undefined);
    await calls.call(team, 'views.update', { view_id: press.view.id, view });
  });

  app.action('dt_policy_try', async ({ ack, body, context }) => {
    await ack();
    const team = teamOf(context);
    const press = await pressed(body, team);
    if (!press?.view) return;
    const scope = scopeOf(press.view.private_metadata);
    const now = await panel.read(workspaceOf(team));
    const change = changeIn(press.view.state?.values ?? {}, now, scope, team) ?? { text: now.text };
    const trial = await panel.try(change, TRY_DAYS, workspaceOf(team));
    await calls.call(team, 'views.update', { view_id: press.view.id, view: policyForm(now, scope, trial) });
  });

  app.action('dt_policy_history', async ({ ack, body, context }) => {
    await ack();
    const team = teamOf(context);
    const press = await pressed(body, team);
    if (!press) return;
    await calls.call(team, 'views.push', { trigger_id: press.trigger_id, view: policyHistory(await panel.read(workspaceOf(team))) });
  });

  app.action('dt_policy_revert', async ({ ack, body, context }) => {
    await ack();
    const team = teamOf(context);
    const press = await pressed(body, team);
    if (!press?.view) return;
    const version = Number(press.actions[0]?.value);
    const { version: now } = await panel.revert(version, press.user.id, workspaceOf(team));
    const words = `Version ${version} is in force again, as version ${now}.`;
    await calls.call(team, 'views.update', { view_id: press.view.id, view: sayPage('Policy', words) });
    await publishHome(desk, team, press.user.id);
  });

  /** Answered once it is in force, or with what is wrong beside the form. */
  app.view('dt_policy', async ({ ack, body, context }) => {
    const team = teamOf(context);
    const { user, view } = viewSubmission.parse(body);
    if (!(await desk.people.get(team, user.id)).moderates) return ack();
    const scope = scopeOf(view.private_metadata);
    const now = await panel.read(workspaceOf(team));
    const { values } = view.state;
    const deskChannel = deskChannelIn(values, now, team);
    if (deskChannel !== undefined && !(await canPost(team, deskChannel)))
      return ack({ response_action: 'errors', errors: { desk: 'I could not post there: invite me to the channel first (/invite).' } });
    try {
      const change = changeIn(values, now, scope, team);
      if (change) await panel.apply(change, user.id, workspaceOf(team));
      await ack();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return ack({ response_action: 'errors', errors: { desk: error.message } });
    }
    await publishHome(desk, team, user.id);
  });

  /** Tried by saying there what it is for. */
  async function canPost(team: string, channel: string): Promise<boolean> {
    const text = 'Here I ask moderators about what I hold back, and about appeals.';
    return calls.call(team, 'chat.postMessage', { channel, text, unfurl_links: false }).then(
      () => true,
      () => false,
    );
  }
}
