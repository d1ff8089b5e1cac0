import type { Config } from './config.js';
import type { Bilingual, Clock, Inbox, LifeLine, Tell } from './core/index.js';
import { type Alerts, missingAccount, startedNotice, stoppingNotice, type TradeDesk } from './desk/index.js';

/** How long a stop waits for its own announcement to arrive, ms. */
const FAREWELL_MS = 2_000;

/** What the desk says of itself when it comes and goes. */
export function lifeNews(parts: {
  readonly config: Pick<Config, 'console' | 'language'>;
  readonly version: string;
  readonly startedAt: number;
  readonly lifeLine: Pick<LifeLine, 'before'>;
  readonly inbox: Inbox & { count(): number };
  readonly alerts: Pick<Alerts, 'status' | 'settled'>;
  readonly trade: Pick<TradeDesk, 'unsettled'>;
  readonly tell: Tell;
  readonly clock: Clock;
}): {
  /** `missing`: accounts that this run goes without. */
  started(missing: readonly Bilingual[]): void;
  stopping(): Promise<void>;
} {
  const { config, version, startedAt, alerts, tell, clock } = parts;
  const { language } = config;
  // Whoever sits at the terminal has started or ended it themselves.
  const by = config.console ? { by: 'console:operator' } : {};
  const interrupted = (unanswered: number) => ({
    unsettled: parts.trade.unsettled(),
    unanswered,
    lettersWaiting: alerts.status().waiting,
  });
  return {
    started(missing) {
      const { before } = parts.lifeLine;
      const facts = { at: clock.now(), version, before, ...interrupted(parts.inbox.count()) };
      const notice = startedNotice(facts, language);
      tell(notice.urgency === 'info' ? { ...notice, ...by } : notice);
      for (const words of missing) tell(missingAccount(words, facts.at, language));
    },
    async stopping() {
      const at = clock.now();
      tell({ ...stoppingNotice({ at, startedAt, ...interrupted(0) }, language), ...by });
      await alerts.settled(FAREWELL_MS);
    },
  };
}
