import { onTestFinished } from 'vitest';
import type { DeskStatus, NewsWire, Quote } from '../../src/core/index.js';
import { createNewsWire } from '../../src/desk/index.js';
import { createStream } from '../../src/gateway/index.js';
import { quoteOf, STATUS } from './desk.js';
import { type GatewayOverrides, type TestGatewayParts, testGatewayParts } from './gateway-parts.js';
import { openGatewayRig } from './gateway-rig.js';
import { openReader, type StreamReader } from './stream-reader.js';

export const LISTED = ['005930', '000660', '035420', '005380', '051910'] as const;

export interface StreamRig {
  readonly url: string;
  readonly parts: TestGatewayParts;
  readonly news: NewsWire;
  /** What the limiter says; a test changes it. */
  readonly limiter: { perSecond: number; waiting: number; inFlight: number };
  /** When the broker was asked for which code, monotonic ms. */
  readonly asked: { readonly code: string; readonly at: number }[];
  /** The market: a price by code, or what the broker throws. */
  readonly market: Map<string, Partial<Quote> | Error>;
  reader(headers?: Record<string, string>): StreamReader;
  /** One that has shown a key with the scope `read`. */
  known(name?: string): Promise<StreamReader>;
  /** Ends the gateway. */
  close(): Promise<void>;
}

/** A real gateway with the stream, and an exchange whose prices a test sets. */
export async function streamRig(overrides: GatewayOverrides = {}): Promise<StreamRig> {
  const limiter = { perSecond: 20, waiting: 0, inFlight: 0 };
  const asked: StreamRig['asked'] = [];
  const market: StreamRig['market'] = new Map();
  const news = createNewsWire(() => undefined);
  const plain = testGatewayParts(overrides);
  const status: DeskStatus = {
    ...STATUS,
    broker: { ...STATUS.broker, limiter },
    symbols: { ...STATUS.symbols },
  };
  const base = {
    ...plain,
    news,
    searchSymbols: (query: string) => LISTED.filter(code => code === query).map(instrument),
    desk: {
      ...plain.desk,
      status: () => status,
      async quote(code: string) {
        asked.push({ code, at: plain.clock.monotonic() });
        const set = market.get(code) ?? {};
        if (set instanceof Error) throw set;
        return quoteOf(code, set);
      },
    },
    ...overrides,
  };
  const rig = await openGatewayRig(base, [createStream(base)]);
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= rig.close());
  onTestFinished(close);
  const reader = (headers?: Record<string, string>) => openReader(rig.url, headers);
  return {
    url: rig.url,
    parts: rig.parts,
    news,
    limiter,
    asked,
    market,
    reader,
    close,
    async known(name = 'reader') {
      const one = reader({ 'x-api-key': rig.parts.keys.add(name, ['read']) });
      await one.next('AUTH_OK');
      return one;
    },
  };
}

const instrument = (code: string) => ({
  code,
  name: `issue ${code}`,
  market: 'KOSPI' as const,
  kind: 'stock' as const,
  basePrice: 10_000n,
  halted: false,
  managed: false,
  liquidation: false,
  warning: 'none' as const,
});
