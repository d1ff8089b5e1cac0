import http from 'node:http';
import https from 'node:https';

/**
 * Node's own client, watched for the moment from which bytes may leave: it writes nothing before the connection
 * (with TLS: the handshake) is complete. A reused socket counts as established from the start.
 */
export function watchedTransport(secure: boolean) {
  let established = false;
  const client = secure ? https : http;
  return {
    established: () => established,
    transport: {
      request(options: https.RequestOptions, onResponse: (response: http.IncomingMessage) => void) {
        const request = client.request(options, onResponse);
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
