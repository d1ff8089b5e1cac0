import { DeskError } from '../../core/index.js';
import {
  type Asked,
  createInquire as createInquireOf,
  type HttpAnswer,
  type Inquire as InquireOf,
} from '../transport/index.js';
import { type ReadApiName, resolveApi } from './api-ids.js';
import { codeOf, isDown, type KiwoomBody, readBody } from './body.js';
import { classifyRead, type ReadClass } from './classify.js';
import { businessHeaders } from './headers.js';
import type { KiwoomLine } from './line.js';

/** A read of Kiwoom as it goes out. */
export interface Inquiry extends Asked {
  readonly api: ReadApiName;
  readonly params: Readonly<Record<string, string>>;
  readonly nextKey?: string | undefined;
}

/** An answer with its meaning. */
export interface Judged {
  readonly answer: HttpAnswer;
  readonly body: KiwoomBody | undefined;
  readonly meaning: ReadClass;
}

export type Inquire = InquireOf<Inquiry, Judged>;

/** Reads of Kiwoom: a POST with the question as its body, understood by the code inside its words. */
export function createInquire(line: KiwoomLine): Inquire {
  const { environment, log } = line;
  return createInquireOf(line, {
    request: ({ api, params }: Inquiry) => ({
      path: resolveApi(api, environment.mode).path,
      lane: api,
      body: JSON.stringify(params),
    }),
    headers: ({ api, nextKey }, token) =>
      businessHeaders({ apiId: resolveApi(api, environment.mode).id, token, nextKey }),
    hear({ api }, answer) {
      const { status } = answer;
      const body = readBody(answer.text);
      const meaning = classifyRead(status, body);
      if (meaning !== 'ok' && meaning !== 'noData') {
        const { returnCode, code, message } = body ?? {};
        log('warn', 'kiwoom.refused', { api, status, meaning, returnCode, code, message });
      }
      return {
        hearing: hearingOf(meaning),
        code: codeOf(status, body),
        down: isDown(status, body),
        judged: { answer, body, meaning },
      };
    },
  });
}

function hearingOf(meaning: ReadClass) {
  if (meaning === 'ok' || meaning === 'noData') return 'good';
  return meaning === 'token' || meaning === 'rate' || meaning === 'transient' ? meaning : 'other';
}

/** The failure that an answer's meaning amounts to, with the broker's words. */
export function refusal(service: string, { answer, body, meaning }: Judged): DeskError {
  const detail = { service, code: codeOf(answer.status, body), message: body?.message ?? '' };
  switch (meaning) {
    case 'rate':
      return new DeskError('rateLimited', `${service}: too many calls`, detail);
    case 'credentials':
      return new DeskError('credentials', `${service}: the app key or this computer is not accepted`, detail);
    case 'notOffered':
      return new DeskError('notOffered', `${service}: not offered in this environment`, detail);
    case 'unknownIssue':
      return new DeskError('notFound', `${service}: no such issue`, detail);
    case 'refused':
    case 'noData':
      return new DeskError('refused', `${service}: refused`, detail);
    case 'token':
      return new DeskError('unavailable', `${service}: a new token was refused, too`, detail);
    case 'ok':
    case 'transient':
    case 'unreadable':
      return new DeskError('unavailable', `${service}: no sensible answer`, detail);
  }
}
