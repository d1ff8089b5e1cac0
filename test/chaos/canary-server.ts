import { tokenAnswer } from '../support/kis-line.js';
import type { Answer, SeenRequest } from '../support/scripted-server.js';

type Pick = <T>(list: readonly T[]) => T;

/** How a server that means no good writes what it was sent. */
const WRITINGS: readonly ((text: string) => string)[] = [
  text => text,
  text => encodeURIComponent(text),
  text => Buffer.from(text).toString('base64'),
  text => Buffer.from(text).toString('base64url'),
  text => Buffer.from(text).toString('hex'),
  text => text.split('').join('\u200b'),
];

/** Codes by which KIS refuses: for the rate, a token, a key, an order, maintenance, and one that nobody knows. */
const CODES = [
  'EGW00201',
  'EGW00123',
  'EGW00121',
  'EGW00103',
  'APBK0013',
  'OPSQ0002',
  'EGW00133',
  'XXXX0000',
];

/** A broker that fails in every way there is, and gives back what it was sent wherever it can. */
export function hostileScript(pick: Pick): (request: SeenRequest) => Answer {
  return request => {
    const write = pick(WRITINGS);
    const { authorization = '', appkey = '', appsecret = '' } = request.headers;
    const parts = [authorization, String(appkey), String(appsecret), request.body, request.url];
    const echo = write(pick([...parts, parts.join(' '), JSON.stringify(request.headers)]));
    const code = pick([...CODES, write(String(appkey))]);
    const status = pick([200, 200, 400, 401, 403, 404, 429, 500, 502, 503]);
    if (request.url.startsWith('/oauth2/tokenP')) {
      if (pick([true, false, false])) return { status, json: { error_code: code, error_description: echo } };
      return tokenAnswer();
    }
    return pick<() => Answer>([
      () => ({ status, json: { rt_cd: '1', msg_cd: code, msg1: echo } }),
      () => ({
        status,
        json: { rt_cd: echo, msg_cd: echo, msg1: echo, output: { [echo.slice(0, 300)]: echo } },
      }),
      () => ({
        status: 200,
        json: { rt_cd: '0', msg_cd: 'MCA00000', msg1: echo, output: { stck_prpr: echo } },
      }),
      () => ({ status, text: echo }),
      () => ({ status, text: `<html>${echo}</html>`, headers: { 'content-type': 'text/html' } }),
      () => ({ status: 200, text: `{"rt_cd":"0","msg1":"${echo.slice(0, 40)}` }),
      () => ({
        status: pick([301, 302, 307]),
        text: echo,
        headers: { location: `/again?${encodeURIComponent(echo).slice(0, 2_000)}` },
      }),
      () => ({
        status,
        json: { error_code: code, error_description: echo },
        headers: { 'x-echo': encodeURIComponent(echo).slice(0, 2_000) },
      }),
      () => 'reset',
      () => 'truncate',
    ])();
  };
}
