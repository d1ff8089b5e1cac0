import { type AccountRef, type ActivityLine, DeskError, type Reply } from '../../src/core/index.js';
import {
  ACCOUNT,
  balanceOf,
  MONDAY_TEN,
  type OpenDeskOptions,
  openDesk,
  replyOf,
  STATUS,
  TOKEN,
} from '../support/desk.js';
import { accountsWith, deskWith, MUM } from '../support/two-accounts.js';

const REFS: readonly AccountRef[] = [
  ACCOUNT,
  MUM,
  { ...MUM, number: '81113333', alias: '퇴직연금', colour: 'red' },
];

/** The answer of a live desk with three accounts, one of them closed, to an admin's line. */
async function answer(line: string, options: OpenDeskOptions = {}): Promise<Reply> {
  const desk = deskWith(REFS, {
    balance: async ({ alias }) => {
      if (alias === MUM.alias) throw new DeskError('unavailable', 'down');
      return balanceOf([]);
    },
    status: () => ({
      ...STATUS,
      lines: REFS.slice(0, 2).map((account, n) => ({
        account,
        broker: STATUS.broker,
        token: n === 0 ? TOKEN : { ...TOKEN, state: 'expired', expiresAt: MONDAY_TEN - 61_000 },
        executions: STATUS.executions,
      })),
    }),
  });
  const accounts = accountsWith(desk, { 퇴직연금: '증권사가 키를 거절함' });
  const roles = ['view', 'trade', 'approve', 'admin'] as const;
  return replyOf(await openDesk({ roles, stamp: 'live', desk, accounts, ...options }).type(line));
}

const USED: readonly ActivityLine[] = [
  ['discord:1001', '50107788-01', '/balance', 41],
  ['discord:1001', '50107788-01', 'order', 3],
  ['telegram:2002', '81112222-10', 'cancel', 2],
  ['desk', '', '/status', 1],
].map(([person, account, act, count]) => ({
  day: '20261123',
  person: String(person),
  account: String(account),
  act: String(act),
  count: Number(count),
  failed: act === 'order' ? 1 : 0,
}));

/** What is said of several accounts. */
export const ACCOUNT_CARDS: Readonly<Record<string, () => Promise<Reply>>> = {
  accounts: () => answer('/account'),
  'account-card': () => answer('/account @엄마'),
  'account-choice': () => answer('/buy 삼성전자 10주 71900'),
  'account-closed': () => answer('/orders @퇴직연금'),
  'account-unknown': () => answer('/orders @누구'),
  'account-none': () => answer('/balance', { accounts: accountsWith(deskWith([])), roles: ['view'] }),
  'balance-all': () => answer('/balance all'),
  tokens: () => answer('/token'),
  settings: () => answer('/settings'),
  usage: () => answer('/usage', { activity: { note: () => undefined, read: () => USED } }),
};
