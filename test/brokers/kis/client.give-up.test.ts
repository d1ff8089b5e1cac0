import { afterEach, describe, expect, it } from 'vitest';
import { vaultKey } from '../../../src/brokers/kis/tokens.js';
import { Secret } from '../../../src/core/index.js';
import { CANARIES, leaks, type TestLine, tokenAnswer } from '../../support/kis-line.js';
import { memoryVault } from '../../support/memory-vault.js';
import { GOOD, givenUp, kisError, PRICE, readPrice, schema, startPrices } from '../../support/price-line.js';
import type { Answer } from '../../support/scripted-server.js';

const lines: TestLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

async function lineWith(...given: Parameters<typeof startPrices>): Promise<TestLine> {
  const line = await startPrices(...given);
  lines.push(line);
  return line;
}

describe('a read that is given up raises exactly one event', () => {
  const ways: [string, (line: TestLine) => Promise<unknown>, Parameters<typeof lineWith>][] = [
    ['its attempts are spent', line => readPrice(line), [() => kisError('EGW00002')]],
    [
      'its deadline passes between attempts',
      line => readPrice(line),
      [() => ({ status: 503, text: '' }), { timing: { readMs: 120, retryDelayMs: 400 } }],
    ],
    [
      'no attempt is answered in time',
      line => readPrice(line),
      [() => 'hang', { timing: { attemptMs: 40 } }],
    ],
    [
      'a failure that is repeated is followed by one that is not',
      line => readPrice(line),
      [nth => (nth === 1 ? 'reset' : kisError('APBK0656', 200))],
    ],
    [
      'it is cancelled after a failed attempt',
      line => {
        const leaving = new AbortController();
        setTimeout(() => leaving.abort(new DOMException('no', 'AbortError')), 80);
        return readPrice(line, { signal: leaving.signal });
      },
      [() => ({ status: 500, text: '' }), { timing: { retryDelayMs: 400 } }],
    ],
    [
      'a handler throws',
      line => readPrice(line),
      [
        () => kisError('EGW00002'),
        {
          log: () => {
            throw new Error('log is full');
          },
        },
      ],
    ],
    [
      'a failure is followed by silence',
      line => readPrice(line),
      [nth => (nth === 1 ? kisError('EGW00002') : 'hang'), { timing: { attemptMs: 60 } }],
    ],
    [
      'failures of every kind follow each other',
      line => readPrice(line),
      [nth => (nth === 1 ? 'reset' : nth === 2 ? 'truncate' : kisError('EGW00201'))],
    ],
    [
      'a failure is followed by an answer without the documented form',
      line => readPrice(line),
      [nth => (nth === 1 ? { status: 502, text: '' } : { status: 200, json: { rt_cd: '0', msg_cd: 'OK' } })],
    ],
    [
      'a failure is followed by a dead token that cannot be replaced',
      line => readPrice(line),
      [nth => (nth === 1 ? 'reset' : kisError('EGW00121'))],
    ],
    ['a reset does not end', line => readPrice(line), [() => 'reset']],
    ['the answer is no KIS answer', line => readPrice(line), [() => ({ status: 200, text: '<html>' })]],
  ];

  it.each(ways)('when %s', async (_way, run, [prices, options]) => {
    const line = await lineWith(prices, options);
    await expect(run(line)).rejects.toBeInstanceOf(Error);
    expect(givenUp(line)).toHaveLength(1);
    const [event] = givenUp(line);
    expect(event).toMatchObject({ operation: 'price' });
    expect(event?.attempts).toBeGreaterThan(0);
    expect(event?.lastError).not.toBe('');
  });

  it('when the host is not found', async () => {
    const vault = memoryVault();
    await vault.save(vaultKey({ mode: 'paper', appKey: new Secret(CANARIES.appKey) }), {
      token: 'stored',
      issuedAt: Date.now(),
      expiresAt: Date.now() + 86_400_000,
      generation: 1,
    });
    const line = await lineWith(() => GOOD, {
      environment: { baseUrl: 'http://no-such-host.invalid' },
      vault,
    });
    await expect(readPrice(line)).rejects.toMatchObject({
      message: expect.stringMatching(/^price: no answer/),
    });
    expect(line.events.map(event => event.kind)).toEqual(['retriesExhausted']);
  });
});

it('a read whose deadline passes in the queue is busy, and raises nothing', async () => {
  const line = await lineWith(() => GOOD, { environment: { ratePerSecond: 1 }, timing: { readMs: 100 } });
  // The token took the second's only slot.
  await line.tokens.access.current();
  await expect(readPrice(line)).rejects.toMatchObject({ kind: 'busy' });
  expect(line.server.count(PRICE)).toBe(0);
  expect(givenUp(line)).toEqual([]);
});

it('a read that is cut off by the end of the broker raises nothing', async () => {
  const line = await lineWith(() => ({ status: 500, text: '' }), { timing: { retryDelayMs: 5_000 } });
  const read = expect(readPrice(line)).rejects.toMatchObject({ kind: 'cancelled' });
  await expect.poll(() => line.server.count(PRICE)).toBe(1);
  await line.close();
  await read;
  expect(givenUp(line)).toEqual([]);
});

it('a read that its caller cancels before anything failed raises nothing', async () => {
  const line = await lineWith(() => 'hang');
  await line.tokens.access.current();
  const leaving = new AbortController();
  setTimeout(() => leaving.abort(new DOMException('no', 'AbortError')), 40);
  await expect(readPrice(line, { signal: leaving.signal })).rejects.toMatchObject({ kind: 'cancelled' });
  expect(givenUp(line)).toEqual([]);
});

it('no secret shows in errors, logs or events, whatever goes wrong', async () => {
  const spilt = `${CANARIES.appKey} ${CANARIES.appSecret} ${CANARIES.token} ${CANARIES.account}`;
  const faults: Answer[] = [
    'reset',
    'hang',
    'drip',
    'truncate',
    { status: 502, text: spilt },
    { status: 307, text: '', headers: { location: `http://127.0.0.1:9/?k=${CANARIES.appKey}` } },
    kisError('EGW00002', 500, spilt),
    kisError('APBK0656', 200, spilt),
    kisError('EGW00304', 500, spilt),
    { status: 200, json: { rt_cd: '0', output: { [CANARIES.account]: spilt } } },
  ];
  const account = { CANO: CANARIES.account, ACNT_PRDT_CD: '01' };
  for (const fault of faults) {
    const line = await lineWith(() => fault, {
      script: request => (request.url.startsWith('/oauth2/tokenP') ? tokenAnswer() : fault),
      timing: { attemptMs: 50 },
    });
    const failed: unknown[] = await Promise.all([
      line.client.read({ tr: 'balance', params: account, schema }).catch((error: unknown) => error),
      line.client.send({ tr: 'buy', body: account, schema }),
    ]);
    expect(failed).toHaveLength(2);
    expect(leaks([...failed, ...line.lines, ...line.events, line.tokens.access.status()])).toEqual([]);
  }
}, 15_000);
