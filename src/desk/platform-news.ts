import {
  type Clock,
  type Draft,
  formatKst,
  type Language,
  type PlatformId,
  type PlatformStatus,
  platformName,
  type Tell,
} from '../core/index.js';

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
  readonly healed: AbortController;
  reason: string | undefined;
}

export function createPlatformNews({
  clock,
  language,
  tell,
}: {
  readonly clock: Clock;
  readonly language: Language;
  readonly tell: Tell;
}): PlatformNews {
  const losses = new Map<PlatformId, Loss>();
  const stopping = new AbortController();
  const incidentOf = (id: PlatformId) => ({ kind: 'platform', incident: `platform:${id}` }) as const;

  async function tellIfItLasts(id: PlatformId, loss: Loss): Promise<void> {
    try {
      await clock.sleep(PATIENCE_MS, AbortSignal.any([loss.healed.signal, stopping.signal]));
    } catch {
      return;
    }
    const draft = lostDraft(id, loss, language);
    tell({ ...incidentOf(id), urgency: 'warning', stage: 'lost', draft, at: loss.since });
  }

  return {
    changed({ id, state, reason }) {
      const loss = losses.get(id);
      if (state === 'lost') {
        if (loss) {
          loss.reason = reason;
          return;
        }
        const fresh: Loss = { since: clock.now(), healed: new AbortController(), reason };
        losses.set(id, fresh);
        void tellIfItLasts(id, fresh);
      } else if (state !== 'starting') {
        losses.delete(id);
        loss?.healed.abort();
        if (state !== 'connected' || stopping.signal.aborted) return;
        // Also without a loss that is known: the last word of an earlier run may still be that it is lost.
        const draft = backDraft(id, language);
        tell({ ...incidentOf(id), urgency: 'info', over: true, draft, at: clock.now() });
      }
    },
    stop: () => stopping.abort(),
  };
}

function lostDraft(id: PlatformId, { since, reason }: Loss, language: Language): Draft {
  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);
  const name = platformName(id, language);
  return {
    title: say(`${name} 연결이 끊겼습니다`, `${name} is not connected`),
    tone: 'warning',
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
  };
}

function backDraft(id: PlatformId, language: Language): Draft {
  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);
  const name = platformName(id, language);
  return {
    title: say(`${name}에 다시 연결되었습니다`, `${name} is connected again`),
    tone: 'good',
    blocks: [
      {
        kind: 'text',
        text: say(
          '명령을 다시 받습니다. 그동안 못 간 알림은 이어서 갑니다.',
          'Commands are received again, and alerts that could not arrive follow.',
        ),
      },
    ],
  };
}
