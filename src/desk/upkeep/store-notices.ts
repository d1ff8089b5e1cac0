import type { Bilingual, Clock, Language, Notice, Tell, Urgency } from '../../core/index.js';
import { sayIn } from '../teller.js';
import { plainDraft } from './plain-draft.js';

type Damage = 'lost' | 'mended' | 'unwritten';

/** What the store's events mean; those that are missing here were mended without a loss. */
const DAMAGES: ReadonlyMap<string, Damage> = new Map([
  ['store_damaged', 'lost'],
  ['store_lost', 'lost'],
  ['halts_unreadable', 'lost'],
  ['intents_damaged_lines', 'lost'],
  ['journal_damaged_lines', 'lost'],
  ['outbox_damaged_lines', 'lost'],
  ['inbox_unreadable', 'lost'],
  ['inbox_overfull', 'lost'],
  ['audit_tail_damaged', 'lost'],
  ['store_copy_failed', 'unwritten'],
  ['desk_not_saved', 'unwritten'],
  ['halts_unreserved', 'unwritten'],
  ['journal_overflow_failed', 'unwritten'],
  ['inbox_not_moved_over', 'unwritten'],
]);

const URGENCIES: Readonly<Record<Damage, Urgency>> = {
  lost: 'critical',
  unwritten: 'warning',
  mended: 'info',
};

export interface StoreNews {
  /** For the store; may be called before anybody can be told. Returns at once and never throws. */
  onRemark(event: string, remark: Bilingual): void;
  /** Tells what came before, and everything from here on. */
  begin(tell: Tell): void;
}

export function createStoreNews({
  clock,
  language,
}: {
  readonly clock: Clock;
  readonly language: Language;
}): StoreNews {
  const untold: Notice[] = [];
  let tell: Tell = notice => void untold.push(notice);
  return {
    onRemark: (event, remark) => tell(storeNotice(event, remark, clock.now(), language)),
    begin(told) {
      tell = told;
      for (const notice of untold.splice(0)) tell(notice);
    },
  };
}

/** The store's own words, which name the file, and what follows from them. */
export function storeNotice(event: string, remark: Bilingual, at: number, language: Language): Notice {
  const say = sayIn(language);
  const damage = DAMAGES.get(event) ?? 'mended';
  const about = {
    kind: 'machine',
    incident: `store:${event}`,
    // The same of another file is news.
    stage: remark.en,
    urgency: URGENCIES[damage],
    endsQuietly: true,
    at,
  } as const;
  const happened = remark[language];
  switch (damage) {
    case 'lost':
      return {
        ...about,
        draft: plainDraft(
          {
            tone: 'bad',
            title: say('저장된 데이터가 손상되었습니다', 'Stored data are damaged'),
            happened,
            now: say(
              '조회 가능 / 주문은 /status 와 증권사 앱의 주문 내역을 본 뒤에 하세요.',
              'Reads work / before ordering, look at /status and at your orders in the broker’s app.',
            ),
            next: say(
              '손상된 것은 지우지 않고 남겨 두며, 읽을 수 있는 것으로 계속합니다.',
              'Keep what is damaged, delete nothing, and go on with what can be read.',
            ),
            todo: say(
              '디스크를 점검하고, 백업이 있으면 봇을 멈춘 뒤 되살리세요.',
              'Check the disk; where there is a backup, stop the bot and restore it.',
            ),
          },
          language,
        ),
      };
    case 'unwritten':
      return {
        ...about,
        draft: plainDraft(
          {
            tone: 'warning',
            title: say('디스크에 쓰지 못한 것이 있습니다', 'Something could not be written to the disk'),
            happened,
            now: say(
              '조회 가능 / 디스크가 계속 안 되면 주문 불가: 적어 두지 못하는 주문은 내보내지 않습니다.',
              'Reads work / no orders if the disk keeps failing: what cannot be written down is not sent.',
            ),
            next: say('다음에 쓸 때 다시 시도합니다.', 'Try again with the next write.'),
            todo: say(
              '디스크의 남은 공간과 권한을 확인하세요.',
              'Check the room on the disk and its permissions.',
            ),
          },
          language,
        ),
      };
    case 'mended':
      return {
        ...about,
        draft: {
          title: say('저장된 데이터를 바로잡았습니다', 'Stored data were mended'),
          tone: 'neutral',
          blocks: [
            { kind: 'text', text: happened },
            {
              kind: 'text',
              text: say(
                '조회 가능 / 주문 가능. 할 일은 없습니다.',
                'Reads work / orders work. There is nothing to do.',
              ),
            },
          ],
        },
      };
  }
}
