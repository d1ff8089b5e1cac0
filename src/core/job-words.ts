import type { Bilingual, Language } from './language.js';

/** The jobs of `src/job-list.ts` in people's words. */
const JOBS: ReadonlyMap<string, Bilingual> = new Map([
  ['token renewal', { ko: '토큰 갱신', en: 'Token renewal' }],
  ['settlement', { ko: '주문 결과 확인', en: 'Order settlement' }],
  ['symbol master', { ko: '종목 목록', en: 'Symbol list' }],
  ['calendar', { ko: '휴장일', en: 'Holidays' }],
  ['morning brief', { ko: '아침 브리핑', en: 'Morning brief' }],
  ['daily report', { ko: '마감 보고', en: 'Daily report' }],
  ['audit check', { ko: '감사 기록 검증', en: 'Audit check' }],
  ['compaction', { ko: '기록 정리', en: 'Compaction' }],
  ['self check', { ko: '자가 점검', en: 'Self-check' }],
]);

/** A job as a card names it; one that is not known here goes by its own name. */
export function jobTitle(name: string, language: Language): string {
  return JOBS.get(name)?.[language] ?? name;
}
