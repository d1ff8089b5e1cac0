import type { Draft, Language, Tell } from '../../core/index.js';
import { dailyReport } from './daily-report.js';
import { gatherEvening, gatherMorning, type ReportSources } from './gather.js';
import { morningBrief } from './morning-brief.js';

/** Reports as jobs run them: each reads what it needs, and tells it once. */
export interface Reports {
  morningBrief(signal: AbortSignal): Promise<void>;
  dailyReport(signal: AbortSignal): Promise<void>;
}

/** What cannot be read is said in the report; only a stop or a deadline keeps one from being told. */
export function createReports(
  sources: ReportSources & { readonly tell: Tell; readonly language: Language },
): Reports {
  const { tell, language, clock } = sources;
  const report = (draft: Draft) =>
    tell({ kind: 'report', urgency: 'info', isPrivate: true, at: clock.now(), draft });
  return {
    morningBrief: async signal => report(morningBrief(await gatherMorning(sources, signal), language)),
    dailyReport: async signal => report(dailyReport(await gatherEvening(sources, signal), language)),
  };
}
