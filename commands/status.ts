import {
  type Block,
  type CommandContext,
  type DeskStatus,
  defineCommand,
  type Field,
  formatKst,
  type Halt,
  haltEndText,
  haltReasonText,
  haltScopeText,
  type PlatformStatus,
  platformName,
  spanText,
  stampLabel,
} from '../src/core/index.js';
import { isTroubled, jobTable } from './job-table.js';
import { pageButtons, pageNotice, pageOf, rowsOn } from './pages.js';
import { accountNames, isLineTroubled, linesBlock, linesSeen } from './status-lines.js';
import { isWatchTroubled, watchFields } from './watch-fields.js';

export const status = defineCommand({
  name: 'status',
  aliases: ['상태', '현황'],
  summary: { ko: '환경, 연결, 작업과 대기열 보기', en: 'Environment, connections, jobs and queue' },
  access: 'view',
  visibility: 'private',
  args: [
    {
      name: 'page',
      ko: '쪽',
      kind: 'integer',
      description: { ko: '계좌, 정지와 특이 사항의 쪽 번호', en: 'Page of the accounts, halts and remarks' },
      min: 1,
      max: 999,
    },
  ],
  async run(context, args) {
    const { say, desk, button, now } = context;
    const found = desk.status();
    const { halts, remarks } = found;
    const lines = linesSeen(context, found.lines);
    // All may be long, and are turned over together.
    const longest = Math.max(halts.length, remarks.length, lines.length);
    const page = pageOf(Array.from({ length: longest }), args.page);
    const troubled =
      found.remarks.length > 0 ||
      found.halts.length > 0 ||
      found.unsettled > 0 ||
      found.platforms.some(p => p.state === 'lost') ||
      found.broker.maintenanceSince !== undefined ||
      isWatchTroubled(found, now) ||
      lines.some(isLineTroubled) ||
      found.jobs.some(isTroubled);
    return {
      title: say('상태', 'Status'),
      tone: troubled ? 'warning' : 'good',
      blocks: [
        ...pageNotice(context, args.page, page),
        ...haltsBlock(context, rowsOn(halts, page.number), halts.length),
        ...maintenanceBlock(context, found.broker.maintenanceSince),
        { kind: 'fields', fields: fieldsOf(context, found) },
        ...linesBlock(context, lines, page.number),
        platformsBlock(context, found.platforms),
        jobTable(context, found.jobs),
        ...rowsOn(remarks, page.number).map((text): Block => ({ kind: 'notice', tone: 'warning', text })),
        ...(troubled
          ? []
          : [{ kind: 'text' as const, text: say('특이 사항이 없습니다.', 'Nothing unusual.') }]),
        {
          kind: 'buttons',
          buttons: [
            ...pageButtons(context, { command: 'status', args: {} }, page),
            button(say('토큰', 'Token'), { command: 'token', args: {} }),
            button(say('알림', 'Alerts'), { command: 'alerts', args: {} }),
          ],
        },
      ],
      footer: [
        `${formatKst(now)} KST`,
        ...(page.count > 1
          ? [say(`${page.number}/${page.count}쪽`, `page ${page.number}/${page.count}`)]
          : []),
      ].join(' · '),
    };
  },
});

