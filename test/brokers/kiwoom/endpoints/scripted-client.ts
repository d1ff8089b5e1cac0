import { resolveApi } from '../../../../src/brokers/kiwoom/api-ids.js';
import type { KiwoomClient, OrderForm } from '../../../../src/brokers/kiwoom/calls.js';
import { DeskError, Secret, type TradingMode } from '../../../../src/core/index.js';

export const NOW = Date.parse('2026-11-23T10:00:00+09:00');

export const accountOf = (mode: TradingMode) =>
  ({ broker: 'kiwoom', mode, number: '50101234', product: '11', alias: 'main' }) as const;

export interface ScriptedBody {
  readonly body: unknown;
  readonly more?: boolean;
  readonly nextKey?: string;
}

interface SeenRead {
  readonly api: string;
  readonly params: Readonly<Record<string, string>>;
  readonly nextKey: string | undefined;
}

/**
 * The KiwoomClient port over bodies written down in a test, by service: every body goes through the call's own schema, and
 * one that does not fit is `unavailable`. `'noData'` stands for Kiwoom's word for it.
 */
export function scriptedClient(
  mode: TradingMode,
  answers: Readonly<Record<string, readonly (ScriptedBody | 'noData' | 'notOffered')[]>>,
) {
  const reads: SeenRead[] = [];
  const sends: OrderForm[] = [];
  const left = new Map(Object.entries(answers).map(([api, bodies]) => [api, [...bodies]]));
  const client: KiwoomClient = {
    environment: {
      mode,
      baseUrl: 'http://127.0.0.1:1',
      wsUrl: 'ws://127.0.0.1:1',
      appKey: new Secret('key'),
      appSecret: new Secret('secret'),
      account: accountOf(mode),
    },
    now: () => NOW,
    async read(call) {
      const { id } = resolveApi(call.api, mode);
      reads.push({ api: id, params: call.params, nextKey: call.nextKey });
      const next = left.get(id)?.shift();
      if (next === undefined) throw new Error(`no body for ${id}`);
      if (next === 'notOffered') throw new DeskError('notOffered', id);
      if (next === 'noData') {
        if (call.none === undefined) throw new DeskError('refused', id);
        return { data: call.none, more: false, nextKey: '' };
      }
      const parsed = call.schema.safeParse(next.body);
      if (!parsed.success) throw new DeskError('unavailable', parsed.error.message);
      return { data: parsed.data, more: next.more === true, nextKey: next.nextKey ?? '' };
    },
    async prepare() {},
    async send(call) {
      const form = await call.form(new AbortController().signal);
      sends.push(form);
      const next = left.get(resolveApi(call.api, mode).id)?.shift();
      const parsed = call.schema.safeParse(typeof next === 'object' ? next.body : undefined);
      return parsed.success ? { kind: 'answered', data: parsed.data } : { kind: 'unknown', reason: 'form' };
    },
  };
  return { client, reads, sends };
}
