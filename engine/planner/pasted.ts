/**
 * The cast as reference. Given to the denoiser beside the noise, a member's picture changed nothing (test/eval/RESULTS.md); so whoever does not look
 * like it is laid over, in their place, by the pixels of the picture that shows them.
 */
import type { Picture } from '../model/index.ts';
import { type Member, standsAt } from './cast.ts';
import { type Box, cutOuts, groundOf, isAt, isGround, type Place } from './likeness.ts';

/** Each pixel is the mean of so many places across and down. */
const SAMPLES = 3;
/** Around what is laid over; the soft edge of a thing is within it. */
const EDGE_PX = 2;

/** `drawn` with these members as they are in their pictures, where the caption says that they stand; undefined where none can be laid in. */
export async function withMembers(
  members: readonly Member[],
  pictureOf: (member: Member) => Promise<Picture | undefined>,
  drawn: Picture,
  caption: string,
): Promise<Picture | undefined> {
  let laid: Picture | undefined;
  for (const member of members) {
    const place = standsAt(caption, member);
    const shown = place && (await pictureOf(member));
    laid = (shown && pasted(shown, member.place, laid ?? drawn, place)) ?? laid;
  }
  return laid;
}

/** Undefined where nothing is found in either place. `at`: where `shown` has the thing; `to`: where `drawn` has what it replaces. */
export function pasted(shown: Picture, at: Place | undefined, drawn: Picture, to: Place): Picture | undefined {
  const from = cutOuts(shown).find((one) => at === undefined || isAt(one, at))?.box;
  const box = cutOuts(drawn).find((one) => isAt(one, to))?.box;
  if (!from || !box) return undefined;
  const rgb = new Uint8Array(drawn.rgb);
  const [ground, shownGround] = [groundOf(drawn), groundOf(shown)];
  const [x0, y0] = middleOf(box);
  const [u0, v0] = middleOf(from);
  const scale = sideOf(box) / sideOf(from);
  const half = sideOf(box) / 2 + EDGE_PX;
  for (let y = Math.max(0, Math.floor(y0 - half)); y <= Math.min(drawn.heightPx - 1, y0 + half); y++) {
    for (let x = Math.max(0, Math.floor(x0 - half)); x <= Math.min(drawn.widthPx - 1, x0 + half); x++) {
      const at = 3 * (y * drawn.widthPx + x);
      const isOld = x >= box.left - EDGE_PX && x <= box.right + EDGE_PX && y >= box.top - EDGE_PX && y <= box.bottom + EDGE_PX;
      const behind = isOld ? ground : drawn.rgb.subarray(at, at + 3);
      const sum = [0, 0, 0];
      for (let n = 0; n < SAMPLES ** 2; n++) {
        const [dx, dy] = [((n % SAMPLES) + 0.5) / SAMPLES - 0.5, (Math.floor(n / SAMPLES) + 0.5) / SAMPLES - 0.5];
        const [u, v] = [Math.round(u0 + (x + dx - x0) / scale), Math.round(v0 + (y + dy - y0) / scale)];
        const isWithin = u >= from.left && u <= from.right && v >= from.top && v <= from.bottom;
        const i = v * shown.widthPx + u;
        const shows = isWithin && !isGround(shown, i, shownGround) ? shown.rgb.subarray(3 * i, 3 * i + 3) : behind;
        for (let c = 0; c < 3; c++) sum[c] = (sum[c] ?? 0) + (shows[c] ?? 0);
      }
      for (let c = 0; c < 3; c++) rgb[at + c] = Math.round((sum[c] ?? 0) / SAMPLES ** 2);
    }
  }
  return { ...drawn, rgb };
}

const sideOf = ({ left, top, right, bottom }: Box): number => Math.max(right - left + 1, bottom - top + 1);
const middleOf = ({ left, top, right, bottom }: Box): readonly [number, number] => [(left + right) / 2, (top + bottom) / 2];
