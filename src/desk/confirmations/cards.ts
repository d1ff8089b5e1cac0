import {
  asDeskError,
  type ChatPlatform,
  type Clock,
  type Log,
  type Reply,
  type ShownCard,
} from '../../core/index.js';

/** Keeps the living cards true: each shows the latest that was written to it. */
export interface Cards {
  /** A card stands here, now or since an earlier run. */
  shown(card: string, place: ShownCard): void;
  /** It stands here besides, put there by the desk itself. */
  stands(card: string, place: ShownCard): void;
  /**
   * What is written from now on waits until `shown`: a platform is about to put the card there itself. `here`: only what is
   * written there; the other places are kept true meanwhile.
   */
  hold(card: string, here?: Spot): void;
  /**
   * Puts this in the card's place, wherever it stands: what is to be read there. Later writes overtake earlier ones;
   * failures are tried again. `arrived` is called for each place that shows it, or refuses for good.
   */
  write(card: string, reply: (place: ShownCard) => Reply, arrived?: (place: ShownCard) => void): void;
  /** Resolves when the card shows what was written to it, or at the latest after `ms`. */
  shows(card: string, ms: number): Promise<void>;
  /** Those of its places belong to another card now. */
  forget(card: string, isGone: (place: ShownCard) => boolean): void;
  stop(): Promise<void>;
}

/** A chat, whatever message stands in it. */
type Spot = Pick<ShownCard, 'platform' | 'place'>;

interface Written {
  readonly reply: (place: ShownCard) => Reply;
  readonly arrived: (place: ShownCard) => void;
}

interface Living {
  places: readonly ShownCard[];
  /** What each place shows already. */
  readonly done: Map<ShownCard, Written>;
  wanted: Written | undefined;
  held: Held | undefined;
  /** Shown everywhere but where it is held. */
  parked: Written | undefined;
  /** Ends a pause between attempts. */
  pausing: AbortController | undefined;
  writing: Promise<void> | undefined;
}

interface Held {
  /** undefined: everywhere. */
  readonly here: Spot | undefined;
  readonly over: AbortController;
}

const HELD_AT_MOST_MS = 30_000;
/** Soon at first, since at a start a platform is there a moment after its cards; then twice as long each time. */
const AGAIN_MS = 250;
const AGAIN_AT_MOST_MS = 60_000;
/** Most of a day: a platform may be away for hours, and its cards must not lie when it is back. */
const ATTEMPTS = 1_000;
const MOST_CARDS = 2_000;

export function createCards(parts: {
  readonly platforms: readonly Pick<ChatPlatform, 'id' | 'rewrite'>[];
  readonly clock: Clock;
  readonly log: Log;
}): Cards {
  const { platforms, clock, log } = parts;
  const cards = new Map<string, Living>();
  const stopping = new AbortController();

  function living(card: string): Living {
    const known = cards.get(card);
    if (known) return known;
    const fresh: Living = {
      places: [],
      done: new Map(),
      wanted: undefined,
      held: undefined,
      parked: undefined,
      pausing: undefined,
      writing: undefined,
    };
    cards.set(card, fresh);
    for (const [id, oldest] of cards) {
      if (cards.size <= MOST_CARDS) break;
      if (!oldest.writing) cards.delete(id);
    }
    return fresh;
  }

  function add(card: string, place: ShownCard): Living {
    const one = living(card);
    one.places = [...one.places.filter(p => !isIn(p, place)), place];
    return one;
  }

  function release(card: string, one: Living): void {
    one.held?.over.abort();
    one.held = undefined;
    one.parked = undefined;
    start(card, one);
  }

  const isHeld = ({ held }: Living, place: ShownCard) =>
    held !== undefined && (held.here === undefined || isIn(held.here, place));

  function start(card: string, one: Living): void {
    if (stopping.signal.aborted) return;
    if (one.writing || !one.wanted || one.wanted === one.parked) return;
    if (one.places.every(place => isHeld(one, place))) return;
    one.writing = work(card, one).finally(() => {
      one.writing = undefined;
      start(card, one);
    });
  }

  async function work(card: string, one: Living): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS && one.wanted; attempt += 1) {
      const { wanted } = one;
      const free = one.places.filter(place => !isHeld(one, place));
      if (free.length === 0) break;
      const results = await Promise.all(free.map(place => attemptAt(card, place, wanted, one.done)));
      if (one.wanted !== wanted) continue;
      if (results.every(Boolean)) {
        // A place may have been released, or another message have taken its place, in the meantime.
        if (one.places.every(place => isHeld(one, place) || one.done.get(place) === wanted)) break;
        continue;
      }
      const pause = Math.min(AGAIN_MS * 2 ** (attempt - 1), AGAIN_AT_MOST_MS);
      one.pausing = new AbortController();
      await clock.sleep(pause, AbortSignal.any([one.pausing.signal, stopping.signal])).catch(() => undefined);
      if (stopping.signal.aborted) return;
    }
    if (one.held) one.parked = one.wanted;
    else one.wanted = undefined;
  }

  /** True when nothing is left to do at this place: it shows the reply, or the platform said no for good. */
  async function attemptAt(
    card: string,
    place: ShownCard,
    wanted: Written,
    done: Map<ShownCard, Written>,
  ): Promise<boolean> {
    if (done.get(place) === wanted) return true;
    try {
      const platform = platforms.find(({ id }) => id === place.platform);
      // At a start the cards of the last run are known before the platforms are.
      if (!platform) return false;
      await platform.rewrite(place, wanted.reply(place));
    } catch (thrown) {
      const { kind, message } = asDeskError(thrown);
      log('warn', 'card.notRewritten', { card, platform: place.platform, kind, message });
      if (kind !== 'refused' && kind !== 'notOffered') return false;
    }
    done.set(place, wanted);
    wanted.arrived(place);
    return true;
  }

  return {
    shown: (card, place) => release(card, add(card, place)),
    stands: (card, place) => start(card, add(card, place)),
    hold(card, here) {
      const one = living(card);
      one.held?.over.abort();
      const over = new AbortController();
      one.held = { here, over };
      clock.sleep(HELD_AT_MOST_MS, AbortSignal.any([over.signal, stopping.signal])).then(
        () => release(card, one),
        () => undefined,
      );
    },
    write(card, reply, arrived = () => undefined) {
      const one = living(card);
      one.wanted = { reply, arrived };
      one.pausing?.abort();
      start(card, one);
    },
    async shows(card, ms) {
      const writing = cards.get(card)?.writing;
      if (!writing) return;
      const over = new AbortController();
      await Promise.race([writing, clock.sleep(ms, over.signal).catch(() => undefined)]);
      over.abort();
    },
    forget(card, isGone) {
      const one = cards.get(card);
      if (!one) return;
      one.places = one.places.filter(place => !isGone(place));
      if (one.places.length === 0) cards.delete(card);
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled([...cards.values()].flatMap(one => one.writing ?? []));
    },
  };
}

const isIn = (spot: Spot, { platform, place }: ShownCard) =>
  spot.platform === platform && spot.place === place;
