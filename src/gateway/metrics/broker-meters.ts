import { Counter, Histogram, type Registry } from 'prom-client';
import type { BrokerEventSink } from '../../core/index.js';
import { bounded, oneOf } from './bounded.js';

/** Seconds: a quote takes some 50 ms, a call with all its retries ends within 30 s. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Services as the desk calls them (`balance`, `buy`, `proxy FHKST01010100`): no word is as long as a key. */
const SERVICE = /^(?:proxy )?[A-Za-z][A-Za-z0-9]{1,23}$/;

/** Whose line, as far as it is shown: never of which account. */
const LINE = ['broker', 'mode'] as const;

/** Counts what the brokers' rooms tell, by broker and environment where that is known. */
export function brokerMeters(registry: Registry): BrokerEventSink {
  const registers = [registry];
  const service = bounded(SERVICE, 80);
  const outcomeOf = oneOf(['ok', 'refused', 'notSent', 'unknown', 'failed']);
  const calls = new Counter({
    name: 'desk_broker_calls_total',
    help: 'Calls to the broker, by service and what they came to.',
    labelNames: ['tr', 'outcome', ...LINE],
    registers,
  });
  const seconds = new Histogram({
    name: 'desk_broker_call_seconds',
    help: 'How long calls took, waiting for their turn and retries included.',
    labelNames: ['tr', ...LINE],
    buckets: BUCKETS,
    registers,
  });
  const attempts = new Counter({
    name: 'desk_broker_attempts_total',
    help: 'HTTP requests sent to the broker.',
    labelNames: ['tr', ...LINE],
    registers,
  });
  const retries = new Counter({
    name: 'desk_broker_retries_total',
    help: 'HTTP requests that repeated an earlier one of the same call.',
    labelNames: ['tr', ...LINE],
    registers,
  });
  const exhausted = new Counter({
    name: 'desk_broker_retries_exhausted_total',
    help: 'Reads that were given up.',
    labelNames: ['tr', ...LINE],
    registers,
  });
  const rateRefusals = new Counter({
    name: 'desk_broker_rate_refusals_total',
    help: 'Answers of the broker that there were too many calls.',
    labelNames: ['tr', ...LINE],
    registers,
  });
  const simple = (name: string, help: string) => new Counter({ name, help, labelNames: LINE, registers });
  const issues = simple('desk_token_issues_total', 'Tokens that the broker issued to us.');
  const failures = simple('desk_token_refresh_failures_total', 'Attempts to renew the token that failed.');
  const deaths = simple('desk_token_deaths_total', 'Tokens that the broker refused before their time.');

  return (event, from) => {
    const line = from ? { broker: from.broker, mode: from.mode } : {};
    switch (event.kind) {
      case 'called': {
        const of = { tr: service(event.operation), ...line };
        calls.inc({ ...of, outcome: outcomeOf(event.outcome) });
        seconds.observe(of, event.elapsedMs / 1_000);
        attempts.inc(of, event.attempts);
        retries.inc(of, Math.max(0, event.attempts - 1));
        return;
      }
      case 'retriesExhausted':
        return exhausted.inc({ tr: service(event.operation), ...line });
      case 'rateRefused':
        return rateRefusals.inc({ tr: service(event.operation), ...line });
      case 'tokenRenewed':
        return issues.inc(line);
      case 'tokenRefreshFailed':
        return failures.inc(line);
      case 'tokenDied':
        return deaths.inc(line);
      case 'foreignToken':
      case 'clockSkew':
      case 'maintenance':
      case 'executions':
        return;
    }
  };
}
