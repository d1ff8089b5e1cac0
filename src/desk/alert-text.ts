import {
  type BrokerEvent,
  type Field,
  formatKst,
  type Language,
  type Reply,
  type Stamp,
  spanText,
  type Tone,
} from '../core/index.js';
import { SKEW_LIMIT_MS } from './halt/auto-halt.js';
import { operationName } from './operations.js';
import { brokerReply } from './quoted.js';

/** What the alert card needs besides the event. */
export interface AlertContext {
  readonly language: Language;
  readonly stamp: Stamp;
  readonly reference: string;
  /** Identical events kept back since the last alert about them. */
  readonly repeats: number;
}

/** The events that people are told of; a single rate refusal is retried and only counted, a call is for the audit. */
export type AlertEvent = Exclude<BrokerEvent, { kind: 'rateRefused' | 'called' }>;

interface AlertText {
  tone: Tone;
  title: string;
  happened: string;
  /** What works now and what does not. */
  now: string;
  /** What the bot does, and when. */
  next: string;
  /** What a person can do. */
  todo: string;
}

/** An event as a card: what happened, what it means now, what the bot does next and when, what you can do. */
export function alertFor(event: AlertEvent, context: AlertContext): Reply {
  const say = (ko: string, en: string) => (context.language === 'ko' ? ko : en);
  const text = alertText(event, context.language, say);
  const fields: Field[] = [
    { label: say('지금', 'Now'), value: text.now },
    { label: say('봇이 할 일', 'The bot will'), value: text.next },
    { label: say('할 수 있는 일', 'You can'), value: text.todo },
  ];
  const { repeats } = context;
  return {
    title: text.title,
    stamp: context.stamp,
    tone: text.tone,
    visibility: 'public',
    blocks: [
      { kind: 'text', text: text.happened },
      ...(repeats > 0
        ? ([
            {
              kind: 'notice',
              tone: text.tone,
              text: say(
                `지난 알림 뒤로 같은 일이 ${repeats}번 더 있었습니다.`,
                `The same happened ${repeats} more times since the last alert.`,
              ),
            },
          ] as const)
        : []),
      { kind: 'fields', fields },
    ],
    footer: `${say('참조', 'Reference')} ${context.reference} · ${formatKst(event.at)}`,
  };
}

type Say = (ko: string, en: string) => string;

function alertText(event: AlertEvent, language: Language, say: Say): AlertText {
  switch (event.kind) {
    case 'tokenRefreshFailed':
      return renewalFailed(event, language, say);
    case 'tokenRenewed':
      return {
        tone: 'good',
        title: say('토큰 갱신이 회복되었습니다', 'Token renewal has recovered'),
        happened: say('실패하던 토큰 갱신이 다시 성공했습니다.', 'The token was renewed after failing.'),
        now: say('조회 가능 / 주문 가능', 'Reads work / orders work'),
        next: say(
          `평소대로 갱신합니다. 새 토큰 만료: ${formatKst(event.expiresAt)}`,
          `Renew as usual. The new token expires ${formatKst(event.expiresAt)}`,
        ),
        todo: say('할 일이 없습니다.', 'Nothing.'),
      };
    case 'retriesExhausted': {
      const operation = operationName(event.operation, language);
      const took = spanText(event.elapsedMs, language);
      return {
        tone: 'bad',
        title: say('증권사 조회를 포기했습니다', 'A broker read was given up'),
        happened: say(
          `${operation}: ${event.attempts}번 시도했으나 ${took} 안에 쓸 수 있는 답을 받지 못했습니다.`,
          `${operation}: no usable answer after ${event.attempts} attempts in ${took}.`,
        ),
        now: say(
          '이 조회는 실패 / 나간 주문 없음. 증권사 장애면 다른 조회와 주문도 안 될 수 있습니다.',
          'This read failed / nothing was ordered. If the broker is down, other reads and orders may fail too.',
        ),
        next: say(
          '이 요청은 더 시도하지 않고, 다음 명령에서 새로 조회합니다.',
          'Not try this request again; the next command asks anew.',
        ),
        todo: say(
          '잠시 뒤 같은 명령을 다시 보내고, /status 에서 마지막 정상 호출을 확인하세요.',
          'Send the command again later, and look at the last good call in /status.',
        ),
      };
    }
    case 'clockSkew':
      return clocksDiffer(event, language, say);
    case 'foreignToken':
      return {
        tone: 'bad',
        title: say(
          '다른 프로그램이 같은 앱키를 쓰는 것 같습니다',
          'Another program seems to use this app key',
        ),
        happened: say(
          `봇의 토큰이 한 시간 안에 ${event.times}번, 만료되기 전에 무효가 되었습니다.`,
          `The bot’s token died before its time ${event.times} times within an hour.`,
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
      };
  }
}

function clocksDiffer(
  { skewMs }: Extract<AlertEvent, { kind: 'clockSkew' }>,
  language: Language,
  say: Say,
): AlertText {
  const stopped = Math.abs(skewMs) > SKEW_LIMIT_MS;
  const by = spanText(Math.abs(skewMs), language);
  const limit = spanText(SKEW_LIMIT_MS, language);
  return {
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
  };
}

function renewalFailed(
  event: Extract<AlertEvent, { kind: 'tokenRefreshFailed' }>,
  language: Language,
  say: Say,
): AlertText {
  const cause = brokerReply(event, language);
  const serves = event.remainingMs > 0;
  const left = spanText(event.remainingMs, language);
  return {
    tone: serves ? 'warning' : 'bad',
    title: say('토큰 갱신에 실패했습니다', 'Token renewal failed'),
    happened:
      `${say('증권사에서 새 토큰을 받지 못했습니다.', 'No new token could be had from the broker.')} ${cause}`.trim(),
    now: serves
      ? say(
          `조회 가능 / 주문 가능: 지금 토큰이 ${left} 더 쓰입니다.`,
          `Reads work / orders work: the present token serves for ${left}.`,
        )
      : say(
          '조회 불가 / 주문 불가: 쓸 수 있는 토큰이 없습니다.',
          'No reads / no orders: there is no usable token.',
        ),
    next: say(`${formatKst(event.retryAt)}에 다시 시도합니다.`, `Try again at ${formatKst(event.retryAt)}.`),
    todo: serves
      ? say(
          '당장 할 일은 없습니다. 되풀이되면 /token 을 보고 앱키와 증권사 공지를 확인하세요.',
          'Nothing for now. If it repeats, look at /token, the app key and the broker’s notices.',
        )
      : say(
          '급한 주문은 증권사 앱으로 하세요. 관리자는 /token refresh 로 다시 요청할 수 있습니다.',
          'Use the broker’s app for urgent orders. An admin can ask again with /token refresh.',
        ),
  };
}
