import {
  type AccountRef,
  accountKey,
  accountLabel,
  accountWord,
  type Button,
  type CommandContext,
  type DeskAccount,
  type Draft,
  EVERY_ACCOUNT,
  formatKst,
  sameAccount,
} from '../src/core/index.js';
import { placeText, stateText } from './account-words.js';
import { noAccount } from './own-account.js';
import { pageButtons, pageNotice, pageOf } from './pages.js';

/** The person's accounts, an admin's those of the whole desk, with what each may be pressed for. Throws `denied` when there are none. */
export function accountList(context: CommandContext, wanted: number | undefined, title?: string): Draft {
  const { say, button, accounts, who, now } = context;
  const mine = accounts.mine();
  const all = who.roles.has('admin') ? accounts.all() : mine;
  if (all.length === 0) throw noAccount(context);
  const page = pageOf(all, wanted);
  const pinned = accounts.pinned()?.ref;
  const refs = all.map(({ ref }) => ref);
  const own = new Set(mine.map(({ ref }) => accountKey(ref)));
  const isMine = ({ ref }: DeskAccount) => own.has(accountKey(ref));
  return {
    title: title ?? say('계좌', 'Accounts'),
    tone: title === undefined ? 'neutral' : 'good',
    blocks: [
      ...pageNotice(context, wanted, page),
      {
        kind: 'table',
        columns: [
          { label: say('계좌', 'Account'), align: 'left' },
          { label: say('증권사', 'Broker'), align: 'left' },
          { label: say('주인', 'Owner'), align: 'left' },
          { label: say('기본', 'Default'), align: 'left' },
          { label: say('상태', 'State'), align: 'left' },
        ],
        rows: page.rows.map(account => [
          accountLabel(account.ref),
          placeText(context, account),
          account.owner || '-',
          isPinned(account, pinned) ? '📌' : isMine(account) ? '-' : say('받지 않음', 'not given'),
          stateText(context, account),
        ]),
      },
      {
        kind: 'text',
        text:
          pinned === undefined && mine.length > 1
            ? say(
                '기본 계좌가 없어 주문할 때마다 어느 계좌인지 묻고, 조회는 첫 계좌를 보여 드립니다. 아래에서 정할 수 있습니다.',
                'You have no default: orders ask which account each time, and reads show the first. Choose one below.',
              )
            : say(
                '다른 계좌는 명령 끝에 @별명 을 붙입니다. 예: /balance @별명',
                'For another account add @alias at the end of a command, for example /balance @alias.',
              ),
      },
      {
        kind: 'buttons',
        buttons: page.rows.map(({ ref }) =>
          button(accountLabel(ref), { command: 'account', args: { account: accountWord(ref, refs) } }),
        ),
      },
      ...(mine.length > 1
        ? [
            {
              kind: 'buttons' as const,
              buttons: page.rows
                .filter(
                  account => isMine(account) && !isPinned(account, pinned) && account.closed === undefined,
                )
                .map(({ ref }) => pinButton(context, ref, accountWord(ref, refs))),
            },
          ]
        : []),
      {
        kind: 'buttons',
        buttons: [
          ...pageButtons(context, { command: 'account', args: {} }, page),
          ...(pinned
            ? [button(say('기본 풀기', 'No default'), { command: 'account', args: { action: 'unpin' } })]
            : []),
          ...(mine.length > 1
            ? [
                button(say('모든 잔고', 'All balances'), {
                  command: 'balance',
                  args: { account: EVERY_ACCOUNT },
                }),
              ]
            : []),
        ],
      },
    ],
    footer: [
      `${formatKst(now)} KST`,
      say(`계좌 ${all.length}개`, `${all.length} accounts`),
      ...(page.count > 1 ? [say(`${page.number}/${page.count}쪽`, `page ${page.number}/${page.count}`)] : []),
    ].join(' · '),
  };
}

const isPinned = ({ ref }: DeskAccount, pinned: AccountRef | undefined) =>
  pinned !== undefined && sameAccount(ref, pinned);

export function pinButton({ say, button }: CommandContext, ref: AccountRef, word: string): Button {
  const name = ref.alias || accountLabel(ref);
  return button(say(`📌 ${name} 기본으로`, `📌 Make ${name} default`), {
    command: 'account',
    args: { account: word, action: 'pin' },
  });
}
