/** The log: one JSON object a line on standard error. It holds ids and hashes, never what people wrote. */
import { destination, type Logger, pino } from 'pino';

export type Log = Logger;

export function openLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination({ fd: 2, sync: true }));
}
