import http, { type ClientRequest } from 'node:http';
import { systemClock } from '../../src/core/index.js';

/** When this process began to send an order of each issue, by its code, ms. */
export type Departures = ReadonlyMap<string, number>;

/** Notes every order that is handed to Node's own HTTP client from now on, at the very moment. */
export function watchDepartures(): Departures {
  const departures = new Map<string, number>();
  const note = (body: unknown) => {
    const [, code] = /"PDNO":"([0-9A-Z]+)".*"ORD_QTY"/.exec(String(body)) ?? [];
    if (code !== undefined) departures.set(code, systemClock.now());
  };
  const request = new Proxy(http.request, {
    apply(target, self, given) {
      const made: ClientRequest = Reflect.apply(target, self, given);
      made.end = new Proxy(made.end, {
        apply(end, that, [body, ...rest]) {
          note(body);
          return Reflect.apply(end, that, [body, ...rest]);
        },
      });
      return made;
    },
  });
  Object.assign(http, { request });
  return departures;
}
