import { drawing } from './element.js';
import type { Candle } from './wire.js';

const HEIGHT = 280;
/** Of the height, for the volumes at the foot. */
const VOLUME_SHARE = 0.18;
const FOOT = 18;
const TOP = 8;
const MOST_LEVELS = 8;
/** A letter of the scale, px. */
const LETTER = 6.6;

export interface Drawing {
  readonly svg: SVGElement;
  /** The candle at this distance from the left edge, px. */
  at(x: number): number;
  /** Puts the cross-hair there, or takes it away. */
  point(index: number | undefined): void;
}

/** Candles over volumes, prices at the right edge, days at the foot. At least one candle. */
export function drawCandles(candles: readonly Candle[], width: number): Drawing {
  const low = Math.min(...candles.map(candle => candle.low));
  const high = Math.max(...candles.map(candle => candle.high));
  const most = Math.max(1, ...candles.map(candle => candle.volume));
  const scale = (high.toLocaleString('en-US').length + 1) * LETTER;
  const [wide, floor] = [width - scale, HEIGHT - FOOT];
  const volumeHeight = HEIGHT * VOLUME_SHARE;
  const priceFloor = floor - volumeHeight - 8;
  const step = wide / candles.length;
  const body = Math.max(1, Math.min(14, step * 0.7));
  const middle = (index: number) => (index + 0.5) * step;
  const y = (price: number) => TOP + ((high - price) / Math.max(1, high - low)) * (priceFloor - TOP);

  const svg = drawing('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT, role: 'img' });
  for (const price of levels(low, high)) {
    svg.append(
      drawing('line', { class: 'line', x1: 0, x2: wide, y1: y(price), y2: y(price) }),
      label(price.toLocaleString('en-US'), width - 2, y(price) + 4, 'end'),
    );
  }
  candles.forEach((candle, index) => {
    const { open, close, volume } = candle;
    const direction = close > open ? 'up' : close < open ? 'down' : 'flat';
    const x = middle(index);
    const bar = (volume / most) * volumeHeight;
    svg.append(
      drawing('rect', {
        class: `volume ${direction}`,
        x: x - body / 2,
        y: floor - bar,
        width: body,
        height: bar,
      }),
      drawing('line', { class: direction, x1: x, x2: x, y1: y(candle.high), y2: y(candle.low) }),
      drawing('rect', {
        class: direction,
        x: x - body / 2,
        y: y(Math.max(open, close)),
        width: body,
        height: Math.max(1, Math.abs(y(open) - y(close))),
      }),
    );
  });
  const marks = [...new Set([0, Math.floor(candles.length / 2), candles.length - 1])];
  for (const index of marks) {
    const candle = candles[index];
    const anchor = index === 0 ? 'start' : index === candles.length - 1 ? 'end' : 'middle';
    const x = index === 0 ? 0 : index === candles.length - 1 ? wide : middle(index);
    if (candle) svg.append(label(shortTime(candle), x, HEIGHT - 4, anchor));
  }
  const cross = drawing('line', { class: 'cross', y1: TOP, y2: floor, visibility: 'hidden' });
  svg.append(cross);

  return {
    svg,
    at: x => Math.max(0, Math.min(candles.length - 1, Math.floor(x / step))),
    point(index) {
      cross.setAttribute('visibility', index === undefined ? 'hidden' : 'visible');
      for (const side of ['x1', 'x2']) cross.setAttribute(side, String(middle(index ?? 0)));
    },
  };
}

/** Round prices between the two: every 1, 2 or 5 with noughts. */
function levels(low: number, high: number): number[] {
  const rough = Math.max(1, (high - low) / MOST_LEVELS);
  const noughts = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find(one => one * noughts >= rough) ?? 10) * noughts;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
}

function label(text: string, x: number, y: number, anchor: string): SVGElement {
  const made = drawing('text', { x, y, 'text-anchor': anchor });
  made.textContent = text;
  return made;
}

/** `11-23`, or `10:05` of a minute candle. */
function shortTime({ date, time }: Candle): string {
  return time === undefined
    ? `${date.slice(2, 4)}-${date.slice(4, 6)}-${date.slice(6)}`
    : `${time.slice(0, 2)}:${time.slice(2, 4)}`;
}

/** `2026-11-23`, with ` 10:05` of a minute candle. */
export function candleTime({ date, time }: Candle): string {
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  return time === undefined ? day : `${day} ${time.slice(0, 2)}:${time.slice(2, 4)}`;
}
