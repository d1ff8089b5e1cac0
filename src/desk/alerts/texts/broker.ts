import { type Bilingual, type Draft, formatKst, type Language, spanText } from '../../../core/index.js';
import { SKEW_LIMIT_MS } from '../../halt/auto-halt.js';
import { operationName } from '../../operations.js';
import { sayIn } from '../../teller.js';
import { troubleDraft } from './trouble.js';

/** A read that was given up, and how often by now. */
export interface FailedRead {
  readonly operation: string;
  readonly times: number;
  readonly lastError: string;
  readonly attempts: number;
  readonly elapsedMs: number;
}

const MOST_LINES = 8;

/** `reads`: since the trouble began, the latest last. */
export function readsFailed(reads: readonly FailedRead[], last: FailedRead, language: Language): Draft {
  const say = sayIn(language);
  const took = spanText(last.elapsedMs, language);
  const lines = reads
    .slice(0, MOST_LINES)
    .map(
      ({ operation, times, lastError }) =>
        `${operationName(operation, language)}: ${say(`${times}번`, `${times} times`)}, ${reasonWords(lastError, language)}`,
    );
  const rest = reads.length - MOST_LINES;
  const list = [...lines, ...(rest > 0 ? [say(`외 ${rest}가지`, `and ${rest} more`)] : [])].join('\n');
  return troubleDraft(
    {
      tone: 'bad',
      title: say('증권사 조회를 포기했습니다', 'A broker read was given up'),
      happened: say(
        `${operationName(last.operation, language)}: ${last.attempts}번 시도했으나 ${took} 안에 쓸 수 있는 답을 받지 못했습니다.`,
        `${operationName(last.operation, language)}: no usable answer after ${last.attempts} attempts in ${took}.`,
      ),
      more: [{ kind: 'text', text: list }],
      now: say(
        '이 조회는 실패 / 나간 주문 없음. 증권사 장애면 다른 조회와 주문도 안 될 수 있습니다.',
        'This read failed / nothing was ordered. If the broker is down, other reads and orders may fail too.',
      ),
      next: say(
        '이 요청은 더 시도하지 않고, 다음 명령에서 새로 조회합니다.',
        'Not try this request again; the next command asks anew.',
      ),
      todo: say(
        '잠시 뒤 다시 시도하고, /status 에서 마지막 정상 호출을 확인하세요.',
        'Try again later, and look at the last good call in /status.',
      ),
    },
    language,
  );
}

/** A code of the broker and a status are names that people can look up; a library's codes are not. */
function reasonWords(lastError: string, language: Language): string {
  const say = sayIn(language);
  if (/^HTTP \d{3}$/.test(lastError))
    return say(`증권사 서버 오류 (${lastError})`, `server error (${lastError})`);
  if (/^[A-Z]{2,6}[0-9]{3,}$/.test(lastError)) return say(`증권사 응답 ${lastError}`, `answer ${lastError}`);
  return say('연결이 안 되거나 답이 늦음', 'no connection, or too slow');
}

export function rateRefused(times: number, language: Language): Draft {
  const say = sayIn(language);
  return troubleDraft(
    {
      tone: 'warning',
      title: say('증권사가 호출이 너무 잦다고 합니다', 'The broker says there are too many calls'),
      happened: say(
        `1분 안에 ${times}번 호출 제한(초당 거래건수)에 걸렸습니다.`,
        `${times} calls within a minute were refused for their rate.`,
      ),
      now: say('조회 가능하나 느림 / 주문 가능', 'Reads work, slowly / orders work'),
      next: say(
        '간격을 두고 다시 보냅니다. 주문이 먼저입니다.',
        'Send them again with pauses, orders first.',
      ),
      todo: say(
        '같은 앱키를 쓰는 다른 프로그램이 있는지 확인하세요.',
        'See whether another program uses the same app key.',
      ),
    },
    language,
  );
}

export function maintenanceBegun(language: Language): Draft {
  const say = sayIn(language);
  return troubleDraft(
    {
      tone: 'warning',
      title: say('증권사가 점검 중으로 보입니다', 'The broker seems to be in maintenance'),
      happened: say(
        '증권사의 답이 점검 안내로 바뀌었습니다.',
        'The broker’s answers have become notices of maintenance.',
      ),
      now: say('조회 불가 / 주문 불가: 점검이 끝날 때까지', 'No reads / no orders, until it is over'),
      next: say(
        '스스로 다시 확인하고, 끝나면 알립니다. 그동안 조회 실패는 따로 알리지 않습니다.',
        'Look again by itself and tell when it is over. Reads that fail meanwhile are not told one by one.',
      ),
      todo: say('급한 주문은 증권사 앱이나 전화로 확인하세요.', 'See the broker’s app for what is urgent.'),
    },
    language,
  );
}

