/**
 * One line per event. Fields are named one by one, so that nobody can hand a library's error object, a header map
 * or an order body to the log by accident.
 */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;
