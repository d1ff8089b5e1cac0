import type { Inbound, Inbox, Log } from '../core/index.js';

/**
 * Whether this delivery of the event is the one to act on. What stops trading or takes risk away goes on when its event
 * cannot be written down: it may well come twice. `taken`: it is on the disk, or will never be.
 */
export async function isFirstTime(
  inbound: Inbound,
  urgent: boolean,
  { inbox, log }: { readonly inbox: Inbox; readonly log: Log },
  taken: () => void,
): Promise<boolean> {
  const { platform, eventId } = inbound;
  if (!urgent) return inbox.take(inbound).finally(taken);
  const first = !inbox.known(platform, eventId);
  inbox
    .take(inbound)
    .catch(() => log('error', 'event not noted', { platform }))
    .finally(taken);
  return first;
}
