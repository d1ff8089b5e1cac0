import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock } from './core/index.js';
import { type Finding, findingsOf, say } from './doctor-finding.js';

const REACH_MS = 5_000;
/** KIS cuts orders off whose clock is wrong by much; the desk warns from here on, ms. */
const TOLERATED_SKEW_MS = 30_000;
/** Beyond this the desk stops trading by itself, ms. */
const GRAVE_SKEW_MS = 120_000;
/** A `Date` header has whole seconds, cut off. */
const CUT_OFF_MS = 500;

export interface Host {
  readonly name: string;
  readonly url: string;
}

/** Whether a connection to each host can be had, encrypted where its address says so. Nothing is sent. */
export async function hostFindings(hosts: readonly Host[]): Promise<readonly Finding[]> {
  return Promise.all(hosts.map(reach));
}

async function reach({ name, url }: Host): Promise<Finding> {
  const { ok, wrong } = findingsOf('hosts');
  const { hostname, protocol, port } = new URL(url);
  const secure = protocol === 'https:' || protocol === 'wss:';
  const at = `${hostname}:${port || (secure ? 443 : 80)}`;
  const problem = await connected(
    hostname.replace(/^\[|\]$/g, ''),
    Number(port) || (secure ? 443 : 80),
    secure,
  );
  if (problem === undefined) return ok(name, say(`연결됩니다: ${at}`, `reached: ${at}`));
  if (problem === 'ENOTFOUND' || problem === 'EAI_AGAIN') {
    return wrong(
      name,
      say(`주소를 찾을 수 없습니다(DNS): ${hostname}`, `no such host (DNS): ${hostname}`),
      say(
        '인터넷 연결과 DNS 설정, 주소의 철자를 확인하세요.',
        'Check the connection, the DNS and the spelling.',
      ),
    );
  }
  return wrong(
    name,
    say(`연결되지 않습니다: ${at} (${problem})`, `not reached: ${at} (${problem})`),
    say(
      '방화벽과 주소, 그쪽 서비스의 상태를 확인하세요.',
      'Check the firewall, the address and that service.',
    ),
  );
}

/** undefined: it was; otherwise the system's word for why not. */
function connected(host: string, port: number, secure: boolean): Promise<string | undefined> {
  return new Promise(resolve => {
    const socket = secure
      ? connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }) })
      : connect({ host, port });
    const end = (problem: string | undefined) => {
      socket.destroy();
      resolve(problem);
    };
    socket.setTimeout(REACH_MS, () => end('TIMEOUT'));
    socket.once(secure ? 'secureConnect' : 'connect', () => end(undefined));
    socket.once('error', error => end('code' in error ? String(error.code) : 'ERROR'));
  });
}

/** Compares our clock with the broker's `Date` header; without one there is nothing to say. */
export async function clockFindings(baseUrl: string, clock: Clock): Promise<readonly Finding[]> {
  const { ok, warning, wrong } = findingsOf('clock');
  const begun = clock.monotonic();
  const answer = await fetch(baseUrl, {
    method: 'HEAD',
    redirect: 'manual',
    signal: AbortSignal.timeout(REACH_MS),
  }).catch(() => undefined);
  const theirs = Date.parse(answer?.headers.get('date') ?? '') + CUT_OFF_MS;
  if (Number.isNaN(theirs)) {
    return [
      warning(
        'clock',
        say(
          '증권사의 시각을 알 수 없어 시계를 비교하지 못했습니다.',
          "The broker's time is not known: the clock was not compared.",
        ),
        say('아래의 주소 문제를 먼저 해결하세요.', 'Settle what is said of the hosts below first.'),
      ),
    ];
  }
  const skewMs = Math.round(theirs - (clock.now() - (clock.monotonic() - begun) / 2));
  const off = Math.abs(skewMs);
  const seconds = Math.round(off / 1_000);
  const text = say(
    `이 컴퓨터의 시계가 증권사보다 ${seconds}초 ${skewMs > 0 ? '느립니다' : '빠릅니다'}.`,
    `This machine's clock is ${seconds} s ${skewMs > 0 ? 'behind' : 'ahead of'} the broker's.`,
  );
  const todo = say('시간 동기화(NTP)를 켜세요.', 'Turn on time synchronisation (NTP).');
  if (off > GRAVE_SKEW_MS) return [wrong('clock', text, todo)];
  return [off > TOLERATED_SKEW_MS ? warning('clock', text, todo) : ok('clock', text)];
}
