import type { BrokerId } from '../../src/core/index.js';
import type { ScriptedFault } from './faulty-exchange.js';

/** What a client may make of an attempt that meets the fault. */
type Meaning =
  /** Worth another attempt of a read; of an order nothing is known. */
  | 'doubt'
  /** As `doubt`, but proof that an order was turned away before it was routed. */
  | 'rate'
  /** An answer that is final, and a refusal. */
  | 'refused'
  /** An answer that is final, and says nothing. */
  | 'unreadable';

export interface PlannedFault {
  readonly name: string;
  readonly meaning: Meaning;
  readonly fault: Omit<ScriptedFault, 'match'>;
}

const status = (code: number, body: unknown) => ({ kind: 'status', status: code, body });
const kisSays = (code: number, rtCd: string, msgCd: string) =>
  status(code, { rt_cd: rtCd, msg_cd: msgCd, msg1: '시험 중입니다.'.padEnd(80) });

const kiwoomSays = (code: number, returnCode: number, words: string) =>
  status(code, { return_code: returnCode, return_msg: words });

const planned = (name: string, meaning: Meaning, fault: Omit<ScriptedFault, 'match'>): PlannedFault => ({
  name,
  meaning,
  fault,
});

/** What only this broker says. */
function ownKinds(broker: BrokerId, commit: boolean): readonly PlannedFault[] {
  if (broker === 'kis') {
    return [
      planned('EGW00202', 'doubt', { ...kisSays(500, '1', 'EGW00202'), commit }),
      planned('EGW00302', 'doubt', { ...kisSays(500, '1', 'EGW00302'), commit }),
      planned('EGW00215', 'rate', kisSays(500, '1', 'EGW00215')),
      planned('IGW00009', 'unreadable', { ...kisSays(200, '0', 'IGW00009'), commit }),
      planned('refused', 'refused', kisSays(200, '7', 'APBK0656')),
    ];
  }
  return [
    planned('1999', 'doubt', { ...kiwoomSays(200, 20, '오류[1999:예기치 못한 에러]'), commit }),
    planned('8006', 'doubt', { ...kiwoomSays(500, 3, '인증 오류[8006:Token 생성 실패]'), commit }),
    planned('1700 with 200', 'rate', kiwoomSays(200, 5, '초과하였습니다[1700:초과하였습니다]')),
    planned('bare success', 'unreadable', { ...kiwoomSays(200, 0, '정상적으로 처리되었습니다'), commit }),
    planned('refused', 'refused', kiwoomSays(200, 2, '입력 값 오류입니다[1511:필수 입력 값]')),
    planned('1634', 'refused', kiwoomSays(200, 5, '초과하였습니다[1634:초과하였습니다]')),
  ];
}

/** Every way in which one attempt goes wrong. `commit`: an order is executed although the answer does not say so. */
function kinds(broker: BrokerId, commit: boolean): readonly PlannedFault[] {
  return [
    ...ownKinds(broker, commit),
    planned('empty500', 'doubt', { kind: 'empty500', commit }),
    planned('html502', 'doubt', { kind: 'html502', commit }),
    planned('maintenance', 'doubt', { kind: 'maintenance', commit }),
    planned('503', 'doubt', { ...status(503, 'busy'), commit }),
    planned('resetBefore', 'doubt', { kind: 'resetBefore' }),
    planned('resetAfter', 'doubt', { kind: 'resetAfter' }),
    planned('hang', 'doubt', { kind: 'hang', commit }),
    planned('lateCommit', 'doubt', { kind: 'lateCommit', ms: 300 }),
    planned('drip', 'doubt', { kind: 'drip', ms: 40 }),
    planned('truncate', 'doubt', { kind: 'truncate' }),
    planned('rateRefusal', 'rate', { kind: 'rateRefusal' }),
    planned('notJson', 'unreadable', { kind: 'notJson' }),
    planned('foreign JSON', 'unreadable', { ...status(200, { error: 'gateway' }), commit }),
  ];
}

const UNLISTED_CODE: Readonly<Record<BrokerId, PlannedFault>> = {
  kis: planned('unlisted code', 'doubt', { ...kisSays(200, '7', 'APBK9999'), commit: true }),
  kiwoom: planned('unlisted code', 'doubt', {
    ...kiwoomSays(200, 20, '[2000](599123:모르는 말)'),
    commit: true,
  }),
};
const NO_NUMBER: PlannedFault = {
  name: 'noOrderNumber',
  meaning: 'unreadable',
  fault: { kind: 'noOrderNumber' },
};

export type Pick = <T>(list: readonly T[]) => T;

/** None to four faults for one read. */
export function readPlan(pick: Pick, broker: BrokerId): readonly PlannedFault[] {
  const length = pick([0, 1, 1, 2, 2, 3, 3, 4]);
  return Array.from({ length }, () => pick(kinds(broker, false)));
}

/** One or two faults for one order. */
export function orderPlan(pick: Pick, broker: BrokerId): readonly PlannedFault[] {
  const length = pick([1, 1, 2]);
  return Array.from({ length }, () =>
    pick([...kinds(broker, pick([true, false])), UNLISTED_CODE[broker], NO_NUMBER]),
  );
}

/** How many attempts a read makes of a plan: up to the first answer that is final, three at most. */
export function expectedAttempts(plan: readonly PlannedFault[]): number {
  const final = plan.findIndex(({ meaning }) => meaning === 'refused' || meaning === 'unreadable');
  return Math.min(3, final === -1 ? plan.length + 1 : final + 1);
}

/** How often an order may leave: once more after each proof in a row that nothing was taken. */
export function mostPosts(plan: readonly PlannedFault[]): number {
  const doubtful = plan.findIndex(({ meaning }) => meaning !== 'rate');
  return 1 + (doubtful === -1 ? plan.length : doubtful);
}

export const planNames = (plan: readonly PlannedFault[]) => plan.map(({ name }) => name).join(', ') || 'none';
