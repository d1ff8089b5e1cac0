import type { CommandCall, CommandContext, Draft, Instrument } from '../src/core/index.js';

const MOST_CHOICES = 10;

/** Several names fit: the person chooses, and nothing is chosen for them. `callFor` is the same call with a code. */
export function symbolChoice(
  { say, button }: CommandContext,
  query: string,
  candidates: readonly Instrument[],
  callFor: (code: string) => CommandCall,
): Draft {
  const shown = candidates.slice(0, MOST_CHOICES);
  const left = candidates.length - shown.length;
  const { command, args } = callFor(shown[0]?.code ?? '');
  const words = Object.entries(args).map(([name, word]) => (name === 'account' ? `@${word}` : word));
  const example = [`/${command}`, ...words].join(' ');
  return {
    title: say('어느 종목인가요?', 'Which one?'),
    tone: 'neutral',
    blocks: [
      {
        kind: 'text',
        text: say(
          `“${query}”에 맞는 종목이 ${candidates.length}개입니다. 눌러서 고르거나 코드를 입력하세요. 예: ${example}`,
          `${candidates.length} symbols match “${query}”. Press one, or type its code, for example ${example}`,
        ),
      },
      {
        kind: 'table',
        columns: [
          { label: say('종목', 'Symbol'), align: 'left' },
          { label: say('코드', 'Code'), align: 'left' },
          { label: say('시장', 'Market'), align: 'left' },
        ],
        rows: shown.map(c => [c.name, c.code, c.market]),
      },
      ...(left > 0
        ? [
            {
              kind: 'text' as const,
              text: say(
                `${left}개가 더 있습니다. 이름을 더 길게 써 보세요.`,
                `${left} more; try a longer part of the name.`,
              ),
            },
          ]
        : []),
      { kind: 'buttons', buttons: shown.map(c => button(`${c.name} ${c.code}`, callFor(c.code))) },
    ],
  };
}
