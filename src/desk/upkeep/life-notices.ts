import {
  type Bilingual,
  type Field,
  formatKst,
  type Language,
  type LifeLine,
  type Notice,
  spanText,
  time,
} from '../../core/index.js';
import { sayIn } from '../teller.js';

/** What the last run left behind, or this one leaves. */
export interface Interrupted {
  /** Orders whose outcome is not known. */
  readonly unsettled: number;
  /** Messages that were taken in and not answered. */
  readonly unanswered: number;
  /** Notices that are not shown everywhere yet. */
  readonly lettersWaiting: number;
}

export interface StartFacts extends Interrupted {
  readonly at: number;
  readonly version: string;
  readonly before: LifeLine['before'];
}

/** The bot is up. Says when the run before ended, how, and what was left behind. */
export function startedNotice(facts: StartFacts, language: Language): Notice {
  const say = sayIn(language);
  const { at, version, before } = facts;
  const crashed = before !== undefined && before.stoppedAt === undefined;
  const versionField = { label: say('버전', 'Version'), value: version };
  return {
    kind: 'life',
    urgency: crashed ? 'warning' : 'info',
    ...(crashed ? { incident: 'crash', endsQuietly: true } : {}),
    at,
    draft: {
      title: crashed
        ? say('봇이 갑자기 꺼진 뒤 다시 시작했습니다', 'The bot ended without warning and has started again')
        : say('봇이 시작했습니다', 'The bot has started'),
      tone: crashed ? 'warning' : 'good',
      blocks: [
        { kind: 'text', text: beforeText(facts, language) },
        { kind: 'fields', fields: [...leftFields(facts, language), versionField] },
        ...(crashed
          ? [
              {
                kind: 'text' as const,
                text: say(
                  '조회 가능 / 주문 가능. 결과를 모르는 주문은 지금부터 증권사에서 확인해 알립니다. 그때 보던 주문표는 끝났으니 필요하면 다시 주문하세요. 까닭은 로그의 마지막 줄에 있습니다.',
                  'Reads work / orders work. Orders of unknown outcome are looked up at the broker from now on, and told. Tickets of that time are over; order again if need be. The last lines of the log tell why it ended.',
                ),
              },
            ]
          : []),
      ],
    },
  };
}

function beforeText({ at, before }: StartFacts, language: Language): string {
  const say = sayIn(language);
  if (before === undefined) {
    return say('이 데이터 폴더에서 처음 시작했습니다.', 'This is the first start with this data directory.');
  }
  const ended = before.stoppedAt ?? before.lastSeenAt;
  const away = spanText(at - ended, language);
  return before.stoppedAt === undefined
    ? say(
        `지난 실행은 ${formatKst(ended)} 무렵 정리하지 못하고 끝났습니다(전원, 강제 종료, 오류 등). 그 뒤 ${away} 동안 꺼져 있었습니다.`,
        `The last run ended around ${formatKst(ended)} without tidying up (power, a kill, a failure) and was away for ${away}.`,
      )
    : say(
        `지난 실행은 ${formatKst(ended)}에 정상으로 끝났습니다. ${away} 동안 꺼져 있었습니다.`,
        `The last run ended in good order at ${formatKst(ended)} and was away for ${away}.`,
      );
}

/** The bot is about to end. */
export function stoppingNotice(
  facts: Interrupted & { readonly at: number; readonly startedAt: number },
  language: Language,
): Notice {
  const say = sayIn(language);
  const { at, startedAt, unsettled } = facts;
  return {
    kind: 'life',
    urgency: unsettled > 0 ? 'warning' : 'info',
    at,
    draft: {
      title: say('봇이 멈춥니다', 'The bot is stopping'),
      tone: unsettled > 0 ? 'warning' : 'neutral',
      blocks: [
        {
          kind: 'text',
          text: say(
            '다시 시작할 때까지 조회 불가 / 주문 불가이며 알림도 가지 않습니다. 거래소에 낸 주문은 그대로 남아 있습니다.',
            'Until it is started again there are no reads, no orders and no alerts. Orders at the venue stay there.',
          ),
        },
        {
          kind: 'fields',
          fields: [
            ...leftFields(facts, language),
            { label: say('시작한 때', 'Up since'), value: time(startedAt) },
          ],
        },
        ...(unsettled > 0
          ? [
              {
                kind: 'text' as const,
                text: say(
                  '결과를 모르는 주문은 증권사 앱에서 확인하세요. 봇은 다시 시작하면 이어서 확인합니다.',
                  'Look up the orders of unknown outcome in the broker’s app. Started again, the bot goes on looking.',
                ),
              },
            ]
          : []),
      ],
    },
  };
}

/** Only what there is. */
function leftFields({ unsettled, unanswered, lettersWaiting }: Interrupted, language: Language): Field[] {
  const say = sayIn(language);
  const counts: readonly (readonly [string, number])[] = [
    [say('결과를 모르는 주문', 'Orders of unknown outcome'), unsettled],
    [say('답하지 못한 메시지', 'Messages not answered'), unanswered],
    [say('전하지 못한 알림', 'Notices on their way'), lettersWaiting],
  ];
  return counts
    .filter(([, count]) => count > 0)
    .map(([label, count]) => ({ label, value: say(`${count}건`, String(count)) }));
}

/** This run goes without an account of the configuration, in the given words. */
export function missingAccount(words: Bilingual, at: number, language: Language): Notice {
  return {
    kind: 'broker',
    urgency: 'warning',
    at,
    draft: {
      title: sayIn(language)('계좌 하나 없이 시작했습니다', 'Started without one of the accounts'),
      tone: 'warning',
      blocks: [{ kind: 'text', text: words[language] }],
    },
  };
}
