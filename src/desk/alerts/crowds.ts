import { type AccountRef, accountKey, type Clock, type Notice, sameAccount } from '../../core/index.js';
import { QUIET_MS } from './incidents.js';
import { type Naming, ofAccount, ofCrowd } from './texts/whose.js';

/** So many accounts of one broker and environment with the same trouble within so many ms are the broker's trouble. */
const CROWD = 3;
const CROWD_WITHIN_MS = 60_000;

export interface CrowdParts extends Naming {
  readonly clock: Clock;
  take(notice: Notice, counts: boolean): void;
}

export interface Crowds {
  /** A notice of one account's line, with the name that its incident has by itself. */
  take(notice: Notice, counts: boolean, from: AccountRef): void;
}

/** Who of a broker's accounts has the same trouble, by `accountKey`. */
type Troubled = Map<string, { readonly account: AccountRef; readonly at: number }>;

interface Crowd {
  readonly troubled: Troubled;
  lastAt: number;
  /** At most at once. */
  most: number;
}

/**
 * Says whose trouble it is. On a desk of one account that goes without saying. Where there are several, each account's
 * incidents bear its number; what befalls three of a broker within a minute is from then on one incident of that
 * broker, with one end: when the last of them has recovered.
 */
export function createCrowds(parts: CrowdParts): Crowds {
  const { clock, accounts, take } = parts;
  const lately = new Map<string, Troubled>();
  const crowds = new Map<string, Crowd>();

  const incidentOf = (notice: Notice, account: AccountRef) => `${notice.incident} ${accountKey(account)}`;
  const groupOf = (notice: Notice, { broker, mode }: AccountRef) => `${notice.incident} ${broker} ${mode}`;

  /** What an account's trouble may be called: one that began while it was the only account has no number. */
  function namesOf(notice: Notice, account: AccountRef): readonly string[] {
    const [first] = accounts();
    const bare = notice.incident !== undefined && first !== undefined && sameAccount(first, account);
    return [incidentOf(notice, account), ...(bare ? [notice.incident] : [])];
  }

  /** The crowd that is going on, those who have left the desk, or been quiet for long, not counted. */
  function goingOn(group: string, endsQuietly: boolean, now: number): Crowd | undefined {
    const crowd = crowds.get(group);
    if (!crowd) return undefined;
    if (endsQuietly && now - crowd.lastAt >= QUIET_MS) {
      crowds.delete(group);
      return undefined;
    }
    const there = new Set(accounts().map(accountKey));
    for (const [key, { at }] of crowd.troubled) {
      if (!there.has(key) || (endsQuietly && now - at >= QUIET_MS)) crowd.troubled.delete(key);
    }
    return crowd;
  }

  function raise(notice: Notice, counts: boolean, from: AccountRef): void {
    const now = clock.monotonic();
    const group = groupOf(notice, from);
    const troubled: Troubled = lately.get(group) ?? new Map();
    lately.set(group, troubled);
    troubled.set(accountKey(from), { account: from, at: now });
    for (const [key, { at }] of troubled) if (now - at > CROWD_WITHIN_MS) troubled.delete(key);

    const known = goingOn(group, notice.endsQuietly ?? false, now);
    if (!known && troubled.size < CROWD) {
      take({ ...ofAccount(notice, from, parts), incident: incidentOf(notice, from) }, counts);
      return;
    }
    const crowd = known ?? { troubled: new Map(), lastAt: now, most: 0 };
    crowds.set(group, crowd);
    const joining = known ? [from] : [...troubled.values()].map(({ account }) => account);
    const takesOver = joining
      .filter(account => !crowd.troubled.has(accountKey(account)))
      .flatMap(account => namesOf(notice, account));
    for (const account of joining) crowd.troubled.set(accountKey(account), { account, at: now });
    crowd.lastAt = now;
    crowd.most = Math.max(crowd.most, crowd.troubled.size);
    const members = [...crowd.troubled.values()].map(({ account }) => account);
    const alike = { like: from, troubled: members, most: crowd.most };
    take({ ...ofCrowd(notice, alike, parts), incident: group, takesOver }, counts);
  }

  function recover(notice: Notice, counts: boolean, from: AccountRef): void {
    const group = groupOf(notice, from);
    lately.get(group)?.delete(accountKey(from));
    const own = ofAccount(notice, from, parts);
    for (const incident of namesOf(notice, from)) take({ ...own, incident }, counts);
    const crowd = goingOn(group, false, clock.monotonic());
    crowd?.troubled.delete(accountKey(from));
    if (crowd && crowd.troubled.size > 0) return;
    // Without a crowd, too: one of an earlier run may still stand as the last word.
    crowds.delete(group);
    const alike = { like: from, troubled: [], most: crowd?.most };
    take({ ...ofCrowd(notice, alike, parts), incident: group }, counts);
  }

  return {
    take(notice, counts, from) {
      const several = accounts().length > 1;
      if (notice.over) {
        if (several) recover(notice, counts, from);
        else for (const incident of namesOf(notice, from)) take({ ...notice, incident }, counts);
      } else if (several) raise(notice, counts, from);
      else take(notice, counts);
    },
  };
}
