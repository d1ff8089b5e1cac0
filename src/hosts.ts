import type { Bilingual, TradingMode } from './core/index.js';
import type { Values } from './variables.js';

const LIVE_HOST = 'openapi.koreainvestment.com';

/** KIS: hosts of the two environments. */
export const KIS_HOSTS = {
  live: { base: `https://${LIVE_HOST}:9443`, ws: 'ws://ops.koreainvestment.com:21000' },
  paper: { base: 'https://openapivts.koreainvestment.com:29443', ws: 'ws://ops.koreainvestment.com:31000' },
} as const;

const KIWOOM_LIVE = 'api.kiwoom.com';
const KIWOOM_MOCK = 'mockapi.kiwoom.com';

/** Kiwoom: hosts of the two environments. */
export const KIWOOM_HOSTS = {
  live: { base: `https://${KIWOOM_LIVE}`, ws: `wss://${KIWOOM_LIVE}:10000` },
  paper: { base: `https://${KIWOOM_MOCK}`, ws: `wss://${KIWOOM_MOCK}:10000` },
} as const;

/** KIS: the folder of the master files. */
const MASTER_FOLDER = 'https://new.real.download.dws.co.kr/common/master';

const KNOWN_HOSTS = new Set([
  LIVE_HOST,
  'openapivts.koreainvestment.com',
  'ops.koreainvestment.com',
  'new.real.download.dws.co.kr',
  KIWOOM_LIVE,
  KIWOOM_MOCK,
  'discord.com',
  'api.telegram.org',
]);
/** Whose official hosts an address may name: keys of one broker never go to the other. */
const OWN_HOSTS: readonly (readonly [string, ReadonlySet<string>])[] = [
  [
    'KIS_',
    new Set([
      LIVE_HOST,
      'openapivts.koreainvestment.com',
      'ops.koreainvestment.com',
      'new.real.download.dws.co.kr',
    ]),
  ],
  ['KIWOOM_', new Set([KIWOOM_LIVE, KIWOOM_MOCK])],
];

/** Names of this computer. */
export const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

const ADDRESSES = [
  'KIS_BASE_URL',
  'KIS_WS_URL',
  'KIS_MASTER_URL',
  'KIWOOM_BASE_URL',
  'KIWOOM_WS_URL',
  'DISCORD_API_BASE',
  'TELEGRAM_API_ROOT',
] as const;

type HostFault = Bilingual & { readonly name: string };

/** Addresses that are neither official nor on this computer, not encrypted, or of the other environment. */
export function hostFaults(values: Values): HostFault[] {
  return [...addressFaults(values), ...openHoursFaults(values)];
}

/** Only stand-ins on this computer may be open at every hour: for a real exchange the calendar is the truth. */
function openHoursFaults(values: Values): HostFault[] {
  if (values.KIS_ALWAYS_OPEN !== 'on') return [];
  const reached = [
    ...(values.KIS_APP_KEY === undefined ? [] : [values.KIS_BASE_URL]),
    ...(kiwoomKeyed(values) ? [values.KIWOOM_BASE_URL] : []),
  ];
  if (reached.length > 0 && reached.every(isHere)) return [];
  return [
    {
      name: 'KIS_ALWAYS_OPEN',
      ko: '이 컴퓨터의 시뮬레이터(KIS_BASE_URL=http://127.0.0.1:…)에만 쓸 수 있습니다',
      en: 'is only for a simulator on this computer (KIS_BASE_URL=http://127.0.0.1:…)',
    },
  ];
}

const kiwoomKeyed = (values: Values) =>
  (values.KIWOOM_APP_KEY ?? values.KIWOOM_SANDBOX_APP_KEY ?? values.KIWOOM_PRODUCTION_APP_KEY) !== undefined;

/** Whether an address is given, and of this computer. */
export function isHere(address: string | undefined): boolean {
  return address !== undefined && LOOPBACK.has(new URL(address).hostname);
}

function addressFaults(values: Values): HostFault[] {
  return ADDRESSES.flatMap(name => {
    const address = values[name];
    const problem = address === undefined ? undefined : problemOf(name, new URL(address), values);
    return problem ? [{ name, ...problem }] : [];
  });
}

function problemOf(name: string, { hostname, protocol, port }: URL, values: Values): Bilingual | undefined {
  if (isContradiction(name, hostname, values.KIS_ENV) || isOtherPort(name, hostname, port, values.KIS_ENV)) {
    return { ko: 'KIS_ENV와 서로 다른 환경을 가리킵니다', en: 'contradicts KIS_ENV' };
  }
  if (name.startsWith('KIWOOM_') && contradictsKiwoom(hostname, values)) {
    return { ko: 'KIWOOM_ENV와 서로 다른 환경을 가리킵니다', en: 'contradicts KIWOOM_ENV' };
  }
  const own = OWN_HOSTS.find(([prefix]) => name.startsWith(prefix))?.[1];
  if (own && KNOWN_HOSTS.has(hostname) && !own.has(hostname)) {
    return { ko: '다른 곳의 공식 주소입니다', en: 'is the official address of somebody else' };
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

/** KIS: one host serves the WebSockets of both environments, each on a port of its own. */
function isOtherPort(name: string, hostname: string, port: string, mode: TradingMode = 'paper'): boolean {
  if (name !== 'KIS_WS_URL' || hostname !== 'ops.koreainvestment.com') return false;
  return port === new URL(KIS_HOSTS[mode === 'live' ? 'paper' : 'live'].ws).port;
}

/** Without a word for it the environment is mock. */
function contradictsKiwoom(hostname: string, { KIWOOM_ENV, KIWOOM_SANDBOX_MODE }: Values): boolean {
  const real = KIWOOM_ENV === undefined ? KIWOOM_SANDBOX_MODE === 'false' : KIWOOM_ENV === 'real';
  return hostname === (real ? KIWOOM_MOCK : KIWOOM_LIVE);
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
