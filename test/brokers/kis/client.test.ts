import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { vaultKey } from '../../../src/brokers/kis/index.js';
import { type BrokerEvent, Secret } from '../../../src/core/index.js';
import {
  CANARIES,
  leaks,
  startLine,
  type TestLine,
  type TestLineOptions,
  tokenAnswer,
} from '../../support/kis-line.js';
import { memoryVault } from '../../support/memory-vault.js';
import type { Answer, SeenRequest } from '../../support/scripted-server.js';
import { steppingClock } from '../../support/stepping-clock.js';

const PRICE = '/uapi/domestic-stock/v1/quotations/inquire-price';
const schema = z.object({ output: z.object({ stck_prpr: z.string() }) });
const GOOD: Answer = {
  status: 200,
  json: { rt_cd: '0', msg_cd: 'MCA00000', msg1: '정상처리 되었습니다.', output: { stck_prpr: '71500' } },
};
const kisError = (code: string, status = 500, message = '오류'): Answer => ({
  status,
  json: { rt_cd: '1', msg_cd: code, msg1: message.padEnd(80) },
});

const lines: TestLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

/** A line whose prices answer by `prices`; tokens are `token-1`, `token-2`… */
async function lineWith(
  prices: (nth: number, request: SeenRequest) => Answer | Promise<Answer>,
  options: Partial<TestLineOptions> = {},
): Promise<TestLine> {
  const line = await startLine({
    script: (request, nth) =>
      request.url.startsWith('/oauth2/tokenP') ? tokenAnswer(`token-${nth}`) : prices(nth, request),
    ...options,
  });
  lines.push(line);
  return line;
}

const read = (line: TestLine, extra: { signal?: AbortSignal; continued?: boolean } = {}) =>
  line.client.read({
    tr: 'price',
    params: { FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: '005930' },
    schema,
    ...extra,
  });

const givenUp = (line: TestLine) =>
  line.events.filter(
    (event): event is BrokerEvent & { kind: 'retriesExhausted' } => event.kind === 'retriesExhausted',
  );

