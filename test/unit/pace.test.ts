import { describe, expect, it } from 'vitest';
import { openPace } from '../../src/reply/pace.ts';

describe('how many pictures are worth asking about first', () => {
  it('knows nothing before a picture was made', () => {
    const pace = openPace();
    pace.made(0, 60_000);
    expect(pace.picturesWorthAsking()).toBeUndefined();
  });

  it('is few where a picture takes long, many where it is quick', () => {
    const slow = openPace();
    slow.made(2, 20_000);
    expect(slow.picturesWorthAsking()).toBe(2);
    const quick = openPace();
    quick.made(4, 2_000);
    expect(quick.picturesWorthAsking()).toBe(30);
  });

  it('follows the last replies, not one that was slow', () => {
    const pace = openPace();
    pace.made(1, 90_000);
    for (let reply = 0; reply < 20; reply++) pace.made(1, 1_000);
    expect(pace.picturesWorthAsking()).toBe(15);
    for (let reply = 0; reply < 20; reply++) pace.made(1, 5_000);
    expect(pace.picturesWorthAsking()).toBe(3);
  });
});
