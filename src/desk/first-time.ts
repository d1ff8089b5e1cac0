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
  const kept = withoutAnswers(inbound);
  if (!urgent) return inbox.take(kept).finally(taken);
  const first = !inbox.known(platform, eventId);
  inbox
    .take(kept)
    .catch(() => log('error', 'event not noted', { platform }))
    .finally(taken);
  return first;
}

/** A press is not run again after a crash, so what its form was answered with, a code perhaps, is not written down. */
function withoutAnswers(inbound: Inbound): Inbound {
  const { content } = inbound;
  if (content.kind !== 'press' || content.given === undefined) return inbound;
  return { ...inbound, content: { kind: 'press', buttonId: content.buttonId } };
}
