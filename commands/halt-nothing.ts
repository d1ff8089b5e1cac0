import type { Block, CommandContext, Draft } from '../src/core/index.js';

/** For how long (ms) and why something is halted. */
export interface HaltWish {
  readonly time: number | undefined;
  readonly reason: string;
}

/** A person who wanted to stop must not believe that something was: it is said first, and everything can be stopped. */
export function nothingHalted(
  { say, button }: CommandContext,
  why: string,
  more: readonly Block[] = [],
): Draft {
  return {
    title: say('아직 아무것도 정지하지 않았습니다', 'Nothing is halted yet'),
    tone: 'bad',
    blocks: [
      { kind: 'text', text: why },
      ...more,
      {
        kind: 'buttons',
        buttons: [
          button(say('전체 정지', 'Halt everything'), { command: 'halt', args: { scope: 'all' } }, 'danger'),
        ],
      },
    ],
  };
}

/** A wish as the arguments of a call. */
export function wishArgs({ time, reason }: HaltWish, say: CommandContext['say']): Record<string, string> {
  return {
    ...(time === undefined ? {} : { time: durationWord(time, say) }),
    ...(reason === '' ? {} : { reason }),
  };
}

/** The word that `parseDuration` reads as these ms; whole minutes, as all durations are. */
function durationWord(ms: number, say: CommandContext['say']): string {
  const minutes = ms / 60_000;
  const hours = Math.floor(minutes / 60);
  if (minutes % 60 > 0) {
    return minutes <= 9999 ? `${minutes}${say('분', 'm')}` : `${hours}시간${minutes % 60}분`;
  }
  return hours % 24 > 0 ? `${hours}${say('시간', 'h')}` : `${hours / 24}${say('일', 'd')}`;
}
