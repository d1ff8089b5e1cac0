import type { Teller, Told } from './teller.js';

/** Why a program may not, by `detail.need` and `what`; undefined: it is about something else. */
export function programDenial(t: Teller): Pick<Told, 'what' | 'todo'> | undefined {
  if (t.text('need') === 'person' && t.text('what') === 'ticket') {
    return {
      what: t.say(
        '프로그램(API 키)의 주문은 채팅 명령으로 받지 않습니다. 아무것도 주문하지 않았습니다.',
        'Orders of programs (API keys) do not come as chat commands. Nothing was ordered.',
      ),
      todo: t.say(
        'POST /api/v1/orders 로 요청하면 키 주인의 채팅에 주문표가 나타납니다.',
        'Ask with POST /api/v1/orders: the ticket then appears in the chats of the key’s owner.',
      ),
    };
  }
  if (t.text('need') === 'person') {
    return {
      what: t.say(
        '사람이 확인해야 하는 것이라 프로그램(API 키)은 누를 수 없습니다. 아무것도 바뀌지 않았습니다.',
        'This takes a person; a program (API key) cannot press it. Nothing changed.',
      ),
      todo: t.say(
        '키의 주인이 채팅이나 웹 콘솔의 카드에서 확인해 주세요.',
        'The owner of the key answers on the card in chat or in the web console.',
      ),
    };
  }
  if (t.text('need') === 'owner' && t.text('what') === 'nobody') {
    return {
      what: t.say(
        '이 API 키는 누구의 이름으로도 움직이지 않아 주문을 확인할 사람이 없습니다. 아무것도 주문하지 않았습니다.',
        'This API key acts in nobody’s name, so nobody could confirm the order. Nothing was ordered.',
      ),
      todo: t.say(
        '관리자에게 주인이 있는 키를 요청하세요: /keys',
        'Ask an admin for a key that has an owner: /keys',
      ),
    };
  }
  return undefined;
}

/** A program's order that could be shown to nobody. */
export function nobodyAsked(t: Teller): Told {
  return {
    tone: 'bad',
    title: t.say('확인할 사람에게 닿지 못했습니다', 'Nobody could be asked'),
    what: t.say(
      '주문표를 키 주인의 어느 채팅에도 보내지 못해 거두었습니다. 아무것도 주문하지 않았습니다.',
      'The ticket could be shown in none of the chats of the key’s owner and was withdrawn. Nothing was ordered.',
    ),
    todo: t.say(
      '/status 에서 채팅 연결을 확인하고, 연결되면 새 Idempotency-Key로 다시 요청하세요.',
      '/status shows how the chats are connected. When they are back, ask again with a new Idempotency-Key.',
    ),
  };
}

/** A request that came too late to be the first of its key, or to find things as they were. */
export function conflictTold(t: Teller): Told {
  return t.text('what') === 'idempotency'
    ? {
        tone: 'warning',
        title: t.say('같은 열쇠, 다른 요청입니다', 'Same key, another request'),
        what: t.say(
          '이 Idempotency-Key는 이미 다른 내용의 요청에 쓰였습니다.',
          'This Idempotency-Key was used for a request with another body.',
        ),
        todo: t.say('새 요청에는 새 Idempotency-Key를 쓰세요.', 'Use a new key for a new request.'),
      }
    : {
        tone: 'warning',
        title: t.say('그사이 바뀌었습니다', 'It has changed meanwhile'),
        what: t.say('다른 곳에서 먼저 바꾸었습니다.', 'Somebody else was quicker.'),
        todo: t.say('다시 읽은 뒤 고쳐 주세요.', 'Read it again, then change it.'),
      };
}
