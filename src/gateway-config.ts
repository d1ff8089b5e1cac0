import { type Bilingual, Secret } from './core/index.js';
import { LOOPBACK } from './hosts.js';
import type { Values } from './variables.js';

/** How other programs and browsers reach the desk. */
export interface GatewayConfig {
  readonly host: string;
  readonly port: number;
  /** Where people and programs find it, without a slash at the end. */
  readonly url: string;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  /** Web pages of these addresses may call it; none by default. */
  readonly corsOrigins: readonly string[];
  /** The first consumer of tokens. */
  readonly syncKey: Secret | undefined;
  /** The operator's own programs. */
  readonly backendKey: Secret | undefined;
  /** False: whoever calls from this computer without a key may look and control, as with `backendKey`. */
  readonly requireKey: boolean;
}

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_PORT = 8787;

type GatewayFault = Bilingual & { readonly name: string };

/** Off unless it is asked for, or a key for it is there. */
export function gatewayOf(values: Values): GatewayConfig | undefined {
  if (!isOn(values)) return undefined;
  const { GATEWAY_HOST: host = DEFAULT_HOST, SYNC_API_KEY, BACKEND_API_KEY } = values;
  const { GATEWAY_TLS_CERT_FILE: certFile, GATEWAY_TLS_KEY_FILE: keyFile } = values;
  const port = Number(values.GATEWAY_PORT ?? DEFAULT_PORT);
  const tls = certFile !== undefined && keyFile !== undefined ? { certFile, keyFile } : undefined;
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    host,
    port,
    url: values.GATEWAY_URL ?? `${tls ? 'https' : 'http'}://${shown}:${port}`,
    tls,
    corsOrigins: values.GATEWAY_CORS_ORIGINS ?? [],
    syncKey: SYNC_API_KEY === undefined ? undefined : new Secret(SYNC_API_KEY),
    backendKey: BACKEND_API_KEY === undefined ? undefined : new Secret(BACKEND_API_KEY),
    requireKey: values.REQUIRE_API_KEY !== 'false',
  };
}

/** What would leave the desk open to others. That there is a key at all shows only when the store is open. */
export function gatewayFaults(values: Values): GatewayFault[] {
  if (!isOn(values)) return [];
  const faults: GatewayFault[] = [];
  const isLocal = isLoopback(values.GATEWAY_HOST ?? DEFAULT_HOST);
  const hasTls = values.GATEWAY_TLS_CERT_FILE !== undefined && values.GATEWAY_TLS_KEY_FILE !== undefined;
  for (const [name, other] of TLS_PAIR) {
    if (values[name] === undefined && values[other] !== undefined) {
      faults.push({ name, ko: `${other}이(가) 있으면 필요합니다`, en: `is needed with ${other}` });
    }
  }
  if (!isLocal && !hasTls && values.GATEWAY_PLAIN_HTTP !== 'on') {
    faults.push({
      name: 'GATEWAY_HOST',
      ko: '이 컴퓨터(127.0.0.1) 밖으로 열려면 TLS 인증서(GATEWAY_TLS_CERT_FILE, GATEWAY_TLS_KEY_FILE)가 필요합니다. TLS를 대신 맡는 프록시 뒤라면 GATEWAY_PLAIN_HTTP=on',
      en: 'beyond loopback TLS is needed (GATEWAY_TLS_CERT_FILE, GATEWAY_TLS_KEY_FILE); behind a proxy that does it, GATEWAY_PLAIN_HTTP=on',
    });
  }
  if (!isLocal && values.REQUIRE_API_KEY === 'false') {
    faults.push({
      name: 'REQUIRE_API_KEY',
      ko: 'false는 GATEWAY_HOST가 이 컴퓨터(127.0.0.1)일 때만 쓸 수 있습니다',
      en: 'false is only for a GATEWAY_HOST on this computer (127.0.0.1)',
    });
  }
  if (values.SYNC_API_KEY !== undefined && values.SYNC_API_KEY === values.BACKEND_API_KEY) {
    faults.push({
      name: 'BACKEND_API_KEY',
      ko: 'SYNC_API_KEY와 달라야 합니다',
      en: 'must differ from SYNC_API_KEY',
    });
  }
  return faults;
}

const TLS_PAIR = [
  ['GATEWAY_TLS_CERT_FILE', 'GATEWAY_TLS_KEY_FILE'],
  ['GATEWAY_TLS_KEY_FILE', 'GATEWAY_TLS_CERT_FILE'],
] as const;

function isOn({ GATEWAY, SYNC_API_KEY, BACKEND_API_KEY }: Values): boolean {
  if (GATEWAY !== undefined) return GATEWAY === 'on';
  return SYNC_API_KEY !== undefined || BACKEND_API_KEY !== undefined;
}

function isLoopback(host: string): boolean {
  return LOOPBACK.has(host) || host === '::1' || /^127(?:\.[0-9]{1,3}){3}$/.test(host);
}
