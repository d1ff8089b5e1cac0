import { connect, type Socket } from 'node:net';

export interface RawLine {
  readonly socket: Socket;
  /** All that came so far. */
  text(): string;
  /** Resolves once the text contains this many matches; rejects when the line ends before. */
  sees(pattern: RegExp, times?: number): Promise<string>;
  /** Resolves with all that came when the other side ends the line. */
  ended(): Promise<string>;
}

/** Bytes as they are, where a client library would tidy them. `from`: the local address, such as 127.0.0.2. */
export function rawLine(port: number, bytes = '', from?: string): Promise<RawLine> {
  const socket = connect({ port, host: '127.0.0.1', ...(from === undefined ? {} : { localAddress: from }) });
  let text = '';
  let isOver = false;
  const heard = new Set<() => void>();
  const tell = () => {
    for (const look of [...heard]) look();
  };
  socket.setEncoding('latin1');
  socket.on('data', (piece: string) => {
    text += piece;
    tell();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isOver = true;
    tell();
  });
  const until = (isThere: () => boolean) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        if (isThere()) resolve(text);
        else if (isOver) reject(new Error(`the line ended after: ${text.slice(0, 300)}`));
        else return;
        heard.delete(look);
      };
      heard.add(look);
      look();
    });
  const line: RawLine = {
    socket,
    text: () => text,
    sees: (pattern, times = 1) =>
      until(() => [...text.matchAll(new RegExp(pattern.source, 'g'))].length >= times),
    ended: () => until(() => isOver),
  };
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.write(bytes);
      resolve(line);
    });
  });
}
