import type { Clock } from '../../core/index.js';
import { digestOf, newSecret, type RandomBytes } from './codes.js';
import type { PageSession } from './session.js';

const IDLE_MS = 12 * 3_600_000;
const MOST_OPEN = 50;
const ID_BYTES = 9;

/** The browsers that are in. By the digest of their token, which only the browser has. */
export interface Sessions {
  open(make: (id: string) => PageSession): { readonly session: PageSession; readonly token: string };
  /** Counts as use. undefined when it is over, for whatever reason; then it is over for good. */
  find(token: string): PageSession | undefined;
  /** By its public id. */
  byId(id: string): PageSession | undefined;
  /** Those that are not over, the one used last at the end. */
  all(): readonly PageSession[];
  close(token: string): void;
  closeAll(): void;
}

export function createSessions(clock: Pick<Clock, 'now'>, random: RandomBytes): Sessions {
  const open = new Map<string, { readonly session: PageSession; readonly usedAt: number }>();

  function end(digest: string): void {
    const known = open.get(digest);
    open.delete(digest);
    known?.session.end();
  }

  /** Ends what is over. */
  function look(digest: string): PageSession | undefined {
    const known = open.get(digest);
    if (!known) return undefined;
    if (clock.now() - known.usedAt < IDLE_MS && known.session.who()) return known.session;
    end(digest);
    return undefined;
  }

  function touch(digest: string, session: PageSession): PageSession {
    open.delete(digest);
    open.set(digest, { session, usedAt: clock.now() });
    return session;
  }

  const all = () => [...open.keys()].flatMap(digest => look(digest) ?? []);

  return {
    open(make) {
      const token = newSecret(random);
      const session = touch(digestOf(token), make(Buffer.from(random(ID_BYTES)).toString('base64url')));
      for (const oldest of open.keys()) {
        if (open.size <= MOST_OPEN) break;
        end(oldest);
      }
      return { session, token };
    },
    find(token) {
      const digest = digestOf(token);
      const session = look(digest);
      return session && touch(digest, session);
    },
    byId: id => all().find(session => session.id === id),
    all,
    close: token => end(digestOf(token)),
    closeAll() {
      for (const digest of [...open.keys()]) end(digest);
    },
  };
}