describe('a read', () => {
  it('carries the headers KIS asks for and gives what the schema makes of the answer', async () => {
    const line = await lineWith(() => GOOD);
    await expect(read(line)).resolves.toEqual({ data: { output: { stck_prpr: '71500' } }, more: false });
    const seen = line.server.requests.find(request => request.url.startsWith(PRICE));
    expect(seen?.url).toBe(`${PRICE}?FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=005930`);
    expect(seen?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      authorization: 'Bearer token-1',
      appkey: CANARIES.appKey,
      appsecret: CANARIES.appSecret,
      tr_id: 'FHKST01010100',
      tr_cont: '',
      custtype: 'P',
    });
    expect(line.vitals.lastGoodCallAt).toBeTypeOf('number');
    expect(line.lines).toEqual([]);
  });

  it.each([
    ['F', true],
    ['M', true],
    ['D', false],
    ['E', false],
    ['', false],
  ])('knows from tr_cont %j whether another page follows', async (trCont, more) => {
    const line = await lineWith(() => ({ ...GOOD, headers: { tr_cont: trCont } }));
    await expect(read(line, { continued: true })).resolves.toMatchObject({ more });
    expect(line.server.requests.at(-1)?.headers['tr_cont']).toBe('N');
  });

  it('throws notOffered for what paper lacks, before anything leaves', async () => {
    const line = await lineWith(() => GOOD);
    const call = line.client.read({ tr: 'holidays', params: {}, schema });
    await expect(call).rejects.toMatchObject({ kind: 'notOffered' });
    expect(line.server.requests).toEqual([]);
  });

  it.each<[string, Answer, Record<string, unknown>]>([
    ['a business refusal', kisError('APBK0656', 200, '해당 종목 정보가 없습니다.'), { kind: 'refused' }],
    ['a TR that paper does not know', kisError('EGW02006'), { kind: 'notOffered' }],
    ['a wrong secret', kisError('EGW00304'), { kind: 'credentials' }],
    ['a 404', { status: 404, text: '' }, { kind: 'refused', detail: { code: 'HTTP 404' } }],
  ])('is not repeated, and nobody is alarmed, after %s', async (_what, answer, error) => {
    const line = await lineWith(() => answer);
    await expect(read(line)).rejects.toMatchObject(error);
    expect(line.server.count(PRICE)).toBe(1);
    expect(line.events.map(event => event.kind)).toEqual(['tokenRenewed']);
  });

  it('gives the broker’s words, trimmed, with a refusal', async () => {
    const line = await lineWith(() => kisError('APBK0656', 200, '해당 종목 정보가 없습니다.'));
    await expect(read(line)).rejects.toMatchObject({
      detail: { code: 'APBK0656', message: '해당 종목 정보가 없습니다.' },
    });
    expect(line.lines).toEqual([
      {
        level: 'warn',
        event: 'kis.refused',
        tr: 'FHKST01010100',
        status: 200,
        meaning: 'refused',
        rtCd: '1',
        msgCd: 'APBK0656',
        message: '해당 종목 정보가 없습니다.',
      },
    ]);
  });

  it('is repeated through a KIS error that passes', async () => {
    const line = await lineWith(nth =>
      nth === 1 ? kisError('EGW00202') : nth === 2 ? kisError('', 500, '') : GOOD,
    );
    await expect(read(line)).resolves.toMatchObject({ more: false });
    expect(givenUp(line)).toEqual([]);
  });

  it('waits after a rate refusal, says so, and asks again', async () => {
    const line = await lineWith(nth => (nth === 1 ? kisError('EGW00201') : GOOD), {
      timing: { retryDelayMs: 80 },
    });
    await read(line);
    const [first, second] = line.server.requests.filter(request => request.url.startsWith(PRICE));
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(79);
    expect(line.events.at(-1)).toMatchObject({ kind: 'rateRefused', operation: 'price', code: 'EGW00201' });
    expect(line.vitals.rateRefusals).toBe(1);
  });

  it('is rateLimited when the refusals do not end', async () => {
    const line = await lineWith(() => kisError('EGW00215'));
    await expect(read(line)).rejects.toMatchObject({ kind: 'rateLimited', detail: { code: 'EGW00215' } });
    expect(line.server.count(PRICE)).toBe(3);
    expect(givenUp(line)).toHaveLength(1);
  });

  it('is unavailable when the answer does not have the documented form; no value of it is logged', async () => {
    const line = await lineWith(() => ({
      status: 200,
      json: { rt_cd: '0', output: { other: 'secret-value' } },
    }));
    await expect(read(line)).rejects.toMatchObject({ kind: 'unavailable', detail: { code: 'form' } });
    expect(line.lines).toMatchObject([{ event: 'kis.misfit', fields: 'output.stck_prpr' }]);
    expect(JSON.stringify(line.lines)).not.toContain('secret-value');
  });
});

