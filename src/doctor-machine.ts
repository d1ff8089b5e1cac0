import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, findingsOf, say } from './doctor-finding.js';
import type { StoreInspection } from './store/index.js';

const LEAST_NODE = [20, 19] as const;
/** Below it journals and archives of a few weeks may not fit, bytes. */
const LOW_DISK = 500 * 2 ** 20;
/** Below it orders may soon be refused, since nothing can be written before they leave, bytes. */
const NO_DISK = 50 * 2 ** 20;

/** `version`: as `process.versions.node` tells it. */
export function nodeFinding(version: string): Finding {
  const { ok, wrong } = findingsOf('program');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  const name = 'node';
  return enough
    ? ok(name, say(`Node ${version}`, `Node ${version}`))
    : wrong(
        name,
        say(`Node ${version}은(는) 너무 오래되었습니다.`, `Node ${version} is too old.`),
        say(
          `Node ${LEAST_NODE.join('.')} 이상을 설치하세요.`,
          `Install Node ${LEAST_NODE.join('.')} or newer.`,
        ),
      );
}

/** The file that holds the keys must be its owner's alone. */
export async function envFileFinding(folder: string): Promise<readonly Finding[]> {
  const { ok, warning, wrong } = findingsOf('permissions');
  const found = await stat(join(folder, '.env')).catch(() => undefined);
  if (!found || process.platform === 'win32') return [];
  const todo = say('chmod 600 .env', 'chmod 600 .env');
  if ((found.mode & 0o007) !== 0) {
    return [
      wrong(
        '.env',
        say('.env를 이 컴퓨터의 누구나 읽을 수 있습니다.', 'Everybody on this machine can read .env.'),
        todo,
      ),
    ];
  }
  return (found.mode & 0o070) === 0
    ? [ok('.env', say('.env는 주인만 읽을 수 있습니다.', 'Only its owner can read .env.'))]
    : [warning('.env', say('.env를 같은 그룹이 읽을 수 있습니다.', 'The group can read .env.'), todo)];
}

const PLACES: Readonly<
  Record<Exclude<StoreInspection['directory'], 'there' | 'missing'>, readonly [string, string]>
> = {
  shared: [
    '데이터 폴더가 모든 사용자의 것입니다(예: /tmp).',
    'The data directory belongs to all users (such as /tmp).',
  ],
  notDirectory: ['DATA_DIR이 폴더가 아닙니다.', 'DATA_DIR is not a directory.'],
  unreadable: ['데이터 폴더를 읽을 수 없습니다.', 'The data directory cannot be read.'],
};

export function permissionFindings({ directory, openToOthers, key }: StoreInspection): readonly Finding[] {
  const { ok, warning, wrong } = findingsOf('permissions');
  if (directory === 'missing') {
    return [
      ok(
        'DATA_DIR',
        say('데이터 폴더는 처음 시작할 때 만듭니다.', 'The data directory is made at the first start.'),
      ),
    ];
  }
  if (directory !== 'there') {
    const todo = say(
      'DATA_DIR을 이 프로그램만 쓰는 폴더로 바꾸세요.',
      'Set DATA_DIR to a directory of its own.',
    );
    return [wrong('DATA_DIR', say(...PLACES[directory]), todo)];
  }
  const found = openToOthers.map(name => {
    const shown = name === '.' ? 'DATA_DIR' : name;
    return wrong(
      shown,
      say(`다른 사용자에게 열려 있습니다: ${shown}`, `open to other users: ${shown}`),
      name === '.'
        ? say('데이터 폴더를 chmod 700으로 닫으세요.', 'Close the data directory with chmod 700.')
        : say('그 파일을 chmod 600으로 닫으세요.', 'Close that file with chmod 600.'),
    );
  });
  if (key.openToOthers) {
    found.push(
      wrong(
        'STORE_KEY_FILE',
        say('키 파일을 다른 사용자가 읽을 수 있습니다.', 'Other users can read the key file.'),
        say('키 파일을 chmod 600으로 닫으세요.', 'Close the key file with chmod 600.'),
      ),
    );
  }
  if (key.inside && key.state === 'file') {
    found.push(
      warning(
        'STORE_KEY_FILE.place',
        say(
          '키 파일이 데이터 폴더 안에 있어 함께 복사되면 암호화가 소용없습니다.',
          'The key file lies in the data directory: a copy of both is a copy in the clear.',
        ),
        say('STORE_KEY_FILE을 폴더 밖으로 옮기세요.', 'Move STORE_KEY_FILE out of the directory.'),
      ),
    );
  }
  return found.length > 0
    ? found
    : [
        ok(
          'DATA_DIR',
          say(
            '데이터 폴더와 키는 주인만 읽을 수 있습니다.',
            'Only their owner can read the data and the key.',
          ),
        ),
      ];
}

export function diskFinding({ disk }: StoreInspection): readonly Finding[] {
  const { ok, warning, wrong } = findingsOf('disk');
  if (!disk) return [];
  const megabytes = Math.floor(disk.freeBytes / 2 ** 20);
  const text = say(`남은 공간 ${megabytes} MB`, `${megabytes} MB free`);
  const todo = say('디스크를 비우거나 늘리세요.', 'Free some of the disk, or make it larger.');
  if (disk.freeBytes < NO_DISK) return [wrong('disk', text, todo)];
  return [disk.freeBytes < LOW_DISK ? warning('disk', text, todo) : ok('disk', text)];
}
