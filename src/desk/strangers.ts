import {
  type Clock,
  type Draft,
  formatKst,
  type Inbound,
  type Language,
  type Notice,
  platformName,
} from '../core/index.js';
import { plain } from './quoted.js';

/** What to do about one more refused visit. */
export interface Visit {
  readonly record: boolean;
  readonly tellOwner: boolean;
  /** Visits of the hour before that went unrecorded. */
  readonly missed: number;
}

export interface Strangers {
  visit(strangerId: string): Visit;
}

const HOUR_MS = 3_600_000;
const MOST_STRANGERS = 100;
const RECORDED_PER_HOUR = 20;
const THE_REST = '*';

/**
 * Counts refused visits so that strangers can fill neither memory nor disk nor the owner's screen: the owner hears
 * of each at most once an hour, and the audit keeps the first 20 visits of that hour. When 100 strangers came
 * within the hour, all others count as one.
 */
export function createStrangers(clock: Clock): Strangers {
  const known = new Map<string, { since: number; visits: number }>();
  return {
    visit(strangerId) {
      const now = clock.monotonic();
      const before = known.get(strangerId)?.visits ?? 0;
      // Insertion order is age order: the stale ones stand first.
      for (const [id, { since }] of known) {
        if (now - since < HOUR_MS) break;
        known.delete(id);
      }
      const key = known.has(strangerId) || known.size < MOST_STRANGERS ? strangerId : THE_REST;
      const entry = known.get(key);
      if (entry) {
        entry.visits += 1;
        return { record: entry.visits <= RECORDED_PER_HOUR, tellOwner: false, missed: 0 };
      }
      known.set(key, { since: now, visits: 1 });
      return { record: true, tellOwner: true, missed: Math.max(0, before - RECORDED_PER_HOUR) };
    },
  };
}

/** What the owner reads about a stranger. The name is the stranger's own choice: quoted, cleaned and short. */
export function strangerNotice(
  from: Pick<Inbound, 'platform' | 'who' | 'where' | 'sentAt'>,
  reason: 'person' | 'place',
  missed: number,
  language: Language,
): Notice {
  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);
  const more =
    missed > 0 ? say(` 지난 시간에 ${missed}번 더 있었습니다.`, ` ${missed} more in the last hour.`) : '';
  const draft: Draft = {
    title: say('모르는 접근을 막았습니다', 'A stranger was turned away'),
    tone: 'warning',
    blocks: [
      {
        kind: 'text',
        text:
          (reason === 'person'
            ? say(
                '등록되지 않은 사람이 말을 걸었습니다. 아무것도 실행하지 않았고 알려 준 것도 없습니다.',
                'Somebody who is not listed spoke to the bot. Nothing was run and nothing was told.',
              )
            : say(
                '등록된 사람이 등록되지 않은 곳에서 말을 걸었습니다. 아무것도 실행하지 않았습니다.',
                'A listed person spoke from a place that is not listed. Nothing was run.',
              )) + more,
      },
      {
        kind: 'fields',
        fields: [
          { label: say('채팅', 'Chat'), value: platformName(from.platform, language) },
          { label: say('사용자 번호', 'User id'), value: plain(from.who.userId, 24) },
          { label: say('스스로 쓰는 이름', 'Calls themselves'), value: `“${plain(from.who.name, 32)}”` },
          { label: say('장소', 'Place'), value: plain(from.where.group ?? from.where.id, 24) },
        ],
      },
      {
        kind: 'text',
        text: `${ifKnown(from, reason, say)} ${say(
          '아니면 할 일이 없습니다. 같은 상대는 한 시간에 한 번만 알립니다.',
          'Otherwise there is nothing to do. The same visitor is reported once an hour.',
        )}`,
      },
    ],
    footer: formatKst(from.sentAt),
  };
  const id = plain(`${from.platform}:${from.who.userId}`, 40);
  return {
    kind: 'security',
    urgency: 'warning',
    // The visitor of an hour ago who comes again is news once more, of the same trouble: it can be muted as one.
    incident: `stranger:${id}`,
    stage: String(from.sentAt),
    draft,
    isPrivate: true,
    at: from.sentAt,
  };
}

function ifKnown(
  { platform, who }: Pick<Inbound, 'platform' | 'who'>,
  reason: 'person' | 'place',
  say: (ko: string, en: string) => string,
): string {
  if (reason === 'place') {
    return say(
      '아는 장소라면 번호를 설정의 허용 목록에 넣고 다시 시작하세요.',
      'If you know the place, add its number to the allow-list in the configuration and restart.',
    );
  }
  const identity = `${platform}:${plain(who.userId, 24)}`;
  return say(
    `아는 사람이면 이렇게 추가하세요: /members add ${identity} 이름 view. 이미 구성원인 사람의 다른 계정이면, 그 사람이 원래 쓰던 채팅에서 /link 로 코드를 받아 입력하면 됩니다.`,
    `If you know them, add them: /members add ${identity} <name> view. If it is another identity of a member, they get a code with /link where they are known and type it there.`,
  );
}
