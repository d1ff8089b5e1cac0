import type { KisClient } from '../../../../src/brokers/kis/calls.js';
import type { KisEnvironment } from '../../../../src/brokers/kis/environment.js';
import { resolveTr } from '../../../../src/brokers/kis/tr-ids.js';
import type { OrderAnswer } from '../../../../src/brokers/transport/index.js';
import { type AccountRef, DeskError, Secret, type TradingMode } from '../../../../src/core/index.js';

export const NOW = Date.parse('2026-11-23T10:00:00+09:00');

export function accountOf(mode: TradingMode): AccountRef {
  return { broker: 'kis', mode, number: '50101234', product: '01', alias: 'main' };
}

function environmentOf(mode: TradingMode): KisEnvironment {
  return {
    mode,
    baseUrl: 'http://127.0.0.1:1',
    wsUrl: 'ws://127.0.0.1:1',
    appKey: new Secret('key'),
    appSecret: new Secret('secret'),
    account: accountOf(mode),
    htsId: undefined,
    trIds: 'current',
    hashkey: true,
    ratePerSecond: 18,
  };
}

export interface ScriptedBody {
  readonly body: unknown;
  /** What the `tr_cont` header would say. */
  readonly more?: boolean;
}

export interface ScriptedRead {
  readonly tr: string;
  readonly params: Readonly<Record<string, string>>;
  readonly continued: boolean;
}

export interface ScriptedSend {
  readonly tr: string;
  readonly body: Readonly<Record<string, string>>;
}

export interface ScriptedClient {
  readonly client: KisClient;
  readonly reads: readonly ScriptedRead[];
  readonly sends: readonly ScriptedSend[];
  readonly prepared: readonly ScriptedSend[];
}

/**
 * The KisClient port over bodies written down in a test: every body goes through the call's own schema, as the port
 * promises, and one that does not fit is `unavailable` for a read and `unknown` for an order.
 */
export function scriptedClient(
  mode: TradingMode,
  answers: readonly (ScriptedBody | { readonly outcome: OrderAnswer<never> })[],
): ScriptedClient {
  const reads: ScriptedRead[] = [];
  const sends: ScriptedSend[] = [];
  const prepared: ScriptedSend[] = [];
  const left = [...answers];
  const environment = environmentOf(mode);
  const client: KisClient = {
    environment,
    now: () => NOW,
    async read(call) {
      const { id } = resolveTr(call.tr, environment);
      reads.push({ tr: id, params: call.params, continued: call.continued === true });
      const next = left.shift();
      if (next === undefined || !('body' in next)) throw new Error(`no body for read ${reads.length}`);
      const parsed = call.schema.safeParse(next.body);
      if (!parsed.success) throw new DeskError('unavailable', parsed.error.message);
      return { data: parsed.data, more: next.more === true };
    },
    async prepare(form) {
      prepared.push({ tr: resolveTr(form.tr, environment).id, body: form.body });
    },
    async send(call) {
      sends.push({ tr: resolveTr(call.tr, environment).id, body: call.body });
      const next = left.shift();
      if (next === undefined) throw new Error('no answer for the order');
      if ('outcome' in next) return next.outcome;
      const parsed = call.schema.safeParse(next.body);
      if (!parsed.success) return { kind: 'unknown', reason: 'answer not understood' };
      return { kind: 'answered', data: parsed.data };
    },
  };
  return { client, reads, sends, prepared };
}

/** The result code and message every answer carries, the message padded as KIS pads it. */
export function ok(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { rt_cd: '0', msg_cd: 'MCA00000', msg1: '정상처리 되었습니다.'.padEnd(80), ...body };
}
