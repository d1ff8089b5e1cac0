import { DeskError, type Inbound, type Inbox } from '../../src/core/index.js';

export interface MemoryInbox extends Inbox {
  /** Ids of what this run took and what it answered, with the platform ahead. */
  readonly taken: ReadonlySet<string>;
  readonly done: ReadonlySet<string>;
}

/** An inbox without a disk, or with a full one. `left`: what an earlier run is to have left unanswered. */
export function memoryInbox(options: { fails?: boolean; left?: readonly Inbound[] } = {}): MemoryInbox {
  const taken = new Set<string>();
  const done = new Set<string>();
  let left = options.left ?? [];
  return {
    taken,
    done,
    async take({ platform, eventId }) {
      if (options.fails) throw new DeskError('storage', 'disk full');
      const key = `${platform}:${eventId}`;
      const fresh = !taken.has(key);
      taken.add(key);
      return fresh;
    },
    known: (platform, eventId) => taken.has(`${platform}:${eventId}`),
    answered: (platform, eventId) => void done.add(`${platform}:${eventId}`),
    leftOver(platform) {
      const given = left.filter(inbound => inbound.platform === platform);
      left = left.filter(inbound => inbound.platform !== platform);
      return given;
    },
  };
}
