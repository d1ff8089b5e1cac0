import { type BrokerEvent, type Draft, formatKst, type Language, spanText } from '../../../core/index.js';
import { brokerReply } from '../../quoted.js';
import { sayIn } from '../../teller.js';
import { troubleDraft } from './trouble.js';

export type RenewalFailure = Extract<BrokerEvent, { kind: 'tokenRefreshFailed' }>;

/** KIS: 접근토큰발급 잠시 후 다시 시도하세요(1분당 1회). */
const ONCE_A_MINUTE = 'EGW00133';

/** Renewal fails. `remainingMs`: of the token in use, at the moment of telling. */
export function renewalFailed(
  failure: RenewalFailure,
  remainingMs: number,
  now: number,
  language: Language,
): Draft {
  const say = sayIn(language);
  const tooSoon = failure.code === ONCE_A_MINUTE;
  const serves = remainingMs > 0;
  const left = spanText(remainingMs, language);
  const why = tooSoon
    ? say(
        '증권사는 토큰을 1분에 한 번만 내주는데(EGW00133), 조금 전에 이미 한 번 나갔습니다. 다른 프로그램이 같은 앱키로 받았을 수도 있습니다.',
        'The broker issues one token a minute (EGW00133), and one went out just before; another program may have asked with the same app key.',
      )
    : `${say('증권사에서 새 토큰을 받지 못했습니다.', 'No new token could be had from the broker.')} ${brokerReply(failure, language)}`.trim();
  return troubleDraft(
    {
      tone: serves ? 'warning' : 'bad',
      title: titleOf(remainingMs, language),
      happened: why,
      now: serves
        ? say(
            `조회 가능 / 주문 가능: 지금 토큰이 ${left} 더 쓰입니다.`,
            `Reads work / orders work: the present token serves for ${left}.`,
          )
        : say(
            '조회 불가 / 주문 불가: 쓸 수 있는 토큰이 없습니다.',
            'No reads / no orders: there is no usable token.',
          ),
      next:
        failure.retryAt > now
          ? say(
              `${formatKst(failure.retryAt)}에 다시 시도합니다.`,
              `Try again at ${formatKst(failure.retryAt)}.`,
            )
          : say('토큰이 필요할 때마다 다시 시도합니다.', 'Try again whenever a token is needed.'),
      todo: serves
        ? say(
            '당장 할 일은 없습니다. 되풀이되면 /token 을 보고 앱키와 증권사 공지를 확인하세요.',
            'Nothing for now. If it repeats, look at /token, the app key and the broker’s notices.',
          )
        : say(
            '급한 주문은 증권사 앱으로 하세요. 관리자는 강제 갱신으로 다시 요청할 수 있습니다.',
            'Use the broker’s app for urgent orders. An admin can ask again by forcing a renewal.',
          ),
    },
    language,
  );
}

function titleOf(remainingMs: number, language: Language): string {
  const say = sayIn(language);
  if (remainingMs <= 0) return say('쓸 수 있는 토큰이 없습니다', 'There is no usable token');
  if (remainingMs <= 2 * 3_600_000) {
    const left = spanText(remainingMs, language);
    return say(
      `토큰이 ${left} 뒤 끝나는데 갱신이 안 됩니다`,
      `The token ends in ${left} and cannot be renewed`,
    );
  }
  return say('토큰 갱신에 실패했습니다', 'Token renewal failed');
}

/** `expiresAt`: of the token in use now, ms. */
export function renewalWorks(expiresAt: number, language: Language): Draft {
  const say = sayIn(language);
  return troubleDraft(
    {
      tone: 'good',
      title: say('토큰 갱신이 회복되었습니다', 'Token renewal has recovered'),
      happened: say('실패하던 토큰 갱신이 다시 성공했습니다.', 'The token was renewed after failing.'),
      now: say('조회 가능 / 주문 가능', 'Reads work / orders work'),
      next: say(
        `평소대로 갱신합니다. 새 토큰 만료: ${formatKst(expiresAt)}`,
        `Renew as usual. The new token expires ${formatKst(expiresAt)}`,
      ),
      todo: say('할 일이 없습니다.', 'Nothing.'),
    },
    language,
  );
}

export function tokenDied(times: number, language: Language): Draft {
  const say = sayIn(language);
  return troubleDraft(
    {
      tone: 'warning',
      title: say('토큰이 만료 전에 무효가 되었습니다', 'The token died before its time'),
      happened: say(
        `시간이 남은 토큰을 증권사가 받지 않았습니다. 한 시간 안에 ${times}번째입니다. 다른 프로그램이 같은 앱키로 토큰을 새로 받았을 수 있습니다.`,
        `The broker rejected a token that had time left, ${times} times by now within an hour. Another program may have asked for a token with the same app key.`,
      ),
      now: say(
        '조회 가능 / 주문 가능: 새 토큰을 받을 때까지 1분쯤 늦을 수 있습니다.',
        'Reads work / orders work, with up to a minute of delay until there is a new token.',
      ),
      next: say(
        '새 토큰을 1분에 한 번까지 받습니다. 한 시간에 네 번째부터는 새 주문과 정정을 정지합니다.',
        'Ask for a new token, at most once a minute. From the fourth time in an hour it halts orders and amendments.',
      ),
      todo: say(
        '같은 앱키를 쓰는 다른 프로그램이 있으면 끄거나 앱키를 따로 발급받으세요. 토큰을 직접 폐기했다면 할 일이 없습니다.',
        'Stop any other program with this app key, or get it a key of its own. If you revoked the token yourself, nothing.',
      ),
    },
    language,
  );
}

export function foreignToken(times: number, language: Language): Draft {
  const say = sayIn(language);
  return troubleDraft(
    {
      tone: 'bad',
      title: say('다른 프로그램이 같은 앱키를 쓰는 것 같습니다', 'Another program seems to use this app key'),
      happened: say(
        `봇의 토큰이 한 시간 안에 ${times}번, 만료되기 전에 무효가 되었습니다.`,
        `The bot’s token died before its time ${times} times within an hour.`,
      ),
      now: say(
        '조회는 끊길 수 있음 / 새 주문과 정정은 정지, 취소는 가능',
        'Reads may break off / orders and amendments are halted, cancels pass',
      ),
      next: say(
        '조회에 쓸 토큰은 필요할 때 1분에 한 번까지 다시 받습니다. 정지는 스스로 풀지 않습니다.',
        'Ask for a token when one is needed, at most once a minute. It does not lift the halt by itself.',
      ),
      todo: say(
        '같은 앱키를 쓰는 다른 프로그램을 끄거나 앱키를 따로 발급받으세요. 짐작 가는 것이 없으면 증권사에서 앱키를 폐기하세요. 그 뒤 관리자가 /resume 으로 풉니다.',
        'Stop the other program, or get it an app key of its own. If you know of none, revoke the app key at the broker. Then an admin lifts the halt with /resume.',
      ),
    },
    language,
  );
}