export function maintenanceOver(language: Language): Draft {
  const say = sayIn(language);
  return troubleDraft(
    {
      tone: 'good',
      title: say('증권사 점검이 끝난 것으로 보입니다', 'The broker’s maintenance seems to be over'),
      happened: say('증권사가 다시 평소처럼 답합니다.', 'The broker answers as usual again.'),
      now: say('조회 가능 / 주문 가능', 'Reads work / orders work'),
      next: say('평소대로 조회합니다.', 'Read as usual.'),
      todo: say('점검 중에 막힌 명령은 다시 보내세요.', 'Send again what failed meanwhile.'),
    },
    language,
  );
}

export function executionsLost(reason: Bilingual | undefined, since: number, language: Language): Draft {
  const say = sayIn(language);
  const why = reason === undefined ? '' : ` (${reason[language]})`;
  return troubleDraft(
    {
      tone: 'warning',
      title: say('실시간 체결 통보가 끊겼습니다', 'Live notices of fills have broken off'),
      happened: say(
        `${formatKst(since)}부터 체결 통보를 받지 못하고 있습니다${why}.`,
        `No notices of fills since ${formatKst(since)}${why}.`,
      ),
      now: say(
        '조회 가능 / 주문 가능: 체결은 주문 내역을 조회해 조금 늦게 알립니다.',
        'Reads work / orders work: fills are read from the order list, a little later.',
      ),
      next: say('스스로 다시 연결합니다.', 'Connect again by itself.'),
      todo: say(
        '할 일이 없습니다. 체결이 급하면 /orders 로 확인하세요.',
        'Nothing; /orders shows fills at once.',
      ),
    },
    language,
  );
}

export function executionsLive(language: Language): Draft {
  const say = sayIn(language);
  return troubleDraft(
    {
      tone: 'good',
      title: say('실시간 체결 통보가 다시 옵니다', 'Live notices of fills are back'),
      happened: say('체결 통보에 다시 연결되었습니다.', 'Connected to notices of fills again.'),
      now: say('조회 가능 / 주문 가능', 'Reads work / orders work'),
      next: say('체결을 바로 알립니다.', 'Tell of fills at once.'),
      todo: say('할 일이 없습니다.', 'Nothing.'),
    },
    language,
  );
}

export function clocksDiffer(skewMs: number, language: Language): Draft {
  const say = sayIn(language);
  const stopped = Math.abs(skewMs) > SKEW_LIMIT_MS;
  const by = spanText(Math.abs(skewMs), language);
  const limit = spanText(SKEW_LIMIT_MS, language);
  return troubleDraft(
    {
      tone: stopped ? 'bad' : 'warning',
      title: say('시계가 맞지 않습니다', 'The clocks do not agree'),
      happened:
        skewMs > 0
          ? say(
              `이 컴퓨터의 시계가 증권사보다 ${by} 늦습니다.`,
              `The clock of this machine is ${by} behind the broker’s.`,
            )
          : say(
              `이 컴퓨터의 시계가 증권사보다 ${by} 빠릅니다.`,
              `The clock of this machine is ${by} ahead of the broker’s.`,
            ),
      now: stopped
        ? say(
            '조회 가능 / 새 주문과 정정은 정지, 취소는 가능',
            'Reads work / orders and amendments are halted, cancels pass',
          )
        : say('조회 가능 / 주문 가능', 'Reads work / orders work'),
      next: stopped
        ? say(
            '증권사가 답할 때마다 시계를 견줍니다. 정지는 스스로 풀지 않습니다.',
            'Compare the clocks at every answer of the broker. It does not lift the halt by itself.',
          )
        : say(
            `증권사가 답할 때마다 시계를 견줍니다. 차이가 ${limit}을 넘으면 새 주문과 정정을 정지합니다.`,
            `Compare the clocks at every answer of the broker, and halt orders and amendments beyond ${limit}.`,
          ),
      todo: stopped
        ? say(
            '이 컴퓨터의 시각 동기화(NTP)를 켜고 시각을 맞추세요. 그 뒤 관리자가 /resume 으로 풉니다.',
            'Turn on time synchronisation (NTP) on this machine. Then an admin lifts the halt with /resume.',
          )
        : say(
            '이 컴퓨터의 시각 동기화(NTP)가 켜져 있는지 확인하세요.',
            'Check that time synchronisation (NTP) is on on this machine.',
          ),
    },
    language,
  );
}
