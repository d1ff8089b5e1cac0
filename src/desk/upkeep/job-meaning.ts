import type { Bilingual, DeskErrorKind } from '../../core/index.js';

const WORKS: Bilingual = { ko: '조회 가능 / 주문 가능', en: 'Reads work / orders work' };

/** What it means that a job did not do its work, by its name. */
const MEANINGS: ReadonlyMap<string, Bilingual> = new Map([
  [
    'token renewal',
    {
      ko: '지금 토큰이 남아 있는 동안 조회 가능 / 주문 가능',
      en: 'Reads and orders work as long as the present token lasts',
    },
  ],
  [
    'settlement',
    {
      ko: '조회 가능. 결과를 모르는 주문과 같은 주문은 그동안 나가지 않습니다. 증권사 앱에서 확인하세요.',
      en: 'Reads work. Orders like those of unknown outcome are held back. Look in the broker’s app.',
    },
  ],
  [
    'symbol master',
    {
      ko: '조회 가능 / 주문 가능. 종목 이름은 지난번 목록에서 찾습니다.',
      en: 'Reads work / orders work. Names are looked up in the previous list.',
    },
  ],
  [
    'calendar',
    {
      ko: '조회 가능 / 주문 가능. 휴장일은 전에 받은 것과 내장 표로 판단합니다.',
      en: 'Reads work / orders work. Holidays are judged by what was told before and by the built-in table.',
    },
  ],
  [
    'morning brief',
    {
      ko: '조회 가능 / 주문 가능. 브리핑이 오지 않았습니다.',
      en: 'Reads work / orders work. No brief came.',
    },
  ],
  [
    'daily report',
    {
      ko: '조회 가능 / 주문 가능. 마감 보고가 오지 않았습니다.',
      en: 'Reads work / orders work. No report came.',
    },
  ],
  [
    'audit check',
    {
      ko: '조회 가능 / 주문 가능. 감사 기록이 온전한지 확인하지 못했습니다.',
      en: 'Reads work / orders work. Whether the audit trail is whole was not found out.',
    },
  ],
  [
    'compaction',
    {
      ko: '조회 가능 / 주문 가능. 기록 파일이 그동안 커집니다.',
      en: 'Reads work / orders work. The journals grow meanwhile.',
    },
  ],
  [
    'self check',
    {
      ko: '조회와 주문은 직접 확인해야 합니다. 봇이 스스로 살피지 못하고 있습니다.',
      en: 'Reads and orders have to be tried: the bot cannot look after itself at the moment.',
    },
  ],
]);

export const meaningOf = (job: string): Bilingual => MEANINGS.get(job) ?? WORKS;

const NO_ANSWER: Bilingual = {
  ko: '상대 서버에서 쓸 수 있는 답을 받지 못했습니다.',
  en: 'The other side gave no usable answer.',
};

/** Why a job failed, by the kind of its error; others are for the log. */
const REASONS: Readonly<Partial<Record<DeskErrorKind, Bilingual>>> = {
  unavailable: NO_ANSWER,
  timeout: NO_ANSWER,
  busy: {
    ko: '증권사 호출 대기열이 가득 차 있었습니다.',
    en: 'The queue of calls to the broker was full.',
  },
  rateLimited: { ko: '증권사가 호출 한도 초과라고 답했습니다.', en: 'The broker refused it for its rate.' },
  refused: { ko: '증권사가 거절했습니다.', en: 'The broker refused it.' },
  credentials: { ko: '증권사가 앱키를 받지 않았습니다.', en: 'The broker did not take the app key.' },
  deadToken: { ko: '쓸 수 있는 접근 토큰이 없었습니다.', en: 'There was no usable access token.' },
  cooldown: {
    ko: '토큰을 1분에 한 번만 받을 수 있어 기다리는 중이었습니다.',
    en: 'A token can be had once a minute only.',
  },
  storage: { ko: '디스크를 읽거나 쓰지 못했습니다.', en: 'The disk could not be read or written.' },
};

/** These are told by what the broker itself reports, exactly once. */
const TOLD_BY_BROKER: ReadonlySet<DeskErrorKind> = new Set([
  'unavailable',
  'timeout',
  'busy',
  'rateLimited',
  'refused',
  'credentials',
  'deadToken',
  'cooldown',
]);

export const isBrokerFailure = (kind: DeskErrorKind): boolean => TOLD_BY_BROKER.has(kind);

export function reasonOf(kind: DeskErrorKind): Bilingual {
  return (
    REASONS[kind] ?? {
      ko: '예상하지 못한 오류입니다. 까닭은 로그의 job_failed 줄에 있습니다.',
      en: 'An unforeseen failure; the line job_failed of the log tells why.',
    }
  );
}
