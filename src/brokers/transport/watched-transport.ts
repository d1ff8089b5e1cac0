import http from 'node:http';
import https from 'node:https';
import { onAbort } from './deadline.js';

/**
 * Node's own client, watched for the moment from which bytes may leave: it writes nothing before the connection
 * (with TLS: the handshake) is complete. A reused socket counts as established from the start. Until that moment
 * `signal` keeps the request from leaving; from then on it has no effect.
 */
export function watchedTransport(secure: boolean, signal: AbortSignal) {
  let established = false;
  const client = secure ? https : http;
  return {
    established: () => established,
    transport: {
      request(options: https.RequestOptions, onResponse: (response: http.IncomingMessage) => void) {
        // The last look before the request is handed to Node, however the HTTP library came here.
        signal.throwIfAborted();
        const request = client.request(options, onResponse);
        const detach = onAbort(signal, () => {
          if (!established) request.destroy();
        });
        request.once('close', detach);
        request.once('socket', socket => {
          if (request.reusedSocket || !socket.connecting) established = true;
          socket.once(secure ? 'secureConnect' : 'connect', () => {
            established = true;
          });
        });
        return request;
      },
    },
  };
}
