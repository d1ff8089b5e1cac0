import {
  type Block,
  type CommandContext,
  DeskError,
  type Draft,
  defineCommand,
  type Field,
  formatKst,
  spanText,
  type TokenStatus,
} from '../src/core/index.js';

export const token = defineCommand({
  name: 'token',
  aliases: ['토큰'],
  summary: { ko: '접근 토큰 상태 보기, 관리자는 갱신', en: 'State of the access token; admins can renew it' },
  access: 'view',
  visibility: 'private',
  args: [
    {
      name: 'action',
      ko: '동작',
      kind: 'choice',
      description: { ko: 'refresh: 지금 갱신 (관리자)', en: 'refresh: renew now (admins)' },
      choices: [{ value: 'refresh', label: { ko: '갱신', en: 'Refresh' } }],
    },
  ],
  async run(context, { action }) {
    const { desk, who, say, signal } = context;
    if (action === undefined) return card(context, desk.tokenStatus(), say('접근 토큰', 'Access token'));
    if (!who.roles.has('admin')) throw new DeskError('denied', 'renewal is for admins', { need: 'admin' });
    const before = desk.tokenStatus().fingerprint;
    const renewed = await desk.renewToken(signal);
    if (renewed.fingerprint !== before) {
      return card(context, renewed, say('토큰을 새로 받았습니다', 'The token was renewed'));
    }
    const unchanged: Block = {
      kind: 'notice',
      tone: 'neutral',
      text: say(
        '증권사가 쓰던 토큰을 그대로 다시 주었습니다. 발급한 지 6시간이 안 된 토큰은 새로 주지 않는 것이 증권사 규칙이며, 문제는 아닙니다.',
        'The broker gave the same token again. Within six hours of an issue it gives no other; nothing is wrong.',
      ),
    };
    return card(context, renewed, say('토큰이 그대로입니다', 'The token is the same'), [unchanged]);
  },
});

function card(
  context: CommandContext,
  status: TokenStatus,
  title: string,
  notices: readonly Block[] = [],
): Draft {
  const { say, button, who, now } = context;
  const cooling = isCooling(status, now);
  const admin = who.roles.has('admin');
  return {
    title,
    tone: status.lastError || status.state === 'expired' ? 'warning' : 'neutral',
    blocks: [
      ...notices,
      { kind: 'fields', fields: fieldsOf(context, status) },
      {
        kind: 'text',
        text: say(
          '봇이 만료 전에 스스로 갱신합니다. 지문은 토큰의 해시 앞부분이며 토큰 자체는 어디에도 표시하지 않습니다.',
          'The bot renews it before it expires. The fingerprint is the start of its hash; the token itself is never shown.',
        ),
      },
      ...(cooling && admin
        ? [
            {
              kind: 'notice' as const,
              tone: 'neutral' as const,
              text: say(
                `증권사 규칙(1분에 한 번) 때문에 ${spanText((status.coolingUntil ?? now) - now, 'ko')} 뒤에 다시 갱신할 수 있습니다.`,
                `The broker allows one token a minute; the next can be asked for in ${spanText((status.coolingUntil ?? now) - now, 'en')}.`,
              ),
            },
          ]
        : []),
      {
        kind: 'buttons',
        buttons: [
          button(say('새로고침', 'Refresh view'), { command: 'token', args: {} }),
          ...(admin && !cooling
            ? [
                button(
                  say('지금 갱신', 'Renew now'),
                  { command: 'token', args: { action: 'refresh' } },
                  'primary',
                ),
              ]
            : []),
        ],
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

const isCooling = (status: TokenStatus, now: number) =>
  status.coolingUntil !== undefined && status.coolingUntil > now;

const STATES: Readonly<Record<TokenStatus['state'], readonly [string, string]>> = {
  none: ['없음 (다음 조회 때 발급)', 'none (issued with the next read)'],
  fresh: ['정상', 'fresh'],
  due: ['갱신할 때가 됨', 'due for renewal'],
  expired: ['만료', 'expired'],
};

/** A token may end before its time: KIS drops it when another program asks for one, or when it is revoked. */
const DEAD = ['무효 (증권사가 받지 않음)', 'dead (the broker rejects it)'] as const;

function fieldsOf({ say, language, now }: CommandContext, status: TokenStatus): Field[] {
  const none = say('없음', 'none');
  const ago = (at: number) =>
    say(`${spanText(now - at, language)} 전`, `${spanText(now - at, language)} ago`);
  const ahead = (at: number) =>
    at <= now ? ago(at) : say(`${spanText(at - now, language)} 뒤`, `in ${spanText(at - now, language)}`);
  const instant = (at: number | undefined, span: (at: number) => string) =>
    at === undefined ? none : `${formatKst(at)} (${span(at)})`;
  const { lastError, expiresAt } = status;
  const usable = status.state === 'fresh' || status.state === 'due';
  const dead = status.state === 'expired' && expiresAt !== undefined && expiresAt > now;
  return [
    { label: say('상태', 'State'), value: say(...(dead ? DEAD : STATES[status.state])) },
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
