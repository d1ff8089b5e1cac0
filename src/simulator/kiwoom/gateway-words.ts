import type { KiwoomAnswer } from './answer.js';

type Line = readonly [returnCode: 2 | 3 | 5, text: string];

const CLASSES = {
  2: '입력 값 오류입니다',
  3: '인증에 실패했습니다',
  5: '허용된 요청 개수를 초과하였습니다',
} as const;

/**
 * What Kiwoom's gateway says before a request reaches a service (Kiwoom: 오류코드). The texts of 1511, 1700, 8005, 8030
 * and 8050 are on record; of the others only the sense. So is the class: 2 for a wrong input and 8030, 3 for 8005 and
 * 8050, 5 for too many requests.
 */
const WORDS = {
  '1501': [2, 'API ID가 Null이거나 값이 없습니다'],
  '1504': [2, '해당 URI에서는 지원하는 API ID가 아닙니다'],
  '1505': [2, '해당 API ID는 존재하지 않습니다'],
  '1511': [2, '필수 입력 값에 값이 존재하지 않습니다'],
  '1512': [2, 'Http header에 값이 설정되지 않았거나 읽을 수 없습니다'],
  '1513': [2, 'Http Header에 authorization 필드가 설정되어 있지 않습니다'],
  '1514': [2, '입력으로 들어온 Http Header의 authorization 필드 형식이 맞지 않습니다'],
  '1515': [2, 'Http Header의 authorization 필드 내 Grant Type이 미리 정의된 형식이 아닙니다'],
  '1516': [2, 'Http Header의 authorization 필드 내 Token이 정의되어 있지 않습니다'],
  '1517': [2, '입력 값 형식이 올바르지 않습니다'],
  '1634': [5, '한번에 조회할 수 있는 종목 수를 초과하였습니다'],
  '1700': [5, '허용된 API 요청 개수를 초과하였습니다'],
  '1902': [2, '종목 정보가 없습니다. 입력한 종목코드 값을 확인바랍니다'],
  '1999': [2, '예기치 못한 에러가 발생했습니다'],
  '8001': [3, 'App Key와 Secret Key 검증에 실패했습니다'],
  '8002': [3, 'App Key와 Secret Key 검증에 실패했습니다'],
  '8005': [3, 'Token이 유효하지 않습니다'],
  '8010': [3, 'Token을 발급받은 IP와 서비스를 요청한 IP가 동일하지 않습니다'],
  '8011': [2, 'grant_type이 들어오지 않았습니다'],
  '8012': [2, 'grant_type의 값이 맞지 않습니다'],
  '8015': [3, 'Token 폐기에 실패했습니다'],
  '8016': [2, '접근토큰 폐기시 Token이 들어오지 않았습니다'],
  '8020': [2, 'appkey 또는 secretkey가 들어오지 않았습니다'],
  '8030': [2, '투자구분(실전/모의)이 달라서 Appkey를 사용할수가 없습니다'],
  '8031': [2, '투자구분(실전/모의)이 달라서 Token를 사용할수가 없습니다'],
  '8050': [3, '지정단말기 인증에 실패했습니다'],
} as const satisfies Record<string, Line>;

export type GatewayCode = keyof typeof WORDS;

/** A refusal: HTTP 200, the code inside the text. `more` is what follows the documented words. */
export function gatewayRefusal(code: GatewayCode, more = '', status = 200): KiwoomAnswer {
  const [returnCode, text] = WORDS[code];
  const message = `${CLASSES[returnCode]}[${code}:${text}${more}]`;
  return { status, body: { return_code: returnCode, return_msg: message } };
}

/** A field that is required and blank. */
export function missingField(name: string): KiwoomAnswer {
  return gatewayRefusal('1511', `. 필수입력 파라미터=${name}`);
}

/** A field in which nothing that makes sense stands. */
export function badField(name: string): KiwoomAnswer {
  return gatewayRefusal('1517', `. 파라미터=${name}`);
}

/** Too many requests. 429 is what was seen mostly, 200 what some clients report. */
export function tooMany(apiId: string, perSecond: number, status: 429 | 200): KiwoomAnswer {
  return gatewayRefusal('1700', `. 유량=${perSecond}, API ID=${apiId}`, status);
}
