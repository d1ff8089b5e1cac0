import type { Bilingual, DeskError } from './core/index.js';

type Advice = (where: string) => Bilingual;

/** What to tell the person at the machine when the gateway cannot open. */
const ADVICE: Readonly<Record<string, Advice>> = {
  noKeys: () => ({
    ko: '게이트웨이를 쓸 키가 하나도 없습니다. SYNC_API_KEY나 BACKEND_API_KEY를 적거나(openssl rand -hex 32), npm run keys 로 만드세요. 이 컴퓨터에서 키 없이 보기만 하려면 REQUIRE_API_KEY=false',
    en: 'nobody has a key for the gateway: set SYNC_API_KEY or BACKEND_API_KEY (openssl rand -hex 32), or make one with npm run keys; for this computer alone, REQUIRE_API_KEY=false',
  }),
  portInUse: where => ({
    ko: `게이트웨이의 주소를 다른 프로그램이 쓰고 있습니다: ${where}. 그 프로그램을 끝내거나 GATEWAY_PORT를 다르게 하세요.`,
    en: `another program listens at ${where}: end it, or choose another GATEWAY_PORT`,
  }),
  portForbidden: where => ({
    ko: `게이트웨이를 ${where}에 열 권한이 없습니다. GATEWAY_PORT를 1024 이상으로 하세요.`,
    en: `the gateway may not listen at ${where}: choose a GATEWAY_PORT of 1024 or above`,
  }),
  noSuchAddress: where => ({
    ko: `이 컴퓨터의 주소가 아닙니다: ${where}. GATEWAY_HOST를 확인하세요.`,
    en: `${where} is no address of this computer: check GATEWAY_HOST`,
  }),
  listen: where => ({
    ko: `게이트웨이를 ${where}에 열지 못했습니다.`,
    en: `the gateway could not be opened at ${where}`,
  }),
  tls: () => ({
    ko: 'TLS 인증서를 쓸 수 없습니다. GATEWAY_TLS_CERT_FILE과 GATEWAY_TLS_KEY_FILE이 서로 맞는 PEM 파일인지 확인하세요.',
    en: 'the TLS files cannot be used: check that GATEWAY_TLS_CERT_FILE and GATEWAY_TLS_KEY_FILE are PEM and belong together',
  }),
};

/** undefined when the failure has nothing to do with the gateway. */
export function gatewayAdvice({ detail }: DeskError): Bilingual | undefined {
  const { problem, host, port } = detail;
  return typeof problem === 'string' && Object.hasOwn(ADVICE, problem)
    ? ADVICE[problem]?.(`${host ?? ''}:${port ?? ''}`)
    : undefined;
}

/** Whether another configuration is all that is needed. */
export const isGatewayConfig = ({ detail }: DeskError): boolean =>
  detail['problem'] === 'noKeys' || detail['problem'] === 'tls';
