import {
  type Clock,
  formatKst,
  type Language,
  type PlatformId,
  type PlatformStatus,
  platformName,
  type Reply,
  type Stamp,
  spanText,
} from '../core/index.js';
import type { RandomBytes } from './buttons.js';
import { newReference } from './reference.js';

/** A drop that heals within this time is nobody's news. */
const PATIENCE_MS = 30_000;

/** Tells people on the platforms that work of one that does not: once when it is lost, once when it is back. */
export interface PlatformNews {
  /** Returns at once and never throws. */
  changed(status: PlatformStatus): void;
  /** Nothing more is told. */
  stop(): void;
}

interface Loss {
  /** By the wall clock, ms. */
  readonly since: number;
  readonly reference: string;
  readonly healed: AbortController;
  reason: string | undefined;
  told: boolean;
}

export function createPlatformNews(parts: {
  readonly clock: Clock;
  readonly language: Language;
  readonly stamp: Stamp;
  readonly random: RandomBytes;
  /** Reaches whoever can be reached (`alerts.tell`). */
  tell(notice: Reply): Promise<void>;
}): PlatformNews {
  const { clock, random, tell } = parts;
  const losses = new Map<PlatformId, Loss>();
  const stopping = new AbortController();

  async function tellIfItLasts(id: PlatformId, loss: Loss): Promise<void> {
    try {
      await clock.sleep(PATIENCE_MS, AbortSignal.any([loss.healed.signal, stopping.signal]));
    } catch {
      return;
    }
    loss.told = true;
    await tell(lostNotice(id, loss, parts));
  }

  return {
    changed({ id, state, reason }) {
      const loss = losses.get(id);
      if (state === 'lost') {
        if (loss) {
          loss.reason = reason;
          return;
        }
        const fresh: Loss = {
          since: clock.now(),
          reference: newReference(random),
          healed: new AbortController(),
          reason,
          told: false,
        };
        losses.set(id, fresh);
        tellIfItLasts(id, fresh).catch(() => undefined);
      } else if (loss && state !== 'starting') {
        losses.delete(id);
        loss.healed.abort();
        if (loss.told && state === 'connected') {
          tell(backNotice(id, loss, clock.now(), parts)).catch(() => undefined);
        }
      }
    },
    stop: () => stopping.abort(),
  };
}

interface Manner {
  readonly language: Language;
  readonly stamp: Stamp;
}

function lostNotice(id: PlatformId, { since, reason, reference }: Loss, { language, stamp }: Manner): Reply {
  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);
  const name = platformName(id, language);
  return {
    title: say(`${name} 연결이 끊겼습니다`, `${name} is not connected`),
    stamp,
    tone: 'warning',
    visibility: 'public',
    blocks: [
      {
        kind: 'text',
        text: say(
          `${name}에서는 명령을 받지 못하고 알림도 가지 않을 수 있습니다. 주문과 다른 채팅에는 영향이 없습니다.`,
          `Commands there are not received, and alerts may not arrive. Orders and the other chats are not affected.`,
        ),
      },
      {
        kind: 'fields',
        fields: [
          { label: say('까닭', 'Why'), value: reason ?? say('알 수 없음', 'unknown') },
          { label: say('끊긴 때', 'Since'), value: `${formatKst(since)} KST` },
          {
            label: say('봇이 할 일', 'The bot will'),
            value: say('스스로 다시 연결합니다', 'connect again by itself'),
          },
          {
            label: say('할 수 있는 일', 'You can'),
            value: say(
              '같은 봇 토큰을 쓰는 다른 프로그램이 있으면 끄고, 토큰을 바꿨다면 설정을 고치고 다시 시작하세요',
              'end any other program that uses the same bot token; after a change of the token, correct the configuration and restart',
            ),
          },
        ],
      },
    ],
    footer: `${say('참조', 'Reference')} ${reference}`,
  };
}

function backNotice(
  id: PlatformId,
  { since, reference }: Loss,
  now: number,
  { language, stamp }: Manner,
): Reply {
  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);
  const name = platformName(id, language);
  const span = spanText(now - since, language);
  return {
    title: say(`${name}에 다시 연결되었습니다`, `${name} is connected again`),
    stamp,
    tone: 'good',
    visibility: 'public',
    blocks: [{ kind: 'text', text: say(`${span} 동안 끊겨 있었습니다.`, `It was away for ${span}.`) }],
    footer: `${say('참조', 'Reference')} ${reference} · ${formatKst(now)} KST`,
  };
}
