import type { Teller, Told } from './teller.js';

type Words = Pick<Told, 'title' | 'what' | 'todo'>;

/** Why somebody may not without a second factor, by `detail.need`; undefined: it is about something else. */
export function stepUpWords(t: Teller): Words | undefined {
  if (t.text('what') !== 'stepUp') return undefined;
  switch (t.text('need')) {
    case 'code':
      return codeWords(t);
    case 'enrol':
      return enrolWords(t);
    case 'unlocked':
      return {
        title: t.say('인증 코드가 잠겼습니다', 'Locked after wrong codes'),
        what: t.say(
          '틀린 인증 코드가 이어서 다섯 번 들어와 거래와 인증이 필요한 일을 잠갔습니다. 주문 불가, 취소와 정지와 조회 가능.',
          'Five wrong codes came in a row, so trading and whatever needs a code is locked. No orders; cancels, halts and reads go on.',
        ),
        todo: t.say(
          `저절로 풀리는 때: ${t.when('until')}. 급하면 증권사 앱을 쓰세요. 인증 앱을 잃었으면 관리자에게 /otp reset 을 부탁하세요.`,
          `It opens by itself: ${t.when('until')}. If it is urgent, use the broker’s app. If the authenticator is lost, ask an admin for /otp reset.`,
        ),
      };
    case 'private':
      return {
        title: t.say('여기서는 보여 드리지 않습니다', 'Not shown here'),
        what: t.say(
          '인증 앱에 넣을 비밀은 다른 사람이 볼 수 없는 곳에서만 보여 드립니다. 아무것도 바뀌지 않았습니다.',
          'The secret for an authenticator is shown only where nobody else can look. Nothing changed.',
        ),
        todo: t.say(
          '봇과의 1:1 대화(Discord 는 봇에게 보내는 DM)에서 /otp enrol 을 보내세요.',
          'Send /otp enrol in a private chat with the bot (on Discord, a direct message).',
        ),
      };
    default:
      return undefined;
  }
}

function codeWords(t: Teller): Words {
  const left = t.text('left') ?? '';
  const next = t.say(
    '아래 [인증 코드 입력]을 누르거나, 방금 누른 버튼을 다시 눌러 인증 앱의 여섯 자리를 넣으세요.',
    'Press [Enter code] below, or the same button once more, and give the six digits of your authenticator.',
  );
  switch (t.text('problem')) {
    case 'wrong':
      return {
        title: t.say('인증 코드가 틀렸습니다', 'Wrong code'),
        what: t.say(
          `인증 코드가 맞지 않아 실행하지 않았습니다. ${left}번 더 틀리면 15분 동안 잠깁니다.`,
          `The code is not right, so it was not done. After ${left} more wrong ones it locks for 15 minutes.`,
        ),
        todo: t.say(
          `${next} 계속 틀리면 휴대전화의 시각이 자동 설정인지 확인하세요.`,
          `${next} If it keeps failing, see that the phone sets its clock by itself.`,
        ),
      };
    case 'used':
      return {
        title: t.say('이미 쓴 인증 코드입니다', 'This code was used already'),
        what: t.say(
          '코드 하나는 한 번, 한 가지 일에만 쓸 수 있어 실행하지 않았습니다. 틀린 것으로 세지 않았습니다.',
          'A code works once, for one thing, so it was not done. It does not count as a wrong one.',
        ),
        todo: t.say(
          '인증 앱에 다음 코드가 나오면(30초 안) 다시 눌러 그 코드를 넣으세요.',
          'Wait for the next code in the app (30 seconds at most) and give that one.',
        ),
      };
    case 'malformed':
      return {
        title: t.say('인증 코드를 읽을 수 없습니다', 'No code of an authenticator'),
        what: t.say(
          '인증 코드는 숫자 여섯 자리입니다. 실행하지 않았고, 틀린 것으로 세지 않았습니다.',
          'A code is six digits. It was not done, and does not count as a wrong one.',
        ),
        todo: next,
      };
    default:
      return {
        title: t.say('인증 코드가 필요합니다', 'A code is needed'),
        what: t.say(
          '이 일에는 본인의 인증 앱 코드가 있어야 합니다. 아직 실행하지 않았습니다.',
          'This takes a code of your own authenticator. It was not done yet.',
        ),
        todo: next,
      };
  }
}

function enrolWords(t: Teller): Words {
  const title = t.say('인증 앱을 먼저 등록해야 합니다', 'Enrol an authenticator first');
  const todo = t.say(
    '봇과의 1:1 대화에서 /otp enrol 을 보내 등록한 뒤 다시 하세요. 1분이면 됩니다.',
    'Send /otp enrol in a private chat with the bot, then do it again. It takes a minute.',
  );
  switch (t.text('why')) {
    case 'test':
      return {
        title: t.say('등록된 인증 앱이 없습니다', 'No authenticator is enrolled'),
        what: t.say(
          '확인할 코드가 없습니다. 등록을 시작한 지 10분이 지났거나 코드를 다섯 번 틀렸으면 처음부터 다시 합니다.',
          'There is no code to check. An enrolment that is older than ten minutes, or had five wrong codes, begins anew.',
        ),
        todo,
      };
    case 'order':
      return {
        title,
        what: t.say(
          '이 금액의 주문에는 본인의 인증 앱 코드가 있어야 하는데 등록된 것이 없습니다. 주문하지 않았습니다.',
          'An order of this value takes a code of your own authenticator, and none is enrolled. It was not sent.',
        ),
        todo,
      };
    default:
      return {
        title,
        what: t.say(
          '이 일에는 본인의 인증 앱 코드가 있어야 하는데 등록된 것이 없습니다. 실행하지 않았습니다.',
          'This takes a code of your own authenticator, and none is enrolled. It was not done.',
        ),
        todo,
      };
  }
}

/** Nobody's factor could be taken away. */
export function noStepUp(t: Teller): Told {
  const query = t.text('query') ?? '';
  return {
    tone: 'warning',
    title: t.say('등록된 인증 앱이 없습니다', 'No authenticator is enrolled'),
    what: t.say(
      `“${query}” 구성원은 인증 앱을 등록하지 않았습니다. 바뀐 것은 없습니다.`,
      `“${query}” has enrolled no authenticator. Nothing changed.`,
    ),
    todo: t.say(
      '누구인지 확인하세요: /members. 본인은 /otp enrol 로 등록할 수 있습니다.',
      'See who is meant: /members. They can enrol one with /otp enrol.',
    ),
  };
}
