import {
  type AccountRef,
  accountLabel,
  asDeskError,
  type Balance,
  type Block,
  brokerName,
  type Cell,
  type CommandContext,
  change,
  type DeskAccount,
  type DeskErrorKind,
  type Draft,
  EVERY_ACCOUNT,
  formatKst,
  percent,
  type Stamp,
  stampLabel,
  stampOf,
  won,
} from '../src/core/index.js';
import { noAccount } from './own-account.js';
import { pageButtons, pageNotice, pageOf } from './pages.js';

/** So many are read for one card: each costs a call of the broker's rate. */
const MOST_READ = 50;
const ROWS = 20;

/** One account's figures, or why there are none. */
interface Line {
  readonly account: AccountRef;
  readonly found: Balance | undefined;
  readonly why: string;
}

/**
 * What a person has in all of their accounts. Every account is read at once; one that cannot be read stands in the table
 * with the reason, and the total that lacks it says so. Real money and paper money are never added up.
 */
export async function balanceOfAll(context: CommandContext, wanted: number | undefined): Promise<Draft> {
  const { say, button, now, accounts, stamp } = context;
  const mine = accounts.mine();
  const [first] = mine;
  if (first === undefined) throw noAccount(context);
  const lines = await Promise.all(mine.slice(0, MOST_READ).map(account => read(context, account)));
  const page = pageOf(lines, wanted, ROWS);
  const stamps = [...new Set(mine.map(({ ref }) => stampOf(ref, stamp)))];
  const failed = lines.filter(({ found }) => found === undefined).length;
  const unread = mine.length - lines.length;
  const here = { command: 'balance', args: { account: EVERY_ACCOUNT } };
  return {
    title: `${say('잔고', 'Balance')} · ${say('모든 계좌', 'all accounts')}`,
    tone: failed + unread > 0 ? 'warning' : 'neutral',
    blocks: [
      ...stamps.flatMap(of => totals(context, of, lines, mine)),
      ...missing(context, failed, unread),
      { kind: 'divider' },
      ...pageNotice(context, wanted, page),
      table(context, page.rows, stamps.length > 1),
      { kind: 'buttons', buttons: pageButtons(context, here, page) },
      {
        kind: 'text',
        text: say('한 계좌의 보유 종목: /balance @별명', 'Positions of one account: /balance @alias'),
      },
      {
        kind: 'buttons',
        buttons: [button(say('내 계좌', 'My accounts'), { command: 'account', args: {} })],
      },
    ],
    footer: [
      `${formatKst(now)} KST`,
      say(`계좌 ${mine.length}개`, `${mine.length} accounts`),
      ...(page.count > 1 ? [say(`${page.number}/${page.count}쪽`, `page ${page.number}/${page.count}`)] : []),
    ].join(' · '),
    ...(stamps.length === 1 ? { stamp: stampOf(first.ref, stamp) } : {}),
  };
}

/** Never rejects. */
async function read({ desk, signal, say }: CommandContext, { ref, closed }: DeskAccount): Promise<Line> {
  if (closed !== undefined) {
    return { account: ref, found: undefined, why: say(`쓸 수 없음: ${closed}`, `closed: ${closed}`) };
  }
  try {
    return { account: ref, found: await desk.balance(ref, signal), why: '' };
  } catch (thrown) {
    const [ko, en] = WHY.get(asDeskError(thrown).kind) ?? ['읽지 못함', 'could not be read'];
    return { account: ref, found: undefined, why: say(ko, en) };
  }
}

const WHY: ReadonlyMap<DeskErrorKind, readonly [string, string]> = new Map([
  ['unavailable', ['증권사의 답을 받지 못함', 'the broker did not answer']],
  ['timeout', ['시간 안에 답이 없음', 'no answer in time']],
  ['cancelled', ['시간 안에 답이 없음', 'no answer in time']],
  ['credentials', ['증권사가 키를 거절함', 'the broker refused the keys']],
  ['deadToken', ['토큰이 무효임', 'the token is dead']],
  ['cooldown', ['토큰을 기다리는 중', 'waiting for a token']],
  ['rateLimited', ['증권사 호출 한도', 'the broker’s rate limit']],
  ['busy', ['대기열이 참', 'the queue is full']],
  ['refused', ['증권사가 거절함', 'the broker refused']],
]);

