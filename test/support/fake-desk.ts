import type {
  Dispatcher,
  Form,
  Inbound,
  Log,
  LogFields,
  Outcome,
  Reply,
  ShownCard,
  Suggestion,
  Typing,
} from '../../src/core/index.js';

/** A dispatcher for platform tests: answers as told, and remembers what arrived. */
export interface FakeDesk extends Dispatcher {
  readonly received: readonly Inbound[];
  /** Where living cards stand, in the order of the reports. */
  readonly cards: readonly (ShownCard & { readonly card: string })[];
  /** What was being typed, in the order of the questions. */
  readonly typings: readonly Typing[];
  /** What the platform said was answered, in that order. */
  readonly answers: readonly Inbound[];
  /** Resolves when an event is written down; at once unless a test says otherwise. */
  taking(inbound: Inbound): Promise<void>;
  /** What has to be asked before a press; a test sets it. */
  form(inbound: Inbound): Form | undefined;
  /** What is proposed while somebody types; a test sets it. */
  proposals(typing: Typing): readonly Suggestion[] | Promise<readonly Suggestion[]>;
  /** What an earlier run left unanswered: given once, so a test sets it before the platform starts. */
  left: readonly Inbound[];
}

export function fakeDesk(
  answer: (inbound: Inbound) => Outcome | Promise<Outcome>,
  visibility: (inbound: Inbound) => Reply['visibility'] = () => 'private',
): FakeDesk {
  const received: Inbound[] = [];
  const cards: (ShownCard & { card: string })[] = [];
  const typings: Typing[] = [];
  const answers: Inbound[] = [];
  const desk: FakeDesk = {
    received,
    cards,
    typings,
    answers,
    left: [],
    taking: () => Promise.resolve(),
    admits: () => true,
    form: () => undefined,
    proposals: () => [],
    async handle(inbound, taken = () => undefined) {
      received.push(inbound);
      await desk.taking(inbound);
      taken();
      return answer(inbound);
    },
    visibilityOf: visibility,
    shown: (card, where) => void cards.push({ card, ...where }),
    formOf: inbound => desk.form(inbound),
    async suggest(typing) {
      typings.push(typing);
      return desk.proposals(typing);
    },
    answered: inbound => void answers.push(inbound),
    leftOver(platform) {
      const left = desk.left.filter(inbound => inbound.platform === platform);
      desk.left = desk.left.filter(inbound => inbound.platform !== platform);
      return left;
    },
  };
  return desk;
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

/** A living card as a ticket is one: with the two buttons, or without any once it is over. */
export function ticket(text: string, labels: readonly string[] = ['확인', '취소']): Reply {
  const buttons = labels.map(label => ({ id: `t1-${label}`, label, style: 'plain' }) as const);
  return card({
    title: '매수 주문',
    visibility: 'public',
    card: 'ticket-1',
    blocks: [{ kind: 'text', text }, ...(buttons.length > 0 ? [{ kind: 'buttons', buttons } as const] : [])],
  });
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
