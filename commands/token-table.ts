import {
  accountLabel,
  accountWord,
  brokerName,
  type CommandContext,
  type Draft,
  formatKst,
  sameAccount,
  stampLabel,
  stampOf,
} from '../src/core/index.js';
import { pageButtons, pageNotice, pageOf } from './pages.js';
import { tokenStateText } from './token-fields.js';

/** The tokens of every account of the desk, for admins, with a button to each. */
export function tokenTable(context: CommandContext, wanted: number | undefined): Draft {
  const { say, button, desk, accounts, now, language, stamp } = context;
  const all = accounts.all().map(({ ref }) => ref);
  const { lines } = desk.status();
  const lineOf = (account: (typeof all)[number]) => lines.find(line => sameAccount(line.account, account));
  const page = pageOf(all, wanted);
  const troubled = lines.filter(({ token }) => token.lastError || token.state === 'expired').length;
  const nothing = say('없음', 'none');
  return {
    title: say('접근 토큰', 'Access tokens'),
    tone: troubled > 0 ? 'warning' : 'neutral',
    blocks: [
      ...pageNotice(context, wanted, page),
      {
        kind: 'table',
        columns: [
          { label: say('계좌', 'Account'), align: 'left' },
          { label: say('증권사', 'Broker'), align: 'left' },
          { label: say('상태', 'State'), align: 'left' },
          { label: say('만료', 'Expires'), align: 'left' },
          { label: say('최근 오류', 'Last error'), align: 'left' },
        ],
        rows: page.rows.map(account => {
          const token = lineOf(account)?.token;
          const broker = `${brokerName(account.broker, language)} ${stampLabel(stampOf(account, stamp), language)}`;
          if (!token) {
            return [accountLabel(account), broker, say('아직 쓰지 않음', 'not used yet'), nothing, nothing];
          }
          return [
            accountLabel(account),
            broker,
            tokenStateText(token, say, now),
            token.expiresAt === undefined ? nothing : formatKst(token.expiresAt),
            token.lastError ? formatKst(token.lastError.at) : nothing,
          ];
        }),
      },
      {
        kind: 'buttons',
        buttons: page.rows.map(account =>
          button(accountLabel(account), {
            command: 'token',
            args: { account: accountWord(account, all) },
          }),
        ),
      },
      { kind: 'buttons', buttons: pageButtons(context, { command: 'token', args: {} }, page) },
    ],
    footer: [
      `${formatKst(now)} KST`,
      say(
        `계좌 ${all.length}개, 문제 있는 토큰 ${troubled}개`,
        `${all.length} accounts, ${troubled} tokens in trouble`,
      ),
      ...(page.count > 1 ? [say(`${page.number}/${page.count}쪽`, `page ${page.number}/${page.count}`)] : []),
    ].join(' · '),
  };
}
