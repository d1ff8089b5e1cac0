import { Gauge, type Registry } from 'prom-client';
import type { Clock, DeskStatus, PlatformStatus, TokenStatus } from '../../core/index.js';
import { bounded } from './bounded.js';

const JOB = /^[a-z][a-z -]{0,39}$/;

/** Gauges of how things stand; the function returned reads them anew. What is not known is not shown. */
export function stateGauges(
  registry: Registry,
  {
    clock,
    status,
    token,
  }: {
    readonly clock: Clock;
    readonly status: () => DeskStatus;
    readonly token: () => TokenStatus;
  },
): () => void {
  function gauge(name: string, help: string): (value: number | undefined) => void {
    const inner = new Gauge({ name: `desk_${name}`, help, registers: [registry] });
    return value => (value === undefined ? inner.remove() : inner.set(value));
  }
  function gauges<L extends string>(name: string, help: string, label: L) {
    return new Gauge({ name: `desk_${name}`, help, labelNames: [label], registers: [registry] });
  }
  const limiter = {
    waiting: gauge('limiter_waiting', 'Calls that wait for their turn.'),
    inFlight: gauge('limiter_in_flight', 'Calls whose answer is awaited.'),
    perSecond: gauge(
      'limiter_per_second',
      'Calls a second that the limiters let through, all accounts together.',
    ),
  };
  const age = gauge('token_age_seconds', 'Since the token was issued; of several, the oldest one.');
  const left = gauge(
    'token_expires_in_seconds',
    'Until the token dies, of several the first; below zero: dead.',
  );
  const generation = gauge(
    'token_generation',
    'One more with every token; of several accounts, the highest.',
  );
  const waiting = gauge('outbox_waiting', 'Letters that some destination does not show yet.');
  const unacknowledged = gauge('alerts_unacknowledged', 'Critical alerts that nobody has acknowledged.');
  const unsettled = gauge('orders_unsettled', 'Orders whose outcome is not known yet.');
  const halts = gauge('halts', 'Halts of trading in force.');
  const free = gauge('disk_free_bytes', 'On the disk of the data directory.');
  const platforms = gauges('platform_up', '1 while the chat platform is connected.', 'platform');
  const jobsGood = gauges('job_last_ok', '1 when the last run of the job succeeded.', 'job');
  const jobsAge = gauges('job_last_run_age_seconds', 'Since the last run of the job.', 'job');
  const jobName = bounded(JOB, 40);

  return () => {
    const now = clock.now();
    const since = (at: number | undefined) => at && (now - at) / 1_000;
    const desk = status();
    const { lines } = desk;
    const brokers = lines.length > 0 ? lines.map(line => line.broker) : [desk.broker];
    const tokens = lines.length > 0 ? lines.map(line => line.token) : [token()];
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    limiter.waiting(sum(brokers.map(one => one.limiter.waiting)));
    limiter.inFlight(sum(brokers.map(one => one.limiter.inFlight)));
    limiter.perSecond(sum(brokers.map(one => one.limiter.perSecond)));
    const expiresAt = least(tokens.map(one => one.expiresAt));
    age(since(least(tokens.map(one => one.issuedAt))));
    left(expiresAt && (expiresAt - now) / 1_000);
    generation(Math.max(...tokens.map(one => one.generation)));
    waiting(desk.alerts.waiting);
    unacknowledged(desk.alerts.unacknowledged);
    unsettled(desk.unsettled);
    halts(desk.halts.length);
    free(desk.disk?.freeBytes);
    for (const { id, state } of desk.platforms) platforms.set({ platform: id }, isUp(state));
    for (const { name, lastResult, lastRunAt } of desk.jobs) {
      const job = jobName(name);
      if (lastResult !== undefined) jobsGood.set({ job }, lastResult === 'ok' ? 1 : 0);
      const ran = since(lastRunAt);
      if (ran !== undefined) jobsAge.set({ job }, ran);
    }
  };
}

/** Of those that are known. */
function least(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter(value => value !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

const isUp = (state: PlatformStatus['state']) => (state === 'connected' ? 1 : 0);
