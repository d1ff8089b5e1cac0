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
import type { KiwoomEnvironment } from '../environment.js';
import { createPace, type SessionEnd } from './pace.js';
import { createRegistrations, type Watcher } from './registrations.js';
import { runSession, type SessionReport } from './session.js';

/** The account's own orders, and quotes, over the one real-time session that an app key may have. */
export interface KiwoomExecutions extends Executions {
  /**
   * Trades and books of an item (`005930`, `005930_NX`, `005930_AL`) from now on, whichever session brings them; the
   * returned function ends it. Nothing comes before somebody listens.
   */
  watch(item: string, watcher: Watcher): () => void;
}

/** In words that stand in the status and in people's alerts. */
const WHY: Readonly<Record<SessionEnd, Bilingual>> = {
  noToken: { ko: '접근토큰을 받지 못함', en: 'no access token could be had' },
  lost: { ko: '실시간 연결이 끊김', en: 'the real-time line broke' },
  inUse: {
    ko: '다른 프로그램이 같은 앱키로 실시간 연결을 가져감',
    en: 'another program took over the real-time session of this app key',
  },
  tokenRefused: { ko: '키움이 접근토큰을 받아들이지 않음', en: 'Kiwoom does not accept the access token' },
  silent: { ko: '실시간 연결에서 아무 소식이 없음', en: 'the real-time line fell silent' },
  refused: { ko: '키움이 실시간 접속을 거절함', en: 'Kiwoom refused the real-time session' },
};

/**
 * Execution notices over Kiwoom's WebSocket, by a session that is opened anew whenever it ends. When, `createPace` says;
 * how one is judged, `runSession`. The token is looked up before every session. Every change between live and lost
 * raises one `executions` event.
 */
export function createExecutions(options: {
  readonly environment: Pick<KiwoomEnvironment, 'wsUrl' | 'account'>;
  readonly tokens: Pick<Renewal, 'current' | 'recover'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly emit: BrokerEventSink;
  readonly closing: AbortSignal;
}): KiwoomExecutions {
  const { environment, tokens, clock, log, emit, closing } = options;
  const pace = createPace();
  const registrations = createRegistrations();
  let listeners: readonly ((notice: ExecutionNotice) => void)[] = [];
  let lastNoticeAt: number | undefined;
  let toldOfForeign = false;
  /** The token that the last session was refused with. */
  let refused: string | undefined;
  let now: Omit<ExecutionStatus, 'lastNoticeAt'> = {
    state: 'connecting',
    since: clock.now(),
    reason: undefined,
  };

  function become(state: 'live' | 'lost', reason: Bilingual | undefined): void {
    if (closing.aborted) return;
    if (state === now.state) {
      now = { ...now, reason };
      return;
    }
    const at = clock.now();
    now = { state, since: at, reason };
    log(state === 'live' ? 'info' : 'warn', `kiwoom.executions.${state}`, { reason: reason?.en });
    emit({ kind: 'executions', at, state, reason });
  }

  function hand(notice: ExecutionNotice): void {
    lastNoticeAt = clock.now();
    for (const listener of listeners) {
      if (closing.aborted) return;
      try {
        listener(notice);
      } catch {
        log('error', 'kiwoom.executions.listener', { what: notice.what });
      }
    }
  }

  function foreign(): void {
    if (!toldOfForeign) log('warn', 'kiwoom.executions.foreignAccount');
    toldOfForeign = true;
  }

  async function freshToken(): Promise<string> {
    if (refused === undefined) return tokens.current(closing);
    const token = await tokens.recover(refused, closing);
    refused = undefined;
    return token;
  }

  async function session(): Promise<SessionReport> {
    let token: string;
    try {
      token = await freshToken();
    } catch (thrown) {
      const { kind } = asDeskError(thrown);
      log('warn', 'kiwoom.executions.token', { kind });
      return { end: 'noToken', code: kind, stoodMs: 0, proven: false };
    }
    pace.opening(clock.monotonic());
    log('debug', 'kiwoom.executions.opening');
    const report = await runSession({
      environment,
      token,
      registrations,
      clock,
      log,
      closing,
      onLive: () => become('live', undefined),
      onNotice: hand,
      onForeign: foreign,
    });
    if (report.end === 'tokenRefused') refused = token;
    return report;
  }

  /** Until the broker is closed, which the sleep tells by rejecting. */
  async function keepListening(): Promise<void> {
    while (!closing.aborted) {
      const report = await session();
      const wait = pace.ended(report.end, report, clock.monotonic());
      become('lost', withCode(WHY[report.end], report.code));
      await clock.sleep(wait, closing);
    }
  }

  return {
    listen(onNotice) {
      const isFirst = listeners.length === 0;
      listeners = [...listeners, onNotice];
      if (isFirst) keepListening().catch(() => undefined);
    },
    status: () => ({ ...now, lastNoticeAt }),
    watch: registrations.watch,
  };
}

const withCode = ({ ko, en }: Bilingual, code: string): Bilingual => ({
  ko: `${ko} (${code})`,
  en: `${en} (${code})`,
});
