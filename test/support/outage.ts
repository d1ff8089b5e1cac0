import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that can be away for a while, and be found again at the same port. */
export interface Plug {
  readonly port: number;
  /** From now on connections are refused, and those that are open are cut. */
  pull(): Promise<void>;
  /** Listens again. */
  push(): Promise<void>;
}

/** `cut` ends what `http.Server` does not count as its connections: WebSockets. */
export function plugOf(server: Server, cut: () => void = () => undefined): Plug {
  const address = server.address();
  if (!isAddress(address)) throw new Error('no port');
  const { port } = address;
  return {
    port,
    async pull() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      cut();
      server.closeAllConnections();
      await closed;
    },
    push: () => new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve)),
  };
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
