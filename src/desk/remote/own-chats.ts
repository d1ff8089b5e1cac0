import { type Destination, type Place, type Principal, readIdentity } from '../../core/index.js';
import { askingKey } from '../intents/asking-key.js';
import { OPERATOR } from '../members/identity.js';

/**
 * Where the owner of a program's ticket can answer it: in their own chats, at the terminal, and in the web console. A
 * person who asks from a page of it is answered there.
 */
export function ownChats(who: Principal, where: Place): readonly Destination[] {
  return askingKey(where) === undefined ? [webOf(who)] : everyChat(who);
}

/** Where somebody alone reads what is put to them: their own chat on every platform, the terminal, the web console. */
export function everyChat(who: Pick<Principal, 'id' | 'ids'>): readonly Destination[] {
  return [...who.ids.flatMap(chatOf), webOf(who)];
}

const webOf = ({ id }: Pick<Principal, 'id'>): Destination => ({ platform: 'web', kind: 'person', id });

function chatOf(identity: string): readonly Destination[] {
  if (identity === OPERATOR) return [{ platform: 'console', kind: 'place', id: 'console' }];
  if (readIdentity(identity) !== identity) return [];
  const [platform, userId = ''] = identity.split(':');
  return platform === 'discord' || platform === 'telegram' ? [{ platform, kind: 'person', id: userId }] : [];
}
