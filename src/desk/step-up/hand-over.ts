import { type MemberView, readIdentity, type StepUpStore } from '../../core/index.js';
import type { Codes } from './codes.js';

/**
 * Runs `remove`, which takes `target` from the desk. Where that is one identity of several, and the person's second factor
 * rests under it, the factor stays with the person, its lock and its last code too: it is there under the next identity
 * before the old one goes. Throws what `remove` throws, and `storage`; then nothing has changed.
 */
export async function handingOver<T>(
  target: string,
  remove: () => Promise<T>,
  {
    store,
    codes,
    members,
  }: {
    readonly store: StepUpStore;
    readonly codes: Pick<Codes, 'factorOf' | 'inTurn'>;
    readonly members: readonly MemberView[];
  },
): Promise<T> {
  const identity = readIdentity(target);
  const member = members.find(({ identities }) => identities.some(one => one === identity));
  const heir = member?.identities.find(other => other !== identity);
  if (identity === undefined || !member || heir === undefined) return remove();
  // A code that comes meanwhile waits, and is then held against the record in its new place.
  return codes.inTurn(identity, async () => {
    const factor = codes.factorOf({ id: member.id, ids: member.identities });
    if (factor?.person !== identity) return remove();
    const before = store.of(heir);
    await store.set(heir, factor.record);
    const removed = await remove().catch(async (thrown: unknown) => {
      await store.set(heir, before).catch(() => undefined);
      throw thrown;
    });
    // Left there it would be that of nobody.
    await store.set(identity, undefined).catch(() => undefined);
    return removed;
  });
}
