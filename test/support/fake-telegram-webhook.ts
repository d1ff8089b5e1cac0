import type { Update } from 'grammy/types';
import { Refusal } from './fake-telegram-rules.js';
import type { UpdateQueue } from './fake-telegram-updates.js';

type Payload = Readonly<Record<string, unknown>>;

export interface FakeWebhook {
  readonly isSet: boolean;
  set(payload: Payload): true;
  remove(): true;
  info(): unknown;
  /** Tries what waits, in order, until one is not answered with 2xx. The real server does so again and again. */
  push(): Promise<void>;
}

/** Delivery by calls: `proxy` stands for whatever serves the address and passes a call on, path included. */
export function fakeWebhook(parts: {
  readonly queue: UpdateQueue;
  readonly seconds: () => number;
  readonly proxy: () => string;
}): FakeWebhook {
  const { queue, seconds, proxy } = parts;
  let hook: { url: string; secret: string; allowed: readonly unknown[] } | undefined;
  let lastError: { last_error_date: number; last_error_message: string } | undefined;
  let pushing: Promise<void> | undefined;

  async function deliver(update: Update, { url, secret }: NonNullable<typeof hook>): Promise<boolean> {
    try {
      const response = await fetch(`${proxy()}${new URL(url).pathname}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
        body: JSON.stringify(update),
      });
      await response.arrayBuffer();
      if (response.ok) return true;
      lastError = failure(`Wrong response from the webhook: ${response.status} ${response.statusText}`);
    } catch {
      lastError = failure('Connection refused');
    }
    return false;
  }

  const failure = (message: string) => ({ last_error_date: seconds(), last_error_message: message });

  async function pushAll(): Promise<void> {
    for (;;) {
      const [update] = queue.pending(hook?.allowed);
      if (!update || !hook || !(await deliver(update, hook))) return;
      queue.confirm(update);
    }
  }

  return {
    get isSet() {
      return hook !== undefined;
    },
    set(payload) {
      const { url, secret_token: secret = '', max_connections: connections = 40, allowed_updates } = payload;
      if (typeof url !== 'string' || !url.startsWith('https://')) {
        throw new Refusal(400, 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook');
      }
      if (typeof secret !== 'string' || !/^[A-Za-z0-9_-]{0,256}$/.test(secret)) {
        throw new Refusal(400, 'Bad Request: secret token contains unallowed characters');
      }
      if (Number(connections) < 1 || Number(connections) > 100)
        throw new Refusal(400, 'Bad Request: max_connections');
      hook = { url, secret, allowed: Array.isArray(allowed_updates) ? allowed_updates : [] };
      lastError = undefined;
      queue.wake(new Refusal(409, 'Conflict: terminated by setWebhook request'));
      return true;
    },
    remove() {
      hook = undefined;
      return true;
    },
    info: () => ({
      url: hook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: queue.pending(undefined).length,
      ...lastError,
    }),
    push() {
      pushing ??= pushAll().finally(() => {
        pushing = undefined;
      });
      return pushing;
    },
  };
}
