import http, { type ClientRequest } from 'node:http';
import { systemClock } from '../../src/core/index.js';

/** When this process began to send an order of each issue, by its code, ms. */
export type Departures = ReadonlyMap<string, number>;

const ORDER_PATH = /\/order-cash$|^\/api\/dostk\/ordr$/;
/** Of a new order; a change names the order that it changes besides. */
const ISSUE = /"(?:PDNO|stk_cd)":"([0-9A-Z]+)"/;
const CHANGED = /"orig_ord_no":/;

/** Notes every new order that is handed to Node's own HTTP client from now on, at the very moment. */
export function watchDepartures(): Departures {
  const departures = new Map<string, number>();
  const note = (body: unknown) => {
    const [, code] = ISSUE.exec(String(body)) ?? [];
    if (code !== undefined && !CHANGED.test(String(body))) departures.set(code, systemClock.now());
  };
  /** The body comes with the one or the other, as the HTTP library likes. */
  const noted = <T extends ClientRequest['write'] | ClientRequest['end']>(send: T): T =>
    new Proxy(send, {
      apply(target, self, given) {
        note(given[0]);
        return Reflect.apply(target, self, given);
      },
    });
  const request = new Proxy(http.request, {
    apply(target, self, given) {
      const made: ClientRequest = Reflect.apply(target, self, given);
      if (!ORDER_PATH.test(made.path)) return made;
      made.write = noted(made.write);
      made.end = noted(made.end);
      return made;
    },
  });
  Object.assign(http, { request });
  return departures;
}
