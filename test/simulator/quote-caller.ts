import { z } from 'zod';
import { parseKst, type TradingMode } from '../../src/core/index.js';
import { quoteRoutes } from '../../src/simulator/quote-routes.js';
import type { VenueAnswer } from '../../src/simulator/route.js';
import { createTape, type Tape } from '../../src/simulator/tape.js';

export const at = (text: string) => parseKst(text) ?? Number.NaN;
export const tape: Tape = createTape({ seed: 'quotes', alwaysOpen: false });

export type Fields = Readonly<Record<string, string>>;
export const SAMSUNG: Fields = { FID_COND_MRKT_DIV_CODE: 'J', FID_INPUT_ISCD: '005930' };

interface Call {
  readonly now?: number;
  readonly mode?: TradingMode;
  readonly trCont?: string;
  readonly tape?: Tape;
}

/** Asks a quote service as the gateway would. */
export function ask(service: string, fields: Fields, call: Call = {}): VenueAnswer {
  const route = quoteRoutes(call.tape ?? tape).find(r => r.path.endsWith(`/quotations/${service}`));
  if (route === undefined) throw new Error(`no such service: ${service}`);
  return route.handle({
    trId: route.live[0] ?? '',
    field: name => fields[name] ?? '',
    trCont: call.trCont ?? '',
    now: call.now ?? at('2026-11-23 14:00:10'),
    mode: call.mode ?? 'live',
  });
}

/** One record of texts: also proves that every value is a text. */
export const record = z.record(z.string(), z.string());
export const rows = z.array(record);

export function output(answer: VenueAnswer, name = 'output'): Record<string, string> {
  return record.parse(answer.body[name]);
}

export function outputRows(answer: VenueAnswer, name = 'output'): Record<string, string>[] {
  return rows.parse(answer.body[name]);
}

export const words = (text: string) => text.trim().split(/\s+/).sort();
export const keysOf = (value: object | undefined) => Object.keys(value ?? {}).sort();
