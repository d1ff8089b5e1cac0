/** Admission by sliding second, one window per app key. Only admitted requests count against it. */
export interface RateWindow {
  /** Whether a request arriving at `at` (ms, monotonic) is admitted. */
  admit(key: string, at: number, perSecond: number): boolean;
  clear(): void;
}

export function createRateWindow(): RateWindow {
  const arrivals = new Map<string, number[]>();
  return {
    admit(key, at, perSecond) {
      const window = arrivals.get(key) ?? [];
      if (!arrivals.has(key)) arrivals.set(key, window);
      const kept = window.findIndex(t => t > at - 1000);
      window.splice(0, kept === -1 ? window.length : kept);
      if (window.length >= perSecond) return false;
      window.push(at);
      return true;
    },
    clear: () => arrivals.clear(),
  };
}
