import {
  type AccountRef,
  accountKey,
  accountLabel,
  accountWord,
  asDeskError,
  type Block,
  type Button,
  type CommandContext,
  type DeskAccount,
  type Draft,
  type Field,
  formatKst,
  sameAccount,
} from '../src/core/index.js';
import { pinButton } from './account-list.js';
import { placeText, stateText } from './account-words.js';
import { limitRows } from './limit-words.js';
import { aboutAccount } from './own-account.js';
import { tokenStateText } from './token-fields.js';

/** One account: what it is, what its orders are held to, who may use it, and what can be done with it. */
export function accountCard(context: CommandContext, account: DeskAccount, title?: string): Draft {
  const { say, desk, now, who } = context;
  const { ref, limits } = account;
  const isAdmin = who.roles.has('admin');
  return {
    title: `${title ?? say('계좌', 'Account')} · ${accountLabel(ref)}`,
    tone: account.closed !== undefined ? 'warning' : title === undefined ? 'neutral' : 'good',
    blocks: [
      { kind: 'fields', fields: fieldsOf(context, account) },
      ...(account.from === 'configuration' && isAdmin ? [ofConfiguration(context)] : []),
      { kind: 'divider' },
      {
        kind: 'table',
        columns: [
          { label: say('한도', 'Limit'), align: 'left' },
          { label: say('값', 'Value'), align: 'left' },
          { label: say('이름', 'Name'), align: 'left' },
        ],
        rows: limitRows(desk.limitsOf(ref), limits, say),
      },
      ...(isAdmin ? [howToChange(context, ref)] : []),
      {
        kind: 'buttons',
        buttons: [...ownButtons(context, ref), ...(isAdmin ? adminButtons(context, account) : [])],
      },
    ],
    footer: `${formatKst(now)} KST`,
    ...aboutAccount(context, ref),
  };
}

function fieldsOf(context: CommandContext, account: DeskAccount): Field[] {
  const { say, accounts, who } = context;
  const { ref, owner, closed } = account;
  const pinned = accounts.pinned();
  return [
    { label: say('증권사', 'Broker'), value: placeText(context, account) },
    { label: say('별명', 'Alias'), value: ref.alias || say('없음', 'none') },
    { label: say('주인', 'Owner'), value: owner || say('적지 않음', 'not given') },
    { label: say('상태', 'State'), value: stateText(context, account) },
    {
      label: say('내 기본 계좌', 'Your default'),
      value: pinned && sameAccount(pinned.ref, ref) ? say('예 📌', 'yes 📌') : say('아니요', 'no'),
    },
    ...(closed === undefined ? [{ label: say('토큰', 'Token'), value: tokenOf(context, ref) }] : []),
    ...(who.roles.has('admin')
      ? [{ label: say('쓸 수 있는 사람', 'People'), value: peopleOf(context, ref) }]
      : []),
  ];
}

/** Whatever is wrong with its line, the card of the account is shown. */
function tokenOf({ desk, say, now }: CommandContext, ref: AccountRef): string {
  try {
    return tokenStateText(desk.tokenStatus(ref), say, now);
  } catch (thrown) {
    return asDeskError(thrown).kind === 'denied' ? say('닫힘', 'closed') : say('알 수 없음', 'not known');
  }
}

const MOST_PEOPLE = 10;

function peopleOf({ members, say }: CommandContext, ref: AccountRef): string {
  const names = members
    .list()
    .filter(({ accounts }) => accounts === 'all' || accounts.includes(accountKey(ref)))
    .map(({ name }) => name);
  const more = names.length - MOST_PEOPLE;
  const shown = names.slice(0, MOST_PEOPLE).join(', ') || say('없음', 'nobody');
  return more > 0 ? say(`${shown} 외 ${more}명`, `${shown} and ${more} more`) : shown;
}

function ofConfiguration({ say }: CommandContext): Block {
  return {
    kind: 'text',
    text: say(
      '키가 설정에 적힌 계좌입니다. 키는 설정에서 바꾸고, 별명과 한도는 여기서 바꿀 수 있습니다.',
      'Its keys stand in the configuration and are changed there; alias and limits can be changed here.',
    ),
  };
}

