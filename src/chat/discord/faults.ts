import { DiscordAPIError, DiscordjsError, DiscordjsErrorCodes, HTTPError, RateLimitError } from 'discord.js';
import { DeskError, type Language } from '../../core/index.js';

/** "Invalid Webhook Token", a 401 too: the 15 minutes of an interaction are over. The bot's own token is fine. */
const INTERACTION_OVER = 50_027;

/** The connection did not come about, so nothing was sent over it. */
const UNSENT = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT/;
/** Nobody answered what was sent. */
const LOST = { arrived: 'perhaps' };
const UNREACHED = { arrived: 'no' };
const GATEWAY_TIMEOUT = 504;

/** Whether Discord may have done what was asked, although the call failed. */
export function mayHaveArrived(fault: DeskError): boolean {
  return fault.detail['arrived'] === LOST.arrived;
}

/** Whether a failure leaves no doubt that Discord did nothing: it said so, or was never reached. A 5xx says nothing. */
export function didNothing({ kind, detail }: DeskError): boolean {
  return (
    kind === 'refused' ||
    kind === 'rateLimited' ||
    kind === 'credentials' ||
    detail['arrived'] === UNREACHED.arrived
  );
}

/**
 * Unknown channel, unknown user, missing access, closed to messages of the bot, no text channel, nobody to write to,
 * nothing in common with the person: another form of the same message would get no further.
 */
const NO_WAY = new Set<unknown>([10_003, 10_013, 50_001, 50_007, 50_008, 50_033, 50_278]);

/** Whether Discord refused because of where the message was to go. */
export function hasNoWay({ kind, detail }: DeskError): boolean {
  return kind === 'refused' && NO_WAY.has(detail['code']);
}

/** A failed call as a DeskError that people may read. The library's own error is dropped: it holds addresses with tokens. */
export function discordFault(error: unknown, language: Language): DeskError {
  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);
  if (error instanceof DeskError) return error;
  if (error instanceof RateLimitError) {
    return new DeskError('rateLimited', say('디스코드 전송 한도 초과 (429)', 'Discord rate limit (429)'), {
      retryAfterMs: Math.max(0, Math.ceil(error.retryAfter)),
    });
  }
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) {
    return tokenRefused(language);
  }
  if (error instanceof HTTPError) return serverError(error.status, language);
  if (error instanceof DiscordAPIError) {
    if (error.status === 401 && error.code !== INTERACTION_OVER) return tokenRefused(language);
    if (error.status >= 500) return serverError(error.status, language);
    const what = /^[^\n]{0,200}/.exec(error.message)?.[0] ?? '';
    return new DeskError('refused', say(`디스코드가 거부함: ${what}`, `Discord refused: ${what}`), {
      code: error.code,
      message: what,
    });
  }
  if (error instanceof Error) {
    // The gateway reports a refused log-in by these sentences alone.
    if (error.message === 'Authentication failed') return tokenRefused(language);
    if (/^Used (disallowed|invalid) intents$/.test(error.message)) return gatewayClosed(4014, language);
    const code = networkCode(error);
    if (code !== undefined) {
      return new DeskError(
        'unavailable',
        say(`디스코드에 연결할 수 없음${code}`, `cannot reach Discord${code}`),
        UNSENT.test(code) ? UNREACHED : LOST,
      );
    }
  }
  const name = error instanceof Error ? error.name : typeof error;
  return new DeskError(
    'bug',
    say(`디스코드 처리 중 뜻밖의 오류 (${name})`, `unexpected failure with Discord (${name})`),
  );
}

/** Why the gateway closed for good. */
export function gatewayClosed(code: number, language: Language): DeskError {
  if (code === 4004) return tokenRefused(language);
  return new DeskError(
    code === 4013 || code === 4014 ? 'credentials' : 'unavailable',
    language === 'ko' ? `디스코드가 연결을 끊음 (${code})` : `Discord closed the connection (${code})`,
  );
}

function tokenRefused(language: Language): DeskError {
  return new DeskError(
    'credentials',
    language === 'ko' ? '디스코드가 봇 토큰을 거부함 (401)' : 'Discord refuses the bot token (401)',
  );
}

function serverError(status: number, language: Language): DeskError {
  return new DeskError(
    'unavailable',
    language === 'ko' ? `디스코드 서버 오류 (${status})` : `Discord server error (${status})`,
    status === GATEWAY_TIMEOUT ? LOST : {},
  );
}

/** ` (ECONNREFUSED)`; '' for a time-out of ours; undefined when the network is not to blame. */
function networkCode(error: Error): string | undefined {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return '';
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{2,40}$/.test(code) ? ` (${code})` : undefined;
}
