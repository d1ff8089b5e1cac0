import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type {
  AccountRef,
  BrokerEvent,
  DeskStatus,
  Letter,
  LineStatus,
  TokenStatus,
} from '../../src/core/index.js';
import { createMeters, watchLoopDelay } from '../../src/gateway/index.js';
import { manualClock } from '../support/clock.js';
import { MONDAY_TEN, STATUS, TOKEN } from '../support/desk.js';
import { readExposition } from '../support/exposition.js';
import { openGatewayRig } from '../support/gateway-rig.js';

function metersRig(over: { status?: Partial<DeskStatus>; token?: Partial<TokenStatus> } = {}) {
  const clock = manualClock(MONDAY_TEN);
  const meters = createMeters({
    clock,
    version: '9.8.7',
    stamp: 'paper',
    status: () => ({ ...STATUS, ...over.status }),
    token: () => ({ ...TOKEN, ...over.token }),
    loop: { read: () => ({ p50Ms: 1, p99Ms: 20, maxMs: 300 }), stop: () => undefined },
  });
  const families = async () => readExposition((await meters.exposition()).text);
  /** Values of a family by their labels, as `a b`. */
  async function values(name: string): Promise<Record<string, number>> {
    const samples = (await families()).get(name)?.samples ?? [];
    return Object.fromEntries(samples.map(one => [Object.values(one.labels).join(' '), one.value]));
  }
  return { clock, meters, families, values };
}

type Called = Extract<BrokerEvent, { kind: 'called' }>;
const called = (over: Partial<Called> = {}): Called => ({
  kind: 'called',
  at: MONDAY_TEN,
  operation: 'balance',
  outcome: 'ok',
  code: undefined,
  attempts: 1,
  elapsedMs: 80,
  ...over,
});

const letter = (id: string, lane: Letter['lane']): Letter => ({
  id,
  at: MONDAY_TEN,
  lane,
  reply: { title: '', stamp: 'demo', tone: 'neutral', visibility: 'private', blocks: [] },
  buttons: [],
  to: [],
  spare: [],
  about: { kind: 'job', urgency: 'info', incident: undefined, stage: undefined, reference: 'r' },
});

it('counts calls to the broker by service and outcome, with their spans, attempts and retries', async () => {
  const { meters, families, values } = metersRig();
  meters.onBrokerEvent(called());
  meters.onBrokerEvent(called({ attempts: 3, elapsedMs: 2_400, outcome: 'failed' }));
  meters.onBrokerEvent(called({ operation: 'buy', attempts: 0, outcome: 'notSent' }));
  meters.onBrokerEvent({ kind: 'rateRefused', at: 0, operation: 'proxy FHKST01010100', code: 'EGW00201' });
  meters.onBrokerEvent({
    kind: 'retriesExhausted',
    at: 0,
    operation: 'balance',
    attempts: 3,
    lastError: 'x',
    elapsedMs: 1,
  });
  expect(await values('desk_broker_calls_total')).toEqual({
    'balance ok': 1,
    'balance failed': 1,
    'buy notSent': 1,
  });
  expect(await values('desk_broker_attempts_total')).toEqual({ balance: 4, buy: 0 });
  expect(await values('desk_broker_retries_total')).toEqual({ balance: 2, buy: 0 });
  expect(await values('desk_broker_rate_refusals_total')).toEqual({ 'proxy FHKST01010100': 1 });
  expect(await values('desk_broker_retries_exhausted_total')).toEqual({ balance: 1 });
  const seconds = (await families()).get('desk_broker_call_seconds')?.samples ?? [];
  const upTo = (le: string) =>
    seconds.find(({ labels }) => labels['tr'] === 'balance' && labels['le'] === le)?.value;
  expect([upTo('0.05'), upTo('0.1'), upTo('2.5'), upTo('30')]).toEqual([0, 1, 2, 2]);
});

const FAMILY: AccountRef = { broker: 'kis', mode: 'live', number: '87654321', product: '01', alias: '가족' };

it('tells the lines apart by broker and environment, and names no account', async () => {
  const { meters, values } = metersRig();
  for (let n = 0; n < 1_000; n += 1) {
    const number = String(87_000_000 + n);
    meters.onBrokerEvent(called(), { ...FAMILY, number, broker: n % 2 === 0 ? 'kis' : 'kiwoom' });
  }
  meters.onBrokerEvent({ kind: 'tokenRenewed', at: 0, generation: 8, expiresAt: 0 }, FAMILY);
  expect(await values('desk_broker_calls_total')).toEqual({
    'balance kis live ok': 500,
    'balance kiwoom live ok': 500,
  });
  expect(await values('desk_token_issues_total')).toEqual({ 'kis live': 1 });
  expect((await meters.exposition()).text).not.toMatch(/870000|87654321|가족/);
});

