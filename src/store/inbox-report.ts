import type { Report } from './storage-error.js';

const FILE = 'inbox.jsonl';

/** What the inbox has to tell the operator. */
export interface InboxReport {
  /** Lines that are no lines of an inbox. */
  damaged(count: number): void;
  /** Unanswered events that do not open: another key, or damage. */
  unreadable(count: number): void;
  overfull(most: number): void;
  notMovedOver(): void;
}

export function createInboxReport(report: Report): InboxReport {
  let overfull = false;
  return {
    damaged(damaged) {
      report(
        'journal_damaged_lines',
        { file: FILE, damaged },
        {
          ko: `기록 파일 ${FILE}에서 손상된 ${damaged}줄을 건너뛰었습니다.`,
          en: `Skipped ${damaged} damaged lines of the journal ${FILE}.`,
        },
      );
    },
    unreadable(count) {
      report(
        'inbox_unreadable',
        { file: FILE, count },
        {
          ko: `멈추기 전에 받은 메시지 ${count}건을 읽을 수 없어 답하지 못했습니다. 다시 실행하지도 않습니다.`,
          en: `${count} messages from before the stop cannot be read: they were not answered and are not run again.`,
        },
      );
    },
    overfull(most) {
      if (overfull) return;
      overfull = true;
      report(
        'inbox_overfull',
        { file: FILE, most },
        {
          ko: `답하지 못한 메시지가 ${most}건을 넘어 가장 오래된 것부터 버렸습니다.`,
          en: `More than ${most} messages are unanswered; the oldest of them are dropped.`,
        },
      );
    },
    notMovedOver() {
      report(
        'inbox_not_moved_over',
        { file: FILE },
        {
          ko: `이전 버전의 기록 seen.jsonl을 ${FILE}로 옮기지 못했습니다. 다음에 시작할 때 다시 시도합니다.`,
          en: `The older record seen.jsonl could not be moved into ${FILE}; the next start tries again.`,
        },
      );
    },
  };
}
