import {
  type AccountRef,
  accountLabel,
  type Block,
  type CommandContext,
  DeskError,
  type Draft,
  defineCommand,
  formatKst,
  spanText,
  type TokenStatus,
} from '../src/core/index.js';
import { ACCOUNT_ARG, aboutAccount, deskArgs, keptAccount, readingAccount } from './own-account.js';
import { isCooling, tokenFields } from './token-fields.js';
import { tokenTable } from './token-table.js';

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
    { name: 'page', ko: '쪽', kind: 'integer', description: { ko: '쪽 번호', en: 'Page' }, min: 1, max: 999 },
    ACCOUNT_ARG,
  ],
  async run(context, { action, page, account: named }) {
    const { desk, who, say, signal, accounts } = context;
    const isAdmin = who.roles.has('admin');
    if (action === undefined) {
      if (named === undefined && isAdmin && accounts.all().length > 1) return tokenTable(context, page);
      const account = accountOf(context, named);
      return card(context, account, desk.tokenStatus(account), say('접근 토큰', 'Access token'));
    }
    if (!isAdmin) throw new DeskError('denied', 'renewal is for admins', { need: 'admin' });
    const account = accountOf(context, named);
    const before = desk.tokenStatus(account).fingerprint;
    const renewed = await desk.renewToken(account, signal);
    if (renewed.fingerprint !== before) {
      return card(context, account, renewed, say('토큰을 새로 받았습니다', 'The token was renewed'));
    }
    const unchanged: Block = {
      kind: 'notice',
      tone: 'neutral',
      text: say(
        '증권사가 쓰던 토큰을 그대로 다시 주었습니다. 발급한 지 얼마 안 된 토큰은 새로 주지 않는 증권사도 있으며, 문제는 아닙니다.',
        'The broker gave the same token again. Some give no other soon after an issue; nothing is wrong.',
      ),
    };
    return card(context, account, renewed, say('토큰이 그대로입니다', 'The token is the same'), [unchanged]);
  },
});

/** An admin looks after the tokens of every account, their own or not. */
function accountOf(context: CommandContext, named: string | undefined): AccountRef {
  const { accounts, who } = context;
  if (named !== undefined) return keptAccount(context, named).ref;
  const [first] = who.roles.has('admin') && accounts.mine().length === 0 ? accounts.all() : [];
  return first?.ref ?? readingAccount(context, undefined);
}

function card(
  context: CommandContext,
  account: AccountRef,
  status: TokenStatus,
  title: string,
  notices: readonly Block[] = [],
): Draft {
  const { say, button, who, now } = context;
  const cooling = isCooling(status, now);
  const admin = who.roles.has('admin');
  const of = deskArgs(context, account);
  return {
    title: `${title} · ${accountLabel(account)}`,
    tone: status.lastError || status.state === 'expired' ? 'warning' : 'neutral',
    blocks: [
      ...notices,
      { kind: 'fields', fields: tokenFields(context, status) },
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
          button(say('새로고침', 'Refresh view'), { command: 'token', args: of }),
          ...(admin && !cooling
            ? [
                button(
                  say('지금 갱신', 'Renew now'),
                  { command: 'token', args: { action: 'refresh', ...of } },
                  'primary',
                ),
              ]
            : []),
        ],
      },
    ],
    footer: `${formatKst(now)} KST`,
    ...aboutAccount(context, account),
  };
}
