/** How moderators look at the policy from Slack and change it. Who may is asked at every step; what is wrong is said at its field. */
import type { App, types } from '@slack/bolt';
import { ConfigError } from '../../src/core/errors.ts';
import type { PolicyView } from '../../src/core/panel.ts';
import type { Desk } from './desk.ts';
import { publishHome } from './home.ts';
import { type BlockAction, blockAction, teamOf, viewSubmission } from './payload.ts';
import { type About, aboutView, type Beside, certaintyForm, policyForm, policyHistory, proposalPage } from './policy-views.ts';
import { fieldOf } from './requests.ts';
import { allowForm, blockOf, changeIn, choiceOf, deskIn, ruleForm, rulesPage } from './rule-views.ts';

type Pressed = BlockAction & { readonly team: string; readonly workspace: string; readonly value: string };
interface Open {
  readonly id: string;
  readonly about: About;
}

const VIEWS: Readonly<Record<About['form'], (view: PolicyView, about: About, beside: Beside) => types.ModalView>> = {
  ...{ policy: policyForm, rules: rulesPage, rule: ruleForm, allow: allowForm },
  ...{ certainty: certaintyForm, proposal: proposalPage, history: policyHistory },
};

const aboutOf = (metadata: string | undefined): About => aboutView.parse(JSON.parse(metadata ?? ''));
const workspaceOf = (team: string): string => `slack:${team}`;

