import { type RawData, WebSocket } from 'ws';
import { type Clock, DeskError } from '../../core/index.js';
import { onAbort, timedOut, withDeadline } from './deadline.js';

/** An open WebSocket line. */
export interface Socket {
  /** Sends a text frame; once the line is over it does nothing. */
  send(text: string): void;
  /** Takes leave of the other side, and does not wait longer than a second for its answer. */
  close(): void;
  /** Resolves, never rejects, when the line is over: a short word such as `1006`, `ECONNRESET` or `closed`. */
  readonly over: Promise<string>;
}

const OPEN_MS = 10_000;
const LEAVE_MS = 1_000;
const MAX_FRAME_BYTES = 1024 * 1024;
const NORMAL = 1_000;

/**
 * Opens a WebSocket line within ten seconds. Redirects and compression are refused, and so is a frame above one MiB,
 * which ends the line. Throws DeskError `timeout`, `cancelled`, or `unavailable` with `detail.code`.
 */
export async function openSocket(options: {
  readonly url: string;
  readonly clock: Clock;
  /** Destroys the line, whether it stands already or not. */
  readonly signal: AbortSignal;
  /** Sees every text frame, in order, until the line is closed from here. When it throws, the line ends. */
  readonly onText: (text: string) => void;
}): Promise<Socket> {
  const { url, clock, signal, onText } = options;
  return withDeadline(
    clock,
    OPEN_MS,
    [signal],
    opening =>
      new Promise((resolve, reject) => {
        const giveUp = (code: string) => reject(notOpened(opening, code));
        if (opening.aborted) return giveUp('CANCELLED');
        setUp({ url, clock, signal, opening, onText, resolve, giveUp });
      }),
  );
}

interface Opening {
  readonly url: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Aborts when the deadline passes, or with `signal`. */
  readonly opening: AbortSignal;
  readonly onText: (text: string) => void;
  resolve(socket: Socket): void;
  giveUp(code: string): void;
}

function setUp({ url, clock, signal, opening, onText, resolve, giveUp }: Opening): void {
  const line = connect(url);
  if (!line) {
    giveUp('URL');
    return;
  }
  const gone = new AbortController();
  let listening = true;
  let failure: string | undefined;
  let finish: (why: string) => void = giveUp;

  const destroy = () => {
    listening = false;
    failure ??= 'closed';
    // Not waited for, but a session that is taken leave of is not held against the next one.
    if (line.readyState === WebSocket.OPEN) line.close(NORMAL);
    line.terminate();
  };
  const leaveOpening = onAbort(opening, destroy);
  const leaveSignal = onAbort(signal, destroy);

  line.on('error', error => {
    failure ??= codeOf(error);
  });
  line.once('unexpected-response', (_request, response) => {
    failure ??= `HTTP ${response.statusCode}`;
    line.terminate();
  });
  line.once('close', code => {
    listening = false;
    leaveOpening();
    leaveSignal();
    gone.abort('closed');
    finish(failure ?? String(code));
  });
  line.on('message', (data, isBinary) => {
    if (!listening || isBinary) return;
    try {
      onText(textOf(data));
    } catch {
      failure ??= 'LISTENER';
      destroy();
    }
  });
  line.once('open', () => {
    leaveOpening();
    const over = new Promise<string>(resolveOver => {
      finish = resolveOver;
    });
    resolve({
      over,
      send(text) {
        if (line.readyState === WebSocket.OPEN) line.send(text, () => undefined);
      },
      close() {
        listening = false;
        failure ??= 'closed';
        line.close(NORMAL);
        clock.sleep(LEAVE_MS, gone.signal).then(
          () => line.terminate(),
          () => undefined,
        );
      },
    });
  });
}

/** undefined for what is no WebSocket address. */
function connect(url: string): WebSocket | undefined {
  try {
    return new WebSocket(url, {
      perMessageDeflate: false,
      followRedirects: false,
      maxPayload: MAX_FRAME_BYTES,
    });
  } catch {
    return undefined;
  }
}

function notOpened(opening: AbortSignal, code: string): DeskError {
  if (timedOut(opening))
    return new DeskError('timeout', 'the line was not opened in time', { code: 'TIMEOUT' });
  if (opening.aborted) return new DeskError('cancelled', 'the line was no longer wanted');
  return new DeskError('unavailable', 'the line could not be opened', { code });
}

/** Codes only: messages of network errors name hosts and addresses. */
function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'FAILED';
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : data.toString('utf8');
}
