import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { Config } from './config.js';
import { DeskError } from './core/index.js';
import { type Finding, findingsOf, say } from './doctor-finding.js';
import { gatewayAdvice } from './gateway-advice.js';
import type { GatewayConfig } from './gateway-config.js';

const { ok, wrong } = findingsOf('gateway');

/** Whether the gateway could open. `isRunning`: a desk holds the data directory, and most likely the address too. */
export async function gatewayFindings({ gateway }: Config, isRunning: boolean): Promise<readonly Finding[]> {
  if (!gateway) {
    return [ok('gateway', say('게이트웨이가 꺼져 있습니다 (GATEWAY).', 'the gateway is off (GATEWAY)'))];
  }
  const problems = [await tlsProblem(gateway), isRunning ? undefined : await addressProblem(gateway)];
  const found = problems.flatMap(problem => (problem === undefined ? [] : [unopened(gateway, problem)]));
  if (found.length > 0) return found;
  return [
    ok('gateway', say(`게이트웨이를 열 수 있습니다: ${gateway.url}`, `the gateway can open: ${gateway.url}`)),
  ];
}

function unopened({ host, port }: GatewayConfig, problem: string): Finding {
  const advice = gatewayAdvice(new DeskError('unavailable', problem, { problem, host, port }));
  return wrong(
    problem === 'tls' ? 'GATEWAY_TLS_CERT_FILE' : 'GATEWAY_PORT',
    say('게이트웨이를 열 수 없습니다.', 'The gateway cannot open.'),
    advice,
  );
}

async function tlsProblem({ tls }: GatewayConfig): Promise<'tls' | undefined> {
  if (!tls) return undefined;
  try {
    const [cert, key] = await Promise.all([readFile(tls.certFile, 'utf8'), readFile(tls.keyFile, 'utf8')]);
    createSecureContext({ cert, key });
    return undefined;
  } catch {
    return 'tls';
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'portInUse',
  EACCES: 'portForbidden',
  EADDRNOTAVAIL: 'noSuchAddress',
  ENOTFOUND: 'noSuchAddress',
};

/** Listens there for a moment. */
function addressProblem({ host, port }: GatewayConfig): Promise<string | undefined> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', (failure: NodeJS.ErrnoException) =>
      resolve(PROBLEMS[failure.code ?? ''] ?? 'listen'),
    );
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
