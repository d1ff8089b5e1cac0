import { afterEach, describe, expect, it } from 'vitest';
import { createAccountReads, createMarketReads } from '../../../src/brokers/kiwoom/endpoints/index.js';
import { kstDate, systemClock } from '../../../src/core/index.js';
import { ACCOUNT, good, type KiwoomTestLine, startKiwoom } from '../../support/kiwoom-line.js';
import type { Answer } from '../../support/scripted-server.js';

const PRICE = {
  cur_prc: '70000',
  base_pric: '70000',
  upl_pric: '91000',
  lst_pric: '49000',
};
const BODIES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ka10001: PRICE,
  ka10095: { atn_stk_infr: [{ stk_cd: '005930', trde_prica: '12' }] },
  ka10100: { name: '삼성전자', marketCode: '0', auditInfo: '정상', state: '', orderWarning: '0' },
  ka10075: { oso: [] },
  kt00007: { acnt_ord_cntr_prps_dtl: [] },
};
const QUOTE = ['ka10001', 'ka10095', 'ka10100'];
const LIST = ['ka10075', 'kt00007'];

const opened: KiwoomTestLine[] = [];
afterEach(async () => {
  for (const line of opened.splice(0)) await line.close();
});

/** Services of a list answer once all of them have been asked. */
async function together(apis: readonly string[], answer: (apiId: string) => Answer) {
  const waiting: (() => void)[] = [];
  const line = await startKiwoom({
    async script(_request, apiId) {
      if (!apis.includes(apiId)) return undefined;
      await new Promise<void>(resolve => {
        waiting.push(resolve);
        if (waiting.length % apis.length === 0) for (const go of waiting) go();
      });
      return answer(apiId);
    },
  });
  opened.push(line);
  return line;
}

const today = kstDate(systemClock.now());
const WAYS = [
  ['a quote', QUOTE, (line: KiwoomTestLine) => createMarketReads(line.client).quote('005930')],
  [
    'today’s order list',
    LIST,
    ({ client }: KiwoomTestLine) => createAccountReads(client).orders(ACCOUNT, { from: today, to: today }),
  ],
] as const;

describe.each(WAYS)('the services behind %s', (_what, apis, read) => {
  it('are all asked in the same instant', async () => {
    const line = await together(apis, apiId => ({ status: 200, json: good(BODIES[apiId]) }));
    await expect(read(line)).resolves.toBeDefined();
    expect(apis.map(apiId => line.count(apiId))).toEqual(apis.map(() => 1));
  });

  it('are told of once when none of them answers', async () => {
    const line = await together(apis, () => ({ status: 502, text: '' }));
    await expect(read(line)).rejects.toMatchObject({ kind: 'unavailable' });
    const told = () => line.events.filter(({ kind }) => kind === 'retriesExhausted');
    expect(apis.map(apiId => line.count(apiId))).toEqual(apis.map(() => 3));
    expect(told()).toHaveLength(1);
    // The next one is another matter.
    await expect(read(line)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(told()).toHaveLength(2);
  });
});

describe('a code that Kiwoom does not know', () => {
  it('is notFound, whatever the other services say', async () => {
    const line = await together(QUOTE, apiId =>
      apiId === 'ka10001'
        ? { status: 200, json: good({ stk_cd: '999998', cur_prc: '' }) }
        : { status: 502, text: '' },
    );
    await expect(createMarketReads(line.client).quote('999998')).rejects.toMatchObject({ kind: 'notFound' });
  });
});
