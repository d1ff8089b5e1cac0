const WINDOW_MS = 60_000;
/** Failures of one source within the window that are answered like any other. */
const MOST_FAILURES = 10;
const FIRST_SPAN_MS = 60_000;
const LONGEST_SPAN_MS = 15 * 60_000;
const FORGOTTEN_MS = 3_600_000;
const MOST_SOURCES = 10_000;

/** What is known of one source. Times in ms of the monotonic clock. */
interface Record {
  /** The latest failures, oldest first. */
  readonly failures: number[];
  lastAt: number;
  /** How long it was throttled the last time. */
  span: number;
  until: number;
}

/** What one more failure leads to. */
export interface Verdict {
  /** Until when the source is throttled, monotonic ms; undefined when it is not. */
  readonly until: number | undefined;
  /** This failure was the one too many. */
  readonly breach: boolean;
}

export interface Throttle {
  failed(source: string, now: number): Verdict;
  readonly size: number;
}

/**
 * Counts failures by source. The eleventh within a minute throttles the source for a minute, each further breach for
 * twice as long, at most a quarter of an hour; an hour without a failure, and it is forgotten. Bounded: of more than
 * 10,000 sources the one that was quiet longest goes.
 */
export function createThrottle(most = MOST_SOURCES): Throttle {
  /** In the order of their last failure. */
  const records = new Map<string, Record>();

  function recordOf(source: string, now: number): Record {
    const known = records.get(source);
    records.delete(source);
    const isKept = known !== undefined && now - known.lastAt < FORGOTTEN_MS;
    const record = isKept ? known : { failures: [], lastAt: now, span: 0, until: 0 };
    records.set(source, record);
    const [oldest] = records.keys();
    if (records.size > most && oldest !== undefined) records.delete(oldest);
    return record;
  }

  return {
    failed(source, now) {
      const record = recordOf(source, now);
      record.lastAt = now;
      if (now < record.until) return { until: record.until, breach: false };
      while (record.failures[0] !== undefined && now - record.failures[0] >= WINDOW_MS)
        record.failures.shift();
      if (record.failures.length < MOST_FAILURES) {
        record.failures.push(now);
        return { until: undefined, breach: false };
      }
      record.failures.length = 0;
      record.span = record.span === 0 ? FIRST_SPAN_MS : Math.min(2 * record.span, LONGEST_SPAN_MS);
      record.until = now + record.span;
      return { until: record.until, breach: true };
    },
    get size() {
      return records.size;
    },
  };
}
