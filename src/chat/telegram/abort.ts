import type { Api } from 'grammy';

type CallSignal = NonNullable<Parameters<Api['getMe']>[0]>;

/**
 * Node's signal under the name that grammY's typings know it by: they take the one of an old polyfill, which
 * differs in the type of `dispatchEvent` alone. grammY itself only listens to it.
 */
export function forGrammy(signal: AbortSignal): CallSignal {
  if (!isCallSignal(signal)) throw new TypeError('not an abort signal');
  return signal;
}

function isCallSignal(signal: unknown): signal is CallSignal {
  return signal instanceof AbortSignal;
}
