/** What Kiwoom sends over its WebSocket, as it was seen on the wire. */
export const PING = '{"trnm":"PING"}';
export const LOGGED_IN = JSON.stringify({ trnm: 'LOGIN', return_code: 0, return_msg: '', sor_yn: 'Y' });
export const REGISTERED = JSON.stringify({ trnm: 'REG', return_code: 0, return_msg: '' });
/** The literal %s is Kiwoom's. */
export const TOO_EARLY = JSON.stringify({
  trnm: 'REG',
  return_code: 100013,
  return_msg: '로그인 인증이 들어오기 전에 다른 전문이 들어왔습니다. 해당 전문은 무시됩니다. (TRNM=%s)',
});

export function refusedLogin(code = '8005'): string {
  const return_msg = `토큰 인증에 실패했습니다 [CODE=${code}, MESSAGE=Token이 유효하지 않습니다]`;
  return JSON.stringify({ trnm: 'LOGIN', return_code: 805_004, return_msg });
}

/** Kiwoom's last word before it ends a session. */
export function system(code: string): string {
  return JSON.stringify({ trnm: 'SYSTEM', code, message: '접속을 종료합니다' });
}

export interface Entry {
  readonly type: string;
  readonly item: string;
  readonly values: Record<string, string>;
}

/** On the wire `data` stands before `trnm`. */
export function real(...entries: readonly Entry[]): string {
  return JSON.stringify({ data: entries.map(entry => ({ ...entry, name: '실시간' })), trnm: 'REAL' });
}

/** 주문체결: a purchase of seven shares at the market that was received; fields that are named say otherwise. */
export function orderEntry(fields: Readonly<Record<number, string>> = {}): Entry {
  const values = {
    9201: '5019988701',
    9203: '0012345',
    9205: '',
    9001: '005930',
    912: 'JJ',
    913: '접수',
    302: '아무종목',
    900: '7',
    901: '0',
    902: '7',
    903: '0',
    904: '0000000',
    905: '+매수',
    906: '시장가',
    907: '2',
    908: '101112',
    909: '',
    910: '',
    911: '',
    914: '',
    915: '',
    919: '0',
    10010: ' 71500',
    ...fields,
  };
  return { type: '00', item: values[9001], values };
}

/** Changes that make an order entry tell of a fill; 910 and 911 say something else on purpose. */
export function filledBy(quantity: string, price: string): Readonly<Record<number, string>> {
  return { 913: '체결', 902: '0', 909: '847463', 910: '1', 911: '1', 914: price, 915: quantity };
}
