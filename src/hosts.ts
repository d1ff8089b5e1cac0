import type { Bilingual, TradingMode } from './core/index.js';
import type { Values } from './variables.js';

const LIVE_HOST = 'openapi.koreainvestment.com';

/** KIS: hosts of the two environments. */
export const KIS_HOSTS = {
  live: { base: `https://${LIVE_HOST}:9443`, ws: 'ws://ops.koreainvestment.com:21000' },
  paper: { base: 'https://openapivts.koreainvestment.com:29443', ws: 'ws://ops.koreainvestment.com:31000' },
} as const;

/** KIS: the folder of the master files. */
const MASTER_FOLDER = 'https://new.real.download.dws.co.kr/common/master';

const KNOWN_HOSTS = new Set([
  LIVE_HOST,
  'openapivts.koreainvestment.com',
  'ops.koreainvestment.com',
  'new.real.download.dws.co.kr',
  'discord.com',
  'api.telegram.org',
]);
/** Names of this computer. */
export const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

const ADDRESSES = [
  'KIS_BASE_URL',
  'KIS_WS_URL',
  'KIS_MASTER_URL',
  'DISCORD_API_BASE',
  'TELEGRAM_API_ROOT',
] as const;

type HostFault = Bilingual & { readonly name: string };

/** Addresses that are neither official nor on this computer, not encrypted, or of the other environment. */
export function hostFaults(values: Values): HostFault[] {
  return [...addressFaults(values), ...openHoursFaults(values)];
}

/** Only a stand-in on this computer may be open at every hour: for a real exchange the calendar is the truth. */
function openHoursFaults({ KIS_ALWAYS_OPEN, KIS_BASE_URL }: Values): HostFault[] {
  if (KIS_ALWAYS_OPEN !== 'on') return [];
  if (KIS_BASE_URL !== undefined && LOOPBACK.has(new URL(KIS_BASE_URL).hostname)) return [];
  return [
    {
      name: 'KIS_ALWAYS_OPEN',
      ko: '이 컴퓨터의 시뮬레이터(KIS_BASE_URL=http://127.0.0.1:…)에만 쓸 수 있습니다',
      en: 'is only for a simulator on this computer (KIS_BASE_URL=http://127.0.0.1:…)',
    },
  ];
}

function addressFaults(values: Values): HostFault[] {
  return ADDRESSES.flatMap(name => {
    const address = values[name];
    const problem = address === undefined ? undefined : problemOf(name, new URL(address), values);
    return problem ? [{ name, ...problem }] : [];
  });
}

function problemOf(name: string, { hostname, protocol }: URL, values: Values): Bilingual | undefined {
  if (isContradiction(name, hostname, values.KIS_ENV)) {
    return { ko: 'KIS_ENV와 서로 다른 환경을 가리킵니다', en: 'contradicts KIS_ENV' };
  }
  if (LOOPBACK.has(hostname)) return undefined;
  if (!KNOWN_HOSTS.has(hostname) && values.ALLOW_OTHER_HOSTS !== 'on') {
    return {
      ko: '이 컴퓨터(127.0.0.1) 또는 공식 주소만 쓸 수 있습니다. 뜻한 일이면 ALLOW_OTHER_HOSTS=on',
      en: 'only loopback or the official host is accepted unless ALLOW_OTHER_HOSTS=on',
    };
  }
  return protocol === 'http:' ? { ko: 'https 주소여야 합니다', en: 'must be an https address' } : undefined;
}

/** A KIS host with `vts` in its name is the paper server; the official live host is the other one. */
function isContradiction(name: string, hostname: string, mode: TradingMode | undefined): boolean {
  if (name !== 'KIS_BASE_URL' || mode === undefined) return false;
  return (mode === 'live' && hostname.includes('vts')) || (mode === 'paper' && hostname === LIVE_HOST);
}

/** A stand-in on this computer serves its own issues; everything else belongs to the official list. */
export function masterFolderBeside(baseUrl: string | undefined): string {
  return baseUrl !== undefined && LOOPBACK.has(new URL(baseUrl).hostname)
    ? `${baseUrl}/common/master`
    : MASTER_FOLDER;
}

/** Without KIS_ENV only the official live host means live; anything else is taken as paper. */
export function modeOfHost(baseUrl: string | undefined): TradingMode {
  return baseUrl !== undefined && new URL(baseUrl).hostname === LIVE_HOST ? 'live' : 'paper';
}
