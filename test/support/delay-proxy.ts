import { connect, createServer, type Socket } from 'node:net';

export interface DelayProxy {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * A TCP proxy on loopback that holds back every chunk on its way up by `delayMs()`, in order on each connection: a
 * network with jitter between a client and a server that counts arrivals.
 */
export async function startDelayProxy(targetUrl: string, delayMs: () => number): Promise<DelayProxy> {
  const target = new URL(targetUrl);
  const open = new Set<Socket>();
  const server = createServer(client => {
    const upstream = connect({ host: target.hostname, port: Number(target.port), noDelay: true });
    client.setNoDelay(true);
    open.add(client).add(upstream);
    let queue = Promise.resolve();
    client.on('data', chunk => {
      const due = new Promise<void>(resolve => setTimeout(resolve, delayMs()));
      queue = queue.then(() => due).then(() => void upstream.write(chunk));
    });
    upstream.pipe(client);
    for (const socket of [client, upstream]) {
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
