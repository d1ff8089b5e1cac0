import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import { type Clock, DeskError, type Language } from '../../core/index.js';
import type { ReportTrouble } from '../connection/index.js';
import { forGrammy } from './abort.js';
import { telegramFault } from './faults.js';
import { ALLOWED_UPDATES, type TakeUpdate } from './poll.js';
import { listenForUpdates, type WebhookOptions, type WebhookServer } from './webhook-server.js';

/** Updates of one chat come one after the other anyway, and a desk has few chats. */
const CONNECTIONS = 4;
/** How often Telegram is asked whether all is delivered. A third of the age at which a press to trade is too old. */
const LOOK_MS = 10_000;
const LONGEST_REASON = 200;

export interface Webhook {
  /** Resolves with the reason once another program has taken the delivery over, or with an abort's. Never rejects. */
  watch(report: ReportTrouble, signal: AbortSignal): Promise<DeskError>;
  close: WebhookServer['close'];
}

/**
 * Delivery by Telegram's own calls. Listens first and asks for the delivery then; what waited meanwhile, as after a
 * restart, comes at once. Throws DeskError or what the call threw, and leaves nothing open.
 *
 * Telegram does not say when a button was pressed, and delivers again what failed, for hours. So it is asked every 10 s:
 * when it says that nothing waits, whatever comes afterwards was pressed after that question. While something waits, or
 * nobody answers, presses age; at worst one that was new is refused as too old, and never the other way round.
 */
export async function openWebhook(parts: {
  readonly api: Api;
  readonly webhook: WebhookOptions;
  readonly take: TakeUpdate;
  readonly language: Language;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Promise<Webhook> {
  const { api, webhook, take, language, clock, signal } = parts;
  const { url, secret } = webhook;
  const inHand = new Map<number, Promise<boolean>>();
  const openedAt = clock.now();
  let quietAt = 0;

  /** One look: what is wrong, or undefined; `foreign` when the delivery goes elsewhere. */
  async function look(abort: AbortSignal): Promise<{ foreign: boolean; trouble: string | undefined }> {
    const askedAt = clock.now();
    const info = await api.getWebhookInfo(forGrammy(abort));
    if (info.url !== url) return { foreign: true, trouble: undefined };
    if (info.pending_update_count === 0) {
      quietAt = askedAt;
      return { foreign: false, trouble: undefined };
    }
    const { last_error_date: failed = 0, last_error_message: error = '' } = info;
    const isNew = failed * 1000 >= Math.max(openedAt, quietAt);
    return { foreign: false, trouble: isNew ? unreached(error, language) : undefined };
  }

  async function watch(report: ReportTrouble, abort: AbortSignal): Promise<DeskError> {
    for (;;) {
      try {
        const { foreign, trouble } = await look(abort);
        if (foreign) return takenOver(language);
        report(trouble);
      } catch (thrown) {
        if (!abort.aborted) report(telegramFault(thrown, language).message);
      }
      await clock.sleep(LOOK_MS, abort).catch(() => undefined);
      if (abort.aborted) return new DeskError('cancelled', 'stopping');
    }
  }

  /** A second delivery of what is still in hand waits with the first one. */
  function takeOnce(update: Update): Promise<boolean> {
    const id = update.update_id;
    const taking = inHand.get(id) ?? take(update, quietAt).finally(() => inHand.delete(id));
    inHand.set(id, taking);
    return taking;
  }

  const server: WebhookServer = await listenForUpdates(webhook, takeOnce, clock);
  try {
    await api.setWebhook(
      url,
      { secret_token: secret.reveal(), allowed_updates: ALLOWED_UPDATES, max_connections: CONNECTIONS },
      forGrammy(signal),
    );
  } catch (error) {
    await server.close(Promise.resolve());
    throw error;
  }
  return { watch, close: server.close };
}

function takenOver(language: Language): DeskError {
  return new DeskError(
    'unavailable',
    language === 'ko'
      ? '다른 프로그램이 이 봇의 웹훅을 바꿈'
      : 'another program has changed the webhook of this bot',
  );
}

/** Telegram's words about our own address; they hold no secret. */
function unreached(error: string, language: Language): string {
  const words = error.slice(0, LONGEST_REASON);
  return language === 'ko'
    ? `텔레그램이 웹훅에 닿지 못함: ${words}`
    : `Telegram cannot reach the webhook: ${words}`;
}
