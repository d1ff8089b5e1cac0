import {
  type ArgSpec,
  type Block,
  type Command,
  type CommandContext,
  DeskError,
  type Draft,
  defineCommand,
  kstDate,
  type Language,
  type Role,
  usageOf,
} from '../src/core/index.js';

export const help = defineCommand({
  name: 'help',
  aliases: ['도움말', '도움', '명령', 'start'],
  summary: { ko: '쓸 수 있는 명령 보기', en: 'List the commands' },
  access: 'view',
  visibility: 'private',
  args: [
    {
      name: 'command',
      ko: '명령',
      kind: 'text',
      description: { ko: '자세히 볼 명령', en: 'Command to describe' },
    },
  ],
  async run(context, { command: word }) {
    if (word === undefined) return listOf(context);
    const wanted = word.toLowerCase().replace(/^\//, '');
    const command = context.commands.find(c => c.name === wanted || c.aliases.includes(wanted));
    if (!command) throw new DeskError('unknownCommand', 'no help for it', { word });
    return describe(context, command);
  },
});

function listOf({ commands, who, say, language }: CommandContext): Draft {
  const own = commands.filter(c => who.roles.has(c.access));
  const hidden = commands.length - own.length;
  return {
    title: say('명령', 'Commands'),
    tone: 'neutral',
    blocks: [
      {
        kind: 'table',
        columns: [
          { label: say('명령', 'Command'), align: 'left' },
          { label: say('한국어', 'Korean'), align: 'left' },
          { label: say('하는 일', 'What it does'), align: 'left' },
        ],
        rows: own.map(c => [usageOf(c, language), koreanName(c), c.summary[language]]),
      },
      {
        kind: 'text',
        text: say(
          '/help 뒤에 명령을 붙이면 자세한 설명이 나옵니다. 예: /help price. 슬래시 없이 한국어로 “잔고”, “현재가 삼성전자”처럼 써도 됩니다.',
          '/help with a command tells more, for example /help price. The Korean names work too, with or without the slash.',
        ),
      },
      ...(hidden > 0
        ? [
            {
              kind: 'text' as const,
              text: say(
                `권한이 없어 보이지 않는 명령이 ${hidden}개 있습니다.`,
                `${hidden} more need a role that you do not have.`,
              ),
            },
          ]
        : []),
    ],
  };
}

function describe({ say, language, who, now }: CommandContext, command: Command): Draft {
  const allowed = who.roles.has(command.access);
  return {
    title: `/${command.name} ${koreanName(command)}`.trim(),
    tone: 'neutral',
    blocks: [
      { kind: 'text', text: command.summary[language] },
      ...(command.verbLast ? [verbLastText({ say }, command)] : []),
      {
        kind: 'fields',
        fields: [
          { label: say('사용법', 'Usage'), value: usageOf(command, language) },
          { label: say('다른 이름', 'Also'), value: command.aliases.join(', ') || '-' },
          { label: say('필요한 권한', 'Role'), value: say(...ROLES[command.access]) },
          { label: say('쓸 수 있음', 'Yours'), value: allowed ? say('예', 'yes') : say('아니요', 'no') },
        ],
      },
      command.args.length === 0
        ? { kind: 'text', text: say('덧붙일 값이 없습니다.', 'It takes no arguments.') }
        : {
            kind: 'table',
            columns: [
              { label: say('값', 'Argument'), align: 'left' },
              { label: say('뜻', 'Meaning'), align: 'left' },
              { label: say('형식', 'Form'), align: 'left' },
            ],
            rows: command.args.map(spec => [
              nameOf(spec, language),
              spec.description[language],
              formOf(spec, { say, now, language }),
            ]),
          },
      ...command.args.flatMap(spec => longChoices(spec, { say, language })),
    ],
  };
}

/** In Korean the line ends with its verb, and needs no slash. */
function verbLastText({ say }: Pick<CommandContext, 'say'>, command: Command): Block {
  const verb = koreanName(command);
  return {
    kind: 'text',
    text: say(
      `이렇게 씁니다: /${command.name} 삼성전자 10주 71000, 또는 슬래시 없이 “삼성전자 10주 7.1만 ${verb}”. 이름에 빈칸이 있으면 "SK 하이닉스"처럼 따옴표로 묶습니다. 주문표가 먼저 나오며, 확인을 누르기 전에는 아무것도 나가지 않습니다.`,
      `For example /${command.name} 005930 10 71000, or without the slash: 005930 10 71000 ${command.name}. A name with a blank needs quotes. A ticket comes first; nothing is sent before it is confirmed.`,
    ),
  };
}

const ROLES: Readonly<Record<Role, readonly [string, string]>> = {
  view: ['조회', 'view'],
  trade: ['거래', 'trade'],
  approve: ['승인', 'approve'],
  admin: ['관리', 'admin'],
};

const koreanName = (command: Command) => command.aliases.find(alias => /[가-힣]/.test(alias)) ?? '';

type Words = Pick<CommandContext, 'say' | 'language'>;

/** As in the usage line. */
const nameOf = ({ ko, name }: ArgSpec, language: Language) => (language === 'ko' ? ko : name);

const MOST_IN_A_CELL = 4;

function formOf(spec: ArgSpec, { say, now, language }: Words & Pick<CommandContext, 'now'>): string {
  switch (spec.kind) {
    case 'choice':
      return (spec.choices ?? []).length > MOST_IN_A_CELL
        ? say('아래 목록 가운데 하나', 'one of the list below')
        : choiceWords(spec, language).join(say(' 또는 ', ' or '));
    case 'integer':
      return spec.max === undefined
        ? say('정수', 'whole number')
        : say(`정수 ${spec.min ?? 0}~${spec.max}`, `whole number ${spec.min ?? 0} to ${spec.max}`);
    case 'date':
      return say(`날짜 예: ${kstDate(now)}`, `date, e.g. ${kstDate(now)}`);
    case 'symbol':
      return say('종목코드나 이름', 'code or name');
    case 'account':
      return spec.all
        ? say('@별명, @계좌 끝 네 자리, 전체', '@alias, @last four digits, all')
        : say('@별명, @계좌 끝 네 자리', '@alias, @last four digits');
    case 'text':
      return say('글자', 'text');
    case 'code':
      return say('인증 앱의 여섯 자리', 'six digits of an authenticator');
    case 'quantity':
      return say(
        '10, 10주, 1,000주, 전량, 50%, 500000원, 100만원, 1.5억원',
        '10, 1,000, all, 50%, 500000원 (an amount in won)',
      );
    case 'price':
      return say('71000, 71,000원, 7.1만, 1.2억, 시장가', '71000, 71,000, 7.1만 (71,000), market');
    case 'duration':
      return say('30분, 2시간, 1시간30분, 1일', '30m, 2h, 1d');
  }
}

/** What can be typed for a choice: its value, in Korean with the label, which can be typed as well. */
function choiceWords(spec: ArgSpec, language: Language): string[] {
  return (spec.choices ?? []).map(({ value, label }) => {
    const korean = label.ko.replaceAll(' ', '');
    return language === 'en' || korean === value ? value : `${value}(${korean})`;
  });
}

function longChoices(spec: ArgSpec, { language }: Words): Block[] {
  if (spec.kind !== 'choice' || (spec.choices ?? []).length <= MOST_IN_A_CELL) return [];
  return [{ kind: 'text', text: `${nameOf(spec, language)}: ${choiceWords(spec, language).join(', ')}` }];
}
