import {
  type Block,
  type CommandContext,
  type Draft,
  defineCommand,
  formatKst,
  type Halt,
  haltEndText,
  haltReasonText,
  haltScopeText,
} from '../src/core/index.js';

const MOST_BUTTONS = 5;
const MOST_ROWS = 10;

export const resume = defineCommand({
  name: 'resume',
  aliases: ['재개'],
  summary: { ko: '주문 정지 풀기 (관리자)', en: 'Lift halts (admins)' },
  access: 'admin',
  visibility: 'public',
  args: [
    {
      name: 'which',
      ko: '번호',
      kind: 'text',
      description: { ko: '풀 정지의 번호 (없으면 전부)', en: 'Number of the halt; left out, all' },
    },
  ],
  async run(context, { which }) {
    const { halts, say } = context;
    const before = halts.list();
    if (before.length === 0) return nothingToLift(context);
    const wanted = which === undefined ? 'all' : numbersLike(before, which);
    if (wanted !== 'all' && wanted.length === 0) return noSuchHalt(context, which ?? '', before);
    const { lifted, left } = await halts.lift(wanted);
    return {
      title:
        lifted.length === 0
          ? say('정지를 풀지 못했습니다', 'Nothing was lifted')
          : left.length === 0
            ? say('주문을 재개합니다', 'Trading is on again')
            : say('정지를 일부만 풀었습니다', 'Some halts stay'),
      tone: left.length === 0 ? 'good' : 'warning',
      blocks: [
        ...(lifted.length > 0 ? liftedBlocks(context, lifted) : []),
        ...(left.length > 0 ? leftBlocks(context, left, wanted) : []),
        ...orderAgain(context, lifted, left),
      ],
      footer: `${formatKst(context.now)} KST`,
    };
  },
});

/** Numbers are typed in capitals or not. */
function numbersLike(halts: readonly Halt[], which: string): readonly string[] | 'all' {
  if (/^(?:전체|all)$/i.test(which)) return 'all';
  return halts.map(({ id }) => id).filter(id => id.toLowerCase() === which.toLowerCase());
}

function nothingToLift({ say, now }: CommandContext): Draft {
  return {
    title: say('정지된 것이 없습니다', 'Nothing is halted'),
    tone: 'good',
    blocks: [
      {
        kind: 'text',
        text: say('풀 것이 없습니다. 주문할 수 있습니다.', 'There is nothing to lift; orders can be placed.'),
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

function noSuchHalt(context: CommandContext, which: string, inForce: readonly Halt[]): Draft {
  const { say, now } = context;
  return {
    title: say('그런 번호의 정지가 없습니다', 'There is no such halt'),
    tone: 'warning',
    blocks: [
      {
        kind: 'text',
        text: say(
          `“${which}” 번호는 이미 풀렸거나 시간이 되어 끝났을 수 있습니다. 아무것도 풀지 않았습니다. 지금 정지 중인 것입니다.`,
          `“${which}” may have been lifted already, or has run out. Nothing was lifted. These are in force:`,
        ),
      },
      tableOf(context, inForce),
      ...liftButtons(context, inForce),
    ],
    footer: `${formatKst(now)} KST`,
  };
}

function liftedBlocks(context: CommandContext, lifted: readonly Halt[]): Block[] {
  return [{ kind: 'text', text: context.say('푼 것:', 'Lifted:') }, tableOf(context, lifted)];
}

function leftBlocks(
  context: CommandContext,
  left: readonly Halt[],
  wanted: readonly string[] | 'all',
): Block[] {
  const { say } = context;
  const byFile = left.some(halt => isFile(halt));
  const chosen = left.some(halt => !isFile(halt) && (wanted === 'all' || wanted.includes(halt.id)));
  return [
    { kind: 'text', text: say('아직 정지 중인 것:', 'Still halted:') },
    tableOf(context, left),
    ...(byFile
      ? [
          {
            kind: 'notice' as const,
            tone: 'warning' as const,
            text: say(
              'HALT 는 데이터 폴더의 HALT 파일로 건 정지라 여기서는 풀 수 없습니다. 서버에서 그 파일을 지우면 1초 안에 풀립니다.',
              'HALT comes from the file named HALT in the data directory and cannot be lifted from here. Remove the file on the server, and it ends within a second.',
            ),
          },
        ]
      : []),
    ...(chosen
      ? [
          {
            kind: 'notice' as const,
            tone: 'warning' as const,
            text: say(
              '푸는 사이에 다시 걸린 정지가 있습니다. 새 정지이므로 그대로 두었습니다.',
              'A halt was set again while this was under way. It is a new one, so it stays.',
            ),
          },
        ]
      : []),
    ...liftButtons(context, left),
  ];
}

/** What was stopped does not come back by itself, and what the desk stopped for may happen again. */
function orderAgain({ say }: CommandContext, lifted: readonly Halt[], left: readonly Halt[]): Block[] {
  const lines = [
    ...(lifted.some(halt => halt.by === 'desk')
      ? [
          say(
            '봇이 스스로 건 정지는 원인이 그대로면 다시 걸립니다.',
            'What the bot halted by itself is halted again if its cause is still there.',
          ),
        ]
      : []),
    ...(left.length === 0
      ? [
          say(
            '정지 중에 막힌 주문은 저절로 나가지 않습니다. 필요하면 다시 주문하세요.',
            'What was stopped meanwhile does not leave by itself; order again if need be.',
          ),
        ]
      : []),
  ];
  return lines.map(text => ({ kind: 'text', text }));
}

/** The file in the data directory; the rest of the halts are the desk's and can be lifted here. */
const isFile = ({ by }: Halt) => by === 'file';

function tableOf({ say, language }: CommandContext, halts: readonly Halt[]): Block {
  const more = halts.length - MOST_ROWS;
  return {
    kind: 'table',
    columns: [
      { label: say('번호', 'Number'), align: 'left' },
      { label: say('정지 대상', 'Halted'), align: 'left' },
      { label: say('끝', 'Until'), align: 'left' },
      { label: say('사유', 'Reason'), align: 'left' },
    ],
    rows: [
      ...halts
        .slice(0, MOST_ROWS)
        .map(halt => [
          halt.id,
          haltScopeText(halt.scope, language),
          haltEndText(halt, language),
          haltReasonText(halt, language),
        ]),
      ...(more > 0 ? [[say(`외 ${more}건`, `${more} more`)]] : []),
    ],
  };
}

function liftButtons({ say, button }: CommandContext, halts: readonly Halt[]): Block[] {
  const buttons = halts
    .filter(halt => !isFile(halt))
    .slice(0, MOST_BUTTONS)
    .map(({ id }) => button(say(`${id} 풀기`, `Lift ${id}`), { command: 'resume', args: { which: id } }));
  return buttons.length > 0 ? [{ kind: 'buttons', buttons }] : [];
}
