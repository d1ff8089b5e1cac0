import {
  type ArgSpec,
  type Command,
  type CommandContext,
  DeskError,
  type Draft,
  defineCommand,
  kstDate,
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
        rows: own.map(c => [usageOf(c), koreanName(c), c.summary[language]]),
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
      {
        kind: 'fields',
        fields: [
          { label: say('사용법', 'Usage'), value: usageOf(command) },
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
              spec.name,
              spec.description[language],
              formOf(spec, { say, now }),
            ]),
          },
    ],
  };
}

const ROLES: Readonly<Record<Role, readonly [string, string]>> = {
  view: ['조회', 'view'],
  trade: ['거래', 'trade'],
  approve: ['승인', 'approve'],
  admin: ['관리', 'admin'],
};

const koreanName = (command: Command) => command.aliases.find(alias => /[가-힣]/.test(alias)) ?? '';

function formOf(spec: ArgSpec, { say, now }: Pick<CommandContext, 'say' | 'now'>): string {
  switch (spec.kind) {
    case 'choice':
      return (spec.choices ?? []).map(choice => choice.value).join(say(' 또는 ', ' or '));
    case 'integer':
      return spec.max === undefined
        ? say('정수', 'whole number')
        : say(`정수 ${spec.min ?? 0}~${spec.max}`, `whole number ${spec.min ?? 0} to ${spec.max}`);
    case 'date':
      return say(`날짜 예: ${kstDate(now)}`, `date, e.g. ${kstDate(now)}`);
    case 'symbol':
      return say('종목코드나 이름', 'code or name');
    case 'text':
      return say('글자', 'text');
  }
}
