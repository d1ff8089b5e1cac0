import { asDeskError, type Clock, type ExecutionNotice, type Log } from '../../../core/index.js';
import { openSocket, type Socket } from '../../transport/index.js';
import type { KisEnvironment } from '../environment.js';
import { decrypt } from './cipher.js';
import { type CipherKeys, type Frame, readFrame } from './frame.js';
import { inMarketHours } from './market-hours.js';
import { readRecords } from './notice-records.js';
import type { SessionEnd } from './pace.js';

/** What became of a session. */
export interface SessionReport {
  readonly end: SessionEnd;
  /** The message code, or the code of the line. */
  readonly code: string;
  readonly acknowledged: boolean;
  /** A notice came, or the acknowledgement was a minute old. */
  readonly proven: boolean;
}

export interface SessionParts {
  readonly environment: Pick<KisEnvironment, 'mode' | 'wsUrl' | 'account'>;
  readonly htsId: string;
  readonly approvalKey: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the broker is closed. */
  readonly closing: AbortSignal;
  /** The registration was acknowledged: notices will come. */
  readonly onLive: () => void;
  readonly onNotice: (notice: ExecutionNotice) => void;
}

/** KIS: 실시간 체결통보. */
const TR_IDS = { live: 'H0STCNI0', paper: 'H0STCNI9' } as const;
const PATH = '/tryitout';

const ACKNOWLEDGED_WITHIN_MS = 10_000;
const PROVEN_AFTER_MS = 60_000;
/** PINGPONG comes more often than this. */
const SILENT_AFTER_MS = 90_000;
/** How often a silence outside market hours is looked at again. */
const LOOK_AGAIN_MS = 15_000;
const MOST_LINES_ABOUT_MISFITS = 20;

/** SUBSCRIBE SUCCESS and ALREADY IN SUBSCRIBE. */
const TAKEN: ReadonlySet<string> = new Set(['OPSP0000', 'OPSP0002']);
const ENDS: ReadonlyMap<string, SessionEnd> = new Map([
  ['OPSP8996', 'inUse'],
  // Invalid or missing app key, or approval key not found.
  ['OPSP0010', 'keyRefused'],
  ['OPSP0011', 'keyRefused'],
  ['OPSP9994', 'keyRefused'],
  ['OPSP9996', 'keyRefused'],
  // Invalid tr_key: the HTS id.
  ['OPSP8992', 'htsId'],
  ['OPSP8993', 'htsId'],
]);

/**
 * One real-time session: opens the line, registers for the notices of the HTS id, and hands out those of the account
 * until it ends. Never rejects. Frames are never logged: they carry keys and names.
 */
export async function runSession(parts: SessionParts): Promise<SessionReport> {
  const { environment, clock, log, closing } = parts;
  const trId = TR_IDS[environment.mode];
  const over = new AbortController();
  let socket: Socket | undefined;
  let keys: CipherKeys | undefined;
  let liveSince: number | undefined;
  let noticed = false;
  let misfits = 0;
  let lastFrameAt = clock.monotonic();
  let verdict: { readonly end: SessionEnd; readonly code: string } | undefined;

  function endWith(end: SessionEnd, code: string): void {
    verdict ??= { end, code };
    socket?.close();
  }

  function misfit(what: string, fields: { readonly fields?: number; readonly records?: number } = {}): void {
    misfits += 1;
    if (misfits <= MOST_LINES_ABOUT_MISFITS) log('warn', 'kis.executions.misfit', { what, ...fields });
  }

  function onText(text: string): void {
    lastFrameAt = clock.monotonic();
    const frame = readFrame(text);
    if (!frame) misfit('frame');
    else if (frame.kind === 'ping') socket?.send(text);
    else if (frame.kind === 'control') onControl(frame);
    else onData(frame);
  }

  function onControl({ code, good, keys: named }: Frame & { kind: 'control' }): void {
    const end = ENDS.get(code);
    if (end) endWith(end, code);
    else if (TAKEN.has(code)) onTaken(code, named);
    else if (!good) endWith('refused', code);
  }

  function onTaken(code: string, named: CipherKeys | undefined): void {
    keys = named ?? keys;
    if (!keys) endWith('refused', code);
    else if (liveSince === undefined) {
      liveSince = clock.monotonic();
      parts.onLive();
    }
  }

  function onData({ trId: named, encrypted, payload, count }: Frame & { kind: 'data' }): void {
    const text = named === trId && encrypted && keys ? decrypt(payload, keys) : undefined;
    if (text === undefined) {
      misfit('payload');
      return;
    }
    const about = { account: environment.account, now: clock.now() };
    const found = readRecords(text, count, about);
    if (!found) misfit('fields', { fields: text.split('^').length, records: count });
    else if (found.misfits > 0) misfit('record', { records: found.misfits });
    else noticed = true;
    for (const notice of found?.notices ?? []) parts.onNotice(notice);
  }

  async function watch(): Promise<void> {
    await clock.sleep(ACKNOWLEDGED_WITHIN_MS, over.signal);
    if (liveSince === undefined) endWith('silent', 'no acknowledgement');
    while (!verdict) {
      const left = lastFrameAt + SILENT_AFTER_MS - clock.monotonic();
      if (left <= 0 && inMarketHours(clock.now())) endWith('silent', 'no frames');
      else await clock.sleep(left > 0 ? left : LOOK_AGAIN_MS, over.signal);
    }
  }

  function report(end: SessionEnd, code: string): SessionReport {
    const stood = liveSince === undefined ? 0 : clock.monotonic() - liveSince;
    const acknowledged = liveSince !== undefined;
    const proven = noticed || stood >= PROVEN_AFTER_MS;
    const level = closing.aborted ? 'info' : 'warn';
    log(level, 'kis.executions.ended', { end, code, acknowledged, standingMs: Math.round(stood), misfits });
    return { end, code, acknowledged, proven };
  }

  try {
    socket = await openSocket({ url: environment.wsUrl + PATH, clock, signal: closing, onText });
  } catch (thrown) {
    const { detail, kind } = asDeskError(thrown);
    return report('lost', String(detail['code'] ?? kind));
  }
  lastFrameAt = clock.monotonic();
  if (verdict) socket.close();
  socket.send(registration(parts.approvalKey, trId, parts.htsId));
  watch().catch(() => undefined);
  const code = await socket.over;
  over.abort('over');
  if (verdict) return report(verdict.end, verdict.code);
  return report(liveSince === undefined && !closing.aborted ? 'htsId' : 'lost', code);
}

/** KIS: 실시간 등록 (tr_type 1). */
function registration(approvalKey: string, trId: string, htsId: string): string {
  return JSON.stringify({
    header: { approval_key: approvalKey, custtype: 'P', tr_type: '1', 'content-type': 'utf-8' },
    body: { input: { tr_id: trId, tr_key: htsId } },
  });
}
