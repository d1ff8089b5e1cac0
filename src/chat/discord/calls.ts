import { DefaultRestOptions, type RESTOptions } from 'discord.js';

type MakeRequest = RESTOptions['makeRequest'];

/** The library's way to make a request, with the means to cut off those under way, which it lacks. */
export function createCalls(): { readonly makeRequest: MakeRequest; abort(): void } {
  const underWay = new Set<AbortController>();
  let aborted = false;
  return {
    async makeRequest(url, init) {
      const call = new AbortController();
      const cutOff = () => call.abort();
      if (aborted || init.signal?.aborted) cutOff();
      init.signal?.addEventListener('abort', cutOff, { once: true });
      underWay.add(call);
      try {
        return await DefaultRestOptions.makeRequest(url, { ...init, signal: call.signal });
      } finally {
        underWay.delete(call);
        init.signal?.removeEventListener('abort', cutOff);
      }
    },
    abort() {
      aborted = true;
      for (const call of underWay) call.abort();
    },
  };
}
