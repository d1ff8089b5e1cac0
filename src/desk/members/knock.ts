import { asDeskError, type Inbound, type Log } from '../../core/index.js';
import type { Access } from '../access.js';
import type { Asked } from '../asked.js';
import { identityOf } from './identity.js';
import type { Members } from './members.js';

/**
 * The one thing a stranger can do: bring a link code that a member gave them, where they could stand once they are
 * known. True when it was right; they are a member then. Whatever else they bring changes and tells nothing.
 */
export async function joinsByCode(
  inbound: Pick<Inbound, 'platform' | 'who' | 'where'>,
  asked: Asked,
  { access, members, log }: { readonly access: Access; readonly members: Members; readonly log: Log },
): Promise<boolean> {
  if (asked.kind !== 'call' || asked.command.name !== 'link' || asked.surplus !== undefined) return false;
  const code = asked.given['code'];
  if (code === undefined || !access.mayStand(inbound)) return false;
  try {
    await members.redeem(code, identityOf(inbound.platform, inbound.who.userId));
    return true;
  } catch (thrown) {
    const { kind } = asDeskError(thrown);
    // A right code that could not be acted on is for the operator to know, and not for the stranger.
    if (kind !== 'denied' && kind !== 'input') log('warn', 'members.notJoined', { kind });
    return false;
  }
}
