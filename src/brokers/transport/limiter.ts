import { type Clock, DeskError } from '../../core/index.js';
import { onAbort, timedOut } from './deadline.js';

/** What an attempt holds while it is under way. */
export interface Slot {
  /** Nothing is going to leave: once the attempt is over, the slot is free at once. */
  giveBack(): void;
}

export interface Limiter<L extends string> {
  /**
   * Runs `attempt` when its turn comes. `signal` ends the waiting only, never an attempt under way. Throws `busy`
   * when the lane's queue is full or the signal's deadline passed in it, `cancelled` when the caller gave up.
   */
  run<T>(lane: L, signal: AbortSignal, attempt: (slot: Slot) => Promise<T>): Promise<T>;
  status(): { perSecond: number; waiting: number; inFlight: number };
}

export interface LimiterOptions<L extends string> {
  readonly clock: Clock;
  /** What the broker allows in any sliding second, counted when requests arrive there. */
  readonly perSecond: number;
  /** Most urgent first. The first lane takes any free slot; the others are also spaced. */
  readonly lanes: readonly L[];
  /** How long a slot stays taken after its answer, ms; a second and a little unless the broker is slower. */
  readonly holdMs?: number;
  /** In each lane: a flood of quotes must not turn away an order. */
  readonly maxWaiting?: number;
}

interface Waiter {
  start(): void;
}

/**
 * A second, and two milliseconds for timers and clocks that round. Counted from the answer: the request reached the
 * broker before it answered, so a slot never comes free too early, whatever the network does to the next request.
 */
const HOLD_MS = 1_002;
/**
 * Spacing keeps slots from falling due in one clump, after which an urgent call would wait out a whole second. Tighter
 * than the rate itself, so that after slow answers the others catch up and no slot stays idle.
 */
const SPACING_MS = 840;
const SHORTEST_SPACING_MS = 2;

/** A limiter of `perSecond` slots, each free again one second after its answer (or after its time-out). */
export function createLimiter<L extends string>(options: LimiterOptions<L>): Limiter<L> {
  const { clock, perSecond, lanes, holdMs = HOLD_MS, maxWaiting = 500 } = options;
  const [urgent] = lanes;
  const spacing = SPACING_MS / perSecond < SHORTEST_SPACING_MS ? 0 : SPACING_MS / perSecond;
  const queues = new Map<L, Set<Waiter>>(lanes.map(lane => [lane, new Set()]));
  const cooling = createCooling();
  let inFlight = 0;
  let waiting = 0;
  let nextSpaced = -Infinity;
  let wake: { at: number; timer: AbortController } | undefined;

  /** When this lane may start next; undefined while only an answer can tell. */
  function earliest(lane: L, now: number): number | undefined {
    const free = inFlight + cooling.drain(now) < perSecond ? now : cooling.next();
    if (free === undefined || lane === urgent) return free;
    return Math.max(free, nextSpaced);
  }

  function pump(): void {
    const now = clock.monotonic();
    let next: number | undefined;
    for (const [lane, queue] of queues) {
      for (const waiter of queue) {
        const at = earliest(lane, now);
        if (at !== undefined && at <= now) {
          queue.delete(waiter);
          waiting -= 1;
          waiter.start();
          continue;
        }
        next ??= at;
        break;
      }
      if (next !== undefined && inFlight + cooling.drain(now) >= perSecond) break;
    }
    if (next !== undefined) wakeAt(next, now);
    else if (waiting === 0) stopWaking();
  }

  function wakeAt(at: number, now: number): void {
    if (wake && wake.at <= at) return;
    stopWaking();
    const timer = new AbortController();
    wake = { at, timer };
    clock.sleep(Math.ceil(at - now), timer.signal).then(
      () => {
        wake = undefined;
        pump();
      },
      () => undefined,
    );
  }

  function stopWaking(): void {
    wake?.timer.abort('not needed');
    wake = undefined;
  }

  async function occupy<T>(lane: L, attempt: (slot: Slot) => Promise<T>): Promise<T> {
    const spacedBefore = nextSpaced;
    let unused = false;
    inFlight += 1;
    if (lane !== urgent && spacing > 0) nextSpaced = clock.monotonic() + spacing;
    try {
      return await attempt({
        giveBack() {
          unused = true;
          nextSpaced = spacedBefore;
        },
      });
    } finally {
      inFlight -= 1;
      if (!unused) cooling.add(clock.monotonic() + holdMs);
      if (waiting > 0) pump();
    }
  }

  function enqueue<T>(lane: L, signal: AbortSignal, attempt: (slot: Slot) => Promise<T>): Promise<T> {
    const queue = queues.get(lane);
    if (queue && queue.size >= maxWaiting) throw new DeskError('busy', 'the queue before the broker is full');
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        start() {
          detach();
          occupy(lane, attempt).then(resolve, reject);
        },
      };
      const leave = () => {
        if (!queue?.delete(waiter)) return;
        waiting -= 1;
        if (waiting === 0) stopWaking();
        reject(gaveUp(signal));
      };
      const detach = onAbort(signal, leave);
      queue?.add(waiter);
      waiting += 1;
      pump();
    });
  }

  return {
    async run(lane, signal, attempt) {
      if (signal.aborted) throw gaveUp(signal);
      if (waiting === 0) {
        const now = clock.monotonic();
        const at = earliest(lane, now);
        if (at !== undefined && at <= now) return occupy(lane, attempt);
      }
      return enqueue(lane, signal, attempt);
    },
    status: () => ({ perSecond, waiting, inFlight }),
  };
}

function gaveUp(signal: AbortSignal): DeskError {
  return timedOut(signal)
    ? new DeskError('busy', 'its deadline passed in the queue before the broker')
    : new DeskError('cancelled', 'cancelled in the queue before the broker');
}

/** The moments at which used slots come free. They are added in order, so the first is always the next. */
function createCooling() {
  let times: number[] = [];
  let head = 0;
  return {
    add: (at: number) => {
      times.push(at);
    },
    /** Drops what is over by `now`; how many are left. */
    drain(now: number): number {
      while (head < times.length && (times[head] ?? 0) <= now) head += 1;
      if (head > 1_000 && head * 2 > times.length) {
        times = times.slice(head);
        head = 0;
      }
      return times.length - head;
    },
    next: () => times[head],
  };
}
