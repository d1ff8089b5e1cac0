import {
  asDeskError,
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
const WHY: Readonly<Record<SessionEnd, string>> = {
  noKey: 'no approval key could be had',
  lost: 'the real-time line broke',
  inUse: 'another program holds the real-time session of this app key',
  keyRefused: 'KIS does not accept the approval key',
  htsId: 'KIS ends the line upon registering',
  silent: 'the real-time line fell silent',
  refused: 'KIS refused the registration',
};
const NO_HTS_ID = 'no HTS id is configured (KIS_HTS_ID)';
const WRONG_HTS_ID = 'KIS ends the line upon registering: the HTS id (KIS_HTS_ID) seems to be wrong';

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

  function become(state: 'live' | 'lost' | 'off', reason: string | undefined): void {
    if (closing.aborted) return;
    if (state === now.state) {
      now = { ...now, reason };
      return;
    }
    const at = clock.now();
    now = { state, since: at, reason };
    log(state === 'live' ? 'info' : 'warn', `kis.executions.${state}`, { reason });
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
      else become('lost', `${WHY[report.end]} (${report.code})`);
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
