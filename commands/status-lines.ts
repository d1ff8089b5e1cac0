import {
  accountLabel,
  type Block,
  type CommandContext,
  formatKst,
  type LineStatus,
  sameAccount,
} from '../src/core/index.js';
import { rowsOn } from './pages.js';
import { tokenStateText } from './token-fields.js';

const MOST_NAMES = 5;

/** The person's accounts in a few words, however many there are. */
export function accountNames({ say, accounts }: CommandContext): string {
  const mine = accounts.mine().map(({ ref }) => accountLabel(ref));
  const more = mine.length - MOST_NAMES;
  const names = mine.slice(0, MOST_NAMES).join(', ') || say('없음', 'none');
  return more > 0 ? say(`${names} 외 ${more}개`, `${names} and ${more} more`) : names;
}

/** Those lines that this person may see: of their own accounts, an admin all of them. */
export function linesSeen(
  { who, accounts }: CommandContext,
  lines: readonly LineStatus[],
): readonly LineStatus[] {
  if (who.roles.has('admin')) return lines;
  const mine = accounts.mine();
  return lines.filter(({ account }) => mine.some(({ ref }) => sameAccount(ref, account)));
}

/** Whether something of it is wrong now. */
export const isLineTroubled = ({ broker, token, executions }: LineStatus): boolean =>
  broker.maintenanceSince !== undefined || token.state === 'expired' || executions.state === 'lost';

/** Each account's line, where there is more than one; those in trouble first. */
export function linesBlock(
  { say, now }: CommandContext,
  lines: readonly LineStatus[],
  page: number,
): readonly Block[] {
  if (lines.length < 2) return [];
  const troubledFirst = lines.toSorted((a, b) => Number(isLineTroubled(b)) - Number(isLineTroubled(a)));
  return [
    {
      kind: 'table',
      columns: [
        { label: say('계좌', 'Account'), align: 'left' },
        { label: say('마지막 정상 호출', 'Last good call'), align: 'left' },
        { label: say('토큰', 'Token'), align: 'left' },
        { label: say('체결 통보', 'Notices'), align: 'left' },
        { label: say('대기', 'Waiting'), align: 'right' },
      ],
      rows: rowsOn(troubledFirst, page).map(({ account, broker, token, executions }) => [
        accountLabel(account),
        broker.maintenanceSince === undefined
          ? broker.lastGoodCallAt === undefined
            ? say('아직 없음', 'none yet')
            : formatKst(broker.lastGoodCallAt)
          : say(
              `점검 (${formatKst(broker.maintenanceSince)}부터)`,
              `maintenance since ${formatKst(broker.maintenanceSince)}`,
            ),
        tokenStateText(token, say, now),
        say(...EXECUTIONS[executions.state]),
        String(broker.limiter.waiting),
      ]),
    },
  ];
}

const EXECUTIONS: Readonly<Record<LineStatus['executions']['state'], readonly [string, string]>> = {
  live: ['실시간', 'live'],
  connecting: ['연결 중', 'connecting'],
  lost: ['끊김', 'lost'],
  off: ['조회로 대체', 'lists instead'],
};
