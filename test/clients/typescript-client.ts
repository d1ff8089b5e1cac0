/** The desk's access token in a bot: any runtime with fetch. It asks only when it is time, one question at once. */
export function deskTokens(url: string, account: string, key: string, patienceMs = 90_000) {
  const address = `${url}/api/v1/sync/kis-token/${account}`;
  let held: { token: string; generation: number; etag: string; again: number; ends: number } | undefined;
  let dead: number | undefined;
  let asking: Promise<string> | undefined;

  async function ask(until: number): Promise<string> {
    for (;;) {
      const reported = dead;
      const headers = new Headers({ 'x-sync-key': key });
      if (held) headers.set('if-none-match', held.etag);
      if (dead !== undefined) headers.set('x-token-failed', String(dead));
      const signal = AbortSignal.timeout(30_000);
      const answer = await fetch(address, { headers, signal }).catch(() => undefined);
      if (dead !== reported) continue; // refused meanwhile
      if (answer?.status === 200) return keep(await answer.text(), answer.headers.get('etag') ?? '');
      await answer?.body?.cancel();
      const status = answer?.status ?? 503; // not reached; the desk may be starting
      // 304: the same token, not renewed yet.
      if (![304, 429, 500, 502, 503, 504].includes(status)) throw new Error(`the desk answered ${status}`);
      const waitMs = 1_000 * Number(answer?.headers.get('retry-after') ?? (status === 304 ? 30 : 5));
      if (held && Date.now() < held.ends) {
        held.again = Date.now() + waitMs; // the old one serves meanwhile
        return held.token;
      }
      if (Date.now() + waitMs > until) throw new Error('no token from the desk in time');
      await new Promise(resolve => setTimeout(resolve, waitMs));
    }
  }

  function keep(text: string, etag: string): string {
    const { access_token: token, generation, refresh_after: after, expires_at: end } = JSON.parse(text);
    const again = Math.max(Date.parse(after), Date.now() + 1_000);
    held = { token, generation, etag, again, ends: Date.parse(end) - 60_000 };
    dead = undefined;
    return held.token;
  }

  return {
    async token(): Promise<string> {
      if (held && Date.now() < held.again) return held.token;
      asking ??= ask(Date.now() + patienceMs).finally(() => {
        asking = undefined;
      });
      return asking;
    },
    /** The broker refused this token (EGW00121, EGW00123): the next token() reports it, once. */
    refused(token: string): void {
      if (held?.token !== token) return;
      dead = held.generation;
      held = undefined;
    },
  };
}