function howToChange({ accounts, say }: CommandContext, ref: AccountRef): Block {
  const word = `@${wordOf(accounts.all(), ref)}`;
  return {
    kind: 'text',
    text: say(
      `한도를 바꾸려면: /account ${word} limit 승인금액 500만. 이 계좌에만 정한 값을 지우려면 값 대신 없음.`,
      `To change a limit: /account ${word} limit approveAbove 5000000; none takes back what was set for this account.`,
    ),
  };
}

const wordOf = (among: readonly DeskAccount[], ref: AccountRef) =>
  accountWord(
    ref,
    among.map(one => one.ref),
  );

function ownButtons(context: CommandContext, ref: AccountRef): Button[] {
  const { say, button, accounts, who } = context;
  const mine = accounts.mine();
  const list = button(say('목록', 'List'), { command: 'account', args: {} });
  if (!mine.some(one => sameAccount(one.ref, ref))) return [list];
  // What names it depends on the accounts among which the command looks.
  const own = wordOf(mine, ref);
  const word = who.roles.has('admin') ? wordOf(accounts.all(), ref) : own;
  const pinned = accounts.pinned();
  return [
    ...(pinned && sameAccount(pinned.ref, ref)
      ? [
          button(say('기본 풀기', 'No default'), {
            command: 'account',
            args: { account: word, action: 'unpin' },
          }),
        ]
      : [pinButton(context, ref, word)]),
    button(say('잔고', 'Balance'), { command: 'balance', args: { account: own } }),
    button(say('토큰', 'Token'), { command: 'token', args: { account: word } }),
    list,
  ];
}

function adminButtons({ say, button, accounts }: CommandContext, { ref, from }: DeskAccount): Button[] {
  const word = wordOf(accounts.all(), ref);
  const ask = (label: string, action: string) =>
    button(label, { command: 'account', args: { account: word, action } }, 'plain', ['words']);
  return [
    ask(say('별명…', 'Alias…'), 'alias'),
    ask(say('주인…', 'Owner…'), 'owner'),
    ask(say('색…', 'Colour…'), 'colour'),
    ask(say('한도…', 'Limit…'), 'limit'),
    ...(from === 'store'
      ? [
          button(
            say('제거', 'Remove'),
            { command: 'account', args: { account: word, action: 'remove' } },
            'danger',
          ),
        ]
      : []),
  ];
}

/** What a removal asks once more. */
export function removeAccountQuestion(context: CommandContext, { ref }: DeskAccount): Draft {
  const { say, button, accounts, now } = context;
  const account = wordOf(accounts.all(), ref);
  return {
    title: `${say('계좌를 뺄까요?', 'Remove this account?')} · ${accountLabel(ref)}`,
    tone: 'warning',
    blocks: [
      {
        kind: 'text',
        text: say(
          '봇이 이 계좌의 키를 지우고, 조회도 주문도 하지 않게 됩니다. 증권사의 계좌와 주문은 그대로입니다. 다시 쓰려면 키를 새로 넣어야 합니다.',
          'The bot forgets the keys of this account and neither reads nor orders there. The account and its orders at the broker stay. To use it again the keys must be entered anew.',
        ),
      },
      {
        kind: 'buttons',
        buttons: [
          button(
            say('빼기', 'Remove'),
            { command: 'account', args: { account, action: 'remove', words: 'confirm' } },
            'danger',
          ),
          button(say('그만두기', 'Keep'), { command: 'account', args: { account } }),
        ],
      },
    ],
    footer: `${formatKst(now)} KST`,
    ...aboutAccount(context, ref),
  };
}

export function removedAccountCard(context: CommandContext, { ref }: DeskAccount): Draft {
  const { say, button, now } = context;
  return {
    title: `${say('계좌를 뺐습니다', 'Account removed')} · ${accountLabel(ref)}`,
    tone: 'good',
    blocks: [
      {
        kind: 'text',
        text: say(
          '키를 지웠습니다. 다시 쓰려면 npm run account 로 추가하세요.',
          'Its keys are forgotten. Add it again with npm run account.',
        ),
      },
      { kind: 'buttons', buttons: [button(say('목록', 'List'), { command: 'account', args: {} })] },
    ],
    footer: `${formatKst(now)} KST`,
    ...aboutAccount(context, ref),
  };
}
