import { type Bilingual, DeskError, type DeskErrorKind, type ErrorDetail } from '../core/index.js';

export interface Refusal extends Bilingual {
  readonly kind: DeskErrorKind;
  readonly status: number;
}

/** What HTTP itself forbids, before anything of the desk is reached; the names are the `code` of the answer. */
const REFUSALS = {
  noKey: {
    kind: 'denied',
    status: 403,
    ko: '키가 없거나 이 요청에 쓸 수 없는 키입니다.',
    en: 'There is no key, or it is not good for this request.',
  },
  throttled: {
    kind: 'rateLimited',
    status: 429,
    ko: '키 없는 요청이 너무 많아 잠시 받지 않습니다.',
    en: 'Too many requests without a good key; wait a while.',
  },
  streams: {
    kind: 'rateLimited',
    status: 429,
    ko: '열어 둔 이벤트 연결이 너무 많습니다.',
    en: 'Too many event streams are open.',
  },
  host: {
    kind: 'denied',
    status: 421,
    ko: '이 주소로 온 요청은 받지 않습니다. GATEWAY_URL의 주소를 쓰세요.',
    en: 'The Host header names another address than the one of GATEWAY_URL.',
  },
  origin: {
    kind: 'denied',
    status: 403,
    ko: '다른 웹사이트에서 온 요청입니다. 허용하려면 GATEWAY_CORS_ORIGINS에 적으세요.',
    en: 'The request comes from another web site; GATEWAY_CORS_ORIGINS lists those that may.',
  },
  keyInQuery: {
    kind: 'input',
    status: 400,
    ko: '키는 주소에 쓰지 말고 x-api-key나 x-sync-key 헤더로 보내세요. 주소에 쓴 키는 새로 만드는 것이 안전합니다.',
    en: 'Keys belong in the header x-api-key or x-sync-key, never in an address; rotate the one that stood there.',
  },
  unknownPath: {
    kind: 'notFound',
    status: 404,
    ko: '그런 주소가 없습니다.',
    en: 'There is no such path.',
  },
  method: {
    kind: 'input',
    status: 405,
    ko: '이 주소에 쓸 수 없는 메서드입니다.',
    en: 'This path does not take this method.',
  },
  upgradeRequired: {
    kind: 'input',
    status: 426,
    ko: '이 주소는 WebSocket으로만 엽니다.',
    en: 'This path speaks WebSocket only.',
  },
  tooLarge: {
    kind: 'input',
    status: 413,
    ko: '본문이 너무 큽니다. 64 KB까지 받습니다.',
    en: 'The body is too large; 64 KB are the most.',
  },
  notJson: {
    kind: 'input',
    status: 415,
    ko: '본문은 JSON이어야 합니다(content-type: application/json).',
    en: 'The body must be JSON (content-type: application/json).',
  },
  manyHeaders: {
    kind: 'input',
    status: 431,
    ko: '헤더가 너무 많거나 큽니다.',
    en: 'The headers are too many or too large.',
  },
  tooSlow: {
    kind: 'input',
    status: 408,
    ko: '요청이 제때 다 오지 않았습니다.',
    en: 'The request did not arrive in time.',
  },
  malformed: {
    kind: 'input',
    status: 400,
    ko: '요청을 읽을 수 없습니다.',
    en: 'The request cannot be read.',
  },
  versionRequired: {
    kind: 'input',
    status: 428,
    ko: '고치려면 읽은 버전을 If-Match로, 새로 만들려면 If-None-Match: * 를 함께 보내 주세요.',
    en: 'A change names the version that it replaces in If-Match; a new document needs If-None-Match: *.',
  },
  ownerRequired: {
    kind: 'denied',
    status: 403,
    ko: '계좌의 앱키는 관리자 본인의 이름으로 된 API 키로만 바꿀 수 있습니다(/keys).',
    en: 'The keys of an account are changed with an API key in the name of an admin only (/keys).',
  },
  unaudited: {
    kind: 'storage',
    status: 503,
    ko: '감사 기록을 쓸 수 없어 토큰을 내주지 않습니다. 기록이 다시 되면 내줍니다.',
    en: 'The audit trail cannot be written, so no token is handed out until it can.',
  },
} as const satisfies Record<string, Refusal>;

export type RefusalCode = keyof typeof REFUSALS;

const BY_CODE: ReadonlyMap<string, Refusal> = new Map(Object.entries(REFUSALS));

/** An error that `answerFailures` answers with the words and status of this code. */
export function refusal(code: RefusalCode, detail: ErrorDetail = {}): DeskError {
  return new DeskError(REFUSALS[code].kind, code, { ...detail, refusal: code });
}

/** The row of the table that an error was made from; undefined for failures of the desk. */
export function refusalOf({ detail }: DeskError): (Refusal & { readonly code: string }) | undefined {
  const { refusal: code } = detail;
  const row = typeof code === 'string' ? BY_CODE.get(code) : undefined;
  return row && { ...row, code: String(code) };
}
