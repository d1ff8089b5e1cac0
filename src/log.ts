import { pino } from 'pino';
import type { Log, LogFields, LogLevel } from './core/index.js';
import { LOG_FIELDS } from './log-fields.js';

export interface LogOptions {
  /** Blots out of a finished line what must not stand in it. */
  readonly scrub?: (line: string) => string;
  /** Takes each line, line break included; stderr when left out. */
  readonly write?: (line: string) => void;
}

const LONGEST_VALUE = 500;
/** Frames without what was thrown: some eight lines of a file's path. */
const LONGEST_STACK = 2_000;
/** They could break a line in two, reorder it on a screen or hide in it. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * One JSON line per event on stderr, so that answers on stdout stay clean. Writes at once: nothing is lost in a crash.
 * Only fields whose name is listed get in, their values cleaned and shortened; what is known to be secret is blotted out of
 * the finished line.
 */
export function createLog(level: LogLevel, { scrub = line => line, write }: LogOptions = {}): Log {
  const out = write ? { write } : pino.destination({ dest: 2, sync: true });
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: line => void out.write(scrub(line)) },
  );
  return (at, event, fields) => logger[at]({ event: plain(event, LONGEST_VALUE), ...listed(fields ?? {}) });
}

function listed(fields: LogFields): LogFields {
  const known = Object.entries(fields).filter(([name]) => LOG_FIELDS.has(name));
  return Object.fromEntries(
    known.map(([name, value]) => [
      name,
      typeof value === 'string' ? plain(value, name === 'stack' ? LONGEST_STACK : LONGEST_VALUE) : value,
    ]),
  );
}

function plain(text: string, longest: number): string {
  const characters = Array.from(text.slice(0, 4 * longest).replace(UNSEEN, ' '));
  return characters.length <= longest ? characters.join('') : `${characters.slice(0, longest - 1).join('')}…`;
}
