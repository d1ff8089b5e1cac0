import type { VenueAnswer } from './route.js';

/** What KIS's gateway says before a request reaches a service (KIS: 오류코드, EGW family). */
const GATEWAY_TEXTS = {
  EGW00002: '서버 에러가 발생했습니다.',
  EGW00101: '유효하지 않은 요청입니다.',
  EGW00102: 'AppKey는 필수입니다.',
  EGW00103: '유효하지 않은 AppKey입니다.',
  EGW00104: 'AppSecret은 필수입니다.',
  EGW00105: '유효하지 않은 AppSecret입니다.',
  EGW00121: '유효하지 않은 token 입니다.',
  EGW00122: 'token을 찾을 수 없습니다.',
  EGW00123: '기간이 만료된 token 입니다.',
  EGW00133: '접근토큰 발급 잠시 후 다시 시도하세요(1분당 1회)',
  EGW00201: '초당 거래건수를 초과하였습니다.',
  EGW00205: 'credentials_type이 유효하지 않습니다.(Bearer)',
  // The text of 00304 is not on record; its sense is.
  EGW00304: '고객식별키가 유효하지 않습니다.',
  EGW02006: '모의투자 TR  이 아닙니다.',
} as const;

export type GatewayCode = keyof typeof GATEWAY_TEXTS;

/** Business calls: HTTP 500 with a JSON body. */
export function gatewayRefusal(code: GatewayCode): VenueAnswer {
  return { status: 500, body: { rt_cd: '1', msg_cd: code, msg1: GATEWAY_TEXTS[code] } };
}

/** tokenP and its sisters: HTTP 403 and other keys. */
export function oauthRefusal(code: GatewayCode): VenueAnswer {
  return { status: 403, body: { error_description: GATEWAY_TEXTS[code], error_code: code } };
}

/** The query server's refusals (OPSQ family): HTTP 200. */
export function queryRefusal(code: string, message: string, rtCd: '1' | '2' = '1'): VenueAnswer {
  return { status: 200, body: { rt_cd: rtCd, msg_cd: code, msg1: message } };
}
