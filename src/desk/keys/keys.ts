import {
  type ApiKey,
  type ApiKeyStore,
  type ApiKeyView,
  type AuditTrail,
  type Clock,
  DeskError,
  type KeyCheck,
  type KeyControl,
  type Language,
  type MadeKey,
  type MemberView,
  type Principal,
  type Stamp,
  scopesText,
  type Tell,
} from '../../core/index.js';
import type { RandomBytes } from '../buttons.js';
import type { Members } from '../members/members.js';
import { added, freshId, revoked, rotated } from './change.js';
import { asApiKey, type ConfiguredKey } from './configured.js';
import { digestOf } from './digest.js';
import { isOver, stateOf } from './holder.js';
import { changesBetween, type KeyChange, type KeyChanger, keyNotice } from './notices.js';
import { keyProblem, noSuchKey } from './problems.js';
import { type KeyTable, keyTable } from './table.js';
import { requireOverlap, requireWish } from './wish.js';

export interface KeyParts {
  readonly store: ApiKeyStore & {
    /** Called with the keys before and after each time that another process has changed them. */
    onElsewhere(hear: (before: readonly ApiKey[], now: readonly ApiKey[]) => void): void;
  };
  readonly configured: readonly ConfiguredKey[];
  readonly members: Pick<Members, 'list'>;
  readonly stamp: Stamp;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly language: Language;
  readonly tell: Tell;
  /** For changes that another process made; those made here are in the trail as commands. */
  readonly audit?: AuditTrail;
}

/** Whoever asks for a change of the keys. */
export type KeyAsker = Pick<Principal, 'id' | 'name' | 'byKey'>;

export interface Keys extends KeyCheck {
  /** Whoever comes with the key of this id now; undefined when it is good for nothing on the desk. */
  principalOf(id: string): Principal | undefined;
  /** Changes in somebody's name. A program may look and revoke; it never makes a key: `denied` (`need: person`). */
  controlFor(who: KeyAsker): KeyControl;
}

/** The keys of other programs. What it lets in is judged by keys and members as they are at that moment. */
export function createKeys(parts: KeyParts): Keys {
  const { store, members, stamp, clock, random, language, tell, audit } = parts;
  const since = clock.now();
  const configured = parts.configured.map(key => asApiKey(key, stamp, since));
  let known:
    | { readonly keys: readonly ApiKey[]; readonly people: readonly MemberView[]; readonly table: KeyTable }
    | undefined;

  function table(): KeyTable {
    const keys = store.list();
    const people = members.list();
    if (known?.keys !== keys || known.people !== people)
      known = { keys, people, table: keyTable([...configured, ...keys], people, stamp) };
    return known.table;
  }

  function viewOf(key: ApiKey): ApiKeyView {
    const { digest: _digest, previous: _previous, ...shown } = key;
    return {
      ...shown,
      state: stateOf(key, table().holders.get(key.id), stamp, clock.now()),
      lastUsedAt: store.lastUsedAt(key.id),
      fixed: configured.includes(key),
    };
  }

  function viewNamed(name: string): ApiKeyView {
    const key = store.list().find(one => one.name === name);
    if (!key) throw noSuchKey(name);
    return viewOf(key);
  }

  function requireFree(name: string): void {
    if (configured.some(key => key.name === name)) throw keyProblem('keyFixed', name);
  }

  function changed(what: KeyChange, key: Parameters<typeof keyNotice>[1], by: KeyChanger): void {
    tell(keyNotice(what, key, by, { at: clock.now(), language }));
  }

  store.onElsewhere((before, now) => {
    for (const [what, key] of changesBetween(before, now)) {
      changed(what, key, undefined);
      // Whoever made it sat at this machine, and has the files in hand: the line is for others to find.
      void audit
        ?.record({
          at: clock.now(),
          platform: 'desk',
          who: 'desk',
          place: 'npm run keys',
          act: `key ${what} ${key.name} (${scopesText(key.scopes, 'en')})`,
          outcome: 'done',
        })
        .catch(() => undefined);
    }
  });

  const newKey = () => `kco_${Buffer.from(random(32)).toString('base64url')}`;

  return {
    check(presented) {
      const now = clock.now();
      const holder = table().match(presented, now);
      if (holder) store.noteUse(holder.id, now);
      return holder;
    },

    principalOf(id) {
      const key = [...configured, ...store.list()].find(one => one.id === id);
      const who = key && !isOver(key, clock.now()) ? table().holders.get(id)?.who : undefined;
      return who && who.roles.size > 0 ? who : undefined;
    },

    controlFor(who) {
      const requirePerson = () => {
        if (who.byKey)
          throw new DeskError('denied', 'a key makes no key', { need: 'person', what: 'command' });
      };
      return {
        list: () => [...configured, ...store.list()].map(viewOf),

        async add(wish): Promise<MadeKey> {
          requirePerson();
          const { owner } = wish;
          const person = members.list().find(({ identities }) => identities.some(id => id === owner));
          const right = requireWish(wish, person);
          requireFree(right.name);
          const key = newKey();
          const digest = digestOf(key).toString('hex');
          await store.update(keys =>
            added(keys, right, { id: freshId(keys, random), digest, stamp, now: clock.now() }),
          );
          const view = viewNamed(right.name);
          changed('added', view, who);
          return { view, key };
        },

        async rotate(name, overlap): Promise<MadeKey> {
          requirePerson();
          requireFree(name);
          const overlapMs = requireOverlap(overlap);
          const key = newKey();
          const digest = digestOf(key).toString('hex');
          await store.update(keys => rotated(keys, name, { digest, overlapMs, now: clock.now() }));
          const view = viewNamed(name);
          changed('rotated', view, who);
          return { view, key };
        },

        async revoke(name) {
          requireFree(name);
          let isNews = false;
          await store.update(keys => {
            const next = revoked(keys, name, clock.now());
            isNews = next !== keys;
            return next;
          });
          const view = viewNamed(name);
          if (isNews) changed('revoked', view, who);
          return view;
        },
      };
    },
  };
}
