import type { Config } from './config.js';
import { type Finding, findingsOf, say } from './doctor-finding.js';
import type { StoreInspection } from './store/index.js';

export function lockFindings({ holder, heartbeat, haltFile }: StoreInspection): readonly Finding[] {
  const { ok, warning, wrong } = findingsOf('lock');
  const halted = haltFile
    ? [
        warning(
          'HALT',
          say('HALT 파일이 있어 주문이 멈춰 있습니다.', 'A HALT file is there: trading is stopped.'),
          say(
            '까닭을 파일에서 읽고, 해결했으면 지우세요.',
            'Read in it why, and remove it when that is settled.',
          ),
        ),
      ]
    : [];
  if (!holder) {
    return [
      ...halted,
      ok('lock', say('이 폴더에서 실행 중인 데스크가 없습니다.', 'No desk is running in this directory.')),
    ];
  }
  const pid = holder.pid ?? '?';
  const running = ok('lock', say(`데스크가 실행 중입니다 (pid ${pid}).`, `A desk is running (pid ${pid}).`));
  if (!heartbeat) return [...halted, running];
  if (!heartbeat.fresh) {
    return [
      ...halted,
      wrong(
        'heartbeat',
        say(
          `실행 중인데 응답이 없습니다 (pid ${pid}).`,
          `It is running but gives no sign of life (pid ${pid}).`,
        ),
        say('로그를 보고 다시 시작하세요.', 'Look at its log and start it again.'),
      ),
    ];
  }
  const why = heartbeat.why.join(', ');
  return heartbeat.healthy
    ? [...halted, running]
    : [
        ...halted,
        wrong(
          'heartbeat',
          say(`실행 중이지만 정상이 아닙니다: ${why}`, `It is running but not well: ${why}`),
          say('/status와 로그를 보세요.', 'Look at /status and its log.'),
        ),
      ];
}

const KEY_STATES: Readonly<Record<StoreInspection['key']['state'], readonly [string, string] | undefined>> = {
  given: undefined,
  file: undefined,
  none: undefined,
  missing: ['저장 파일의 암호화 키가 사라졌습니다.', 'The key of the encrypted store is gone.'],
  malformed: ['암호화 키의 형식이 틀립니다.', 'The store key is malformed.'],
  unreadable: ['키 파일을 읽을 수 없습니다.', 'The key file cannot be read.'],
};

export function keyFindings({ key, faults }: StoreInspection): readonly Finding[] {
  const { ok, wrong } = findingsOf('keys');
  const problem = KEY_STATES[key.state];
  const name = key.state === 'given' ? 'STORE_KEY' : 'STORE_KEY_FILE';
  if (problem) {
    const todo = say('백업한 키를 되돌려 놓으세요.', 'Put the backup of the key in place.');
    return [wrong(name, say(...problem), todo)];
  }
  const found: Finding[] = [];
  if (faults.some(fault => fault.problem === 'wrongKey')) {
    found.push(
      wrong(
        `${name}.wrong`,
        say('저장 파일이 다른 키로 암호화되어 있습니다.', 'The store was encrypted with another key.'),
        say(
          'STORE_KEY나 키 파일을 그때의 것으로 되돌리세요.',
          'Put the former STORE_KEY or key file in place.',
        ),
      ),
    );
  }
  if (key.weak) {
    found.push(
      wrong(
        `${name}.weak`,
        say('암호화 키를 짐작하기 쉽습니다.', 'The store key is easy to guess.'),
        say(
          '데이터를 백업한 뒤 무작위 32바이트로 바꾸세요 (openssl rand -hex 32).',
          'Back up the data, then use 32 random bytes (openssl rand -hex 32).',
        ),
      ),
    );
  }
  if (found.length > 0) return found;
  return [
    ok(
      name,
      key.state === 'none'
        ? say('암호화 키는 처음 시작할 때 만듭니다.', 'The store key is made at the first start.')
        : say('암호화 키가 있습니다.', 'The store key is there.'),
    ),
  ];
}

/** Files are told of by name only. */
export function storeFindings(inspection: StoreInspection, config: Config): readonly Finding[] {
  const { ok, warning, wrong } = findingsOf('store');
  const { faults, vault, directory } = inspection;
  if (directory !== 'there' || !vault) return [];
  const restore = say(
    '시작하면 이전 사본에서 되살립니다. 그래도 안 되면 백업을 쓰세요.',
    'A start restores it from its copy; if that fails, use a backup.',
  );
  const found = faults
    .filter(({ problem }) => problem !== 'wrongKey')
    .map(({ file, problem, lines = 0 }) => {
      switch (problem) {
        case 'aside':
          return warning(
            file,
            say(`예전에 손상되어 따로 둔 파일입니다: ${file}`, `was damaged once and put aside: ${file}`),
            say('더 필요 없으면 다른 곳으로 옮기세요.', 'Move it away when it is no longer needed.'),
          );
        case 'lines':
          return wrong(
            file,
            say(`손상된 ${lines}줄이 있습니다: ${file}`, `${lines} damaged lines: ${file}`),
            say(
              '디스크를 점검하고 증권사 앱에서 주문 내역을 확인하세요.',
              "Check the disk, and your orders in the broker's app.",
            ),
          );
        case 'newer':
          return wrong(
            file,
            say(`더 새로운 버전이 쓴 파일입니다: ${file}`, `written by a newer version: ${file}`),
            say('그 버전으로 시작하세요.', 'Start that version.'),
          );
        case 'unreadable':
          return wrong(
            file,
            say(`읽을 수 없습니다: ${file}`, `cannot be read: ${file}`),
            say('파일의 주인과 권한을 확인하세요.', 'Check its owner and its mode.'),
          );
        default:
          return wrong(file, say(`손상되었습니다: ${file}`, `damaged: ${file}`), restore);
      }
    });
  if (found.length > 0) return found;
  const where =
    config.stamp === 'demo'
      ? say('데모 저장 파일이 온전합니다.', 'The store of the demo is whole.')
      : undefined;
  return [ok('store', where ?? say('저장 파일이 모두 온전합니다.', 'All files of the store are whole.'))];
}
