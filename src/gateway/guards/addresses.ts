import type { IncomingMessage } from 'node:http';
import type { DeskError } from '../../core/index.js';
import type { GatewaySettings } from '../parts.js';
import { refusal } from '../refusal.js';
import { isLoopbackAddress } from './source.js';

const LOCAL_NAMES: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** What is wrong with where a request is addressed to or comes from; undefined when nothing is. */
export type AddressCheck = (request: IncomingMessage) => DeskError | undefined;

/**
 * Whether the Host header names this gateway. A web page whose name was made to point at this computer (DNS rebinding)
 * would otherwise be of the same origin as the desk. Beyond loopback names are the operator's affair, and no request is
 * let in without a key.
 */
export function checkHost({ host, url }: Pick<GatewaySettings, 'host' | 'url'>): AddressCheck {
  if (host !== 'localhost' && !isLoopbackAddress(host)) return () => undefined;
  const named = new URL(url).host;
  const names = new Set([...LOCAL_NAMES, host]);
  return ({ headers, socket }) => {
    const given = headers.host?.toLowerCase() ?? '';
    if (given === named) return undefined;
    const [, name = '', port = '80'] = /^(.*?)(?::(\d{1,5}))?$/.exec(given) ?? [];
    return names.has(name) && Number(port) === socket.localPort ? undefined : refusal('host');
  };
}

/**
 * Whether the web page that a browser asks for, if any, is our own or listed. A link from elsewhere may open our page,
 * as the one-time link in a chat does, but calls nothing.
 */
export function checkOrigin({
  url,
  corsOrigins,
}: Pick<GatewaySettings, 'url' | 'corsOrigins'>): AddressCheck {
  const known = new Set([new URL(url).origin, ...corsOrigins]);
  return ({ headers, socket, method, url: target = '' }) => {
    const { origin, host = '' } = headers;
    if (origin !== undefined) {
      const scheme = 'encrypted' in socket ? 'https' : 'http';
      return known.has(origin) || origin === `${scheme}://${host}` ? undefined : refusal('origin');
    }
    const site = headers['sec-fetch-site'];
    if (site === undefined || site === 'same-origin' || site === 'none') return undefined;
    const isVisit =
      headers['sec-fetch-mode'] === 'navigate' && method === 'GET' && !target.startsWith('/api/');
    return isVisit ? undefined : refusal('origin');
  };
}
