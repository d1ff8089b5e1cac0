import { AREAS, type Finding } from './doctor-finding.js';

const MARKS = { ok: '○', warning: '△', wrong: '✕' } as const;

/** What was found, for a person: by area, each with what to do about it. */
export function textOf(findings: readonly Finding[]): string {
  const lines = AREAS.flatMap(area =>
    findings
      .filter(finding => finding.area === area)
      .flatMap(({ state, text, todo }) => [
        `${MARKS[state]} ${text.ko} / ${text.en}`,
        ...(todo && state !== 'ok' ? [`    → ${todo.ko} / ${todo.en}`] : []),
      ]),
  );
  const count = (state: Finding['state']) => findings.filter(finding => finding.state === state).length;
  const [wrong, warnings] = [count('wrong'), count('warning')];
  return [
    ...lines,
    `\n잘못 ${wrong}건, 주의 ${warnings}건 / ${wrong} wrong, ${warnings} to look at`,
    '',
  ].join('\n');
}
