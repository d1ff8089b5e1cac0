import {
  asDeskError,
  type ChatPlatform,
  type Clock,
  DeskError,
  type Destination,
  type Draft,
  type Log,
  type Reply,
  type Stamp,
} from '../../core/index.js';
import type { TradeDesk } from '../confirmations/trade-desk.js';

export interface ShowingParts {
  readonly trade: Pick<TradeDesk, 'posted' | 'cardOf'>;
  readonly platforms: readonly Pick<ChatPlatform, 'id' | 'post'>[];
  readonly stamp: Stamp;
  readonly clock: Clock;
  readonly log: Log;
}

/** Puts the cards of programs' tickets where people see them. */
export interface Showing {
  /** Resolves when the ticket can be answered somewhere; the other places get it behind the caller's back. False: nowhere. */
  ask(ticket: string, draft: Draft, to: readonly Destination[]): Promise<boolean>;
  /** Shows what has become of a ticket; returns at once, and tries again where a platform is away. */
  tell(ticket: string, to: readonly Destination[]): void;
  stop(): void;
}

const AGAIN_MS = 2_000;
/** With twice the pause each time: about half an hour. */
const ATTEMPTS = 11;

export function createShowing({ trade, platforms, stamp, clock, log }: ShowingParts): Showing {
  const stopping = new AbortController();

  async function put(ticket: string, draft: Draft, to: Destination): Promise<void> {
    const platform = platforms.find(({ id }) => id === to.platform);
    if (!platform) throw new DeskError('notOffered', 'no such platform');
    const reply: Reply = { ...draft, stamp: draft.stamp ?? stamp, visibility: 'public' };
    const card = await platform.post(to, reply, { key: ticket, silent: false, plain: false });
    // What cannot be edited later would go on asking when nothing can be answered any more.
    if (!card) throw new DeskError('notOffered', 'the card cannot be kept true there');
    trade.posted(ticket, card);
  }

  function noteFailure(ticket: string, to: Destination, thrown: unknown): DeskError {
    const error = asDeskError(thrown);
    // A browser is open or it is not; chats should be there.
    const level = to.platform === 'web' ? 'info' : 'warn';
    log(level, 'remote.notShown', {
      ticket,
      platform: to.platform,
      kind: error.kind,
      reason: error.message,
    });
    return error;
  }

  async function keepTelling(ticket: string, to: Destination): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (attempt > 0) await clock.sleep(AGAIN_MS * 2 ** (attempt - 1), stopping.signal);
      const draft = trade.cardOf(ticket);
      if (!draft) return;
      try {
        return await put(ticket, draft, to);
      } catch (thrown) {
        const { kind } = noteFailure(ticket, to, thrown);
        if (kind === 'refused' || kind === 'notOffered' || to.platform === 'web') return;
      }
    }
  }

  return {
    async ask(ticket, draft, to) {
      const asked = to.map(destination =>
        put(ticket, draft, destination).catch((thrown: unknown) => {
          throw noteFailure(ticket, destination, thrown);
        }),
      );
      return Promise.any(asked).then(
        () => true,
        () => false,
      );
    },
    tell(ticket, to) {
      // A stop ends it in the middle of a pause.
      for (const destination of to) keepTelling(ticket, destination).catch(() => undefined);
    },
    stop: () => stopping.abort(),
  };
}
