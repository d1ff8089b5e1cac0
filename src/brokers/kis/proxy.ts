import { z } from 'zod';
import { DeskError, type ProxyAnswer, type ProxyRequest, type ReadProxy } from '../../core/index.js';
import { createTokenReports, readJson } from '../transport/index.js';
import type { KisClient } from './calls.js';
import { givesBack } from './given-back.js';
import { type Inquire, type Judged, refusal } from './inquiry.js';
import type { KisLine } from './line.js';
import { proxiedServices } from './proxied-services.js';

/** Samsung Electronics: an issue that is always there. */
const WELL_KNOWN = { FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: '005930' };

const PARAM_NAME = /^[A-Z][A-Z0-9_]{0,39}$/;
/** Letters, digits, signs and blanks of any script; nothing that moves, hides or ends a line. */
const PARAM_VALUE = /^[^\p{C}\p{Zl}\p{Zp}]{0,100}$/u;
/** KIS: F, M, D, E. */
const TR_CONT = /^[A-Z]$/;

/** Reads of KIS for other programs: what is on the list, behind everything that the desk itself asks. */
export function createProxy(
  line: KisLine,
  { inquire, read }: { readonly inquire: Inquire; readonly read: KisClient['read'] },
): ReadProxy {
  const { environment, tokens, clock, log } = line;
  const { account, appKey, appSecret } = environment;
  const services = proxiedServices(environment.mode);

  function check({ path, trId, params }: ProxyRequest): void {
    if (!services.find(service => service.path === path)?.trIds.includes(trId)) {
      throw new DeskError('notFound', 'not a service that programs may read', { what: 'service' });
    }
    for (const [name, value] of Object.entries(params)) {
      if (!PARAM_NAME.test(name) || !PARAM_VALUE.test(value)) {
        throw new DeskError('input', 'a parameter is not as KIS documents them', { what: 'params' });
      }
    }
    // The app key is good for one account; that of another environment must not even be asked for here.
    const { CANO = account.number, ACNT_PRDT_CD = account.product } = params;
    if (CANO !== account.number || ACNT_PRDT_CD !== account.product) {
      throw new DeskError('notFound', 'not the account of this environment', { what: 'account' });
    }
  }

  /** KIS's answer as it came; undefined when there is none to pass on. */
  function passable({ answer, body, meaning, token }: Judged): ProxyAnswer | undefined {
    if (!body || meaning === 'token') return undefined;
    const json = readJson(answer.text);
    // Written anew, so that no way of escaping hides anything from the search.
    const text = JSON.stringify(json);
    if (givesBack(text, [appKey.reveal(), appSecret.reveal(), token])) {
      log('error', 'kis.gaveBack', { status: answer.status, msgCd: body.msgCd });
      throw new DeskError('unavailable', 'the answer holds what only the desk may know', { code: 'secret' });
    }
    const trCont = answer.headers['tr_cont']?.trim() ?? '';
    return { status: answer.status, trCont: TR_CONT.test(trCont) ? trCont : '', body: json };
  }

  async function ask({ path, trId, params, continued }: ProxyRequest, signal?: AbortSignal) {
    const operation = `proxy ${trId}`;
    const tr = { id: trId, path, lane: 'program' } as const;
    let passed: ProxyAnswer | undefined;
    try {
      return await inquire({ operation, tr, params, continued, signal }, judged => {
        passed = passable(judged);
        if (judged.meaning === 'ok' && passed) return passed;
        throw refusal(operation, judged);
      });
    } catch (thrown) {
      // A refusal is an answer to whoever asked; for the desk's own records it stays what it is.
      if (passed) return passed;
      throw thrown;
    }
  }

  return {
    services,
    async read(request, signal) {
      check(request);
      return ask(request, signal);
    },
    examine: createTokenReports({
      tokens,
      clock,
      look: () => read({ tr: 'price', params: WELL_KNOWN, schema: z.unknown() }),
    }),
  };
}
