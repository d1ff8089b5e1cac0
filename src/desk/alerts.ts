import {
  asDeskError,
  type BrokerEvent,
  type BrokerEventSink,
  type ChatPlatform,
  type Clock,
  formatKst,
  type Language,
  type Log,
  type Reply,
  type Stamp,
} from '../core/index.js';
import { type AlertEvent, alertFor } from './alert-text.js';
import type { RandomBytes } from './buttons.js';
import { withDeadline } from './deadline.js';
import { SKEW_LIMIT_MS } from './halt/auto-halt.js';
import { newReference } from './reference.js';

export interface AlertParts {
  /** Where alerts go: every platform with an alert channel or chat, and the console when it is on. */
  readonly platforms: readonly Pick<ChatPlatform, 'id' | 'push'>[];
  readonly clock: Clock;
  readonly log: Log;
  readonly language: Language;
  readonly stamp: Stamp;
  readonly random: RandomBytes;
}

export interface Alerts {
  /** For the broker: returns at once and never throws. */
  readonly onEvent: BrokerEventSink;
  /**
   * Pushes to every destination; one that fails does not keep it from the others. Never rejects. `by`: whose doing it
   * is, for the terminal shows a person's own doings already.
   */
  tell(reply: Reply, by?: string): Promise<void>;
  /** For `/status`: the latest alerts that reached nobody. */
  remarks(): readonly string[];
  /** Resolves when nothing is being pushed any more. */
  settled(): Promise<void>;
}

const SAME_WITHIN_MS = 10 * 60_000;
const PUSH_DEADLINE_MS = 20_000;
const REMARKS_KEPT = 5;

export function createAlerts(parts: AlertParts): Alerts {
  const { clock, log, language } = parts;
  const lastTold = new Map<string, { at: number; repeats: number }>();
  const underWay = new Set<Promise<void>>();
  const remarks: string[] = [];
  let renewalFailing = false;

  /** How many identical events were kept back since the last alert; undefined when this one is kept back too. */
  function repeatsBefore(key: string): number | undefined {
    const now = clock.monotonic();
    const last = lastTold.get(key);
    if (last && now - last.at < SAME_WITHIN_MS) {
      last.repeats += 1;
      return undefined;
    }
    lastTold.set(key, { at: now, repeats: 0 });
    return last?.repeats ?? 0;
  }

  function announce(event: Exclude<BrokerEvent, { kind: 'called' }>): void {
    if (event.kind === 'rateRefused') return;
    if (event.kind === 'tokenRenewed') {
      if (!renewalFailing) return;
      renewalFailing = false;
      for (const key of lastTold.keys()) if (key.startsWith('tokenRefreshFailed')) lastTold.delete(key);
    } else {
      if (event.kind === 'tokenRefreshFailed') renewalFailing = true;
      const repeats = repeatsBefore(keyOf(event));
      if (repeats === undefined) return;
      send(event, repeats);
      return;
    }
    send(event, 0);
  }

  function send(event: AlertEvent, repeats: number): void {
    const reference = newReference(parts.random);
    log('warn', 'alert', { kind: event.kind, reference, repeats });
    void tell(alertFor(event, { language, stamp: parts.stamp, reference, repeats }));
  }

  function tell(reply: Reply, by?: string): Promise<void> {
    const sending = pushToAll(reply, by).finally(() => underWay.delete(sending));
    underWay.add(sending);
    return sending;
  }

  async function pushToAll(reply: Reply, by = ''): Promise<void> {
    const others = parts.platforms.filter(({ id }) => id !== 'console' || !by.startsWith('console:'));
    if (others.length === 0 && parts.platforms.length > 0) return;
    const results = await Promise.allSettled(
      others.map(platform => withDeadline(clock, PUSH_DEADLINE_MS, async () => platform.push(reply))),
    );
    for (const [i, result] of results.entries()) {
      // A platform without an alert channel or chat is no destination; that is no failure.
      if (result.status === 'rejected' && asDeskError(result.reason).kind !== 'notOffered') {
        log('error', 'alert not delivered', { platform: others[i]?.id });
      }
    }
    if (results.some(r => r.status === 'fulfilled')) return;
    log('error', 'alert reached nobody', { title: reply.title });
    const at = formatKst(clock.now());
    remarks.push(
      language === 'ko'
        ? `${at} 알림이 아무에게도 전해지지 않았습니다: ${reply.title}`
        : `${at} An alert reached nobody: ${reply.title}`,
    );
    remarks.splice(0, remarks.length - REMARKS_KEPT);
  }

  return {
    onEvent(event) {
      // Every single call: the audit trail has them.
      if (event.kind === 'called') return;
      try {
        log('info', 'broker event', loggable(event));
        announce(event);
      } catch {
        log('error', 'alert failed', { kind: event.kind });
      }
    },
    tell,
    remarks: () => [...remarks],
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

/**
 * Two events with the same key say the same. Running out of token life is news even when the cause is the same, and
 * so is a difference of the clocks that has grown so large that nothing is ordered any more.
 */
function keyOf(event: Exclude<AlertEvent, { kind: 'tokenRenewed' }>): string {
  switch (event.kind) {
    case 'retriesExhausted':
      return `${event.kind}:${event.operation}`;
    case 'tokenRefreshFailed':
      return `${event.kind}:${event.code ?? ''}:${event.remainingMs > 0 ? 'served' : 'dead'}`;
    case 'clockSkew':
      return `${event.kind}:${Math.abs(event.skewMs) > SKEW_LIMIT_MS ? 'stopped' : 'noticed'}`;
    case 'foreignToken':
      return event.kind;
  }
}

function loggable(event: BrokerEvent): Record<string, string | number | undefined> {
  const { at: _at, ...fields } = event;
  return fields;
}
