import {
  type Button,
  type CommandContext,
  type Draft,
  type Enrolment,
  type Field,
  formatKst,
} from '../src/core/index.js';

type Say = CommandContext['say'];

/** Asks for a code, which this very command then takes. */
const codeButton = ({ say, button }: CommandContext): Button =>
  button(say('코드 입력', 'Enter code'), { command: 'otp', args: {} }, 'primary', ['code']);

/** Whether a second factor is there, and what can be done about it. */
export function otpStateCard(context: CommandContext): Draft {
  const { say, button, stepUp, now } = context;
  const { enrolled, since, lockedUntil } = stepUp.state();
  const enrol = button(
    enrolled ? say('새 앱으로 바꾸기', 'Replace') : say('등록', 'Enrol'),
    { command: 'otp', args: { action: 'enrol' } },
    enrolled ? 'plain' : 'primary',
  );
  return {
    title: say('인증 앱 (2단계 인증)', 'Authenticator (second factor)'),
    tone: lockedUntil === undefined ? 'neutral' : 'bad',
    blocks: [
      { kind: 'fields', fields: stateFields(enrolled, since, lockedUntil, say) },
      {
        kind: 'text',
        text: say(
          '큰 주문, 정지 해제, 구성원과 권한, 계좌와 한도, API 키를 바꿀 때 인증 앱의 여섯 자리를 묻습니다. 코드 하나는 한 번만 쓸 수 있고, 이어서 다섯 번 틀리면 15분 동안 잠깁니다.',
          'Large orders, lifting a halt, and changes of people, accounts, limits and API keys ask for six digits of your authenticator. A code works once; five wrong ones in a row lock it for 15 minutes.',
        ),
      },
      {
        kind: 'buttons',
        buttons: enrolled
          ? [
              button(say('코드 시험', 'Test a code'), { command: 'otp', args: {} }, 'plain', ['code']),
              enrol,
              button(say('등록 해제', 'Remove'), { command: 'otp', args: { action: 'remove' } }, 'danger'),
            ]
          : [enrol],
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

function stateFields(
  enrolled: boolean,
  since: number | undefined,
  lockedUntil: number | undefined,
  say: Say,
): Field[] {
  return [
    {
      label: say('상태', 'State'),
      value: enrolled ? say('등록됨', 'enrolled') : say('등록 안 됨', 'not enrolled'),
    },
    ...(since === undefined ? [] : [{ label: say('등록한 때', 'Since'), value: `${formatKst(since)} KST` }]),
    ...(lockedUntil === undefined
      ? []
      : [{ label: say('잠김', 'Locked until'), value: `${formatKst(lockedUntil)} KST` }]),
  ];
}

/** The secret itself: for one person's eyes, once. */
export function enrolmentCard(context: CommandContext, { uri, secret, until }: Enrolment): Draft {
  const { say, now } = context;
  return {
    title: say('인증 앱 등록', 'Enrol an authenticator'),
    tone: 'neutral',
    blocks: [
      {
        kind: 'text',
        text: say(
          '1. 휴대전화의 인증 앱(Google Authenticator, Microsoft Authenticator, 1Password 등)을 엽니다.\n2. “설정 키 입력”(시간 기준)을 골라 아래 키를 넣습니다. 휴대전화에서 보고 있으면 아래 주소를 앱으로 열어도 됩니다.\n3. [코드 입력]을 눌러 앱에 보이는 여섯 자리를 넣으면 등록이 끝납니다.',
          '1. Open an authenticator on your phone (Google or Microsoft Authenticator, 1Password, …).\n2. Choose “enter a setup key” (time based) and give it the key below. On the phone itself the address below opens the app.\n3. Press [Enter code] and give the six digits that it shows. Then it is enrolled.',
        ),
      },
      {
        kind: 'fields',
        fields: [
          { label: say('키', 'Key'), value: secret },
          { label: say('쓸 수 있는 때', 'Good until'), value: `${formatKst(until)} KST` },
        ],
      },
      { kind: 'text', text: uri },
      {
        kind: 'notice',
        tone: 'bad',
        text: say(
          '이 키를 본 사람은 당신의 코드를 만들 수 있습니다. 아무에게도 보이지 말고, 등록이 끝나면 이 메시지를 지우세요. 키는 다시 보여 드리지 않습니다.',
          'Whoever sees this key can make your codes. Show it to nobody, and delete this message when you are done. It is never shown again.',
        ),
      },
      { kind: 'buttons', buttons: [codeButton(context)] },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

/** One line of what was done. */
export function otpDone({ now }: CommandContext, title: string, text: string): Draft {
  return { title, tone: 'good', blocks: [{ kind: 'text', text }], footer: `${formatKst(now)} KST` };
}