describe('a read with a dead token', () => {
  it.each(['EGW00121', 'EGW00123'])('(%s) costs one issue and one replay', async code => {
    let clockStep = 0;
    const line = await lineWith(
      (_nth, request) => (request.headers.authorization === 'Bearer token-1' ? kisError(code) : GOOD),
      { clock: steppingClock(() => clockStep) },
    );
    await line.tokens.access.current();
    clockStep = 70_000;
    await expect(read(line)).resolves.toMatchObject({ more: false });
    expect(line.server.count('/oauth2/tokenP')).toBe(2);
    expect(line.server.count(PRICE)).toBe(2);
    expect(givenUp(line)).toEqual([]);
  });

  it('costs four hundred concurrent reads one issue', async () => {
    let clockStep = 0;
    const line = await lineWith(
      (_nth, request) => (request.headers.authorization === 'Bearer token-1' ? kisError('EGW00123') : GOOD),
      { clock: steppingClock(() => clockStep), timing: { attemptMs: 5_000, readMs: 10_000 } },
    );
    await line.tokens.access.current();
    clockStep = 70_000;
    const all = await Promise.allSettled(Array.from({ length: 400 }, () => read(line)));
    expect(all.filter(one => one.status === 'rejected')).toEqual([]);
    expect(line.server.count('/oauth2/tokenP')).toBe(2);
  });

  it('ends in a clear cooldown, without a second issue, when one was just made', async () => {
    const line = await lineWith(() => kisError('EGW00121'));
    await expect(read(line)).rejects.toMatchObject({ kind: 'cooldown' });
    await expect(read(line)).rejects.toMatchObject({ kind: 'cooldown' });
    expect(line.server.count('/oauth2/tokenP')).toBe(1);
    expect(line.server.count(PRICE)).toBe(1);
    expect(givenUp(line)).toEqual([]);
  });

  it('leaves the telling to the token’s own event when no new one can be had', async () => {
    let clockStep = 0;
    const line = await lineWith(() => GOOD, {
      clock: steppingClock(() => clockStep),
      script(request, nth) {
        if (!request.url.startsWith('/oauth2/tokenP')) return kisError('EGW00121');
        return nth === 1 ? tokenAnswer('token-1') : { status: 500, text: '' };
      },
    });
    await line.tokens.access.current();
    clockStep = 70_000;
    await expect(read(line)).rejects.toMatchObject({ kind: 'unavailable', detail: { code: 'HTTP 500' } });
    expect(line.events.map(event => event.kind)).toEqual(['tokenRenewed', 'tokenRefreshFailed']);
  });

  it('never loops when the new token is refused, too', async () => {
    let clockStep = 0;
    const line = await lineWith(() => kisError('EGW00121'), { clock: steppingClock(() => clockStep) });
    await line.tokens.access.current();
    clockStep = 70_000;
    await expect(read(line)).rejects.toMatchObject({ kind: 'unavailable', detail: { code: 'EGW00121' } });
    expect(line.server.count('/oauth2/tokenP')).toBe(2);
    expect(line.server.count(PRICE)).toBe(2);
  });
});

describe('a read that is given up raises exactly one event', () => {
  const ways: [string, (line: TestLine) => Promise<unknown>, Parameters<typeof lineWith>][] = [
    ['its attempts are spent', line => read(line), [() => kisError('EGW00002')]],
    [
      'its deadline passes between attempts',
      line => read(line),
      [() => ({ status: 503, text: '' }), { timing: { readMs: 120, retryDelayMs: 400 } }],
    ],
    ['no attempt is answered in time', line => read(line), [() => 'hang', { timing: { attemptMs: 40 } }]],
    [
      'a failure that is repeated is followed by one that is not',
      line => read(line),
      [nth => (nth === 1 ? 'reset' : kisError('APBK0656', 200))],
    ],
    [
      'it is cancelled after a failed attempt',
      line => {
        const leaving = new AbortController();
        setTimeout(() => leaving.abort(new DOMException('no', 'AbortError')), 80);
        return read(line, { signal: leaving.signal });
      },
      [() => ({ status: 500, text: '' }), { timing: { retryDelayMs: 400 } }],
    ],
    [
      'a handler throws',
      line => read(line),
      [
        () => kisError('EGW00002'),
        {
          log: () => {
            throw new Error('log is full');
          },
        },
      ],
    ],
    ['a reset does not end', line => read(line), [() => 'reset']],
    ['the answer is no KIS answer', line => read(line), [() => ({ status: 200, text: '<html>' })]],
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
    await expect(read(line)).rejects.toMatchObject({ message: expect.stringMatching(/^price: no answer/) });
    expect(line.events.map(event => event.kind)).toEqual(['retriesExhausted']);
  });
});

it('a read whose deadline passes in the queue is busy, and raises nothing', async () => {
  const line = await lineWith(() => GOOD, { environment: { ratePerSecond: 1 }, timing: { readMs: 100 } });
  // The token took the second's only slot.
  await line.tokens.access.current();
  await expect(read(line)).rejects.toMatchObject({ kind: 'busy' });
  expect(line.server.count(PRICE)).toBe(0);
  expect(givenUp(line)).toEqual([]);
});

it('a read that its caller cancels before anything failed raises nothing', async () => {
  const line = await lineWith(() => 'hang');
  await line.tokens.access.current();
  const leaving = new AbortController();
  setTimeout(() => leaving.abort(new DOMException('no', 'AbortError')), 40);
  await expect(read(line, { signal: leaving.signal })).rejects.toMatchObject({ kind: 'cancelled' });
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
