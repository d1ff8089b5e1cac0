/** Kiwoom: 실시간시세. What one entry of a REAL frame is about. */
export interface RealEntry {
  /** By FID; every value is a text. */
  readonly values: Readonly<Record<string, string>>;
  readonly type: RealType;
  readonly name: string;
  readonly item: string;
}

export const REAL_NAMES = {
  '00': '주문체결',
  '04': '현물잔고',
  '0B': '주식체결',
  '0D': '주식호가잔량',
  '0s': '장시작시간',
} as const;
export type RealType = keyof typeof REAL_NAMES;

export function isRealType(text: string): text is RealType {
  return Object.hasOwn(REAL_NAMES, text);
}

export function entryOf(type: RealType, item: string, values: RealEntry['values']): RealEntry {
  return { values, type, name: REAL_NAMES[type], item };
}

/** On the wire `data` comes before `trnm`, and one frame may hold several entries. */
export function realFrame(entries: readonly RealEntry[]): string {
  return JSON.stringify({ data: entries, trnm: 'REAL' });
}

export const NOT_LOGGED_IN =
  '로그인 인증이 들어오기 전에 다른 전문이 들어왔습니다. 해당 전문은 무시됩니다. (TRNM=%s)';

const SYSTEM = {
  R10001: '동일한 App key로 접속이 되었습니다. 기존 세션은 종료가 됩니다',
  R10002: '사용자 프로그램으로부터 Heartbeat(연결유지) 메시지가 오지않아서 접속을 종료합니다',
  R10004: '접속허용요청이 들어오지 않았습니다',
} as const;
export type SystemCode = keyof typeof SYSTEM;

/** SYSTEM frames name their code and message otherwise than answers do. */
export function systemFrame(code: SystemCode): string {
  return JSON.stringify({ trnm: 'SYSTEM', code, message: SYSTEM[code] });
}
