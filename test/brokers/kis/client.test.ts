import { afterEach, describe, expect, it } from 'vitest';
import { CANARIES, type TestLine, tokenAnswer } from '../../support/kis-line.js';
import { GOOD, givenUp, kisError, PRICE, readPrice, schema, startPrices } from '../../support/price-line.js';
import type { Answer } from '../../support/scripted-server.js';
import { steppingClock } from '../../support/stepping-clock.js';

const lines: TestLine[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
});

async function lineWith(...given: Parameters<typeof startPrices>): Promise<TestLine> {
  const line = await startPrices(...given);
  lines.push(line);
  return line;
}

describe('a read', () => {
  it('carries the headers KIS asks for and gives what the schema makes of the answer', async () => {
    const line = await lineWith(() => GOOD);
    await expect(readPrice(line)).resolves.toEqual({ data: { output: { stck_prpr: '71500' } }, more: false });
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
    await expect(readPrice(line, { continued: true })).resolves.toMatchObject({ more });
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
    await expect(readPrice(line)).rejects.toMatchObject(error);
    expect(line.server.count(PRICE)).toBe(1);
    expect(line.events.map(event => event.kind)).toEqual(['tokenRenewed']);
  });

  it('gives the broker’s words, trimmed, with a refusal', async () => {
    const line = await lineWith(() => kisError('APBK0656', 200, '해당 종목 정보가 없습니다.'));
    await expect(readPrice(line)).rejects.toMatchObject({
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
    await expect(readPrice(line)).resolves.toMatchObject({ more: false });
    expect(givenUp(line)).toEqual([]);
  });

  it('waits after a rate refusal, says so, and asks again', async () => {
    const line = await lineWith(nth => (nth === 1 ? kisError('EGW00201') : GOOD), {
      timing: { retryDelayMs: 80 },
    });
    await readPrice(line);
    const [first, second] = line.server.requests.filter(request => request.url.startsWith(PRICE));
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(79);
    expect(line.events.at(-1)).toMatchObject({ kind: 'rateRefused', operation: 'price', code: 'EGW00201' });
    expect(line.vitals.rateRefusals).toBe(1);
  });

  it('is rateLimited when the refusals do not end', async () => {
    const line = await lineWith(() => kisError('EGW00215'));
    await expect(readPrice(line)).rejects.toMatchObject({
      kind: 'rateLimited',
      detail: { code: 'EGW00215' },
    });
    expect(line.server.count(PRICE)).toBe(3);
    expect(givenUp(line)).toHaveLength(1);
  });

  it('is unavailable when the answer does not have the documented form; no value of it is logged', async () => {
    const line = await lineWith(() => ({
      status: 200,
      json: { rt_cd: '0', output: { other: 'secret-value' } },
    }));
    await expect(readPrice(line)).rejects.toMatchObject({ kind: 'unavailable', detail: { code: 'form' } });
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
    await expect(readPrice(line)).resolves.toMatchObject({ more: false });
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
    const all = await Promise.allSettled(Array.from({ length: 400 }, () => readPrice(line)));
    expect(all.filter(one => one.status === 'rejected')).toEqual([]);
    expect(line.server.count('/oauth2/tokenP')).toBe(2);
  });

  it('ends in a clear cooldown, without a second issue, when one was just made', async () => {
    const line = await lineWith(() => kisError('EGW00121'));
    await expect(readPrice(line)).rejects.toMatchObject({ kind: 'cooldown' });
    await expect(readPrice(line)).rejects.toMatchObject({ kind: 'cooldown' });
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
    await expect(readPrice(line)).rejects.toMatchObject({
      kind: 'unavailable',
      detail: { code: 'HTTP 500' },
    });
    expect(line.events.map(event => event.kind)).toEqual(['tokenRenewed', 'tokenDied', 'tokenRefreshFailed']);
  });

  it('never loops when the new token is refused, too', async () => {
    let clockStep = 0;
    const line = await lineWith(() => kisError('EGW00121'), { clock: steppingClock(() => clockStep) });
    await line.tokens.access.current();
    clockStep = 70_000;
    await expect(readPrice(line)).rejects.toMatchObject({
      kind: 'unavailable',
      detail: { code: 'EGW00121' },
    });
    expect(line.server.count('/oauth2/tokenP')).toBe(2);
    expect(line.server.count(PRICE)).toBe(2);
  });
});
