import { type ArgChoice, type JobResult, jobTitle, type Language } from '../src/core/index.js';

/** The jobs of the program by the names that they are declared with, in the order in which they are told of. */
const NAMES = [
  'token renewal',
  'settlement',
  'symbol master',
  'audit check',
  'calendar',
  'morning brief',
  'daily report',
  'compaction',
  'self check',
] as const;

export const JOB_CHOICES = NAMES.map(value => ({
  value,
  label: { ko: jobTitle(value, 'ko'), en: jobTitle(value, 'en') },
})) satisfies readonly ArgChoice[];

const RESULTS: Readonly<Record<JobResult, readonly [string, string]>> = {
  ok: ['정상', 'ok'],
  failed: ['실패', 'failed'],
  overdue: ['지연', 'overdue'],
};

export const jobResult = (result: JobResult, language: Language): string =>
  RESULTS[result][language === 'ko' ? 0 : 1];
