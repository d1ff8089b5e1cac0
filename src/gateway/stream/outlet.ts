import { WebSocket } from 'ws';
import type { Message } from './message.js';

/** More than this is never kept for a reader who does not read, bytes. */
export const MOST_BUFFERED = 256 * 1024;
/** Kept free for the last word and the close frame, bytes. */
const LAST_WORD = 1_024;

/** Numbers what is said: `seq` grows by one, so that who listens would see a gap. */
export interface Outlet {
  send(message: Message): void;
}

/** `slow` is called once, when the reader is too far behind; they were told, and nothing more is sent. */
export function createOutlet(
  socket: Pick<WebSocket, 'bufferedAmount' | 'readyState' | 'send'>,
  slow: () => void,
): Outlet {
  let seq = 0;
  let over = false;

  function put({ type, ...fields }: Message): boolean {
    const text = JSON.stringify({ type, seq: seq + 1, ...fields });
    const room = type === 'SLOW' ? MOST_BUFFERED : MOST_BUFFERED - LAST_WORD;
    if (socket.bufferedAmount + Buffer.byteLength(text) > room) return false;
    seq += 1;
    socket.send(text, () => undefined);
    return true;
  }

  return {
    send(message) {
      if (over || socket.readyState !== WebSocket.OPEN || put(message)) return;
      over = true;
      put({ type: 'SLOW' });
      slow();
    },
  };
}
