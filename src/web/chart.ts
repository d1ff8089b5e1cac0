import { candleTime, drawCandles } from './candles.js';
import { buttonOf, element, part } from './element.js';
import { look } from './server.js';
import type { Candle, Chart } from './wire.js';
import { percentText, say, sharesText, signedText, wonText } from './words.js';

const SPANS = [
  { query: 'interval=1', label: say('1분', '1m') },
  { query: 'interval=10', label: say('10분', '10m') },
  { query: 'period=D', label: say('일', 'Day') },
  { query: 'period=W', label: say('주', 'Week') },
  { query: 'period=M', label: say('월', 'Month') },
] as const;

export interface ChartPanel {
  /** Shows this issue; the last to be asked for wins. */
  show(code: string): void;
  /** What is shown belongs to nobody here any more. */
  clear(): void;
}

/** The chart beside the conversation. */
export function createChart(): ChartPanel {
  const code = part('chart-code', HTMLInputElement);
  const spans = part('chart-spans', HTMLElement);
  const place = part('chart', HTMLElement);
  let span: (typeof SPANS)[number] = SPANS[2];
  let shown: string | undefined;
  let asked = 0;

  const buttons = SPANS.map(one => {
    const button = buttonOf(one.label, '', () => {
      span = one;
      mark();
      if (shown !== undefined) show(shown);
    });
    return { one, button };
  });
  spans.append(...buttons.map(({ button }) => button));
  function mark(): void {
    for (const { one, button } of buttons) button.setAttribute('aria-pressed', String(one === span));
  }
  mark();
  empty();

  function empty(): void {
    const hint = say(
      '종목 코드를 넣거나 카드의 차트 단추를 누르세요.',
      'Type a code, or press Chart on a card.',
    );
    place.replaceChildren(element('p', 'none', hint));
  }

  function show(wanted: string): void {
    asked += 1;
    const turn = asked;
    shown = wanted;
    code.value = wanted;
    place.setAttribute('aria-busy', 'true');
    look<Chart>(`/api/v1/charts/${encodeURIComponent(wanted)}?${span.query}`).then(
      ({ candles }) => turn === asked && put(wanted, candles),
      (thrown: Error) => turn === asked && place.replaceChildren(element('p', 'none', thrown.message)),
    );
  }

  function put(wanted: string, candles: readonly Candle[]): void {
    place.removeAttribute('aria-busy');
    const last = candles.at(-1);
    if (!last) {
      place.replaceChildren(
        element('p', 'none', say('이 기간의 시세가 없습니다.', 'No prices of that span.')),
      );
      return;
    }
    const words = element('p', '');
    words.id = 'chart-now';
    const { svg, at, point } = drawCandles(candles, Math.max(260, place.clientWidth));
    const tell = (index: number | undefined) => {
      const candle = candles[index ?? candles.length - 1] ?? last;
      words.replaceChildren(...candleWords(wanted, candle, candles[(index ?? candles.length - 1) - 1]));
      point(index);
    };
    tell(undefined);
    svg.setAttribute('aria-label', say(`${wanted} ${span.label} 차트`, `${wanted}, ${span.label} chart`));
    svg.setAttribute('aria-describedby', words.id);
    svg.addEventListener('pointermove', event => {
      if (event instanceof PointerEvent) tell(at(event.clientX - svg.getBoundingClientRect().left));
    });
    svg.addEventListener('pointerleave', () => tell(undefined));
    place.replaceChildren(words, svg);
  }

  part('chart-form', HTMLFormElement).addEventListener('submit', event => {
    event.preventDefault();
    const wanted = code.value.trim().toUpperCase();
    if (wanted !== '') show(wanted);
  });

  return {
    show,
    clear() {
      asked += 1;
      shown = undefined;
      code.value = '';
      empty();
    },
  };
}

/** What one candle says, and how it stands to the close before it. */
function candleWords(code: string, candle: Candle, before: Candle | undefined): (Node | string)[] {
  const { open, high, low, close, volume } = candle;
  const change = before === undefined ? 0 : close - before.close;
  const rate = before === undefined || before.close === 0 ? 0 : (change / before.close) * 100;
  const direction = change > 0 ? 'up' : change < 0 ? 'down' : '';
  return [
    element('b', '', `${code} ${wonText(close)} `),
    element('span', direction, before === undefined ? '' : `${signedText(change)} (${percentText(rate)})`),
    element('br', ''),
    `${candleTime(candle)} · ${say('시', 'O')} ${signless(open)} ${say('고', 'H')} ${signless(high)} ${say('저', 'L')} ${signless(low)} · ${sharesText(volume)}`,
  ];
}

const signless = (amount: number) => amount.toLocaleString('en-US');
