import type { AuditEntry, IntentEvent } from '../../core/index.js';
import { askingKey } from '../intents/asking-key.js';
import type { IntentBook } from '../intents/book.js';
import { auditText } from './send.js';

/** The book, with a line in the audit trail for every change of state. `sent` brings its own line, ahead of the send. */
export function audited(
  book: IntentBook,
  audit: (entry: Pick<AuditEntry, 'act' | 'outcome' | 'intent' | 'who'>) => void,
): IntentBook {
  return {
    ...book,
    note(...events) {
      // The journal first: an order waits for it.
      const noted = book.note(...events);
      for (const event of events) {
        const line = lineOf(event);
        if (line !== undefined) audit(line);
      }
      return noted;
    },
  };
}

function lineOf(event: IntentEvent): Pick<AuditEntry, 'act' | 'outcome' | 'intent' | 'who'> | undefined {
  const intent = 'n' in event ? `${event.ticket}/${event.n}` : event.ticket;
  const line = (act: string, outcome: AuditEntry['outcome'] = 'done', who = 'desk') => ({
    act,
    outcome,
    intent,
    who,
  });
  switch (event.kind) {
    case 'sent':
    case 'shown':
      return undefined;
    case 'proposed':
      return line(
        `proposed ${event.acts.map(auditText).join('; ')}`.slice(0, 200),
        'done',
        askingKey(event.where) === undefined ? event.owner : `web:${event.where.id}`,
      );
    case 'asked':
      return line(`asked for ${event.need} approvals until ${event.until}`);
    case 'approved':
      return line(`approved ${event.digest.slice(0, 16)}`, 'done', event.by);
    case 'denied':
      return line('denied', 'refused', event.by);
    case 'glassBroken':
      return line(`goes without approval from ${event.opensAt} on`, 'done', event.by);
    case 'claimed':
      return line('claimed', 'done', event.by);
    case 'ended':
      return line(`ended ${event.how}`);
    case 'accepted':
      return line(`accepted ${event.order.number}`);
    case 'refused':
      return line(`refused ${event.code}`, 'refused');
    case 'notSent':
      return line(`not sent: ${event.reason}`, 'failed');
    case 'unknown':
      return line(`unknown: ${event.reason}`, 'failed');
    case 'settled': {
      const { settlement } = event;
      const number = settlement.kind === 'accepted' ? ` ${settlement.order.number}` : '';
      return line(`settled ${settlement.kind}${number} by ${settlement.by}`);
    }
    case 'done':
      return line('done');
  }
}
