import {
  asDeskError,
  type Bilingual,
  type BrokerEventSink,
  type Clock,
  type ExecutionNotice,
  type ExecutionStatus,
  type Executions,
  type Log,
} from '../../../core/index.js';
import type { Renewal } from '../../transport/index.js';
import type { KisEnvironment } from '../environment.js';
import { APPROVAL_INTERVAL_MS } from '../tokens.js';
import { createPace, type SessionEnd } from './pace.js';
import { runSession, type SessionReport } from './session.js';

/** In words that stand in the status and in people's alerts. */
const WHY: Readonly<Record<SessionEnd, Bilingual>> = {
  noKey: { ko: '실시간 접속키를 받지 못함', en: 'no approval key could be had' },
  lost: { ko: '실시간 연결이 끊김', en: 'the real-time line broke' },
  inUse: {
    ko: '다른 프로그램이 이 앱키의 실시간 연결을 쓰고 있음',
    en: 'another program holds the real-time session of this app key',
  },
  keyRefused: { ko: 'KIS가 실시간 접속키를 받아들이지 않음', en: 'KIS does not accept the approval key' },
  htsId: { ko: '등록하자마자 KIS가 연결을 끊음', en: 'KIS ends the line upon registering' },
  silent: { ko: '실시간 연결에서 아무 소식이 없음', en: 'the real-time line fell silent' },
  refused: { ko: 'KIS가 등록을 거절함', en: 'KIS refused the registration' },
};
const NO_HTS_ID: Bilingual = {
  ko: 'HTS id가 설정되지 않음 (KIS_HTS_ID)',
  en: 'no HTS id is configured (KIS_HTS_ID)',
};
const WRONG_HTS_ID: Bilingual = {
  ko: '등록하자마자 KIS가 연결을 끊음: HTS id(KIS_HTS_ID)가 틀린 것 같음',
  en: 'KIS ends the line upon registering: the HTS id (KIS_HTS_ID) seems to be wrong',
};

type Approval = Pick<Renewal, 'current' | 'forceRenew'>;

/**
 * Execution notices over KIS's WebSocket, by a session that is opened anew whenever it ends. When, `createPace` says;
 * how one is judged, `runSession`. Every change between live and lost raises one `executions` event.
 */
export function createExecutions(options: {
  readonly environment: KisEnvironment;
  readonly approval: Approval;
  readonly clock: Clock;
  readonly log: Log;
  readonly emit: BrokerEventSink;
  readonly closing: AbortSignal;
}): Executions {
  const { environment, approval, clock, log, emit, closing } = options;
  const { htsId } = environment;
  const pace = createPace();
  let listeners: readonly ((notice: ExecutionNotice) => void)[] = [];
  let lastNoticeAt: number | undefined;
  /** A session under this key was refused or fell silent; an aged key is known to open silent sessions. */
  let keyInDoubt = false;
  let now: Omit<ExecutionStatus, 'lastNoticeAt'> = {
    state: htsId === undefined ? 'off' : 'connecting',
    since: clock.now(),
    reason: htsId === undefined ? NO_HTS_ID : undefined,
  };

  function become(state: 'live' | 'lost' | 'off', reason: Bilingual | undefined): void {
    if (closing.aborted) return;
    if (state === now.state) {
      now = { ...now, reason };
      return;
    }
    const at = clock.now();
    now = { state, since: at, reason };
    log(state === 'live' ? 'info' : 'warn', `kis.executions.${state}`, { reason: reason?.en });
    emit({ kind: 'executions', at, state: state === 'live' ? 'live' : 'lost', reason });
  }

  function hand(notice: ExecutionNotice): void {
    lastNoticeAt = clock.now();
    for (const listener of listeners) {
      if (closing.aborted) return;
      try {
        listener(notice);
      } catch {
        log('error', 'kis.executions.listener', { what: notice.what });
      }
    }
  }

  async function approvalKey(): Promise<string> {
    if (keyInDoubt) await approval.forceRenew(closing);
    keyInDoubt = false;
    return approval.current(closing);
  }

  async function session(name: string): Promise<SessionReport> {
    let key: string;
    try {
      key = await approvalKey();
    } catch (thrown) {
      const { kind } = asDeskError(thrown);
      log('warn', 'kis.executions.key', { kind });
      return { end: 'noKey', code: kind, acknowledged: false, proven: false };
    }
    pace.opening(clock.monotonic());
    log('debug', 'kis.executions.opening');
    return runSession({
      environment,
      htsId: name,
      approvalKey: key,
      clock,
      log,
      closing,
      onLive: () => become('live', undefined),
      onNotice: hand,
    });
  }

  /** Until the broker is closed, which the sleep tells by rejecting. */
  async function keepListening(name: string): Promise<void> {
    while (!closing.aborted) {
      const report = await session(name);
      keyInDoubt ||= report.end === 'keyRefused' || report.end === 'silent';
      const wait = pace.ended(report.end, report, clock.monotonic());
      if (pace.givenUp) become('off', WRONG_HTS_ID);
      else become('lost', withCode(WHY[report.end], report.code));
      await clock.sleep(keyInDoubt ? Math.max(wait, APPROVAL_INTERVAL_MS) : wait, closing);
    }
  }

  return {
    listen(onNotice) {
      const isFirst = listeners.length === 0;
      listeners = [...listeners, onNotice];
      if (isFirst && htsId !== undefined) keepListening(htsId).catch(() => undefined);
    },
    status: () => ({ ...now, lastNoticeAt }),
  };
}

const withCode = ({ ko, en }: Bilingual, code: string): Bilingual => ({
  ko: `${ko} (${code})`,
  en: `${en} (${code})`,
});
