import { type CommandContext, type Field, formatKst, spanText, type TokenStatus } from '../src/core/index.js';

/** Whether the broker's one-a-minute rule blocks. */
export const isCooling = (status: TokenStatus, now: number) =>
  status.coolingUntil !== undefined && status.coolingUntil > now;

const STATES: Readonly<Record<TokenStatus['state'], readonly [string, string]>> = {
  none: ['없음 (다음 조회 때 발급)', 'none (issued with the next read)'],
  fresh: ['정상', 'fresh'],
  due: ['갱신할 때가 됨', 'due for renewal'],
  expired: ['만료', 'expired'],
};

/** A token may end before its time: a broker drops it when another program asks for one, or when it is revoked. */
const DEAD = ['무효 (증권사가 받지 않음)', 'dead (the broker rejects it)'] as const;

const isDead = ({ state, expiresAt }: TokenStatus, now: number) =>
  state === 'expired' && expiresAt !== undefined && expiresAt > now;

export const tokenStateText = (status: TokenStatus, say: CommandContext['say'], now: number): string =>
  say(...(isDead(status, now) ? DEAD : STATES[status.state]));

/** A token as people read of it. */
export function tokenFields({ say, language, now }: CommandContext, status: TokenStatus): Field[] {
  const none = say('없음', 'none');
  const ago = (at: number) =>
    say(`${spanText(now - at, language)} 전`, `${spanText(now - at, language)} ago`);
  const ahead = (at: number) =>
    at <= now ? ago(at) : say(`${spanText(at - now, language)} 뒤`, `in ${spanText(at - now, language)}`);
  const instant = (at: number | undefined, span: (at: number) => string) =>
    at === undefined ? none : `${formatKst(at)} (${span(at)})`;
  const { lastError, expiresAt } = status;
  const usable = status.state === 'fresh' || status.state === 'due';
  const dead = isDead(status, now);
  return [
    { label: say('상태', 'State'), value: tokenStateText(status, say, now) },
    { label: say('지문', 'Fingerprint'), value: status.fingerprint ?? none },
    { label: say('발급', 'Issued'), value: instant(status.issuedAt, ago) },
    { label: say('만료', 'Expires'), value: dead ? say('이미 끝남', 'over') : instant(expiresAt, ahead) },
    {
      label: say('남은 시간', 'Time left'),
      value: usable && expiresAt !== undefined ? spanText(expiresAt - now, language) : none,
    },
    {
      label: say('다음 갱신', 'Next renewal'),
      value: usable ? instant(status.renewAt, ahead) : say('다음 조회 때', 'with the next read'),
    },
    {
      label: say('다시 발급 가능', 'Next issue possible'),
      value: isCooling(status, now) ? instant(status.coolingUntil, ahead) : say('지금', 'now'),
    },
    { label: say('세대', 'Generation'), value: String(status.generation) },
    {
      label: say('최근 오류', 'Last error'),
      value: lastError ? `${formatKst(lastError.at)} ${errorWords(lastError, say)}` : none,
    },
  ];
}

/**
 * The broker's code and its words, which are Korean. A code without digits is the system's (`ECONNREFUSED`), and
 * words without a Korean letter are ours for the log: both are jargon.
 */
function errorWords(
  { code = '', message }: NonNullable<TokenStatus['lastError']>,
  say: CommandContext['say'],
): string {
  const clean = message.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  const parts = [...(/\d/.test(code) ? [code] : []), ...(/[가-힣]/.test(clean) ? [`“${clean}”`] : [])];
  return parts.join(' ') || say('증권사의 답을 받지 못함', 'no usable answer from the broker');
}
