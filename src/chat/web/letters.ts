import { type ChatPlatform, DeskError, type Principal } from '../../core/index.js';
import type { PageSession } from './session.js';

type Letters = Pick<ChatPlatform, 'post' | 'rewrite'>;

/** Cards that come by themselves, and living cards that change. A session that is over is gone with all that stood in it. */
export function createLetters(pages: {
  all(): readonly PageSession[];
  /** Who that is now. */
  person(id: string): Principal | undefined;
}): Letters {
  const pagesOf = (who: Principal) =>
    pages.all().filter(session => {
      const reader = session.who();
      return reader !== undefined && reader.byKey === undefined && reader.ids.includes(who.id);
    });

  return {
    async post({ kind, platform, id }, reply, { key }) {
      if (kind !== 'person' || platform !== 'web') {
        throw new DeskError('notOffered', 'the web console has no places', { posted: 'no' });
      }
      const who = pages.person(id);
      const sessions = who ? pagesOf(who) : [];
      // Of several, one that somebody looks at is enough: the others show it when they are looked at again.
      const [first] = sessions.toSorted((a, b) => Number(b.isOpen()) - Number(a.isOpen()));
      if (!first?.isOpen()) {
        throw new DeskError('unavailable', 'no page of this person is open', { posted: 'no' });
      }
      for (const session of sessions) {
        if (!session.has(key)) session.put({ kind: 'card', reply }, key);
      }
      return { platform: 'web', place: `page:${first.id}`, message: key };
    },
    /** What was posted stands in several pages under one id; an answer's id means something in its own page only. */
    async rewrite({ place, message }, reply) {
      const holders = pages
        .all()
        .filter(session => session.has(message) && (!isOwn(message) || `page:${session.id}` === place));
      if (holders.length === 0) throw new DeskError('refused', 'the page is closed');
      for (const session of holders) session.put({ kind: 'card', reply }, message);
    },
  };
}

const isOwn = (message: string) => /^e[0-9]+$/.test(message);
