import type { KisEnvironment } from './environment.js';

export const JSON_TYPE = 'application/json; charset=utf-8';

/** Headers of every business call (KIS: 공통 헤더). `continued`: a second or later page of the same read. */
export function businessHeaders(
  environment: Pick<KisEnvironment, 'appKey' | 'appSecret'>,
  call: { readonly trId: string; readonly token: string; readonly continued?: boolean | undefined },
): Record<string, string> {
  return {
    'content-type': JSON_TYPE,
    authorization: `Bearer ${call.token}`,
    appkey: environment.appKey.reveal(),
    appsecret: environment.appSecret.reveal(),
    tr_id: call.trId,
    tr_cont: call.continued ? 'N' : '',
    custtype: 'P',
  };
}

/** The `tr_cont` header of an answer: F and M promise another page, D and E (or none) end it. */
export function hasMore(headers: Readonly<Record<string, string>>): boolean {
  const value = headers['tr_cont']?.trim();
  return value === 'F' || value === 'M';
}
