import { DeskError, defineCommand } from '../src/core/index.js';
import { enrolmentCard, otpDone, otpStateCard } from './otp-card.js';

export const otp = defineCommand({
  name: 'otp',
  aliases: ['인증', '인증코드'],
  summary: {
    ko: '인증 앱(2단계 인증): 상태, 등록, 시험, 해제',
    en: 'Your authenticator (second factor): state, enrol, test, remove',
  },
  access: 'view',
  visibility: 'private',
  args: [
    {
      name: 'action',
      ko: '동작',
      kind: 'choice',
      description: { ko: '할 일 (없으면 상태)', en: 'What to do; left out, the state' },
      choices: [
        { value: 'enrol', label: { ko: '등록', en: 'Enrol' } },
        { value: 'remove', label: { ko: '해제', en: 'Remove' } },
        { value: 'reset', label: { ko: '초기화', en: 'Reset' } },
      ],
    },
    {
      name: 'code',
      ko: '코드',
      kind: 'code',
      description: { ko: '인증 앱의 여섯 자리', en: 'Six digits of the authenticator' },
      secret: true,
    },
    {
      name: 'who',
      ko: '누구',
      kind: 'text',
      description: {
        ko: '초기화할 구성원의 이름이나 계정 (관리자)',
        en: 'Whose to reset: a name or an identity (admins)',
      },
    },
  ],
  async run(context, { action, code, who }) {
    const { say, stepUp } = context;
    if (who !== undefined && action !== 'reset') {
      throw new DeskError('input', 'nobody is asked for', { problem: 'extra', argument: who });
    }
    switch (action) {
      case 'enrol':
        return enrolmentCard(context, await stepUp.begin());
      case 'remove':
        await stepUp.remove();
        return otpDone(
          context,
          say('인증 앱 등록을 해제했습니다', 'The authenticator was removed'),
          say(
            '앞으로 코드를 묻지 않으며, 코드가 있어야 하는 주문은 할 수 없습니다. 다시 등록: /otp enrol',
            'No code is asked any more, and orders that need one cannot be made. To enrol again: /otp enrol',
          ),
        );
      case 'reset': {
        if (who === undefined) {
          throw new DeskError('input', 'nobody named', { problem: 'missing', argument: 'who' });
        }
        await stepUp.reset(who);
        return otpDone(
          context,
          say('인증 앱을 초기화했습니다', 'The authenticator was reset'),
          say(
            `“${who}” 구성원의 인증 앱 등록과 잠금을 지웠습니다. 본인이 /otp enrol 로 새로 등록합니다.`,
            `The authenticator of “${who}”, and its lock, are gone. They enrol a new one with /otp enrol.`,
          ),
        );
      }
      default: {
        if (code === undefined) return otpStateCard(context);
        const before = stepUp.state();
        await stepUp.finish(code);
        const isNew = stepUp.state().since !== before.since;
        return isNew
          ? otpDone(
              context,
              say('인증 앱을 등록했습니다', 'The authenticator is enrolled'),
              say(
                '이제 큰 주문과 관리 작업에서 여섯 자리를 묻습니다. 키가 적힌 메시지를 지우세요. 방금 쓴 코드는 다시 쓸 수 없습니다.',
                'From now on large orders and administration ask for six digits. Delete the message with the key. The code just used works no more.',
              ),
            )
          : otpDone(
              context,
              say('맞는 코드입니다', 'The code is right'),
              say(
                '인증 앱이 제대로 맞춰져 있습니다. 시험에 쓴 코드는 다시 쓸 수 없으니 다음 코드를 쓰세요.',
                'The authenticator is set up well. The code is used up by this test; use the next one.',
              ),
            );
      }
    }
  },
});
