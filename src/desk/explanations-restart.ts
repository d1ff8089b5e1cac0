import type { Teller, Told } from './teller.js';

/** What is said of an event that a restart interrupted and that is not run again; `detail.act` says what it was. */
export function interruptedWords(t: Teller): Told {
  const title = t.say('봇이 다시 시작되어 중단되었습니다', 'Interrupted by a restart of the bot');
  switch (t.text('act')) {
    case 'press':
      return {
        tone: 'warning',
        title,
        what: t.say(
          '버튼을 누르신 뒤 봇이 다시 시작되었습니다. 안전을 위해 다시 실행하지 않았습니다.',
          'The bot was restarted after you pressed the button. To be safe, it was not done again.',
        ),
        todo: t.say(
          '필요하면 명령을 새로 입력해 주세요. 주문은 먼저 결과를 확인한 뒤에 하세요.',
          'If you still need it, type the command anew; for an order, look at the outcome first.',
        ),
      };
    case 'halt':
      return {
        tone: 'warning',
        title,
        what: t.say(
          '요청하신 정지 시간이 이미 지나 다시 정지하지 않았습니다.',
          'The time that you asked to halt for is over by now, so nothing was halted again.',
        ),
        todo: t.say(
          '지금 정지해야 하면 /halt 를 다시 보내 주세요. 지금 상태는 /status 에 있습니다.',
          'To halt now, send /halt again. /status shows what is in force.',
        ),
      };
    default:
      return {
        tone: 'warning',
        title,
        what: t.say(
          '처리하던 중에 봇이 다시 시작되었습니다. 이미 끝났을 수도 있어 안전을 위해 다시 실행하지 않았습니다.',
          'The bot was restarted while it was at this. It may have been done already; to be safe it was not done again.',
        ),
        todo: t.say(
          '/status 에서 지금 상태를 확인하고, 필요하면 다시 보내 주세요.',
          'Look at /status, and send it again if it is still needed.',
        ),
      };
  }
}

/** An event of before a restart that is too old to be run now: what it asked for did not happen unseen. */
export function lateAfterRestart(t: Teller): string {
  return t.say(
    `${t.span('ageMs')} 전에 보내신 뒤 봇이 다시 시작되어 처리가 중단되었습니다. 너무 오래되어 다시 실행하지 않았습니다.`,
    `You sent it ${t.span('ageMs')} ago, and a restart of the bot interrupted it. It is too old to be run now.`,
  );
}
