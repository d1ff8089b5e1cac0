import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasKeyInQuery } from '../../src/gateway/guards/query-keys.js';
import { isLoopbackAddress, sourceOf } from '../../src/gateway/guards/source.js';
import { createThrottle } from '../../src/gateway/guards/throttle.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('a source', () => {
  it('is an IPv4 address, written either way', () => {
    expect(sourceOf('192.0.2.7')).toBe('192.0.2.7');
    expect(sourceOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
  });

  it('is the /64 of an IPv6 address, however that is written', () => {
    const all = ['2001:db8:0:1::1', '2001:0DB8:0000:0001:ffff:0:0:9', '2001:db8:0:1:2:3:4:5%eth0'];
    expect(new Set(all.map(sourceOf))).toEqual(new Set(['2001:db8:0:1::/64']));
    expect(sourceOf('2001:db8:0:2::1')).toBe('2001:db8:0:2::/64');
    expect(sourceOf('fe80::1')).toBe('fe80:0:0:0::/64');
  });

  it('is on this computer only with a loopback address', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'].every(isLoopbackAddress)).toBe(true);
    expect(['128.0.0.1', '::2', '10.127.0.1', undefined].some(isLoopbackAddress)).toBe(false);
  });
});

describe('the throttle', () => {
  /** When the source was let go again after this many failures at once. */
  function fail(throttle: ReturnType<typeof createThrottle>, times: number, at: number, source = 'a') {
    const verdicts = Array.from({ length: times }, () => throttle.failed(source, at));
    return verdicts.map(({ until }) => (until === undefined ? undefined : until - at));
  }

  it('lets ten failures within a minute pass and holds the eleventh for a minute', () => {
    const throttle = createThrottle();
    expect(fail(throttle, 12, 0)).toEqual([...Array(10).fill(undefined), MINUTE, MINUTE]);
  });

  it('does not hold ten failures a minute, for however long', () => {
    const throttle = createThrottle();
    for (let at = 0; at < HOUR; at += MINUTE / 10) expect(throttle.failed('a', at).until).toBeUndefined();
  });

  it('doubles with each further breach, up to a quarter of an hour', () => {
    const throttle = createThrottle();
    const spans = [];
    for (let at = 0; spans.length < 6; ) {
      const span = fail(throttle, 11, at).at(-1) ?? 0;
      spans.push(span / MINUTE);
      at += span;
    }
    expect(spans).toEqual([1, 2, 4, 8, 15, 15]);
  });

  it('forgets after an hour of quiet', () => {
    const throttle = createThrottle();
    fail(throttle, 11, 0);
    fail(throttle, 11, MINUTE);
    expect(fail(throttle, 11, HOUR + MINUTE - 1).at(-1)).toBe(4 * MINUTE);
    expect(fail(throttle, 11, 3 * HOUR).at(-1)).toBe(MINUTE);
  });

  it('holds nobody else', () => {
    const throttle = createThrottle();
    fail(throttle, 50, 0);
    expect(throttle.failed('b', 0).until).toBeUndefined();
  });

  it('remembers a bounded number of sources, and lets the one go that was quiet longest', () => {
    const throttle = createThrottle(3);
    fail(throttle, 11, 0, 'a');
    for (const other of ['b', 'c', 'a', 'd']) throttle.failed(other, 1);
    expect(throttle.size).toBe(3);
    expect(throttle.failed('a', 2).until).toBe(MINUTE);
    fail(throttle, 10, 3, 'b');
    expect(throttle.failed('b', 3).breach).toBe(true);
  });

  it('never lets more than ten failures of a source pass within a minute, whatever the pace', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 12, maxLength: 80 }), gaps => {
        const throttle = createThrottle();
        const passed: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          if (throttle.failed('a', now).until === undefined) passed.push(now);
        }
        const most = Math.max(
          ...passed.map(at => passed.filter(one => one > at - MINUTE && one <= at).length),
        );
        expect(most).toBeLessThanOrEqual(10);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a key in an address', () => {
  it.each([
    'key',
    'api_key',
    'ApiKey',
    'token',
    'access_token',
    'X-API-Key',
    'x-sync-key',
    'secret',
    'appkey',
    'api%5Fkey',
  ])('is seen under the name %s', name => {
    expect(hasKeyInQuery(`/api/v1/positions?a=1&${name}=abc`)).toBe(true);
  });

  it('is seen by its form under any name', () => {
    const key = `kco_${'a'.repeat(43)}`;
    expect(hasKeyInQuery(`/x?q=${key}`)).toBe(true);
    expect(hasKeyInQuery(`/x?${key}`)).toBe(true);
    expect(hasKeyInQuery(`/x?q=%6Bco_${'a'.repeat(43)}`)).toBe(true);
  });

  it('is not seen in what KIS itself calls its parameters', () => {
    expect(hasKeyInQuery('/x?AUTH=&KEYB=&FID_COND_MRKT_DIV_CODE=J&CANO=50101234&q=kco_short')).toBe(false);
    expect(hasKeyInQuery('/api/v1/positions')).toBe(false);
  });
});
