import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server on this machine that can be shut: then new connections are refused, those that stand go on. */
export interface TradeRelay {
  readonly url: string;
  shut(): Promise<void>;
  open(): Promise<void>;
  stop(): void;
}

export async function startRelay(targetUrl: string): Promise<TradeRelay> {
  const { hostname, port } = new URL(targetUrl);
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let ownPort = 0;

  function join(client: Socket): void {
    const upstream = connect({ host: hostname, port: Number(port), noDelay: true });
    client.setNoDelay(true);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  }

  async function open(): Promise<void> {
    const listening = createServer(join);
    await new Promise<void>(resolve => listening.listen(ownPort, '127.0.0.1', resolve));
    const address = listening.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    ownPort = address.port;
    server = listening;
  }

  await open();
  return {
    url: `http://127.0.0.1:${ownPort}`,
    open,
    async shut() {
      // What is left of its connections does not keep anybody waiting.
      server?.close();
      server = undefined;
    },
    stop() {
      server?.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