function fieldsOf(context: CommandContext, found: DeskStatus): Field[] {
  const { say, language, now } = context;
  const { limiter, lastGoodCallAt, rateRefusals } = found.broker;
  const ago = (at: number) =>
    say(`${spanText(now - at, language)} 전`, `${spanText(now - at, language)} ago`);
  const { count, loadedAt } = found.symbols;
  return [
    { label: say('환경', 'Environment'), value: stampLabel(found.stamp, language) },
    {
      label: say('계좌', 'Accounts'),
      value: accountNames(context),
    },
    {
      label: say('주문 정지', 'Halts'),
      value:
        found.halts.length === 0
          ? say('없음', 'none')
          : say(`${found.halts.length}건`, `${found.halts.length}`),
    },
    {
      label: say('결과를 모르는 주문', 'Orders of unknown outcome'),
      value: say(`${found.unsettled}건`, String(found.unsettled)),
    },
    {
      label: say('마지막 정상 호출', 'Last good call'),
      value:
        lastGoodCallAt === undefined
          ? say('아직 없음', 'none yet')
          : `${formatKst(lastGoodCallAt)} (${ago(lastGoodCallAt)})`,
    },
    {
      label: say('호출 대기열', 'Call queue'),
      value: say(
        `대기 ${limiter.waiting}, 진행 ${limiter.inFlight}, 초당 ${limiter.perSecond}`,
        `${limiter.waiting} waiting, ${limiter.inFlight} under way, ${limiter.perSecond}/s`,
      ),
    },
    ...watchFields(context, found),
    { label: say('한도 초과 응답', 'Rate refusals'), value: say(`${rateRefusals}회`, String(rateRefusals)) },
    {
      label: say('종목 목록', 'Symbols'),
      value:
        loadedAt === undefined
          ? say('아직 받지 못함 (코드로는 조회됩니다)', 'not loaded yet (codes still work)')
          : say(`${count}개, ${formatKst(loadedAt)}`, `${count}, ${formatKst(loadedAt)}`),
    },
    { label: say('시작', 'Started'), value: `${formatKst(found.startedAt)} (${ago(found.startedAt)})` },
    { label: say('버전', 'Version'), value: found.version },
  ];
}

function maintenanceBlock({ say, language, now }: CommandContext, since: number | undefined): Block[] {
  if (since === undefined) return [];
  const span = spanText(now - since, language);
  return [
    {
      kind: 'notice',
      tone: 'warning',
      text: say(
        `증권사가 점검 중인 것으로 보입니다 (${formatKst(since)}부터 ${span}). 끝나면 스스로 다시 이어 갑니다.`,
        `The broker seems to be under maintenance (since ${formatKst(since)}, ${span}). The bot goes on by itself when it is over.`,
      ),
    },
  ];
}

/** Ahead of everything else: whoever wonders why an order does not leave looks here. */
function haltsBlock({ say, language }: CommandContext, halts: readonly Halt[], inAll: number): Block[] {
  if (inAll === 0) return [];
  return [
    {
      kind: 'notice',
      tone: 'bad',
      text: say(
        '주문이 정지되어 있습니다. 취소는 그대로 됩니다. 관리자가 /resume 으로 풉니다.',
        'Trading is halted. Cancels still pass. An admin lifts it with /resume.',
      ),
    },
    {
      kind: 'table',
      columns: [
        { label: say('정지 대상', 'Halted'), align: 'left' },
        { label: say('시작', 'Since'), align: 'left' },
        { label: say('끝', 'Until'), align: 'left' },
        { label: say('사유', 'Reason'), align: 'left' },
        { label: say('정지한 사람', 'By'), align: 'left' },
      ],
      rows: halts.map(halt => [
        haltScopeText(halt.scope, language),
        formatKst(halt.since),
        haltEndText(halt, language),
        haltReasonText(halt, language),
        setBy(halt.by, say),
      ]),
    },
  ];
}

function setBy(by: string, say: CommandContext['say']): string {
  if (by === 'desk') return say('봇 스스로', 'the bot itself');
  return by === 'file' ? say('HALT 파일', 'the HALT file') : by;
}

const PLATFORM_STATES: Readonly<Record<PlatformStatus['state'], readonly [string, string]>> = {
  starting: ['시작 중', 'starting'],
  connected: ['연결됨', 'connected'],
  lost: ['끊김 (다시 연결 중)', 'lost (reconnecting)'],
  stopped: ['멈춤', 'stopped'],
};

function platformsBlock({ say, language }: CommandContext, platforms: readonly PlatformStatus[]): Block {
  if (platforms.length === 0)
    return { kind: 'text', text: say('켜진 채팅이 없습니다.', 'No chat platform is on.') };
  return {
    kind: 'table',
    columns: [
      { label: say('채팅', 'Chat'), align: 'left' },
      { label: say('상태', 'State'), align: 'left' },
    ],
    rows: platforms.map(p => [
      platformName(p.id, language),
      [say(...PLATFORM_STATES[p.state]), p.reason].filter(Boolean).join(': '),
    ]),
  };
}
