import { type DiskRoom, type Language, type Notice, percentOf } from '../../core/index.js';
import { sayIn } from '../teller.js';
import { type PlainWords, plainDraft } from './plain-draft.js';

const MEGABYTE = 1_000_000;
export const DISK_LOW_BYTES = 200 * MEGABYTE;
export const DISK_CRITICAL_BYTES = 50 * MEGABYTE;
/** Above the limit by enough that the same trouble does not begin again at once. */
export const DISK_FINE_BYTES = 300 * MEGABYTE;

export type DiskLevel = 'fine' | 'low' | 'critical';

/** How bad it is, given how bad it was: what was told is over only once there is clearly more room. */
export function diskLevel(before: DiskLevel, { freeBytes }: DiskRoom): DiskLevel {
  if (freeBytes < DISK_CRITICAL_BYTES) return 'critical';
  if (freeBytes >= DISK_FINE_BYTES) return 'fine';
  if (before === 'critical') return 'critical';
  return freeBytes < DISK_LOW_BYTES ? 'low' : before;
}

export function diskNotice(level: DiskLevel, room: DiskRoom, at: number, language: Language): Notice {
  const say = sayIn(language);
  const about = { kind: 'machine', incident: 'disk', at } as const;
  const left = leftText(room, language);
  if (level === 'fine') {
    const title = say('디스크 공간이 넉넉해졌습니다', 'There is room on the disk again');
    const blocks = [{ kind: 'text', text: left }] as const;
    return { ...about, urgency: 'info', over: true, draft: { title, tone: 'good', blocks } };
  }
  return {
    ...about,
    urgency: level === 'critical' ? 'critical' : 'warning',
    stage: level,
    draft: plainDraft(
      {
        ...shortage(level, language),
        happened: left,
        todo: say(
          '필요 없는 파일을 지워 300 MB 이상 비우세요.',
          'Remove what is not needed: free 300 MB or more.',
        ),
      },
      language,
    ),
  };
}

function leftText({ freeBytes, totalBytes }: DiskRoom, language: Language): string {
  const free = bytesText(freeBytes);
  const part = percentOf(BigInt(freeBytes), BigInt(totalBytes)).toFixed(1);
  return sayIn(language)(
    `데이터 폴더의 디스크에 ${free}(${part}%)가 남았습니다.`,
    `The disk of the data directory has ${free} (${part}%) left.`,
  );
}

function shortage(
  level: Exclude<DiskLevel, 'fine'>,
  language: Language,
): Pick<PlainWords, 'tone' | 'title' | 'now' | 'next'> {
  const say = sayIn(language);
  if (level === 'low') {
    return {
      tone: 'warning',
      title: say('디스크 공간이 부족합니다', 'The disk is running low'),
      now: say('조회 가능 / 주문 가능', 'Reads work / orders work'),
      next: say(
        '5분마다 다시 보고, 50 MB 아래로 내려가면 다시 알립니다.',
        'Look every five minutes, and tell again below 50 MB.',
      ),
    };
  }
  return {
    tone: 'bad',
    title: say('디스크가 거의 찼습니다', 'The disk is almost full'),
    now: say(
      '조회 가능 / 디스크가 다 차면 주문 불가. 적어 두지 못하는 주문은 내보내지 않으며, 주문 정지는 그때도 됩니다.',
      'Reads work / no orders once it is full: what cannot be written down is not sent. A halt works even then.',
    ),
    next: say('5분마다 다시 봅니다.', 'Look every five minutes.'),
  };
}

/** 123,000,000 → "123 MB"; from ten gigabytes on "12 GB". */
export function bytesText(bytes: number): string {
  const megabytes = Math.floor(bytes / MEGABYTE);
  return megabytes < 10_000 ? `${megabytes} MB` : `${Math.floor(megabytes / 1_000)} GB`;
}
