import { pino } from 'pino';
import type { Log, LogLevel } from './core/index.js';

/** One JSON line per event on stderr, so that answers on stdout stay clean. Writes at once: nothing is lost in a crash. */
export function createLog(level: LogLevel): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
  return (at, event, fields) => logger[at]({ event, ...fields });
}
