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

/** The events that people are told of; a single rate refusal is retried and only counted. */
export type AlertEvent = Exclude<BrokerEvent, { kind: 'rateRefused' }>;

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
  }
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
