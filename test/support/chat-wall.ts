import {
  type ChatPlatform,
  type Clock,
  DeskError,
  destinationKey,
  type PlatformId,
  type PlatformStatus,
  type Reply,
} from '../../src/core/index.js';

/** A message as people see it. */
export interface WallCard {
  readonly to: string;
  readonly key: string;
  readonly message: string;
  readonly silent: boolean;
  readonly plain: boolean;
  readonly at: number;
  reply: Reply;
  edits: number[];
}

/**
 * What becomes of one call. `lostAnswer`: it gets there, the caller does not learn it. `lostRequest`: it does not get
 * there, and the caller learns just as little. `no`: it surely does not get there.
 */
export type Fate =
  | 'shown'
  | 'no'
  | 'lostAnswer'
  | 'lostRequest'
  | 'refused'
  | 'notOffered'
  | 'bug'
  | { readonly retryAfterMs: number };

export type Poster = Pick<ChatPlatform, 'id' | 'post' | 'rewrite' | 'sameKeyMs' | 'status'>;

/** A platform that does as it is told, and shows what people see of it. It outlives the runs of the program. */
export interface ChatWall {
  readonly cards: readonly WallCard[];
  /** When posts and rewrites were tried, ms by the wall clock, whatever became of them. */
  readonly tries: { readonly at: number; readonly key: string; readonly fate: Fate }[];
  readonly rewrites: number[];
  state: PlatformStatus['state'];
  /** The fate of each post to come; 'shown' when nothing is said. */
  fate: (key: string) => Fate;
  rewriteFate: () => Fate;
  /** The platform in the hands of one run; after `kill` that run learns nothing any more. */
  run(): { readonly platform: Poster; kill(): void };
}

export function chatWall(options: {
  id: PlatformId;
  sameKeyMs: number;
  clock: Clock;
  /** There and back, ms. */
  latencyMs?: number;
}): ChatWall {
  const { id, sameKeyMs, clock, latencyMs = 0 } = options;
  const cards: WallCard[] = [];
  const half = async () => {
    if (latencyMs > 0) await clock.sleep(latencyMs / 2);
  };

  function put(card: Omit<WallCard, 'message' | 'at' | 'edits'>): WallCard {
    const now = clock.now();
    const same = cards.find(c => c.key === card.key && c.to === card.to && now - c.at < sameKeyMs);
    if (same) return same;
    const fresh = { ...card, message: `m${cards.length}`, at: now, edits: [] };
    cards.push(fresh);
    return fresh;
  }

  const wall: ChatWall = {
    cards,
    tries: [],
    rewrites: [],
    state: 'connected',
    fate: () => 'shown',
    rewriteFate: () => 'shown',
    run() {
      let isDead = false;
      const heard = async <T>(value: T) => {
        await half();
        return isDead ? new Promise<T>(() => undefined) : value;
      };
      const platform: Poster = {
        id,
        sameKeyMs,
        status: () => ({ id, state: wall.state, reason: undefined }),
        async post(to, reply, { key, silent, plain }) {
          const fate = wall.fate(key);
          wall.tries.push({ at: clock.now(), key, fate });
          await half();
          const posted = fate === 'shown' || fate === 'lostAnswer';
          const card = posted ? put({ to: destinationKey(to), key, reply, silent, plain }) : undefined;
          const failure = await heard(fate === 'shown' ? undefined : failureOf(fate));
          if (failure) throw failure;
          return card && { platform: id, place: to.id, message: card.message };
        },
        async rewrite({ message }, reply) {
          const fate = wall.rewriteFate();
          wall.rewrites.push(clock.now());
          await half();
          const card = cards.find(c => c.message === message);
          if (fate === 'shown' && card) {
            card.reply = reply;
            card.edits.push(clock.now());
          }
          const failure = await heard(fate === 'shown' ? undefined : failureOf(fate));
          if (failure) throw failure;
        },
      };
      return {
        platform,
        kill: () => {
          isDead = true;
        },
      };
    },
  };
  return wall;
}

function failureOf(fate: Exclude<Fate, 'shown'>): DeskError {
  if (typeof fate === 'object') {
    return new DeskError('rateLimited', 'slow down', { posted: 'no', retryAfterMs: fate.retryAfterMs });
  }
  if (fate === 'no') return new DeskError('unavailable', 'no connection', { posted: 'no' });
  if (fate === 'refused' || fate === 'notOffered') return new DeskError(fate, 'not like this');
  if (fate === 'bug') return new DeskError('bug', 'cannot render');
  return new DeskError('timeout', 'no answer');
}
