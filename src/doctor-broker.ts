import { asDeskError, type Broker, type Clock, formatKst, type TokenVault } from './core/index.js';
import { type Finding, findingsOf, say } from './doctor-finding.js';
import type { StoreInspection } from './store/index.js';

const { ok, warning, wrong } = findingsOf('broker');

/** An issue that is always listed: 삼성전자. */
const ISSUE = '005930';

/**
 * Asks for one price with the token that the store holds. Never has a token issued: an issue must be noted in the store
 * before it leaves, and this store takes no note. Beside a running desk nothing is asked at all, since the two would
 * not share the calls of a second.
 */
export async function brokerFindings(
  open: (vault: TokenVault) => Broker,
  { holder, vault }: StoreInspection,
  clock: Clock,
): Promise<readonly Finding[]> {
  if (holder) {
    return [
      ok(
        'broker',
        say(
          '실행 중인 데스크가 증권사를 쓰고 있습니다. /status를 보세요.',
          'The running desk uses the broker: see /status.',
        ),
      ),
    ];
  }
  if (!vault) return [firstLogin()];
  const looks: Promise<unknown>[] = [];
  const watched: TokenVault = {
    ...vault,
    read(key) {
      const record = vault.read(key);
      looks.push(record);
      return record;
    },
  };
  const broker = open(watched);
  try {
    // A token that is due serves as long as it is known; asked sooner, the broker's client would want a new one first.
    await Promise.allSettled(looks);
    await new Promise(resolve => setImmediate(resolve));
    await broker.market.quote(ISSUE);
    return [ok('broker', say('보관된 토큰으로 조회됩니다.', 'A price came with the stored token.'))];
  } catch (thrown) {
    const { expiresAt } = broker.tokens.status();
    if (expiresAt === undefined || expiresAt <= clock.now()) return [firstLogin()];
    const { kind, detail } = asDeskError(thrown);
    // It wanted to have another token issued, which this store does not let it.
    if (kind === 'storage') return [deadToken(expiresAt)];
    const code = detail['code'] ?? kind;
    return [
      wrong(
        'broker',
        say(`증권사 조회가 되지 않습니다 (${code}).`, `The broker does not answer as it should (${code}).`),
        say(
          '점검 시간인지, 앱키가 유효한지 확인하세요.',
          'Check whether it is in maintenance and the app key valid.',
        ),
      ),
    ];
  } finally {
    broker.close();
  }
}

const firstLogin = (): Finding =>
  ok(
    'broker',
    say(
      '유효한 토큰이 없습니다. 시작할 때 로그인하며, 점검하려고 발급받지는 않습니다.',
      'There is no valid token. The next start logs in; none is issued for a check.',
    ),
  );

const deadToken = (expiresAt: number): Finding =>
  warning(
    'broker.token',
    say(
      `보관된 토큰은 ${formatKst(expiresAt)}까지인데 증권사가 거절했습니다. 다른 프로그램이 같은 앱키를 쓰는 것으로 보입니다.`,
      `The stored token is good until ${formatKst(expiresAt)} and was refused: another program seems to use this app key.`,
    ),
    say(
      '다음 시작이 다시 로그인합니다. 앱키를 쓰는 다른 프로그램을 확인하세요.',
      'The next start logs in again. Look for the other program.',
    ),
  );
