import { jsonAnswer, type WireAnswer } from '../wire.js';

/** An answer as a service of Kiwoom gives it. */
export interface KiwoomAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** Where the following page begins; undefined on the last. */
  readonly next?: string | undefined;
}

/** Kiwoom: 응답 header. Paging stands in the headers, never in the body. */
export function kiwoomWire({ status, body, next }: KiwoomAnswer, apiId: string): WireAnswer {
  return jsonAnswer(status, body, {
    'content-type': 'application/json;charset=UTF-8',
    'api-id': apiId,
    'cont-yn': next === undefined ? 'N' : 'Y',
    'next-key': next ?? '',
  });
}

/** `return_msg` of services that answered, by family; the blank in front is on record. */
export const SAID = {
  market: '정상적으로 처리되었습니다',
  account: ' 조회가 완료되었습니다.',
  detail: '조회가 완료되었습니다',
  deposit: '조회가 완료되었습니다.',
} as const;

/** A service that answered. */
export function answered(
  content: Readonly<Record<string, unknown>>,
  message: string,
  next?: string,
): KiwoomAnswer {
  return { status: 200, body: { ...content, return_code: 0, return_msg: message }, next };
}
