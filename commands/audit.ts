import {
  type AuditLine,
  type AuditQuery,
  addKstDays,
  type Block,
  type CommandCall,
  type CommandContext,
  type Draft,
  defineCommand,
  formatKst,
  groupDigits,
  kstDate,
  startOfKstDate,
  time,
} from '../src/core/index.js';
import { auditCsv } from './audit-csv.js';
import { verdictCard } from './audit-verdict.js';
import { pastDays } from './order-range.js';
import { type Page, pageButtons, pageNotice, pageOf } from './pages.js';

const ROWS_PER_PAGE = 10;
const MOST_CSV_LINES = 10_000;

export const audit = defineCommand({
  name: 'audit',
  aliases: ['감사'],
  summary: {
    ko: '감사 기록 찾기, 검증, CSV 받기',
    en: 'Search the audit trail, verify it, or get it as CSV',
  },
  access: 'admin',
  visibility: 'private',
  args: [
    {
      name: 'action',
      ko: '동작',
      kind: 'choice',
      description: {
        ko: '찾기, 검증, CSV 가운데 하나 (없으면 찾기)',
        en: 'search (default), verify, or csv',
      },
      choices: [
        { value: 'search', label: { ko: '찾기', en: 'Search' } },
        { value: 'verify', label: { ko: '검증', en: 'Verify' } },
        { value: 'csv', label: { ko: 'CSV', en: 'CSV' } },
      ],
    },
    {
      name: 'from',
      ko: '시작일',
      kind: 'date',
      description: { ko: '시작일 (하루만 보려면 이것만)', en: 'First day; alone, that day' },
    },
    { name: 'to', ko: '종료일', kind: 'date', description: { ko: '종료일', en: 'Last day' } },
    { name: 'page', ko: '쪽', kind: 'integer', description: { ko: '쪽 번호', en: 'Page' }, min: 1, max: 999 },
    {
      name: 'words',
      ko: '검색어',
      kind: 'text',
      description: { ko: '모두 들어 있어야 하는 말', en: 'Words that must all appear' },
      rest: true,
    },
  ],
  async run(context, { action = 'search', from, to, page, words }) {
    if (action === 'verify') return verdictCard(context, await context.audit.verify(context.signal));
    const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const days = pastDays(range, context.now);
    const query: Omit<AuditQuery, 'limit'> = {
      words: words?.split(/\s+/) ?? [],
      from: days && startOfKstDate(days.from),
      to: days && startOfKstDate(addKstDays(days.to, 1)),
    };
    const given = { ...range, ...(words === undefined ? {} : { words }) };
    return action === 'csv' ? csvCard(context, query) : searchCard(context, query, { given, page });
  },
});

/** One line more than the page is asked for: whether there is a next one. */
async function searchCard(
  context: CommandContext,
  query: Omit<AuditQuery, 'limit'>,
  { given, page: wanted = 1 }: { given: CommandCall['args']; page: number | undefined },
): Promise<Draft> {
  const { say, audit, signal, button, now } = context;
  const found = await audit.search({ ...query, limit: wanted * ROWS_PER_PAGE + 1 }, signal);
  const page = pageOf(found, wanted);
  return {
    title: say('감사 기록', 'Audit trail'),
    tone: 'neutral',
    blocks: [
      ...pageNotice(context, wanted, page),
      page.rows.length > 0 ? tableOf(context, page) : nothingFound(context),
      {
        kind: 'buttons',
        buttons: [
          ...pageButtons(context, { command: 'audit', args: given }, page),
          button(say('CSV 받기', 'Get as CSV'), { command: 'audit', args: { action: 'csv', ...given } }),
          button(say('검증', 'Verify'), { command: 'audit', args: { action: 'verify' } }),
        ],
      },
    ],
    footer: `${formatKst(now)} KST · ${say(`${page.number}쪽`, `page ${page.number}`)}`,
  };
}

const OUTCOMES: Readonly<Record<AuditLine['outcome'], readonly [string, string]>> = {
  done: ['완료', 'done'],
  failed: ['실패', 'failed'],
  refused: ['거절', 'refused'],
};

function tableOf({ say }: CommandContext, page: Page<AuditLine>): Block {
  return {
    kind: 'table',
    columns: [
      { label: say('줄', 'Line'), align: 'right' },
      { label: say('시각', 'Time'), align: 'left' },
      { label: say('누가', 'Who'), align: 'left' },
      { label: say('무엇을', 'What'), align: 'left' },
      { label: say('결과', 'Outcome'), align: 'left' },
      { label: say('사유', 'Reason'), align: 'left' },
    ],
    rows: page.rows.map(line => [
      `${line.line}`,
      time(line.at),
      line.who,
      line.intent === undefined ? line.act : `${line.act} (${line.intent})`,
      say(...OUTCOMES[line.outcome]),
      [line.reason, line.reference].filter(Boolean).join(' ') || '-',
    ]),
  };
}

function nothingFound({ say }: CommandContext): Block {
  return {
    kind: 'text',
    text: say('맞는 기록이 없습니다.', 'No line of the trail fits.'),
  };
}

async function csvCard(context: CommandContext, query: Omit<AuditQuery, 'limit'>): Promise<Draft> {
  const { say, audit, signal, now } = context;
  const found = await audit.search({ ...query, limit: MOST_CSV_LINES + 1 }, signal);
  const lines = found.slice(0, MOST_CSV_LINES);
  const count = groupDigits(BigInt(lines.length));
  const cut = found.length > lines.length;
  return {
    title: say('감사 기록 CSV', 'Audit trail as CSV'),
    tone: cut ? 'warning' : 'neutral',
    blocks: [
      lines.length === 0
        ? nothingFound(context)
        : { kind: 'text', text: say(`${count}줄을 담았습니다.`, `It holds ${count} lines.`) },
      ...(cut
        ? [
            {
              kind: 'notice' as const,
              tone: 'warning' as const,
              text: say(
                `기록이 더 있지만 최근 ${count}줄까지만 담습니다. 날짜를 붙여 나누어 받으세요.`,
                `There are more lines, but only the latest ${count} fit; ask for fewer days at a time.`,
              ),
            },
          ]
        : []),
      ...(lines.length > 0
        ? [{ kind: 'file' as const, name: `audit-${kstDate(now)}.csv`, text: auditCsv(lines) }]
        : []),
    ],
    footer: `${formatKst(now)} KST`,
  };
}
