/** Work on pixels that leaves the event loop its turn. */
import { setImmediate } from 'node:timers/promises';

/** One or two milliseconds' work. */
const PIXELS_AT_ONCE = 65_536;

/** Calls `work` for each row from the top; other events come in between. */
export async function eachRow(widthPx: number, heightPx: number, work: (y: number) => void): Promise<void> {
  const atOnce = Math.max(1, Math.floor(PIXELS_AT_ONCE / widthPx));
  for (let y = 0; y < heightPx; y++) {
    if (y > 0 && y % atOnce === 0) await setImmediate();
    work(y);
  }
}
