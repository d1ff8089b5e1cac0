import type { IncomingMessage } from 'node:http';
import { parse } from 'hono/utils/cookie';
import type { Caller } from '../caller.js';
import { COOKIE } from '../console/own-page.js';
import { localCaller, presentedKey } from '../gate.js';
import type { GatewayParts } from '../parts.js';

const KEY_HEADERS = ['x-api-key', 'x-sync-key'] as const;

/** Who looks on, as of now; undefined when they may not, or not any more. */
export type Visitor = () => Caller | undefined;

/** Whoever holds this key. */
export function keyVisitor({ keys }: Pick<GatewayParts, 'keys'>, key: string): Visitor {
  return () => {
    const holder = keys.check(key);
    if (!holder?.scopes.has('read')) return undefined;
    const { id, name, scopes, who } = holder;
    return { name, place: `key:${id}`, scopes, who };
  };
}

/**
 * Who the request says it is: by a key in its header; by the cookie of the console's page, which counts from there only;
 * or from this computer, where no key is required. undefined: it does not say. A page of neither ours nor the list has
 * been refused before.
 */
export function requestVisitor(
  parts: Pick<GatewayParts, 'keys' | 'web' | 'settings'>,
  request: IncomingMessage,
): Visitor | undefined {
  const { headers } = request;
  if (KEY_HEADERS.some(name => headers[name] !== undefined))
    return keyVisitor(parts, presentedKey(request) ?? '');
  return pageVisitor(parts, request) ?? localVisitor(parts, request);
}

function pageVisitor(
  { web, settings }: Pick<GatewayParts, 'web' | 'settings'>,
  { headers }: IncomingMessage,
): Visitor | undefined {
  const { origin, cookie } = headers;
  const isOwnPage = origin !== undefined && !settings.corsOrigins.includes(origin);
  const token = isOwnPage && cookie !== undefined ? parse(cookie, COOKIE)[COOKIE] : undefined;
  const session = token === undefined ? undefined : web.session(token);
  if (!session) return undefined;
  return () => {
    const who = session.who();
    return who && { name: 'web', place: `page:${session.id}`, scopes: new Set(['read']), who };
  };
}

function localVisitor(parts: Pick<GatewayParts, 'settings'>, request: IncomingMessage): Visitor | undefined {
  const local = localCaller(parts, request);
  return local && (() => local);
}
