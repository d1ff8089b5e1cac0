import {
  asDeskError,
  type BrokerEvent,
  type Clock,
  type DeskStatus,
  type DiskRoom,
  type Language,
  type MarketReads,
  type PlatformId,
  type Tell,
  type TokenStatus,
} from '../../core/index.js';
import { type DiskLevel, diskLevel, diskNotice } from './disk-notices.js';
import {
  isMemoryHigh,
  isStalled,
  memoryNotice,
  stallNotice,
  type Vitals,
  vitalsFine,
} from './vitals-notices.js';

export interface SelfCheckParts {
  readonly clock: Clock;
  readonly language: Language;
  readonly tell: Tell;
  diskRoom(): Promise<DiskRoom>;
  vitals(): Vitals;
  status(): Pick<DeskStatus, 'broker' | 'lines' | 'jobs' | 'platforms' | 'alerts' | 'unsettled'>;
  readonly market: Pick<MarketReads, 'quote'>;
}

/** What one look found. Times and spans in ms. */
export interface Findings {
  readonly at: number;
  readonly disk: DiskRoom | undefined;
  readonly vitals: Vitals;
  /** undefined: the clocks agree, or nobody knows. */
  readonly skewMs: number | undefined;
  /** The worst of all accounts whose line was opened. */
  readonly token: TokenStatus['state'];
  readonly broker: 'answered' | 'failed' | 'notAsked';
  readonly lastGoodCallAt: number | undefined;
  readonly maintenanceSince: number | undefined;
  readonly platformsLost: readonly PlatformId[];
  /** Jobs whose last run failed or hung. */
  readonly jobsTroubled: readonly string[];
  readonly lettersWaiting: number;
  readonly unsettled: number;
}

export interface SelfCheck {
  /** For the broker's events: returns at once and never throws. */
  onBrokerEvent(event: BrokerEvent): void;
  /**
   * Looks at everything and tells what is wrong with the machine. Throws, when all was looked at, what kept it from
   * seeing the disk or the broker; the findings are kept all the same.
   */
  look(signal: AbortSignal, how: { readonly askBroker: boolean }): Promise<Findings>;
  /** Of the latest look. */
  last(): Findings | undefined;
}

const WORST_FIRST: readonly TokenStatus['state'][] = ['expired', 'none', 'due', 'fresh'];

/** An issue that is always listed. */
const ASKED_ABOUT = '005930';
/** While the clocks differ the broker's watch says so once a minute, if there are calls at all. */
const SKEW_KNOWN_MS = 10 * 60_000;

export function createSelfCheck(parts: SelfCheckParts): SelfCheck {
  const { clock, language, tell } = parts;
  let skew: { readonly ms: number; readonly heardAt: number } | undefined;
  let last: Findings | undefined;
  /** undefined: not looked at in this run, so what the run before told may be over. */
  let disk: DiskLevel | undefined;
  let stalled: boolean | undefined;
  let full: boolean | undefined;

  function judgeDisk(room: DiskRoom, at: number): void {
    const level = diskLevel(disk ?? 'fine', room);
    if (level !== disk) tell(diskNotice(level, room, at, language));
    disk = level;
  }

  function judgeVitals(vitals: Vitals, at: number): void {
    const stalling = isStalled(vitals);
    if (stalling) tell(stallNotice(vitals, at, language));
    else if (stalled !== false) tell(vitalsFine('stall', at, language));
    stalled = stalling;
    const high = isMemoryHigh(full ?? false, vitals);
    if (high !== full) tell(high ? memoryNotice(vitals, at, language) : vitalsFine('memory', at, language));
    full = high;
  }

  function knownSkew(): number | undefined {
    return skew && clock.monotonic() - skew.heardAt <= SKEW_KNOWN_MS ? skew.ms : undefined;
  }

  return {
    onBrokerEvent(event) {
      if (event.kind === 'clockSkew') skew = { ms: event.skewMs, heardAt: clock.monotonic() };
    },
    last: () => last,
    async look(signal, { askBroker }) {
      const [room, quote] = await Promise.allSettled([
        parts.diskRoom(),
        askBroker ? parts.market.quote(ASKED_ABOUT, signal) : undefined,
      ]);
      const at = clock.now();
      const vitals = parts.vitals();
      if (room.status === 'fulfilled') judgeDisk(room.value, at);
      judgeVitals(vitals, at);
      const { broker, lines, jobs, platforms, alerts, unsettled } = parts.status();
      const tokens = new Set(lines.map(({ token }) => token.state));
      last = {
        at,
        disk: room.status === 'fulfilled' ? room.value : undefined,
        vitals,
        skewMs: knownSkew(),
        token: WORST_FIRST.find(state => tokens.has(state)) ?? 'none',
        broker: askBroker ? (quote.status === 'fulfilled' ? 'answered' : 'failed') : 'notAsked',
        lastGoodCallAt: broker.lastGoodCallAt,
        maintenanceSince: broker.maintenanceSince,
        platformsLost: platforms.filter(({ state }) => state === 'lost').map(({ id }) => id),
        jobsTroubled: jobs
          .filter(({ lastResult }) => lastResult === 'failed' || lastResult === 'overdue')
          .map(({ name }) => name),
        lettersWaiting: alerts.waiting,
        unsettled,
      };
      for (const part of [room, quote]) if (part.status === 'rejected') throw asDeskError(part.reason);
      return last;
    },
  };
}
