import type { BrokerEventSink, News, NewsWire } from './core/index.js';
import type { Outbox } from './desk/index.js';

/** A journal whose events somebody hears of once they are durable. What a listener throws reaches nobody. */
export function tapped<E, J>(
  journal: J & { append(...events: readonly E[]): Promise<void> },
  heard: (event: E) => void,
): J {
  return {
    ...journal,
    async append(...events: readonly E[]) {
      await journal.append(...events);
      for (const event of events) quietly(() => heard(event));
    },
  };
}

/** An outbox whose letters, and whatever they say later, are news as well. */
export function announced(outbox: Outbox, news: Pick<NewsWire, 'tell'>): Outbox {
  const announce = (id: string) => {
    const letter = outbox.letter(id)?.letter;
    if (!letter) return;
    const { at, reply, about } = letter;
    const words = reply.blocks.flatMap(block =>
      block.kind === 'text' || block.kind === 'notice' ? [block.text] : [],
    );
    const item: News = {
      kind: 'alert',
      at,
      id,
      about: about.kind,
      urgency: about.urgency,
      tone: reply.tone,
      title: reply.title,
      text: words.join('\n'),
      isPrivate: reply.visibility === 'private',
    };
    news.tell(item);
  };
  return {
    ...outbox,
    post(letter) {
      const posted = outbox.post(letter);
      announce(letter.id);
      return posted;
    },
    change(id, reply, buttons) {
      outbox.change(id, reply, buttons);
      announce(id);
    },
  };
}

/** A new token of the broker is news. */
export function tokenNews({ tell }: Pick<NewsWire, 'tell'>): BrokerEventSink {
  return (event, from) => {
    if (event.kind !== 'tokenRenewed') return;
    const { at, generation, expiresAt } = event;
    tell({ kind: 'token', at, generation, expiresAt, ...(from ? { account: from } : {}) });
  };
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // A figure is missing; what happened is on the disk.
  }
}