it('of several lines shows the token that dies first, and their limiters together', async () => {
  const line = (over: Partial<TokenStatus>): LineStatus => ({
    account: FAMILY,
    broker: { ...STATUS.broker, limiter: { perSecond: 15, waiting: 2, inFlight: 1 } },
    token: { ...TOKEN, ...over },
    executions: STATUS.executions,
  });
  const lines = [
    line({ expiresAt: MONDAY_TEN + 9_000, generation: 3, issuedAt: MONDAY_TEN - 1_000 }),
    line({ expiresAt: MONDAY_TEN + 4_000, generation: 5, issuedAt: MONDAY_TEN - 7_000 }),
    line({ expiresAt: undefined, generation: 0, issuedAt: undefined }),
  ];
  const { values } = metersRig({ status: { lines } });
  const single = async (name: string) => (await values(name))[''];
  expect(await single('desk_token_expires_in_seconds')).toBe(4);
  expect(await single('desk_token_age_seconds')).toBe(7);
  expect(await single('desk_token_generation')).toBe(5);
  expect(await single('desk_limiter_waiting')).toBe(6);
  expect(await single('desk_limiter_per_second')).toBe(45);
});

it('counts what happens to the token, and shows how old it is and how long it lives', async () => {
  const { meters, values, clock } = metersRig();
  meters.onBrokerEvent({ kind: 'tokenRenewed', at: 0, generation: 8, expiresAt: 0 });
  const failed = { code: 'x', message: 'y', remainingMs: 1, retryAt: 0 };
  meters.onBrokerEvent({ kind: 'tokenRefreshFailed', at: 0, ...failed });
  meters.onBrokerEvent({ kind: 'tokenDied', at: 0, times: 1 });
  await clock.advance(1_000);
  const single = async (name: string) => (await values(name))[''];
  expect(await single('desk_token_issues_total')).toBe(1);
  expect(await single('desk_token_refresh_failures_total')).toBe(1);
  expect(await single('desk_token_deaths_total')).toBe(1);
  expect(await single('desk_token_generation')).toBe(7);
  expect(await single('desk_token_age_seconds')).toBe(3 * 3_600 + 1);
  expect(await single('desk_token_expires_in_seconds')).toBe(20 * 3_600 - 1);
});

it('counts orders by state, and alerts by outcome and lane', async () => {
  const { meters, values } = metersRig();
  meters.onIntent({ kind: 'claimed', ticket: 't', at: 0, by: 'discord:1' });
  meters.onIntent({ kind: 'unknown', ticket: 't', n: 0, at: 0, reason: 'timeout' });
  meters.onIntent({ kind: 'unknown', ticket: 't', n: 1, at: 0, reason: 'timeout' });
  expect(await values('desk_orders_total')).toEqual({ claimed: 1, unknown: 2 });
  meters.onOutbox({ kind: 'posted', letter: letter('a', 'urgent') });
  meters.onOutbox({ kind: 'failed', id: 'a', at: 0, to: 'place:discord:1' });
  meters.onOutbox({ kind: 'shown', id: 'a', at: 0, to: 'place:discord:1', card: undefined, version: 0 });
  meters.onOutbox({ kind: 'acknowledged', id: 'a', at: 0, by: 'discord:1' });
  meters.onOutbox({ kind: 'nobody', id: 'of an earlier run', at: 0 });
  meters.onOutbox({ kind: 'muted', incident: 'x', at: 0, until: 1, by: 'discord:1' });
  expect(await values('desk_alerts_total')).toEqual({
    'failed urgent': 1,
    'shown urgent': 1,
    'acknowledged urgent': 1,
    'nobody other': 1,
  });
  for (let n = 0; n < 2_001; n++) meters.onOutbox({ kind: 'posted', letter: letter(`b${n}`, 'bulk') });
  meters.onOutbox({ kind: 'dropped', id: 'b0', at: 0, to: 'x', why: 'tooOld' });
  meters.onOutbox({ kind: 'dropped', id: 'b1', at: 0, to: 'x', why: 'tooOld' });
  expect(await values('desk_alerts_total')).toMatchObject({ 'dropped other': 1, 'dropped bulk': 1 });
});

it('shows how the desk stands as of now, and leaves out what nobody knows', async () => {
  const { values, families } = metersRig({
    status: {
      unsettled: 2,
      disk: undefined,
      platforms: [
        { id: 'discord', state: 'connected', reason: undefined },
        { id: 'telegram', state: 'lost', reason: 'x' },
      ],
      jobs: [
        ...STATUS.jobs,
        { name: 'backup', deadlineMs: 1, lastRunAt: undefined, lastResult: undefined, nextRunAt: 1 },
      ],
    },
    token: { issuedAt: undefined, expiresAt: undefined },
  });
  expect(await values('desk_platform_up')).toEqual({ discord: 1, telegram: 0 });
  expect(await values('desk_job_last_ok')).toEqual({ 'token renewal': 1 });
  expect(await values('desk_job_last_run_age_seconds')).toEqual({ 'token renewal': 60 });
  expect(await values('desk_build_info')).toEqual({ '9.8.7 paper': 1 });
  const expected = { waiting: 3, in_flight: 2, per_second: 18 };
  for (const [name, value] of Object.entries(expected))
    expect(await values(`desk_limiter_${name}`)).toEqual({ '': value });
  expect(await values('desk_orders_unsettled')).toEqual({ '': 2 });
  expect(await values('desk_event_loop_lag_max_seconds')).toEqual({ '': 0.3 });
  for (const name of ['desk_disk_free_bytes', 'desk_token_age_seconds', 'desk_token_expires_in_seconds'])
    expect((await families()).get(name)?.samples).toEqual([]);
});