/** The sum of what was read, under a heading that says what it lacks. */
function totals(
  context: CommandContext,
  of: Stamp,
  lines: readonly Line[],
  mine: readonly DeskAccount[],
): Block[] {
  const { say, language, stamp } = context;
  const isOf = (account: AccountRef) => stampOf(account, stamp) === of;
  const found = lines.flatMap(line => (isOf(line.account) && line.found ? [line.found] : []));
  const lacking = mine.filter(({ ref }) => isOf(ref)).length - found.length;
  const name = stampLabel(of, language);
  // A sum of nothing would pass for an empty account.
  if (found.length === 0) {
    const text = say(
      `${name} 합계 — 알 수 없음: ${lacking}개 계좌 모두 읽지 못했습니다`,
      `${name} total — unknown: none of ${lacking} accounts could be read`,
    );
    return [{ kind: 'text', text }];
  }
  const sum = (part: (balance: Balance) => bigint) => found.reduce((all, balance) => all + part(balance), 0n);
  const [cost, profit] = [sum(({ cost: paid }) => paid), sum(({ profit: gained }) => gained)];
  const heading =
    lacking === 0
      ? say(`${name} 합계 (${found.length}개 계좌)`, `${name} total of ${found.length} accounts`)
      : say(
          `${name} 합계 — 불완전: ${lacking}개 계좌가 빠졌습니다`,
          `${name} total — incomplete: ${lacking} accounts are missing`,
        );
  const short = lacking === 0 ? '' : say(' (일부)', ' (part)');
  return [
    { kind: 'text', text: heading },
    {
      kind: 'fields',
      fields: [
        { label: `${say('총평가금액', 'Total')}${short}`, value: won(sum(({ total }) => total)) },
        { label: `${say('예수금 (D)', 'Cash (D)')}${short}`, value: won(sum(({ cash }) => cash)) },
        { label: `${say('평가손익', 'Profit')}${short}`, value: change(profit) },
        {
          label: `${say('수익률', 'Return')}${short}`,
          value: cost === 0n ? '-' : percent((Number(profit) / Number(cost)) * 100),
        },
      ],
    },
  ];
}

function missing({ say }: CommandContext, failed: number, unread: number): Block[] {
  const texts = [
    ...(failed > 0
      ? [
          say(
            `${failed}개 계좌를 읽지 못해 합계에 들어 있지 않습니다. 까닭은 표에 있습니다. 새로고침을 누르면 다시 읽습니다.`,
            `${failed} accounts could not be read and are not in the total; the table says why. Refresh reads them again.`,
          ),
        ]
      : []),
    ...(unread > 0
      ? [
          say(
            `처음 ${MOST_READ}개 계좌만 읽었습니다. 나머지 ${unread}개는 합계에 들어 있지 않으니 /balance @별명 으로 보세요.`,
            `Only the first ${MOST_READ} accounts were read. The other ${unread} are not in the total: /balance @alias.`,
          ),
        ]
      : []),
  ];
  return texts.map(text => ({ kind: 'notice', tone: 'warning', text }));
}

function table({ say, language, stamp }: CommandContext, rows: readonly Line[], mixed: boolean): Block {
  const brokers = new Set(rows.map(({ account }) => account.broker));
  const nameOf = (account: AccountRef) =>
    [
      accountLabel(account),
      ...(brokers.size > 1 ? [brokerName(account.broker, language)] : []),
      ...(mixed ? [stampLabel(stampOf(account, stamp), language)] : []),
    ].join(' ');
  return {
    kind: 'table',
    columns: [
      { label: say('계좌', 'Account'), align: 'left' },
      { label: say('총평가금액', 'Total'), align: 'right' },
      { label: say('예수금', 'Cash'), align: 'right' },
      { label: say('평가손익', 'Profit'), align: 'right' },
      { label: say('수익률', 'Return'), align: 'right' },
    ],
    rows: rows.map(({ account, found, why }): readonly Cell[] =>
      found
        ? [
            nameOf(account),
            won(found.total),
            won(found.cash),
            change(found.profit),
            percent(found.profitRate),
          ]
        : [`${nameOf(account)} — ${why}`, '-', '-', '-', '-'],
    ),
  };
}
