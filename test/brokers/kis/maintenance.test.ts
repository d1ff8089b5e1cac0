import { afterEach, describe, expect, it } from 'vitest';
import { type BrokerEvent, systemClock } from '../../../src/core/index.js';
import type { TestLine } from '../../support/kis-line.js';
import { GOOD, givenUp, kisError, readPrice, schema, startPrices } from '../../support/price-line.js';
import type { Answer } from '../../support/scripted-server.js';
import { skippingClock } from '../../support/skipping-clock.js';

const lines: TestLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

async function lineWith(...given: Parameters<typeof startPrices>): Promise<TestLine> {
  const line = await startPrices(...given);
  lines.push(line);
  return line;
}

/** As KIS answers under maintenance. */
const WORDLESS: Answer = { status: 500, json: { rt_cd: '1', msg_cd: '', msg1: '' } };

type MaintenanceEvent = BrokerEvent & { readonly kind: 'maintenance' };
const told = (line: TestLine) =>
  line.events.filter((event): event is MaintenanceEvent => event.kind === 'maintenance');
const phases = (line: TestLine) => told(line).map(event => event.phase);

/** Reads by the answers, one attempt each. */
async function readEach(line: TestLine, answers: number): Promise<void> {
  for (let nth = 0; nth < answers; nth += 1) await readPrice(line).catch(() => undefined);
}

describe('maintenance', () => {
  it('is told of once, after three wordless answers, and its end with the first good one', async () => {
    let down = true;
    const line = await lineWith(() => (down ? WORDLESS : GOOD));
    const before = systemClock.now();
    await readEach(line, 2);
    const since = line.vitals.maintenanceSince ?? 0;
    expect(since).toBeGreaterThanOrEqual(before);
    expect(told(line)).toEqual([
      { kind: 'maintenance', at: expect.any(Number), phase: 'begun', operation: 'price' },
    ]);
    expect(told(line)[0]?.at).toBeGreaterThan(since);
    down = false;
    await readEach(line, 2);
    expect(phases(line)).toEqual(['begun', 'over']);
    expect(line.vitals.maintenanceSince).toBeUndefined();
  });

  it('leaves reads that are given up to tell of themselves', async () => {
    const line = await lineWith(() => WORDLESS);
    await readEach(line, 2);
    expect(givenUp(line)).toHaveLength(2);
  });

  it('begins anew when it does', async () => {
    const line = await lineWith(nth => (nth === 4 ? GOOD : WORDLESS));
    await readEach(line, 3);
    expect(phases(line)).toEqual(['begun', 'over', 'begun']);
  });

  it('is not two wordless answers and a good one', async () => {
    const line = await lineWith(nth => (nth % 3 === 0 ? GOOD : WORDLESS));
    await readEach(line, 4);
    expect(line.server.requests.length).toBeGreaterThanOrEqual(12);
    expect(phases(line)).toEqual([]);
  });

  it('is not three wordless answers in more than five minutes', async () => {
    const clock = skippingClock();
    const line = await lineWith(nth => (nth % 2 === 1 ? WORDLESS : kisError('APBK0656', 200)), { clock });
    for (let nth = 0; nth < 5; nth += 1) {
      await readEach(line, 1);
      clock.skip(151_000);
    }
    expect(phases(line)).toEqual([]);
    clock.skip(300_000);
    await readEach(line, 1);
    clock.skip(100_000);
    await readEach(line, 1);
    clock.skip(100_000);
    await readEach(line, 1);
    expect(phases(line)).toEqual(['begun']);
  });

  it.each([
    ['has a code', kisError('EGW00002')],
    ['has words', { status: 500, json: { rt_cd: '1', msg_cd: '', msg1: '점검 중' } }],
    ['has a code that is none', { status: 500, json: { rt_cd: '1', msg_cd: '<b>', msg1: '' } }],
    ['lacks the fields', { status: 500, json: { rt_cd: '1' } }],
    ['comes with another status', { status: 200, json: { rt_cd: '1', msg_cd: '', msg1: '' } }],
    ['is no KIS answer', { status: 503, text: 'Service Unavailable' }],
    ['does not come', 'reset'],
  ] as [string, Answer][])('is not what an answer means that %s', async (_what, answer) => {
    const line = await lineWith(() => answer);
    await readEach(line, 4);
    expect(phases(line)).toEqual([]);
  });

  it('shows in the answers to orders, too, whose outcome stays unknown', async () => {
    const line = await lineWith(() => WORDLESS);
    const body = { PDNO: '005930' };
    for (let nth = 0; nth < 3; nth += 1) {
      const answer = await line.client.send({ tr: 'buy', body, schema });
      expect(answer.kind).toBe('unknown');
    }
    expect(told(line)).toEqual([expect.objectContaining({ phase: 'begun', operation: 'buy' })]);
  });
});
