import type { Alerts } from './alerts/alerts.js';

/** Alerts as far as people reach them: by commands, and by the buttons under what the desk said unasked. */
export type AlertDesk = Pick<Alerts, 'controlFor' | 'buttonOf' | 'press' | 'untold'>;
