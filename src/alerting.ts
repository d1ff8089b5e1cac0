import { randomBytes } from 'node:crypto';
import type { Config } from './config.js';
import type { AccountRef, ChatPlatform, Clock, Log, MemberView, News, PlatformStatus } from './core/index.js';
import { type Alerts, createAlerts, createOutbox, createPlatformNews, type Outbox } from './desk/index.js';
import { isTradingDay } from './market/index.js';
import type { Store } from './store/index.js';
import { announced } from './taps.js';

export interface Alerting {
  readonly alerts: Alerts;
  readonly outbox: Outbox;
  /** For the platforms: called with the status each time that it is another one. */
  changed(status: PlatformStatus): void;
  stop(): Promise<void>;
}

/** Everything by which the desk says something unasked. What the last run left undelivered is on its way again. */
export function startAlerting(
  around: {
    readonly config: Config;
    readonly store: Pick<Store, 'outbox' | 'alertSettings' | 'knownDays'>;
    readonly clock: Clock;
    readonly log: Log;
  },
  who: {
    /** Filled later. */
    readonly platforms: readonly ChatPlatform[];
    people(): readonly MemberView[];
    /** Of the desk, as of now. */
    accounts(): readonly AccountRef[];
    /** Hears of every alert, and of every change of its words. */
    announce(news: News): void;
  },
): Alerting {
  const { config, store, clock, log } = around;
  const { language, stamp } = config;
  const posted = createOutbox({ journal: store.outbox, platforms: who.platforms, clock, log, language });
  const outbox = announced(posted, { tell: who.announce });
  const alerts = createAlerts({
    outbox,
    platforms: who.platforms,
    people: who.people,
    accounts: who.accounts,
    settings: store.alertSettings,
    isTradingDay: date => isTradingDay(date, store.knownDays.all()),
    clock,
    log,
    language,
    stamp,
    random: randomBytes,
  });
  const news = createPlatformNews({ clock, language, tell: alerts.tell });
  return {
    alerts,
    outbox,
    changed(status) {
      alerts.platformChanged(status);
      news.changed(status);
    },
    async stop() {
      news.stop();
      await alerts.stop();
      await outbox.stop();
    },
  };
}