export function listenToPolicy(app: App, desk: Desk): void {
  const { panel, calls } = desk;

  /** Runs for moderators alone; `open`: the view that was pressed in. */
  function onPress(id: RegExp | string, run: (press: Pressed, open: Open | undefined) => Promise<unknown>): void {
    app.action(id, async ({ ack, body, context }) => {
      await ack();
      const team = teamOf(context);
      const press = blockAction.parse(body);
      if (!(await desk.people.get(team, press.user.id)).moderates) return;
      const [{ value, selected_option: option } = {}] = press.actions;
      const given = { ...press, team, workspace: workspaceOf(team), value: value ?? option?.value ?? '' };
      const about = press.view?.private_metadata;
      await run(given, press.view && about ? { id: press.view.id, about: aboutOf(about) } : undefined);
    });
  }

  async function show({ team, workspace, trigger_id }: Pressed, how: 'open' | 'push', about: Omit<About, 'seen'>): Promise<void> {
    const view = await panel.read(workspace, about.scope);
    const opened = { trigger_id, view: VIEWS[about.form](view, { ...about, seen: view.seen }, {}) };
    await (how === 'open' ? calls.call(team, 'views.open', opened) : calls.call(team, 'views.push', opened));
  }

  async function redraw(team: string, { id, about }: Open, view: PolicyView, beside: Beside = {}): Promise<void> {
    await calls.call(team, 'views.update', { view_id: id, view: VIEWS[about.form](view, about, beside) });
  }

  /** As things are now. */
  async function renew(team: string, { id, about }: Open, said?: string): Promise<void> {
    const view = await panel.read(workspaceOf(team), about.scope);
    await redraw(team, { id, about: { ...about, seen: view.seen } }, view, said === undefined ? {} : { said: { text: said } });
  }

  type Deed = (press: Pressed, seen: string) => Promise<PolicyView>;

  /** Does something where no form could say what is wrong: the page says it, as things are then. */
  async function perform(press: Pressed, open: Open | undefined, deed: Deed, done: (version: number) => string): Promise<void> {
    if (!open) return;
    const said = await deed(press, open.about.seen).then(
      ({ version }) => done(version),
      (error: unknown) => {
        if (!(error instanceof ConfigError)) throw error;
        return error.message;
      },
    );
    await renew(press.team, open, said);
    await publishHome(desk, press.team, press.user.id);
  }

  const without =
    (put: typeof panel.apply, withoutRule: string): Deed =>
    ({ user, workspace }, seen) =>
      put({ withoutRule }, user.id, workspace, seen);

  for (const form of ['policy', 'rules', 'certainty', 'proposal', 'history'] as const)
    onPress(`dt_${form}`, (press) => show(press, 'open', { form }));

  onPress('dt_where', async (press, open) => {
    if (!open) return;
    const channel = press.actions[0]?.selected_conversation;
    const scope = channel ? `slack:${press.team}/${channel}` : undefined;
    const view = await panel.read(press.workspace, scope);
    await redraw(press.team, { id: open.id, about: { form: 'policy', seen: open.about.seen, scope } }, view);
  });

  onPress('dt_try', async (press, open) => {
    if (!open) return;
    const { team, workspace } = press;
    const view = await panel.read(workspace, open.about.scope);
    const days = Number(press.value);
    try {
      const change = changeIn(open.about, press.view?.state?.values ?? {}, view, team);
      const trial = await panel.try(change, days, workspace);
      await redraw(team, open, view, { trial: { ...trial, days } });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      await redraw(team, open, view, { said: { text: error.message, block: blockOf(open.about, error.field) } });
    }
  });

  onPress(/^dt_rules_from:/, (press, open) =>
    open ? renew(press.team, { ...open, about: { ...open.about, from: Number(press.value) } }) : Promise.resolve(),
  );
  const above = (open: Open | undefined) => (open ? { under: { id: open.id, from: open.about.from ?? 0 } } : {});
  onPress('dt_rule_new', (press, open) => show(press, 'push', { form: 'rule', ...above(open) }));
  onPress('dt_allow', (press, open) => show(press, 'push', { form: 'allow', ...above(open) }));

  onPress(/^dt_rule:/, async (press, open) => {
    const [choice, id] = choiceOf(press.value);
    if (choice === 'change') return show(press, 'push', { form: 'rule', rule: id, ...above(open) });
    const rule = (await panel.read(press.workspace)).rules.find((one) => one.id === id);
    const keep: Deed | undefined = rule && (({ user, workspace }, seen) => panel.shadow({ rule }, user.id, workspace, seen));
    if (choice === 'keep' && keep) return perform(press, open, keep, () => `${id} stays.`);
    if (choice === 'propose-out') return perform(press, open, without(panel.shadow, id), () => `To take ${id} out is proposed.`);
    const done = (version: number): string => `${id} is taken out, with version ${version}. The history puts it back.`;
    return perform(press, open, without(panel.apply, id), done);
  });

  const switchOn: Deed = ({ user, workspace }, seen) => panel.switchOn(user.id, workspace, seen);
  onPress('dt_proposal_on', (press, open) => perform(press, open, switchOn, (version) => `It is in force, as version ${version}.`));
  const drop: Deed = ({ user, workspace }, seen) => panel.shadow(undefined, user.id, workspace, seen);
  onPress('dt_proposal_drop', (press, open) => perform(press, open, drop, () => 'The proposal is dropped.'));
  const revert: Deed = ({ user, workspace, value }, seen) => panel.revert(Number(value), user.id, workspace, seen);
  onPress(/^dt_revert:/, (press, open) => {
    const what = press.value === '0' ? 'The default' : `Version ${press.value}`;
    return perform(press, open, revert, (version) => `${what} is in force again, as version ${version}.`);
  });

  /** Answered once it counts, or with what is wrong beside the field. */
  app.view('dt_policy', async ({ ack, body, context }) => {
    const team = teamOf(context);
    const { user, view: sent } = viewSubmission.parse(body);
    if (!(await desk.people.get(team, user.id)).moderates) return ack();
    const about = aboutOf(sent.private_metadata);
    const workspace = workspaceOf(team);
    const { values } = sent.state;
    const wrong = (block: string, text: string) => ack({ response_action: 'errors', errors: { [block]: text } });
    const view = await panel.read(workspace, about.scope);
    const channel = about.form === 'policy' ? deskIn(values, view, team)?.split('/')[1] : undefined;
    if (channel !== undefined && !(await canPost(team, channel)))
      return wrong('desk', 'I could not post there: invite me to the channel first (/invite).');
    try {
      const change = changeIn(about, values, view, team);
      const put = fieldOf(values, 'how') === 'shadow' ? panel.shadow : panel.apply;
      if (change && Object.keys(change).length > 0) await put(change, user.id, workspace, about.seen);
      await ack();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const block = blockOf(about, error.field);
      return wrong(values[block] ? block : 'how', error.message);
    }
    if (about.under) await renew(team, { id: about.under.id, about: { form: 'rules', seen: '', from: about.under.from } });
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
