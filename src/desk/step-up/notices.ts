import { type Draft, formatKst, type Language, type Notice, type Principal } from '../../core/index.js';
import { plain } from '../quoted.js';
import { sayIn } from '../teller.js';

interface Said {
  readonly at: number;
  readonly language: Language;
}

type Person = Pick<Principal, 'name' | 'ids'>;

/** What the person and admins read when five wrong codes have come. */
export function lockNotice(who: Person, until: number, { at, language }: Said): Notice {
  const say = sayIn(language);
  const name = plain(who.name, 40);
  return noticeOf(
    who,
    {
      title: say('틀린 인증 코드가 다섯 번 들어왔습니다', 'Five wrong authenticator codes'),
      tone: 'bad',
      blocks: [
        {
          kind: 'text',
          text: say(
            `“${name}” 이름으로 틀린 인증 코드가 이어서 다섯 번 들어와 이 사람의 거래와 인증이 필요한 일을 잠갔습니다. 주문 불가, 취소와 정지와 조회 가능. 이 코드로 나간 주문은 없습니다.`,
            `Five wrong codes in a row came in the name of “${name}”; this person’s trading, and whatever needs a code, is locked. No orders; cancels, halts and reads go on. Nothing was ordered by these codes.`,
          ),
        },
        {
          kind: 'text',
          text: say(
            `${formatKst(until)} 에 저절로 풀립니다. 본인이 한 일이 아니면 누가 이 채팅 계정을 쓰고 있을 수 있습니다: 관리자는 /members remove ${who.ids[0] ?? ''} 로 끊고 /audit 에서 확인하세요. 인증 앱을 잃었으면 관리자가 /otp reset 으로 초기화합니다.`,
            `It opens by itself at ${formatKst(until)}. If it was not the person, somebody may be using their chat: an admin cuts it with /members remove ${who.ids[0] ?? ''} and looks at /audit. If the authenticator is lost, an admin uses /otp reset.`,
          ),
        },
      ],
    },
    'critical',
    { at, language },
  );
}

export type FactorChange = 'enrolled' | 'replaced' | 'removed' | 'reset';

/** What the person and admins read when a second factor is another one than before. `by`: who did it. */
export function changeNotice(
  what: FactorChange,
  who: Person,
  by: Pick<Principal, 'name'>,
  { at, language }: Said,
): Notice {
  const say = sayIn(language);
  const [name, doer] = [plain(who.name, 40), plain(by.name, 40)];
  const titles: Readonly<Record<FactorChange, string>> = {
    enrolled: say('인증 앱이 등록되었습니다', 'An authenticator was enrolled'),
    replaced: say('인증 앱이 바뀌었습니다', 'An authenticator was replaced'),
    removed: say('인증 앱 등록이 해제되었습니다', 'An authenticator was removed'),
    reset: say('관리자가 인증 앱을 초기화했습니다', 'An admin reset an authenticator'),
  };
  return noticeOf(
    who,
    {
      title: titles[what],
      tone: 'warning',
      blocks: [
        {
          kind: 'fields',
          fields: [
            { label: say('누구', 'Whose'), value: `“${name}”` },
            { label: say('바꾼 사람', 'Changed by'), value: `“${doer}”` },
          ],
        },
        {
          kind: 'text',
          text: say(
            '본인이 한 일이 아니면 관리자에게 바로 알리세요. 관리자는 /otp reset 으로 초기화하고 /audit 에서 확인합니다.',
            'If that was not the person themselves, tell an admin at once, who resets it with /otp reset and looks at /audit.',
          ),
        },
      ],
    },
    'warning',
    { at, language },
  );
}

function noticeOf(who: Person, draft: Draft, urgency: Notice['urgency'], { at }: Said): Notice {
  return {
    kind: 'security',
    urgency,
    draft: { ...draft, footer: `${formatKst(at)} KST` },
    isPrivate: true,
    about: who.ids,
    at,
  };
}
