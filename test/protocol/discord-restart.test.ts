import { describe, expect, it } from 'vitest';
import { gated, longWinded, openStage } from '../support/discord/stage.ts';
import { idOf, picturesIn, wordsIn } from '../support/discord/world.ts';

const stage = openStage();
const { start, ask, answered, repliesTo, now, begun, drawing } = stage;

describe('a restart', () => {
  it('finds the message whose creation nobody heard of, by what stands in the channel alone', async () => {
    await start({}, longWinded('Water goes up, and comes down again. '.repeat(120)));
    const { rest, state } = stage.discord.fake;
    rest.rules.remembersNonces = false;
    const lost = { method: 'POST', path: /^\/channels\/\d+\/messages/, times: 1, answer: 'lost' as const };
    const asked = ask('tell me all');
    await begun(asked.id);
    rest.faults.push(lost, { method: 'GET', path: /./, times: 1, answer: { status: 503 } });
    await state.until(() => lost.times === 0 && repliesTo(asked.id).length === 2, 'a second message whose answer is lost');
    await stage.discord.restart();
    await stage.discord.replyTo(asked);
    const chain = repliesTo(asked.id).map(({ message }) => wordsIn(message));
    expect(chain.map((words) => words.startsWith('Water'))).toEqual([true, true]);
    expect(new Set(repliesTo(asked.id).flatMap(({ message }) => message.components?.map(({ id }) => id) ?? [])).size).toBeGreaterThan(4);
  });

  it('in the middle of a picture finishes the reply once, in the message that was begun', async () => {
    const { gate, engine } = gated();
    await start({}, engine);
    const [first, waiting] = [ask('why does it rain?'), ask('draw a boat')];
    const half = await drawing(first.id);
    const second = await begun(waiting.id);
    await stage.discord.restart(gate.open);
    expect((await stage.discord.replyTo(first)).message.id).toBe(half.message.id);
    expect((await stage.discord.replyTo(waiting)).message.id).toBe(second.message.id);
    expect([repliesTo(first.id), repliesTo(waiting.id)].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('leaves the buttons of old messages at work', async () => {
    await start();
    const reply = await answered('draw a tree');
    await stage.discord.restart();
    const ann = [...stage.discord.fake.state.people.values()][0] ?? stage.discord.fake.state.person('nobody');
    stage.discord.fake.press(ann, stage.channel, reply.message, idOf(reply.message, 'vary'));
    expect(picturesIn((await stage.discord.replyTo(reply.message)).message)).toHaveLength(4);
    const opened = stage.discord.fake.press(ann, stage.channel, reply.message, idOf(reply.message, 'edit'));
    await stage.discord.fake.state.until(() => opened.callback?.type === 9, 'the form');
    stage.discord.fake.submit(ann, stage.channel, opened, 'make it blue', undefined, reply.message);
    await stage.discord.fake.state.until(() => wordsIn(now(reply).message).endsWith('· #1f'), 'the edit in the old message');
    expect(now(reply).files.size).toBe(1);
  });
});
