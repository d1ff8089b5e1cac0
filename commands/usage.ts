import {
  type ActivityLine,
  accountKey,
  accountLabel,
  addKstDays,
  type Block,
  type CommandContext,
  DeskError,
  type Draft,
  defineCommand,
  formatKst,
  kstDate,
} from '../src/core/index.js';
import { pastDays } from './order-range.js';
import { pageButtons, pageNotice, pageOf } from './pages.js';

/** Older ones are not kept. */
const DAYS_KEPT = 31;

export const usage = defineCommand({
  name: 'usage',
  aliases: ['사용량'],
  summary: {
    ko: '계좌와 사람별로 무엇을 몇 번 썼는지 (자기 것, 관리자는 모두)',
    en: 'What was used how often, by account and person (yours; admins: all)',
  },
  access: 'view',
  visibility: 'private',
  args: [
    {
      name: 'from',
      ko: '시작일',
      kind: 'date',
      description: {
        ko: '시작일 (없으면 오늘, 하루만 보려면 이것만)',
        en: 'First day; left out, today; alone, that day',
      },
    },
    {
      name: 'to',
      ko: '종료일',
      kind: 'date',
      description: { ko: '종료일 (지난 31일이 남아 있음)', en: 'Last day; the last 31 days are kept' },
    },
    { name: 'page', ko: '쪽', kind: 'integer', description: { ko: '쪽 번호', en: 'Page' }, min: 1, max: 999 },
  ],
  async run(context, { page: wanted, ...given }) {
    const { say, activity, now, who } = context;
    const today = kstDate(now);
    const { from, to } = pastDays(given, now) ?? { from: today, to: today };
    const oldest = addKstDays(today, 1 - DAYS_KEPT);
    if (to < oldest)
      throw new DeskError('input', 'not kept any more', { problem: 'notKept', argument: 'from' });
    const rows = rowsOf(activity.read(from, to));
    const page = pageOf(rows, wanted);
    const same = { command: 'usage', args: from === today && to === today ? {} : { from, to } };
    return {
      title: `${say('사용량', 'Usage')} ${from === to ? dashed(from) : `${dashed(from)} ~ ${dashed(to)}`}`,
      tone: 'neutral',
      blocks: [
        ...pageNotice(context, wanted, page),
        rows.length === 0
          ? { kind: 'text', text: say('쓴 기록이 없습니다.', 'Nothing was used.') }
          : table(context, page.rows),
        {
          kind: 'text',
          text: who.roles.has('admin')
            ? say(
                '주문, 정정, 취소는 증권사로 나간 횟수이고 명령은 봇이 실행한 횟수입니다.',
                'Orders, amendments and cancels are those that left for the broker; commands are those that the bot ran.',
              )
            : say(
                '자신이 쓴 것만 보입니다. 다른 사람의 것은 관리자가 봅니다.',
                'Only your own is shown; admins see everybody’s.',
              ),
        },
        {
          kind: 'buttons',
          buttons: [...pageButtons(context, same, page), ...otherRanges(context, { from, to, today })],
        },
      ],
      footer: [
        `${formatKst(now)} KST`,
        ...(from < oldest
          ? [say(`${dashed(oldest)} 앞은 남아 있지 않음`, `nothing is kept before ${dashed(oldest)}`)]
          : []),
        ...(page.count > 1
          ? [say(`${page.number}/${page.count}쪽`, `page ${page.number}/${page.count}`)]
          : []),
      ].join(' · '),
    } satisfies Draft;
  },
});

const dashed = (date: string) => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;

function otherRanges(
  { say, button }: CommandContext,
  { from, to, today }: { readonly from: string; readonly to: string; readonly today: string },
) {
  const ranges = [
    [say('오늘', 'Today'), today],
    [say('7일', '7 days'), addKstDays(today, -6)],
    [say('31일', '31 days'), addKstDays(today, 1 - DAYS_KEPT)],
  ] as const;
  return ranges
    .filter(([, first]) => first !== from || to !== today)
    .map(([label, first]) =>
      button(label, { command: 'usage', args: first === today ? {} : { from: first, to: today } }),
    );
}

/** What left for a venue; everything else is a command. */
const SENDS = ['order', 'amend', 'cancel'] as const;
type Sent = (typeof SENDS)[number];

interface Row extends Record<Sent, number> {
  readonly person: string;
  readonly account: string;
  commands: number;
  failed: number;
}

/** One row for each person and account, the busiest first. */
function rowsOf(lines: readonly ActivityLine[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const { person, account, act, count, failed } of lines) {
    const key = `${person}\n${account}`;
    const row = rows.get(key) ?? { person, account, commands: 0, order: 0, amend: 0, cancel: 0, failed: 0 };
    const sent = SENDS.find(one => one === act);
    if (sent) row[sent] += count;
    else row.commands += count;
    row.failed += failed;
    rows.set(key, row);
  }
  const all = ({ commands, order, amend, cancel }: Row) => commands + order + amend + cancel;
  return [...rows.values()].toSorted((a, b) => all(b) - all(a));
}

function table(context: CommandContext, rows: readonly Row[]): Block {
  const { say, who } = context;
  const isAdmin = who.roles.has('admin');
  const person = peopleNames(context);
  const account = accountNames(context);
  return {
    kind: 'table',
    columns: [
      ...(isAdmin ? [{ label: say('사람', 'Person'), align: 'left' as const }] : []),
      { label: say('계좌', 'Account'), align: 'left' },
      { label: say('명령', 'Commands'), align: 'right' },
      { label: say('주문', 'Orders'), align: 'right' },
      { label: say('정정', 'Amended'), align: 'right' },
      { label: say('취소', 'Cancelled'), align: 'right' },
      { label: say('실패', 'Failed'), align: 'right' },
    ],
    rows: rows.map(row => [
      ...(isAdmin ? [person(row.person)] : []),
      account(row.account),
      ...[row.commands, row.order, row.amend, row.cancel, row.failed].map(String),
    ]),
  };
}

const REST = '…';

function peopleNames({ members, who, say }: CommandContext): (person: string) => string {
  if (!who.roles.has('admin')) return person => person;
  const names = new Map(
    members.list().flatMap(({ identities, name }) => identities.map(one => [one, name] as const)),
  );
  return person => {
    if (person === 'desk') return say('봇', 'the bot');
    return person === REST ? say('그 밖', 'others') : (names.get(person) ?? person);
  };
}

/** An account that is gone, or was given to nobody here any more, stays masked. */
function accountNames({ accounts, who, say }: CommandContext): (key: string) => string {
  const known = who.roles.has('admin') ? accounts.all() : accounts.mine();
  const labels = new Map(known.map(({ ref }) => [accountKey(ref), accountLabel(ref)]));
  return key => {
    if (key === '') return '-';
    return key === REST ? say('그 밖', 'others') : (labels.get(key) ?? `****${key.slice(4)}`);
  };
}
