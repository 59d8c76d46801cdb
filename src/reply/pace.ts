/**
 * How long a picture takes on this machine, by the replies since the start, and so from how many pictures on a plan is worth
 * showing before it is carried out: a question is in the way where the answer would be there first.
 */

/** A reply whose pictures take this long is asked about first. */
const WORTH_ASKING_MS = 15_000;
/** Replies that are remembered. */
const REPLIES = 20;

export interface Pace {
  /** A reply was made, from its start to its end. */
  made(pictures: number, tookMs: number): void;
  /** The number of pictures that take long enough to ask first; undefined while no picture was made. */
  picturesWorthAsking(): number | undefined;
}

export function openPace(): Pace {
  const perPictureMs: number[] = [];
  return {
    made(pictures, tookMs) {
      if (pictures === 0) return;
      perPictureMs.push(tookMs / pictures);
      if (perPictureMs.length > REPLIES) perPictureMs.shift();
    },
    picturesWorthAsking() {
      const median = [...perPictureMs].sort((a, b) => a - b)[perPictureMs.length >> 1];
      return median === undefined ? undefined : Math.ceil(WORTH_ASKING_MS / Math.max(1, median));
    },
  };
}
