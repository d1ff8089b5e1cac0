import { describe, expect, it } from 'vitest';
import { createTrading } from '../../../../src/brokers/kis/endpoints/index.js';
import type {
  AmendRequest,
  CancelRequest,
  OrderRequest,
  TradeAct,
  VenueOrder,
} from '../../../../src/core/index.js';
import { accountOf, ok, scriptedClient } from './scripted-client.js';

const accepted = { body: ok({ output: { KRX_FWDG_ORD_ORGNO: '06010', ODNO: '0001569140' } }) };
const order: OrderRequest = {
  account: accountOf('live'),
  side: 'sell',
  code: '005930',
  quantity: 3n,
  price: 71_300n,
  type: 'limit',
  exchange: 'NXT',
};
const cancel: CancelRequest = {
  account: accountOf('live'),
  order: { number: '0001569139', branch: '06010' },
  quantity: 'all',
  exchange: 'NXT',
};
const amend: AmendRequest = { ...cancel, type: 'limit', price: 70_900n, quantity: 2n };
const original: VenueOrder = {
  date: '20261123',
  time: '100000',
  number: '0001569139',
  originalNumber: '',
  branch: '06010',
  act: 'new',
  side: 'sell',
  code: '005930',
  name: '가나전자',
  typeName: '지정가',
  type: 'limit',
  exchange: 'NXT',
  quantity: 3n,
  price: 71_300n,
  filled: 0n,
  averageFill: 0,
  remaining: 3n,
  state: 'open',
};

describe('preparing an act', () => {
  it('readies exactly what is sent afterwards, exchange included', async () => {
    const { client, prepared, sends } = scriptedClient('live', [accepted, accepted, accepted]);
    const trading = createTrading(client);
    await trading.prepare({ kind: 'place', order });
    await trading.place(order);
    await trading.prepare({ kind: 'amend', request: amend, original });
    await trading.amend(amend);
    await trading.prepare({ kind: 'cancel', request: cancel, original });
    await trading.cancel(cancel);
    expect(prepared.map(form => form.tr)).toEqual(['TTTC0011U', 'TTTC0013U', 'TTTC0013U']);
    expect(prepared.map(form => form.body['EXCG_ID_DVSN_CD'])).toEqual(['NXT', 'NXT', 'NXT']);
    expect(JSON.stringify(prepared)).toBe(JSON.stringify(sends));
  });

  it.each<[string, TradeAct]>([
    ['without a quantity', { kind: 'place', order: { ...order, quantity: 0n } }],
    ['with a price that its type does not take', { kind: 'place', order: { ...order, type: 'market' } }],
    [
      'with something else for an order number',
      { kind: 'cancel', request: { ...cancel, order: { number: '1&2', branch: '' } }, original },
    ],
    [
      'on an account of the other environment',
      { kind: 'amend', request: { ...amend, account: accountOf('paper') }, original },
    ],
  ])('%s does nothing and does not reject', async (_how, act) => {
    const { client, prepared } = scriptedClient('live', []);
    await expect(createTrading(client).prepare(act)).resolves.toBeUndefined();
    expect(prepared).toEqual([]);
  });

  it('for an exchange that paper does not know does nothing', async () => {
    const { client, prepared } = scriptedClient('paper', []);
    await createTrading(client).prepare({ kind: 'place', order: { ...order, account: accountOf('paper') } });
    expect(prepared).toEqual([]);
  });
});

it('the signal of each act goes to the client with it', async () => {
  const { client } = scriptedClient('live', [accepted, accepted, accepted]);
  const seen: (AbortSignal | undefined)[] = [];
  const trading = createTrading({
    ...client,
    send: call => {
      seen.push(call.signal);
      return client.send(call);
    },
  });
  const [first, second, third] = [1, 2, 3].map(() => new AbortController().signal);
  await trading.place(order, first);
  await trading.amend(amend, second);
  await trading.cancel(cancel, third);
  expect(seen).toEqual([first, second, third]);
});

it('an exchange that paper does not know is notOffered, and nothing is sent', async () => {
  const { client, sends } = scriptedClient('paper', []);
  const request = { ...order, account: accountOf('paper') };
  expect(await createTrading(client).place(request)).toEqual({ kind: 'notSent', reason: 'notOffered' });
  expect(sends).toEqual([]);
});
