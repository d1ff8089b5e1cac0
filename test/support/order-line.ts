import { z } from 'zod';
import type { ManualClock } from './clock.js';
import { startLine, type TestLine, type TestLineOptions, tokenAnswer } from './kis-line.js';
import type { Answer, SeenRequest } from './scripted-server.js';

export const ORDER = '/uapi/domestic-stock/v1/trading/order-cash';
export const HASHKEY = '/uapi/hashkey';
export const TOKEN = '/oauth2/tokenP';
export const HASH = 'ab'.repeat(32);
export const BODY = {
  CANO: '50101234',
  ACNT_PRDT_CD: '01',
  PDNO: '005930',
  ORD_QTY: '3',
  ORD_UNPR: '71500',
};
export const orderSchema = z.object({ output: z.object({ ODNO: z.string().min(1) }) });

export const TAKEN: Answer = {
  status: 200,
  json: {
    rt_cd: '0',
    msg_cd: '40600000',
    msg1: '모의투자 매수주문이 완료 되었습니다.',
    output: { ODNO: '777' },
  },
};

export const refusalOf = (code: string, status = 500, rtCd = '1'): Answer => ({
  status,
  json: { rt_cd: rtCd, msg_cd: code, msg1: '말씀' },
});

export type Orders = (nth: number, request: SeenRequest) => Answer | Promise<Answer>;

/** A line whose orders answer by `orders`; tokens are `token-1`, `token-2`…, and every body's hash key is `HASH`. */
export function startOrders(orders: Orders, options: Partial<TestLineOptions> = {}): Promise<TestLine> {
  return startLine({
    script(request, nth) {
      if (request.url.startsWith(TOKEN)) return tokenAnswer(`token-${nth}`, options.clock?.now());
      if (request.url.startsWith(HASHKEY)) return { status: 200, json: { HASH, BODY: {} } };
      return orders(nth, request);
    },
    ...options,
  });
}

/** Buys; with a `price` of its own the order is told from others by its body. */
export function buy(line: TestLine, extra: { price?: number; signal?: AbortSignal } = {}) {
  const { price = 71_500, signal } = extra;
  const body = { ...BODY, ORD_UNPR: String(price) };
  return line.client.send({ tr: 'buy', body, schema: orderSchema, signal });
}

/** Moves a clock that stands still until the work is over, leaving real sockets the time they need. */
export async function inTime<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  const state = { over: false };
  const over = () => {
    state.over = true;
  };
  work.then(over, over);
  while (!state.over) {
    await new Promise(resolve => setTimeout(resolve, 3));
    await clock.advance(50);
  }
  return work;
}

/** Waits for what real sockets bring about. */
export async function until(seen: () => boolean): Promise<void> {
  while (!seen()) await new Promise(resolve => setTimeout(resolve, 2));
}
