import { asDeskError, DeskError, type TokenRecord, type TokenStatus } from '../../core/index.js';
import { createCooldown } from './cooldown.js';
import { createDeadToken } from './dead-token.js';
import { waitFor, withDeadline } from './deadline.js';
import { countEarlyDeaths } from './early-deaths.js';
import { type HeldToken, holdToken } from './held-token.js';
import type { IssuedToken, Renewal, RenewalOptions } from './renewal-port.js';
import { createRepeatedToken } from './repeated-token.js';

/** What one renewal came to. `waiting`: nothing was tried, since nothing may be tried yet. */
type Outcome = { kind: 'stored' } | { kind: 'kept' } | { kind: 'waiting'; error: DeskError };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ISSUE_DEADLINE_MS = 30_000;
/** While the old token serves, a renewal that failed is repeated at leisure. */
const RETRY_WHILE_SERVING_MS = 5 * MINUTE_MS;
/** Company partners' tokens live 90 days; anything beyond is a misread date. */
const LONGEST_LIFE_MS = 91 * 24 * HOUR_MS;

/** Token care for one key: single-flight, durable before use, the old token serving until then. */
export function createRenewal(options: RenewalOptions): Renewal {
  const {
    key,
    vault,
    clock,
    emit,
    issue,
    minIntervalMs = 65_000,
    mintMs = 0,
    repeats = false,
    closing,
  } = options;
  const cooldown = createCooldown({ key, vault, clock, spanMs: minIntervalMs });
  const died = countEarlyDeaths(clock, emit);
  const dead = createDeadToken(mintMs);
  const repeated = createRepeatedToken(clock, closing);
  let held: HeldToken | undefined;
  /** Of every token that was held; numbers go on where a revoked one left off. */
  let generations = 0;
  let renewing: Promise<Outcome> | undefined;
  let nextBehind = -Infinity;
  let lastError: TokenStatus['lastError'];

  const usable = () => (held && !dead.is(held.record.token) && repeated.lasts(held) > 0 ? held : undefined);

  function hold(record: TokenRecord): void {
    held = holdToken(record, clock);
    generations = Math.max(generations, record.generation);
  }

  /** Takes over what another process, or an earlier run, stored, if it is better than what is in memory. */
  async function adopt(): Promise<void> {
    const stored = await vault.read(key);
    if (!stored || dead.is(stored.token) || stored.token === held?.record.token) return;
    if (!usable() || stored.expiresAt > (held?.record.expiresAt ?? 0)) hold(stored);
  }

  async function store(issued: IssuedToken, force: boolean): Promise<Outcome> {
    const now = clock.now();
    const life = issued.expiresAt - now;
    if (issued.token === '' || !(life > (repeats ? 0 : MINUTE_MS) && life <= LONGEST_LIFE_MS)) {
      throw new DeskError('unavailable', 'the broker sent a token without a sensible expiry', {
        code: 'expiry',
      });
    }
    // A broker may have called a good token invalid. A person who asks for renewal asks to trust it once more; should
    // it be dead, the next answer says so.
    if (force && dead.is(issued.token)) dead.clear();
    if (dead.is(issued.token)) throw stillDead(dead.cameBack(now + minIntervalMs));
    const old = held?.record;
    if (repeats && (issued.token === old?.token || life <= MINUTE_MS)) repeated.mark(issued.token);
    if (issued.token === old?.token) {
      // The broker vouches for it: it may have seemed expired to a clock that has been put right since.
      hold({ ...old, expiresAt: issued.expiresAt });
      return { kind: 'kept' };
    }
    const generation = generations + 1;
    const record: TokenRecord = { ...issued, issuedAt: now, generation };
    await vault.save(key, record);
    hold(record);
    dead.clear();
    emit({ kind: 'tokenRenewed', at: now, generation, expiresAt: record.expiresAt });
    return { kind: 'stored' };
  }

  /** The vault first, then the cool-down, then the broker. */
  async function cycle(force: boolean): Promise<Outcome> {
    await adopt();
    const token = usable();
    if (token && !force && (!token.isDue() || repeated.is(token))) return { kind: 'kept' };
    const deadUntil = dead.until();
    if (deadUntil !== undefined && !force && clock.now() < deadUntil) {
      return { kind: 'waiting', error: stillDead(deadUntil) };
    }
    if (!token) await repeated.passed(held);
    await cooldown.load();
    const until = cooldown.until();
    if (until !== undefined) {
      const error = new DeskError('cooldown', 'the last token was asked for too recently', { until });
      return { kind: 'waiting', error };
    }
    const issued = await withDeadline(clock, ISSUE_DEADLINE_MS, [closing], signal =>
      waitFor(issue(signal, cooldown.note), signal),
    );
    return store(issued, force);
  }

  /** Everyone who needs a renewal joins the one under way. A failed one is reported once, whoever waits for it. */
  function renew(force = false): Promise<Outcome> {
    renewing ??= cycle(force)
      .then(
        outcome => {
          if (outcome.kind !== 'waiting') recovered(outcome);
          return outcome;
        },
        thrown => {
          const error = asDeskError(thrown);
          if (!closing.aborted) report(error);
          throw error;
        },
      )
      .finally(() => {
        renewing = undefined;
        nextBehind = clock.monotonic() + RETRY_WHILE_SERVING_MS;
      });
    return renewing;
  }

  /** After a failure that was told of: another process renewed it, or the broker vouches for the one that is held. */
  function recovered({ kind }: Outcome): void {
    const wasFailing = lastError !== undefined;
    lastError = undefined;
    if (!wasFailing || kind !== 'kept' || !held) return;
    const { generation, expiresAt } = held.record;
    emit({ kind: 'tokenRenewed', at: clock.now(), generation, expiresAt });
  }

  function report(error: DeskError): void {
    const at = clock.now();
    const named = error.detail['code'];
    const code = typeof named === 'string' ? named : error.kind;
    const serving = usable();
    lastError = { at, message: error.message, code };
    emit({
      kind: 'tokenRefreshFailed',
      at,
      code,
      message: error.message,
      remainingMs: Math.round(serving?.remaining() ?? 0),
      retryAt: dead.until() ?? (serving ? at + RETRY_WHILE_SERVING_MS : (cooldown.until() ?? at)),
    });
  }

  /** Remembers the held token as dead. */
  function reject(token: string): void {
    if (held?.record.token === token) dead.mark(held.record);
  }

  async function obtain(): Promise<HeldToken> {
    let outcome = await renew().catch((thrown: unknown) => {
      // At a start the stored token is not known before the first renewal has looked for it; it still serves.
      if (usable()) return { kind: 'kept' } as const;
      throw thrown;
    });
    // A renewal that was joined under way may not have known yet that its token is dead.
    if (outcome.kind === 'kept' && !usable()) outcome = await renew();
    const token = usable();
    if (token) return token;
    throw outcome.kind === 'waiting' ? outcome.error : new DeskError('unavailable', 'no token');
  }

  function renewBehind(): void {
    if (renewing || clock.monotonic() < nextBehind) return;
    renew().catch(() => undefined);
  }

  function inUse(): HeldToken | undefined {
    const token = usable();
    if (token?.isDue()) renewBehind();
    return token;
  }

  /** The token to use, for ourselves and for others. */
  const serve = async (signal: AbortSignal | undefined): Promise<HeldToken> =>
    inUse() ?? waitFor(obtain(), signal);

  function status(): TokenStatus {
    const token = usable();
    const serving = token?.isDue() ? 'due' : 'fresh';
    return {
      fingerprint: held?.fingerprint,
      state: token ? serving : held ? 'expired' : 'none',
      issuedAt: held?.record.issuedAt,
      expiresAt: held?.record.expiresAt,
      generation: held?.record.generation ?? 0,
      renewAt: held?.renewAt,
      coolingUntil: cooldown.until(),
      lastError,
    };
  }

  // So that status() knows of earlier runs before anyone needs a token; a vault that fails here fails again in
  // the first renewal, which reports it.
  Promise.all([adopt(), cooldown.load()]).catch(() => undefined);

  return {
    current: async signal => (await serve(signal)).record.token,
    peek: () => inUse()?.record.token,
    async hand(signal) {
      const token = await serve(signal);
      if (token.remaining() > 0) return token.handed;
      throw new DeskError('cooldown', 'this token ends, and there is no other', {
        until: repeated.endOf(token),
      });
    },
    async recover(refused, signal) {
      const other = usable();
      if (other && other.record.token !== refused) return other.record.token;
      // While it is being replaced, or in its last minute, that is no surprise.
      if (other && !renewing && other.remaining() > 0) died();
      reject(refused);
      return (await waitFor(obtain(), signal)).record.token;
    },
    async renewIfDue(signal) {
      const outcome = await waitFor(renew(), signal);
      return outcome.kind === 'stored';
    },
    async forceRenew(signal) {
      const outcome = await waitFor(renew(true), signal);
      if (outcome.kind === 'waiting') throw outcome.error;
      return status();
    },
    async forget(revoked) {
      // A renewal may have brought the next one meanwhile.
      if (held?.record.token !== revoked) return;
      reject(revoked);
      held = undefined;
      await vault.forget(key);
    },
    status,
  };
}

function stillDead(until: number): DeskError {
  return new DeskError('deadToken', 'the broker keeps handing out a revoked token', { until });
}
