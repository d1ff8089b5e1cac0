import { type Language, type Notice, percentOf, spanText } from '../../core/index.js';
import { sayIn } from '../teller.js';
import { bytesText } from './disk-notices.js';
import { plainDraft } from './plain-draft.js';

/** How the process itself fares. */
export interface Vitals {
  /** The longest time for which nothing at all could run since this was last asked, ms. */
  readonly stallMs: number;
  readonly heapUsedBytes: number;
  /** Beyond this the process ends for want of memory. */
  readonly heapLimitBytes: number;
}

const STALL_MS = 3_000;
const MEMORY_HIGH = 85;
const MEMORY_FINE = 70;

export const isStalled = ({ stallMs }: Vitals): boolean => stallMs >= STALL_MS;

/** What was told is over only once there is clearly more room. */
export function isMemoryHigh(before: boolean, { heapUsedBytes, heapLimitBytes }: Vitals): boolean {
  return heapUsedBytes * 100 >= heapLimitBytes * (before ? MEMORY_FINE : MEMORY_HIGH);
}

const WORKS = ['조회 가능 / 주문 가능', 'Reads work / orders work'] as const;

export function stallNotice({ stallMs }: Vitals, at: number, language: Language): Notice {
  const say = sayIn(language);
  const span = spanText(stallMs, language);
  return {
    kind: 'machine',
    urgency: 'warning',
    incident: 'stall',
    at,
    draft: plainDraft(
      {
        tone: 'warning',
        title: say('봇이 잠시 멈춰 있었습니다', 'The bot stood still for a while'),
        happened: say(
          `지난 점검 뒤로 봇이 한 번에 ${span} 동안 아무 일도 하지 못했습니다. 컴퓨터가 바쁘거나 메모리가 모자랄 때 생깁니다.`,
          `Since the last check the bot could do nothing for ${span} at a stretch. A busy machine or a lack of memory does that.`,
        ),
        now: say(
          '조회 가능 / 주문 가능. 그동안 온 명령은 늦게 답했습니다.',
          'Reads work / orders work. Commands of that time were answered late.',
        ),
        next: say('5분마다 다시 봅니다.', 'Look every five minutes.'),
        todo: say(
          '되풀이되면 이 컴퓨터에서 무거운 프로그램을 줄이세요.',
          'If it repeats, run less on this machine.',
        ),
      },
      language,
    ),
  };
}

export function memoryNotice(vitals: Vitals, at: number, language: Language): Notice {
  const say = sayIn(language);
  const { heapUsedBytes, heapLimitBytes } = vitals;
  const part = percentOf(BigInt(heapUsedBytes), BigInt(heapLimitBytes)).toFixed(0);
  return {
    kind: 'machine',
    urgency: 'warning',
    incident: 'memory',
    at,
    draft: plainDraft(
      {
        tone: 'warning',
        title: say('메모리를 많이 쓰고 있습니다', 'The bot uses much memory'),
        happened: say(
          `쓸 수 있는 메모리 ${bytesText(heapLimitBytes)} 가운데 ${bytesText(heapUsedBytes)}(${part}%)를 쓰고 있습니다.`,
          `It uses ${bytesText(heapUsedBytes)} (${part}%) of the ${bytesText(heapLimitBytes)} that it may.`,
        ),
        now: say(...WORKS),
        next: say(
          '5분마다 다시 봅니다. 메모리가 다 차면 꺼지고, 다시 켜지면 나간 주문부터 확인합니다.',
          'Look every five minutes. Out of memory it ends; started again it looks after what was sent first.',
        ),
        todo: say(
          '장이 닫힌 뒤 봇을 다시 시작하세요. 되풀이되면 로그와 함께 알려 주세요.',
          'Restart the bot after the close. If it repeats, report it with the log.',
        ),
      },
      language,
    ),
  };
}

export function vitalsFine(incident: 'stall' | 'memory', at: number, language: Language): Notice {
  const say = sayIn(language);
  const title =
    incident === 'stall'
      ? say('봇이 다시 멈춤 없이 돌고 있습니다', 'The bot runs without standing still again')
      : say('메모리 사용이 줄었습니다', 'The bot uses less memory again');
  const text = say('지난 점검에서 이상이 없었습니다.', 'The last check found nothing unusual.');
  return {
    kind: 'machine',
    urgency: 'info',
    incident,
    over: true,
    at,
    draft: { title, tone: 'good', blocks: [{ kind: 'text', text }] },
  };
}
