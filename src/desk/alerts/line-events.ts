import type { Bilingual, BrokerEvent, Clock, Language, Notice, NoticeAction } from '../../core/index.js';
import { sayIn } from '../teller.js';
import { QUIET_MS } from './incidents.js';
import {
  executionsLive,
  executionsLost,
  type FailedRead,
  maintenanceBegun,
  maintenanceOver,
  rateRefused,
  readsFailed,
} from './texts/broker.js';
import { foreignToken, tokenDied } from './texts/token.js';
import type { Timers } from './timers.js';
import { createTokenTrouble } from './token-trouble.js';

export type LineEvent = Exclude<BrokerEvent, { kind: 'clockSkew' | 'called' }>;

/** A refusal for the rate is retried; so many within so many ms are news. */
const RATE_COUNT = 5;
const RATE_WITHIN_MS = 60_000;
/** Fills are heard of a little later meanwhile: nobody's news before this, ms. */
const EXECUTIONS_PATIENCE_MS = 60_000;

export interface LineEventParts {
  readonly clock: Clock;
  readonly language: Language;
  readonly timers: Timers;
  take(notice: Notice, counts: boolean): void;
}

/** What is told of one line to a broker, as notices; the clocks are everybody's, and not among it. */
export function lineNotices(parts: LineEventParts): (event: LineEvent) => void {
  const { clock, language, timers } = parts;
  const say = sayIn(language);
  const token = createTokenTrouble(parts);
  const tell = (notice: Notice) => parts.take(notice, true);
  let reads: { readonly lastAt: number; readonly failed: readonly FailedRead[] } | undefined;
  let refusals: readonly number[] = [];
  let maintenance = false;
  /** Why, as of the latest word; undefined: fills are heard of. */
  let executionsAway: { reason: Bilingual | undefined } | undefined;

  const halt: NoticeAction = {
    label: say('정지', 'Halt'),
    call: { command: 'halt', args: {} },
    style: 'danger',
  };
  const again: NoticeAction = {
    label: say('다시 시도', 'Try again'),
    call: { command: 'jobs', args: { name: 'self check' } },
  };

  function readGivenUp(event: Extract<BrokerEvent, { kind: 'retriesExhausted' }>): void {
    const now = clock.monotonic();
    const before = reads && now - reads.lastAt < QUIET_MS ? reads.failed : [];
    const { operation, lastError, attempts, elapsedMs } = event;
    const times = (before.find(read => read.operation === operation)?.times ?? 0) + 1;
    const last: FailedRead = { operation, times, lastError, attempts, elapsedMs };
    const failed = [...before.filter(read => read.operation !== operation), last];
    reads = { lastAt: now, failed };
    if (maintenance) {
      tell(maintenanceNotice(event.at));
      return;
    }
    tell({
      kind: 'broker',
      urgency: 'warning',
      incident: 'reads',
      endsQuietly: true,
      draft: readsFailed(failed, last, language),
      at: event.at,
      actions: [again],
    });
  }

  const maintenanceNotice = (at: number): Notice => ({
    kind: 'broker',
    urgency: 'warning',
    incident: 'maintenance',
    draft: maintenanceBegun(language),
    at,
    actions: [again],
  });

  function refusedForRate({ at }: { readonly at: number }): void {
    const now = clock.monotonic();
    refusals = [...refusals, now].filter(past => now - past <= RATE_WITHIN_MS).slice(-1000);
    if (refusals.length < RATE_COUNT) return;
    const draft = rateRefused(refusals.length, language);
    tell({ kind: 'broker', urgency: 'warning', incident: 'rate', endsQuietly: true, draft, at });
  }

  function executions(event: Extract<BrokerEvent, { kind: 'executions' }>): void {
    const incident = { kind: 'broker', urgency: 'info', incident: 'executions' } as const;
    if (event.state === 'live') {
      executionsAway = undefined;
      timers.clear('executions');
      tell({ ...incident, over: true, draft: executionsLive(language), at: event.at });
      return;
    }
    const known = executionsAway;
    executionsAway = { reason: event.reason };
    if (known) return;
    timers.set('executions', EXECUTIONS_PATIENCE_MS, () =>
      tell({
        ...incident,
        draft: executionsLost(executionsAway?.reason, event.at, language),
        at: clock.now(),
      }),
    );
  }

  return event => {
    switch (event.kind) {
      case 'tokenRenewed':
        return token.renewed(event);
      case 'tokenRefreshFailed':
        return token.failed(event);
      case 'retriesExhausted':
        return readGivenUp(event);
      case 'rateRefused':
        return refusedForRate(event);
      case 'maintenance':
        maintenance = event.phase === 'begun';
        return tell(
          maintenance
            ? maintenanceNotice(event.at)
            : {
                ...maintenanceNotice(event.at),
                urgency: 'info',
                over: true,
                draft: maintenanceOver(language),
                actions: [],
              },
        );
      case 'tokenDied':
        return tell({
          kind: 'token',
          urgency: 'warning',
          incident: 'token died',
          endsQuietly: true,
          draft: tokenDied(event.times, language),
          at: event.at,
          actions: [halt],
        });
      case 'foreignToken':
        return tell({
          kind: 'token',
          urgency: 'critical',
          incident: 'foreign token',
          endsQuietly: true,
          draft: foreignToken(event.times, language),
          at: event.at,
        });
      case 'executions':
        return executions(event);
    }
  };
}
