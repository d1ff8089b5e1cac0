import {
  type AlertTest,
  type AlertView,
  type Block,
  type Button,
  type CommandContext,
  type Draft,
  formatKst,
  NOTICE_KINDS,
  type OpenAlert,
  time,
} from '../src/core/index.js';
import { kindName, loudnessName, quietText } from './alert-words.js';

const MOST_OPEN = 10;

/** Who hears what and how, when sounds are kept back, and what nobody has confirmed. */
export function alertCard(context: CommandContext, news?: string): Draft {
  const { alerts, say, now } = context;
  const { mine, here } = alerts.list();
  const open = alerts.open();
  return {
    title: say('알림 설정', 'Alerts'),
    tone: open.length > 0 ? 'warning' : news === undefined ? 'neutral' : 'good',
    blocks: [
      ...(news === undefined ? [] : [{ kind: 'notice' as const, tone: 'good' as const, text: news }]),
      ...openBlocks(context, open),
      matrix(context, mine, here),
      {
        kind: 'fields',
        fields: [
          { label: say('방해금지 (나)', 'Quiet hours (me)'), value: quietText(mine.quiet, say) },
          ...(here
            ? [{ label: say('방해금지 (여기)', 'Quiet hours (here)'), value: quietText(here.quiet, say) }]
            : []),
        ],
      },
      {
        kind: 'text',
        text: say(
          '방해금지 시간에는 소리 없이 옵니다. 긴급한 알림은 그때도 소리가 납니다. 바꾸기: /alerts 체결 무음, /alerts 방해금지 22:00-07:00 휴일',
          'In quiet hours alerts come without a sound; critical ones are heard all the same. To change: /alerts fill silent, /alerts quiet 22:00-07:00 holidays',
        ),
      },
      { kind: 'buttons', buttons: buttonsOf(context, mine, open) },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

function matrix({ say }: CommandContext, mine: AlertView, here: AlertView | undefined): Block {
  return {
    kind: 'table',
    columns: [
      { label: say('알림', 'Alert'), align: 'left' },
      { label: say('나', 'Me'), align: 'left' },
      ...(here ? [{ label: say('여기', 'Here'), align: 'left' as const }] : []),
    ],
    rows: NOTICE_KINDS.map(kind => [
      kindName(kind, say),
      ...[mine, here].flatMap(view => (view ? [loudnessName(view.loudness[kind], say)] : [])),
    ]),
  };
}

/** The oldest first: they have waited longest. */
function openBlocks({ say }: CommandContext, open: readonly OpenAlert[]): Block[] {
  if (open.length === 0) return [];
  const states = {
    unacknowledged: say('확인하지 않음', 'not acknowledged'),
    nobody: say('아무에게도 전해지지 않음', 'reached nobody'),
  };
  const more = open.length - MOST_OPEN;
  return [
    {
      kind: 'notice',
      tone: 'warning',
      text: say(
        `아무도 확인하지 않았거나 전해지지 않은 알림이 ${open.length}건 있습니다.`,
        `Alerts that nobody has acknowledged, or that reached nobody: ${open.length}.`,
      ),
    },
    {
      kind: 'table',
      columns: [
        { label: say('시각', 'Time'), align: 'left' },
        { label: say('알림', 'Alert'), align: 'left' },
        { label: say('상태', 'State'), align: 'left' },
        { label: say('참조', 'Reference'), align: 'left' },
      ],
      rows: open
        .slice(0, MOST_OPEN)
        .map(({ at, title, state, reference }) => [time(at), title, states[state], reference]),
    },
    ...(more > 0
      ? [{ kind: 'text' as const, text: say(`그 밖에 ${more}건이 더 있습니다.`, `And ${more} more.`) }]
      : []),
  ];
}

function buttonsOf(
  { say, button, who }: CommandContext,
  mine: AlertView,
  open: readonly OpenAlert[],
): readonly Button[] {
  const admin = who.roles.has('admin');
  const call = (args: Readonly<Record<string, string>>) => ({ command: 'alerts', args });
  const waiting = open.filter(({ state }) => state === 'unacknowledged').length;
  return [
    ...(admin && waiting > 0
      ? [button(say(`${waiting}건 확인`, `Acknowledge ${waiting}`), call({ what: 'acknowledge' }), 'primary')]
      : []),
    button(say('전체 소리', 'All: sound'), call({ what: 'all', how: 'sound' })),
    button(say('전체 무음', 'All: silent'), call({ what: 'all', how: 'silent' })),
    mine.quiet
      ? button(say('방해금지 끔', 'Quiet hours off'), call({ what: 'quiet', how: 'off' }))
      : button(
          say('방해금지 22:00-07:00', 'Quiet 22:00-07:00'),
          call({ what: 'quiet', hours: '22:00-07:00' }),
        ),
    button(say('방해금지…', 'Quiet hours…'), call({ what: 'quiet' }), 'plain', ['hours']),
    button(say('바꾸기…', 'Change…'), call({}), 'plain', ['what', 'how', ...(admin ? ['where'] : [])]),
    ...(admin ? [button(say('시험', 'Test'), call({ what: 'test' }))] : []),
    button(say('새로고침', 'Refresh'), call({})),
  ];
}

/** Whether a test arrived, and how fast, everywhere that alerts go. */
export function testCard({ say, button, now }: CommandContext, tests: readonly AlertTest[]): Draft {
  const missed = tests.filter(({ arrived }) => !arrived).length;
  const seconds = (ms: number | undefined) => ((ms ?? 0) / 1000).toFixed(2);
  return {
    title: say('알림 시험', 'Test of alerts'),
    tone: tests.length === 0 || missed > 0 ? 'warning' : 'good',
    blocks: [
      {
        kind: 'notice',
        tone: tests.length === 0 || missed > 0 ? 'warning' : 'good',
        text:
          tests.length === 0
            ? say(
                '알림이 갈 곳이 하나도 없습니다. 설정의 알림 채널이나 구성원을 확인하세요.',
                'There is nowhere for alerts to go. Look at the alert channel and the members.',
              )
            : missed > 0
              ? say(
                  `${tests.length}곳 가운데 ${missed}곳에 10초 안에 오지 않았습니다.`,
                  `It did not arrive within ten seconds in ${missed} of ${tests.length} places.`,
                )
              : say(`${tests.length}곳에 모두 도착했습니다.`, `It arrived in all ${tests.length} places.`),
      },
      ...(tests.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              columns: [
                { label: say('곳', 'Where'), align: 'left' as const },
                { label: say('결과', 'Result'), align: 'left' as const },
              ],
              rows: tests.map(({ where, arrived, tookMs, reason }) => [
                where,
                arrived
                  ? say(`도착 ${seconds(tookMs)}초`, `arrived in ${seconds(tookMs)} s`)
                  : [say('오지 않음', 'not there'), reason].filter(Boolean).join(': '),
              ]),
            },
          ]),
      {
        kind: 'buttons',
        buttons: [
          button(say('다시 시험', 'Test again'), { command: 'alerts', args: { what: 'test' } }),
          button(say('알림 설정', 'Alerts'), { command: 'alerts', args: {} }),
        ],
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}
