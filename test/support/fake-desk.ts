import type { Dispatcher, Inbound, Log, LogFields, Outcome, Reply } from '../../src/core/index.js';

/** A dispatcher for platform tests: answers as told, and remembers what arrived. */
export interface FakeDesk extends Dispatcher {
  readonly received: readonly Inbound[];
}

export function fakeDesk(
  answer: (inbound: Inbound) => Outcome | Promise<Outcome>,
  visibility: (inbound: Inbound) => Reply['visibility'] = () => 'private',
): FakeDesk {
  const received: Inbound[] = [];
  return {
    received,
    async handle(inbound) {
      received.push(inbound);
      return answer(inbound);
    },
    visibilityOf: visibility,
  };
}

/** A small reply to be varied by tests. */
export function card(change: Partial<Reply> = {}): Reply {
  return {
    title: '잔고',
    stamp: 'demo',
    tone: 'neutral',
    visibility: 'private',
    blocks: [
      { kind: 'text', text: '총평가 1,234,567원' },
      { kind: 'buttons', buttons: [{ id: 'again', label: '새로고침', style: 'plain' }] },
    ],
    ...change,
  };
}

export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly fields: LogFields;
}

export function logBook(): { log: Log; lines: LogLine[] } {
  const lines: LogLine[] = [];
  return { lines, log: (level, event, fields = {}) => void lines.push({ level, event, fields }) };
}

/** Waits until something that another process or socket brings about is so. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  limitMs = 10_000,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
