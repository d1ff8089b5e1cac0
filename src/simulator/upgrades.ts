import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** One WebSocket address of the exchange. */
export interface SocketFace {
  serves(path: string): boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Brings each session to the face that serves its path; any other path is answered with 404. */
export function attachSockets(server: Server, faces: readonly SocketFace[]): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const face = faces.find(f => f.serves(path));
    if (face) face.upgrade(request, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n');
  });
}
