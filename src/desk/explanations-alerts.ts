import type { Teller, Told } from './teller.js';

/** What is wrong with words about alerts; undefined: it is about something else. */
export function alertInput(t: Teller): string | undefined {
  const word = t.text('word');
  switch (t.text('problem')) {
    case 'alertWhat':
      return word === undefined
        ? t.say(
            '무엇을 바꿀지 빠졌습니다. 바뀐 것은 없습니다. 예: /alerts 체결 무음, /alerts 전체 소리',
            'What to change is missing; nothing changed. Examples: /alerts fill silent, /alerts all sound',
          )
        : t.say(
            `“${word}” 부분은 알림의 종류가 아닙니다. 바뀐 것은 없습니다. 종류: 토큰, 증권사, 주문, 체결, 정지, 보안, 채팅, 컴퓨터, 작업, 보고, 시작/종료, 전체`,
            `“${word}” is no kind of alert; nothing changed. Kinds: token, broker, order, fill, halt, security, platform, machine, job, report, life, all`,
          );
    case 'alertHow':
      return word === undefined
        ? t.say(
            '어떻게 받을지 빠졌습니다. 바뀐 것은 없습니다. 소리, 무음, 끔 가운데 하나를 쓰세요. 예: /alerts 체결 무음',
            'How it should arrive is missing; nothing changed. It is one of sound, silent and off. Example: /alerts fill silent',
          )
        : t.say(
            `“${word}” 부분을 이해하지 못했습니다. 바뀐 것은 없습니다. 받는 방식은 소리, 무음, 끔이고, 어디는 나, 여기입니다.`,
            `“${word}” was not understood; nothing changed. How is sound, silent or off; where is me or here.`,
          );
    case 'alertHours':
      return word === undefined
        ? t.say(
            '방해금지 시간이 빠졌습니다. 바뀐 것은 없습니다. 예: /alerts 방해금지 22:00-07:00 휴일, 끄려면 /alerts 방해금지 끔',
            'The quiet hours are missing; nothing changed. Examples: /alerts quiet 22:00-07:00 holidays, or /alerts quiet off',
          )
        : t.say(
            `“${word}” 부분을 방해금지 시간으로 읽을 수 없습니다. 바뀐 것은 없습니다. 22:00-07:00 처럼 시작과 끝을 다르게 쓰고, 휴일 하루 종일이면 휴일을 붙입니다.`,
            `“${word}” cannot be read as quiet hours; nothing changed. They are typed like 22:00-07:00, with two different times; add holidays for the whole of those.`,
          );
    default:
      return undefined;
  }
}

/** What people read when they change the alerts of a place to which none go. */
export function noAlertPlace(t: Teller): Told {
  return {
    tone: 'warning',
    title: t.say('여기로는 알림이 오지 않습니다', 'No alerts come here'),
    what: t.say(
      '설정에 적힌 알림 채널이나 채팅방이 아니라서 바꿀 것이 없습니다. 바뀐 것은 없습니다.',
      'This is not the alert channel or chat of the configuration, so there is nothing to change. Nothing changed.',
    ),
    todo: t.say(
      '알림이 오는 곳에서 다시 쓰거나, “나”로 자기 알림을 바꾸세요. 예: /alerts 체결 무음 나',
      'Type it where the alerts go, or change your own with “me”, for example /alerts fill silent me',
    ),
  };
}

/** What people read when a job is not there, such as one that needs something the configuration lacks. */
export function noJob(t: Teller): Told {
  return {
    tone: 'warning',
    title: t.say('찾지 못했습니다', 'Not found'),
    what: t.say(
      '지금 설정에서는 쓰지 않는 작업이라 실행하지 않았습니다.',
      'This job is not used with the present configuration; nothing was run.',
    ),
    todo: t.say('있는 작업은 /jobs 로 볼 수 있습니다.', '/jobs lists those that there are.'),
  };
}
