import type { Clock, Halt, Language } from '../core/index.js';
import type { Report } from './storage-error.js';

/** The halt that stands for halts that cannot be read: a doubt stops. */
export function unreadableHalt(clock: Clock, language: Language): Halt {
  const reason = {
    ko: '저장된 정지 기록이 손상되어 읽을 수 없으므로 모든 주문을 정지했습니다.',
    en: 'The stored halts are damaged and cannot be read, so everything is halted.',
  };
  return {
    id: 'unreadable',
    scope: { kind: 'all' },
    since: clock.now(),
    until: undefined,
    reason: reason[language],
    by: 'desk',
  };
}

export function reportUnreadable(report: Report, file: string): void {
  report(
    'halts_unreadable',
    { file },
    {
      ko: `정지 기록 ${file}이(가) 손상되어 모든 주문을 정지한 채로 시작했습니다. 확인한 뒤 /resume으로 푸세요.`,
      en: `The halts in ${file} are damaged, so everything began halted. Look into it, then lift it with /resume.`,
    },
  );
}

export function reportTorn(report: Report, file: string): void {
  report(
    'halts_torn',
    { file },
    {
      ko: `정지 기록 ${file}의 손상된 한쪽 사본을 온전한 사본에서 되살렸습니다.`,
      en: `One of the two copies in ${file} was damaged and was restored from the other.`,
    },
  );
}

export function reportUnreserved(report: Report, file: string): void {
  report(
    'halts_unreserved',
    { file },
    {
      ko: `정지 기록 ${file}의 자리를 디스크에 확보하지 못했습니다. 지금 정지하면 다시 시작한 뒤에는 풀려 있을 수 있습니다. 디스크를 비우세요.`,
      en: `No room could be reserved on the disk for the halts in ${file}: a halt set now may not survive a restart. Free some space.`,
    },
  );
}
