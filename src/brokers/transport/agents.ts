import http from 'node:http';
import https from 'node:https';
import { onAbort } from './deadline.js';

/** As the HTTP library takes them: only the one that this host's protocol needs. */
type Agents = { readonly httpAgent: http.Agent } | { readonly httpsAgent: https.Agent };

/** The connections of one line. Each kind is made when it is first needed: of a thousand lines few are in use. */
export interface LineAgents {
  /** Kept open and used again: for reads. */
  pooled(): Agents;
  /**
   * One connection for one request. A pooled connection may be dead already, which shows only after the request was
   * written: an order would have an unknown outcome for nothing. (With a bound on its sockets, Node's agent would keep
   * them; the limiter bounds these.)
   */
  single(): Agents;
}

const POOL = { keepAlive: true, maxSockets: 32, scheduling: 'lifo' } as const;

export function createAgents(baseUrl: string, closing: AbortSignal): LineAgents {
  function lazily(options: http.AgentOptions): () => Agents {
    let made: Agents | undefined;
    return () => {
      if (made) return made;
      if (baseUrl.startsWith('https:')) {
        const httpsAgent = new https.Agent(options);
        made = { httpsAgent };
        onAbort(closing, () => httpsAgent.destroy());
      } else {
        const httpAgent = new http.Agent(options);
        made = { httpAgent };
        onAbort(closing, () => httpAgent.destroy());
      }
      return made;
    };
  }
  return { pooled: lazily(POOL), single: lazily({ keepAlive: false }) };
}
