import type { DeskStatus, TokenStatus } from './core/index.js';

/**
 * Whether the desk can do its work now, for whatever watches it from outside; the reasons are fixed words. A halt is
 * somebody's will and no reason.
 */
export function readinessOf(
  { platforms, broker, jobs, startedAt }: Pick<DeskStatus, 'platforms' | 'broker' | 'jobs' | 'startedAt'>,
  token: Pick<TokenStatus, 'state'>,
  stopping: boolean,
): { readonly ready: boolean; readonly reasons: readonly string[] } {
  const reasons = [
    ...(stopping ? ['stopping'] : []),
    ...(token.state === 'none' || token.state === 'expired' ? ['token'] : []),
    ...(broker.maintenanceSince === undefined ? [] : ['maintenance']),
    ...platforms.filter(({ state }) => state === 'lost').map(({ id }) => `platform:${id}`),
    // What an earlier run left behind says nothing about this one.
    ...jobs
      .filter(({ lastResult, lastRunAt = 0 }) => lastResult === 'overdue' && lastRunAt >= startedAt)
      .map(({ name }) => `job:${name.replaceAll(' ', '-')}`),
  ];
  return { ready: reasons.length === 0, reasons };
}
