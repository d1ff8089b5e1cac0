import { asDeskError, type Clock, type ExecutionNotice, type Log } from '../../../core/index.js';
import { openSocket, type Socket } from '../../transport/index.js';
import type { KiwoomEnvironment } from '../environment.js';
import { type Frame, type RealEntry, readFrame } from './frame.js';
import { readHolding } from './holdings.js';
import { readNotice } from './notices.js';
import type { SessionEnd } from './pace.js';
import type { Registrations } from './registrations.js';

/** What became of a session. */
export interface SessionReport {
  readonly end: SessionEnd;
  /** Kiwoom's code, or the code of the line. */
  readonly code: string;
  /** How long it was registered, ms. */
  readonly stoodMs: number;
  /** A notice came, or the acknowledgement was a minute old. */
  readonly proven: boolean;
}

export interface SessionParts {
  readonly environment: Pick<KiwoomEnvironment, 'wsUrl' | 'account'>;
  readonly token: string;
  readonly registrations: Registrations;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the broker is closed. */
  readonly closing: AbortSignal;
  /** The account's orders are registered: notices will come. */
  readonly onLive: () => void;
  readonly onNotice: (notice: ExecutionNotice) => void;
  /** An entry was about another account than this line's. */
  readonly onForeign: () => void;
}

const PATH = '/api/dostk/websocket';
const ACKNOWLEDGED_WITHIN_MS = 10_000;
const PROVEN_AFTER_MS = 60_000;
/** PING comes every ten seconds, day and night. */
const SILENT_AFTER_MS = 30_000;
const MOST_LINES_ABOUT_MISFITS = 20;
/** How often one session logs in again because Kiwoom missed the first time. */
const MOST_LOGINS = 3;

/** Sent before the login was through; Kiwoom has ignored it. */
const NOT_LOGGED_IN = '100013';
/** Token unknown, invalid, of another address, of the other environment, or it or its terminal refused. */
const TOKEN_CODES: ReadonlySet<string> = new Set(['8003', '8005', '8010', '8031', '8103', '805004']);
/** The same app key logged in elsewhere. */
const EVICTED = 'R10001';

/**
 * One real-time session: opens the line, logs in, waits to be let in, registers what is wanted, and hands out what
 * comes until it ends. Never rejects. Frames are never logged: they carry tokens and names.
 */
export async function runSession(parts: SessionParts): Promise<SessionReport> {
  const { environment, registrations, clock, log, closing } = parts;
  const over = new AbortController();
  let socket: Socket | undefined;
  let logins = 0;
  let loggedIn = false;
  let detach = () => {};
  let liveSince: number | undefined;
  let noticed = false;
  let misfits = 0;
  let lastFrameAt = clock.monotonic();
  let verdict: { readonly end: SessionEnd; readonly code: string } | undefined;

  function endWith(end: SessionEnd, code: string): void {
    verdict ??= { end, code };
    socket?.close();
  }

  function misfit(what: string): void {
    misfits += 1;
    if (misfits <= MOST_LINES_ABOUT_MISFITS) log('warn', 'kiwoom.executions.misfit', { what });
  }

  function logIn(): void {
    detach();
    loggedIn = false;
    logins += 1;
    socket?.send(JSON.stringify({ trnm: 'LOGIN', token: parts.token }));
  }

  function onText(text: string): void {
    lastFrameAt = clock.monotonic();
    const frame = readFrame(text);
    if (!frame) misfit('frame');
    else if (frame.kind === 'ping') socket?.send(text);
    else if (frame.kind === 'system') endWith(frame.code === EVICTED ? 'inUse' : 'lost', frame.code);
    else if (frame.kind === 'answer') onAnswer(frame);
    else onReal(frame);
  }

  function onAnswer({ to, good, code }: Frame & { kind: 'answer' }): void {
    if (to === 'LOGIN') onLogin(good, code);
    else if (code === NOT_LOGGED_IN) onTooEarly(code);
    else if (good && to === 'REG') onRegistered();
    else if (!good && liveSince === undefined) endWith('refused', code);
    else if (!good) misfit('registration');
  }

  function onLogin(good: boolean, code: string): void {
    if (!good) endWith(TOKEN_CODES.has(code) ? 'tokenRefused' : 'refused', code);
    if (!good || loggedIn) return;
    loggedIn = true;
    const send = (text: string) => socket?.send(text);
    for (const text of registrations.all()) send(text);
    detach = registrations.attach(send);
  }

  /** Of several messages that came too early one login is made good. */
  function onTooEarly(code: string): void {
    if (!loggedIn) return;
    if (logins < MOST_LOGINS) logIn();
    else endWith('refused', code);
  }

  /** The account's own registration is the first that is sent, and answers keep the order. */
  function onRegistered(): void {
    if (liveSince !== undefined) return;
    liveSince = clock.monotonic();
    parts.onLive();
  }

  function onReal({ entries, misfits: unread }: Frame & { kind: 'real' }): void {
    if (unread > 0) misfit('entry');
    for (const entry of entries) onEntry(entry);
  }

  function onEntry(entry: RealEntry): void {
    const { account } = environment;
    const now = clock.now();
    if (entry.type === '00') {
      const read = readNotice(entry.values, { account, now });
      if (read.kind === 'misfit') misfit('notice');
      if (read.kind === 'foreign') parts.onForeign();
      if (read.kind !== 'notice') return;
      noticed = true;
      parts.onNotice(read.notice);
    } else if (entry.type === '04') {
      const read = readHolding(entry.values, account);
      if (read === undefined) misfit('holding');
      if (read === 'foreign') parts.onForeign();
    } else onQuote(entry, now);
  }

  /** A watcher that throws must not cost the notices. */
  function onQuote(entry: RealEntry, now: number): void {
    try {
      if (!registrations.hand(entry, now)) misfit('quote');
    } catch {
      log('error', 'kiwoom.executions.watcher', { type: entry.type });
    }
  }

  async function watch(): Promise<void> {
    await clock.sleep(ACKNOWLEDGED_WITHIN_MS, over.signal);
    if (liveSince === undefined) endWith('silent', 'no acknowledgement');
    while (!verdict) {
      const left = lastFrameAt + SILENT_AFTER_MS - clock.monotonic();
      if (left <= 0) endWith('silent', 'no frames');
      else await clock.sleep(left, over.signal);
    }
  }

  function report(end: SessionEnd, code: string): SessionReport {
    const stoodMs = liveSince === undefined ? 0 : Math.round(clock.monotonic() - liveSince);
    const level = closing.aborted ? 'info' : 'warn';
    log(level, 'kiwoom.executions.ended', { end, code, standingMs: stoodMs, misfits });
    return { end, code, stoodMs, proven: noticed || stoodMs >= PROVEN_AFTER_MS };
  }

  try {
    socket = await openSocket({ url: environment.wsUrl + PATH, clock, signal: closing, onText });
  } catch (thrown) {
    const { detail, kind } = asDeskError(thrown);
    return report('lost', String(detail['code'] ?? kind));
  }
  lastFrameAt = clock.monotonic();
  if (verdict) socket.close();
  logIn();
  watch().catch(() => undefined);
  const code = await socket.over;
  detach();
  over.abort('over');
  return verdict ? report(verdict.end, verdict.code) : report('lost', code);
}
