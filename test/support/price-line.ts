import { z } from 'zod';
import type { BrokerEvent } from '../../src/core/index.js';
import { startLine, type TestLine, type TestLineOptions, tokenAnswer } from './kis-line.js';
import type { Answer, SeenRequest } from './scripted-server.js';

export const PRICE = '/uapi/domestic-stock/v1/quotations/inquire-price';
export const schema = z.object({ output: z.object({ stck_prpr: z.string() }) });
export const GOOD = {
  status: 200,
  json: { rt_cd: '0', msg_cd: 'MCA00000', msg1: '정상처리 되었습니다.', output: { stck_prpr: '71500' } },
} satisfies Answer;

export const kisError = (code: string, status = 500, message = '오류'): Answer => ({
  status,
  json: { rt_cd: '1', msg_cd: code, msg1: message.padEnd(80) },
});

export type Prices = (nth: number, request: SeenRequest) => Answer | Promise<Answer>;

/** A line whose prices answer by `prices`; tokens are `token-1`, `token-2`… */
export function startPrices(prices: Prices, options: Partial<TestLineOptions> = {}): Promise<TestLine> {
  return startLine({
    script: (request, nth) =>
      request.url.startsWith('/oauth2/tokenP') ? tokenAnswer(`token-${nth}`) : prices(nth, request),
    ...options,
  });
}

export function readPrice(line: TestLine, extra: { signal?: AbortSignal; continued?: boolean } = {}) {
  return line.client.read({
    tr: 'price',
    params: { FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: '005930' },
    schema,
    ...extra,
  });
}

/** The reads that were given up. */
export function givenUp(line: TestLine) {
  return line.events.filter(
    (event): event is BrokerEvent & { kind: 'retriesExhausted' } => event.kind === 'retriesExhausted',
  );
}
