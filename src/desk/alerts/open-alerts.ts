import type { OpenAlert } from '../../core/index.js';
import type { Outbox } from '../outbox/outbox-port.js';
import { isOpen } from './escalation.js';

/** Alerts that nobody has confirmed though somebody should, and those that reached nobody; oldest first. */
export function openAlerts(outbox: Pick<Outbox, 'letters'>): readonly OpenAlert[] {
  return [...outbox.letters()].flatMap(state => {
    const { letter } = state;
    const isLost = state.nobody && state.shown.size === 0 && !state.acknowledged;
    const open = isOpen(state) ? 'unacknowledged' : isLost ? 'nobody' : undefined;
    const { reference } = letter.about;
    return open ? [{ at: letter.at, title: letter.reply.title, reference, state: open }] : [];
  });
}
