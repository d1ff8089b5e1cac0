import type { BrokerEvent, Clock, Language, Notice } from '../../core/index.js';
import { sayIn } from '../teller.js';
import { type RenewalFailure, renewalFailed, renewalWorks } from './texts/token.js';
import type { Timers } from './timers.js';

/** A renewal that fails, from the first time until it works. */
export interface TokenTrouble {
  failed(event: RenewalFailure): void;
  renewed(event: Extract<BrokerEvent, { kind: 'tokenRenewed' }>): void;
}

/** Stages of the incident, by how much is left of the token, ms; each step down is news. */
const STAGES = [
  { name: 'failing', below: Infinity, urgency: 'warning' },
  { name: '2h', below: 2 * 3_600_000, urgency: 'warning' },
  { name: '30m', below: 30 * 60_000, urgency: 'critical' },
  { name: 'dead', below: 0, urgency: 'critical' },
] as const satisfies readonly { name: string; below: number; urgency: Notice['urgency'] }[];

/** A token that ends so much later than the last one did is another, whoever brought it, ms. */
const OTHER_TOKEN_MS = 60_000;

export interface TokenTroubleParts {
  readonly clock: Clock;
  readonly language: Language;
  readonly timers: Timers;
  /** `counts`: something has failed once more. */
  take(notice: Notice, counts: boolean): void;
}

/**
 * Tells at the first failure, and when two hours, half an hour and nothing are left of the token in use, each at its
 * very moment: failures in between are only counted.
 */
export function createTokenTrouble({ clock, language, timers, take }: TokenTroubleParts): TokenTrouble {
  const say = sayIn(language);
  /** `endsAt`: of the token in use, by the clock that only grows. */
  let failing: { readonly last: RenewalFailure; readonly endsAt: number } | undefined;

  function tell(counts: boolean): void {
    if (!failing) return;
    const left = Math.max(0, failing.endsAt - clock.monotonic());
    const stage = STAGES.findLast(({ below }) => left <= below) ?? STAGES[0];
    const now = clock.now();
    const notice: Notice = {
      kind: 'token',
      urgency: stage.urgency,
      incident: 'token',
      stage: stage.name,
      draft: renewalFailed(failing.last, left, now, language),
      at: now,
      actions: [
        { label: say('강제 갱신', 'Force renewal'), call: { command: 'token', args: { action: 'refresh' } } },
      ],
    };
    take(notice, counts);
    const next = STAGES.find(({ below }) => below < left);
    if (next) timers.set('token', left - next.below, () => tell(false));
    else timers.clear('token');
  }

  function recovered(expiresAt: number): void {
    failing = undefined;
    timers.clear('token');
    take(
      {
        kind: 'token',
        urgency: 'info',
        incident: 'token',
        over: true,
        draft: renewalWorks(expiresAt, language),
        at: clock.now(),
      },
      true,
    );
  }

  return {
    failed(event) {
      const endsAt = clock.monotonic() + event.remainingMs;
      // Another program that shares the store has brought a new token meanwhile, and only now does it run short.
      const isOther = failing && event.remainingMs > 0 && endsAt > failing.endsAt + OTHER_TOKEN_MS;
      if (isOther) recovered(clock.now() + event.remainingMs);
      failing = { last: event, endsAt };
      tell(true);
    },
    // Told even when no failure is known: one of an earlier run may still stand as the last word.
    renewed: ({ expiresAt }) => recovered(expiresAt),
  };
}