it('keeps its labels few and without secrets, whatever comes in', async () => {
  const { meters, families } = metersRig({
    status: {
      jobs: [{ name: '50101234-01', deadlineMs: 1, lastRunAt: 1, lastResult: 'ok', nextRunAt: 1 }],
    },
  });
  const secrets = ['50101234-01', `kco_${'Ab1'.repeat(14)}`, 'PSx9'.repeat(9), 'a"b\n', '홍길동'];
  for (const secret of secrets) {
    meters.onBrokerEvent(called({ operation: secret, outcome: secret }));
    meters.answered(`GET /api/v1/stocks/${'9'.repeat(130)}${secret}`, 99_999, 1);
  }
  for (let n = 0; n < 500; n++) {
    meters.onBrokerEvent(called({ operation: `TTTC${n}R` }));
    meters.answered(`GET /x/${n}`, 200 + n, 1);
  }
  const text = [...(await families()).values()]
    .flatMap(({ samples }) => samples.map(({ labels }) => JSON.stringify(labels)))
    .join('\n');
  for (const secret of secrets) expect(text).not.toContain(secret);
  const seen = (await families()).get('desk_http_requests_total')?.samples ?? [];
  const labels = (name: string) => new Set(seen.map(sample => sample.labels[name])).size;
  expect(labels('endpoint')).toBe(81);
  expect(labels('status')).toBeLessThanOrEqual(31);
  expect((await families()).get('desk_broker_attempts_total')?.samples.length).toBe(81);
});

it('answers a scrape at /metrics without a key, in the form that Prometheus reads, in under 5 ms', async () => {
  const clock = manualClock(MONDAY_TEN);
  const loop = watchLoopDelay();
  onTestFinished(() => loop.stop());
  const meters = createMeters({
    clock,
    loop,
    version: '1',
    stamp: 'paper',
    status: () => STATUS,
    token: () => TOKEN,
  });
  const rig = await openGatewayRig({ meters, clock });
  onTestFinished(() => rig.close());
  await rig.get('/api/v1/health/live');
  const answer = await rig.get('/metrics');
  expect([answer.status, answer.headers['content-type']]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  expect(readExposition(answer.text).get('desk_http_requests_total')?.samples).toContainEqual({
    name: 'desk_http_requests_total',
    labels: { endpoint: 'GET /api/v1/health/live', status: '200' },
    value: 1,
  });
  for (let n = 0; n < 40; n++) {
    meters.answered(`GET /api/v1/some/${n}`, 200, n);
    meters.onBrokerEvent(called({ operation: `service${n}` }));
  }
  const spans: number[] = [];
  for (let n = 0; n < 10; n++) {
    const began = performance.now();
    await meters.exposition();
    spans.push(performance.now() - began);
  }
  expect(Math.min(...spans)).toBeLessThan(5);
});

const panelSchema = z.object({
  title: z.string().min(1),
  type: z.enum(['stat', 'timeseries', 'table']),
  gridPos: z.object({ h: z.int(), w: z.int(), x: z.int(), y: z.int() }),
  datasource: z.object({ uid: z.literal(`\${datasource}`) }),
  fieldConfig: z.object({ defaults: z.object({ unit: z.string() }) }),
  targets: z.array(z.object({ expr: z.string(), refId: z.string() })).min(1),
});
const dashboardSchema = z.object({
  title: z.string(),
  uid: z.string(),
  schemaVersion: z.int().min(36),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
  panels: z.array(panelSchema.extend({ id: z.int() })),
});

it('has a dashboard that names only what is measured, leaves nothing out, and lies on the grid', async () => {
  const board = dashboardSchema.parse(JSON.parse(readFileSync('.deploy/grafana-dashboard.json', 'utf8')));
  const { meters } = metersRig();
  const { text } = await meters.exposition();
  const measured = new Set(
    [...readExposition(text)].flatMap(([name, { type }]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
  const named = board.panels.flatMap(({ targets }) =>
    targets.flatMap(({ expr }) => expr.match(/\b(?:desk|process)_[a-z0-9_]+/g) ?? []),
  );
  expect(named.filter(name => !measured.has(name))).toEqual([]);
  const families = [...readExposition(text).keys()];
  expect(families.filter(family => !named.some(name => name.startsWith(family)))).toEqual([]);
  expect(board.templating.list).toContainEqual(
    expect.objectContaining({ name: 'datasource', type: 'datasource' }),
  );
  expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
  const taken = new Set<string>();
  for (const { gridPos } of board.panels) {
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        expect(taken.has(`${x} ${y}`)).toBe(false);
        taken.add(`${x} ${y}`);
      }
  }
});
