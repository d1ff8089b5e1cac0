import { isIPv6 } from 'node:net';

/**
 * What counts as one source: an IPv4 address, or the /64 of an IPv6 one, since whoever has one of its addresses has all
 * of them. Forwarding headers are not looked at: anybody may write them.
 */
export function sourceOf(address: string | undefined): string {
  if (address === undefined) return 'gone';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return bare;
  if (bare === '::1') return bare;
  return `${groups(bare).slice(0, 4).join(':')}::/64`;
}

/** Whether somebody on this computer asks. */
export function isLoopbackAddress(address: string | undefined): boolean {
  const source = sourceOf(address);
  return source === '::1' || source.startsWith('127.');
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groups(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : 8 - front.length - back.length;
  const filled = [...front, ...Array.from({ length: Math.max(0, gap) }, () => '0'), ...back];
  return filled.map(group => group.replace(/^0+(?=.)/, ''));
}
