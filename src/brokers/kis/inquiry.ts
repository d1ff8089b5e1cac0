import { DeskError } from '../../core/index.js';
import {
  type Asked,
  createInquire as createInquireOf,
  type HttpAnswer,
  type Inquire as InquireOf,
} from '../transport/index.js';
import { type KisBody, readBody } from './body.js';
import { classifyRead, type ReadClass } from './classify.js';
import { businessHeaders } from './headers.js';
import type { KisLine } from './line.js';
import type { ResolvedTr } from './tr-ids.js';

/** A read of KIS as it goes out. */
export interface Inquiry extends Asked {
  readonly tr: ResolvedTr;
  readonly params: Readonly<Record<string, string>>;
  readonly continued?: boolean | undefined;
}

/** An answer with its meaning. */
export interface Judged {
  readonly answer: HttpAnswer;
  readonly body: KisBody | undefined;
  readonly meaning: ReadClass;
  /** With which it was asked for. */
  readonly token: string;
}

export type Inquire = InquireOf<Inquiry, Judged>;

/** Reads of KIS: a query by GET, understood by its `msg_cd`. */
export function createInquire(line: KisLine): Inquire {
  const { environment, log } = line;
  return createInquireOf(line, {
    request: ({ tr, params }: Inquiry) => ({
      path: `${tr.path}?${new URLSearchParams(params).toString()}`,
      lane: tr.lane,
    }),
    headers: ({ tr, continued }, token) => businessHeaders(environment, { trId: tr.id, token, continued }),
    hear({ tr }, answer, token) {
      const { status } = answer;
      const body = readBody(answer.text);
      const meaning = classifyRead(status, body);
      if (meaning !== 'ok') {
        const { rtCd, msgCd, message } = body ?? {};
        log('warn', 'kis.refused', { tr: tr.id, status, meaning, rtCd, msgCd, message });
      }
      return {
        hearing: hearingOf(meaning),
        code: body?.msgCd ?? '',
        down: isDown(status, body),
        judged: { answer, body, meaning, token },
      };
    },
  });
}

/** Under maintenance KIS answers HTTP 500 with a refusal that has neither a code nor words. */
export function isDown(status: number, body: KisBody | undefined): boolean {
  return status === 500 && body?.wordless === true;
}

function hearingOf(meaning: ReadClass) {
  if (meaning === 'ok') return 'good';
  return meaning === 'token' || meaning === 'rate' || meaning === 'transient' ? meaning : 'other';
}

/** The failure that an answer's meaning amounts to, with the broker's words. */
export function refusal(service: string, { answer, body, meaning }: Judged): DeskError {
  const code = body?.msgCd || `HTTP ${answer.status}`;
  const detail = { service, code, message: body?.message ?? '' };
  switch (meaning) {
    case 'rate':
      return new DeskError('rateLimited', `${service}: too many calls`, detail);
    case 'credentials':
      return new DeskError('credentials', `${service}: the app key or secret is not accepted`, detail);
    case 'notOffered':
      return new DeskError('notOffered', `${service}: not offered in this environment`, detail);
    case 'refused':
      return new DeskError('refused', `${service}: refused`, detail);
    case 'token':
      return new DeskError('unavailable', `${service}: a new token was refused, too`, detail);
    case 'ok':
    case 'transient':
    case 'unreadable':
      return new DeskError('unavailable', `${service}: no sensible answer`, detail);
  }
}
