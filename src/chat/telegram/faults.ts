import { GrammyError, HttpError } from 'grammy';
import { DeskError, type Language } from '../../core/index.js';

/** No connection came about, so no byte of the call has left. */
const UNREACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * A failed call as a DeskError that people may read. The library's own error is dropped: an HttpError carries the
 * bot token in the address it failed to reach.
 */
export function telegramFault(error: unknown, language: Language): DeskError {
  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);
  if (error instanceof DeskError) return error;
  if (error instanceof HttpError) {
    const code = networkCode(error.error);
    const shown = code === undefined ? '' : ` (${code})`;
    return new DeskError(
      'unavailable',
      say(`텔레그램에 연결할 수 없음${shown}`, `cannot reach Telegram${shown}`),
      code !== undefined && UNREACHED.has(code) ? { reached: 'no' } : {},
    );
  }
  if (!(error instanceof GrammyError)) {
    const name = error instanceof Error ? error.name : typeof error;
    return new DeskError(
      'bug',
      say(`텔레그램 처리 중 뜻밖의 오류 (${name})`, `unexpected failure with Telegram (${name})`),
    );
  }
  const { error_code: code, description, parameters } = error;
  switch (code) {
    // A malformed token is "not found", since it is part of the address.
    case 401:
    case 404:
      return new DeskError(
        'credentials',
        say(`텔레그램이 봇 토큰을 거부함 (${code})`, `Telegram refuses the bot token (${code})`),
      );
    case 409:
      return new DeskError(
        'unavailable',
        say(
          '다른 프로그램이 같은 봇 토큰으로 메시지를 받고 있음 (409)',
          'another program receives with the same bot token (409)',
        ),
        { code },
      );
    case 429:
      return new DeskError('rateLimited', say('텔레그램 전송 한도 초과 (429)', 'Telegram rate limit (429)'), {
        retryAfterMs: (parameters.retry_after ?? 1) * 1000,
      });
    default:
      return code >= 500
        ? new DeskError(
            'unavailable',
            say(`텔레그램 서버 오류 (${code})`, `Telegram server error (${code})`),
            { code },
          )
        : new DeskError(
            'refused',
            say(`텔레그램이 거부함: ${description}`, `Telegram refused: ${description}`),
            {
              code,
              message: description,
            },
          );
  }
}

/** Whether a failure leaves no doubt that Telegram did nothing: it said so, or was never reached. */
export function provesNothingPosted({ kind, detail }: DeskError): boolean {
  return kind === 'rateLimited' || detail['reached'] === 'no';
}

/**
 * Whether Telegram was not reached, or answered in its own form that it did not do it, a 5xx included; not so the page of
 * a proxy in front of it. Weaker than `provesNothingPosted`: enough for a notice, not for the way to an order.
 */
export function saidNo(fault: DeskError): boolean {
  const { kind, detail } = fault;
  return (
    provesNothingPosted(fault) ||
    kind === 'refused' ||
    kind === 'credentials' ||
    (kind === 'unavailable' && detail['code'] !== undefined)
  );
}

/** Whether a refusal is about where the message was to go: a person who blocked the bot, a chat that it was put out of. */
export function hasNoWay({ kind, detail }: DeskError): boolean {
  if (kind !== 'refused') return false;
  const { code, message } = detail;
  return (
    code === 403 ||
    /chat not found|PEER_ID_INVALID|upgraded to a supergroup|not enough rights|CHAT_WRITE_FORBIDDEN/i.test(
      String(message),
    )
  );
}

/** What Telegram objects to in a message, where we can do something about it. It tells by text alone. */
export function complaint(error: unknown): 'markup' | 'unchanged' | 'uneditable' | 'gone' | undefined {
  if (!(error instanceof GrammyError) || error.error_code !== 400) return undefined;
  if (/can't parse entities/i.test(error.description)) return 'markup';
  if (/message is not modified/i.test(error.description)) return 'unchanged';
  if (/message to delete not found/i.test(error.description)) return 'gone';
  return /message (can't be edited|to edit not found)|no text in the message|MESSAGE_ID_INVALID/i.test(
    error.description,
  )
    ? 'uneditable'
    : undefined;
}

function networkCode(cause: unknown): string | undefined {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{2,40}$/.test(code) ? code : undefined;
}
