import { afterEach, describe, expect, it } from 'vitest';
import { leaks, type TestLine, tokenAnswer } from '../../support/kis-line.js';
import { buy, refusalOf, startOrders, TAKEN, TOKEN } from '../../support/order-line.js';
import { GOOD, kisError, readPrice, startPrices } from '../../support/price-line.js';
import type { Answer } from '../../support/scripted-server.js';

const lines: TestLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

function kept(line: TestLine): TestLine {
  lines.push(line);
  return line;
}

/** What was told of the calls of one kind: `outcome code`. */
const told = (line: TestLine, operation: string) =>
  line.calls.filter(call => call.operation === operation).map(call => `${call.outcome} ${call.code ?? '-'}`);

describe('a read is told of once, however many attempts it took:', () => {
  it.each<[string, (nth: number) => Answer, string]>([
    ['answered', () => GOOD, 'ok -'],
    ['answered at the third attempt', nth => (nth < 3 ? kisError('EGW00202') : GOOD), 'ok -'],
    ['refused', () => kisError('APBK0656', 200), 'refused APBK0656'],
    ['refused by the rate to the end', () => kisError('EGW00201'), 'refused EGW00201'],
    ['given up', () => ({ status: 502, text: '<html>' }), 'failed HTTP 502'],
    ['cut off', () => 'reset', 'failed ECONNRESET'],
    ['of another form', () => ({ status: 200, json: { rt_cd: '0', msg_cd: 'MCA00000' } }), 'failed form'],
  ])('%s', async (_how, prices, expected) => {
    const line = kept(await startPrices(prices));
    await readPrice(line).catch(() => undefined);
    expect(told(line, 'price')).toEqual([expected]);
    expect(line.calls.map(call => call.operation)).toEqual(['tokenP', 'price']);
  });

  it('never sent, for want of a token', async () => {
    const line = kept(
      await startPrices(() => GOOD, {
        script: () => ({ status: 403, json: { error_code: 'EGW00133', error_description: '' } }),
      }),
    );
    await readPrice(line).catch(() => undefined);
    expect(told(line, 'price')).toEqual(['notSent EGW00133']);
    expect(told(line, 'tokenP')).toEqual(['refused EGW00133']);
  });
});

describe('an order is told of once:', () => {
  it.each<[string, Answer, string]>([
    ['taken', TAKEN, 'ok 40600000'],
    ['refused', refusalOf('APBK0952', 200, '7'), 'refused APBK0952'],
    ['in doubt by its code', refusalOf('EGW00302'), 'unknown EGW00302'],
    ['in doubt by a reset', 'reset', 'unknown ECONNRESET'],
    [
      'in doubt for want of a number',
      { status: 200, json: { rt_cd: '0', msg_cd: 'APBK0013', output: {} } },
      'unknown APBK0013',
    ],
  ])('%s', async (_how, answer, expected) => {
    const line = kept(await startOrders(() => answer, { environment: { hashkey: true } }));
    await buy(line);
    expect(told(line, 'buy')).toEqual([expected]);
    expect(line.calls.map(call => call.operation)).toEqual(['tokenP', 'hashkey', 'buy']);
    expect(leaks(line.calls)).toEqual([]);
  });

  it('halted, or never connected', async () => {
    const line = kept(await startOrders(() => TAKEN));
    await line.tokens.access.current();
    await buy(line, { signal: AbortSignal.abort() });
    await line.server.close();
    await buy(line);
    expect(told(line, 'buy')).toEqual(['notSent halted', 'notSent ECONNREFUSED']);
  });
});

it('how many requests left is told with every call', async () => {
  const left = (line: TestLine, operation: string) =>
    line.calls.filter(call => call.operation === operation).map(call => call.attempts);
  const prices = kept(await startPrices(nth => (nth < 3 ? kisError('EGW00202') : GOOD)));
  await readPrice(prices);
  expect([left(prices, 'tokenP'), left(prices, 'price')]).toEqual([[1], [3]]);
  const orders = kept(await startOrders(() => TAKEN));
  await buy(orders, { signal: AbortSignal.abort() });
  await buy(orders);
  expect(left(orders, 'buy')).toEqual([0, 1]);
});

it('the OAuth services are told of, each call once', async () => {
  const line = kept(
    await startOrders(() => TAKEN, {
      script(request) {
        if (request.url.startsWith(TOKEN)) return tokenAnswer();
        if (request.url.startsWith('/oauth2/Approval'))
          return { status: 200, json: { approval_key: 'approved' } };
        return { status: 500, json: { error_code: 'EGW00002' } };
      },
    }),
  );
  await line.tokens.approval.current();
  await line.tokens.revoke(AbortSignal.timeout(2_000)).catch(() => undefined);
  const seen = line.calls.map(call => `${call.operation} ${call.outcome} ${call.code ?? '-'}`);
  expect(seen).toEqual(['Approval ok -', 'tokenP ok -', 'revokeP failed EGW00002']);
  expect(line.calls.every(call => call.elapsedMs >= 0 && call.at > 0)).toBe(true);
});
