import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from './config.js';
import { asDeskError, formatKst, systemClock } from './core/index.js';
import { describeFaults, EXIT } from './process.js';
import { restoreBackup, storageAdvice, writeBackup } from './store/index.js';

const USAGE = `npm run backup -- <file>                 실행 중에도 데이터 폴더를 한 파일로 복사 / copies the data directory, also while the desk runs
npm run backup -- <file> --with-key      암호화 키까지 (아무나 읽을 수 있게 됨) / with the key: then whoever has the file can read it
npm run restore -- <file>                빈 데이터 폴더에 되돌림 / into an empty data directory
npm run restore -- <file> --force        지금 것을 옆으로 옮기고 되돌림 / what is there is moved aside, never deleted
`;

if (existsSync('.env')) process.loadEnvFile('.env');
process.exitCode = await run(process.argv.slice(2), process.env);

/** Of the data directory that the program would use. 0: done. 1: not done. 75: a desk is running. 78: configuration. */
async function run(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const asked = question(args);
  if (!asked) {
    process.stderr.write(USAGE);
    return EXIT.config;
  }
  const read = readConfig(environment);
  if (!read.ok) {
    process.stderr.write(describeFaults(read.faults));
    return EXIT.config;
  }
  try {
    await (asked.what === 'backup' ? backup(read.config, asked) : restore(read.config, asked));
    return 0;
  } catch (thrown) {
    const error = asDeskError(thrown);
    const advice = storageAdvice(error);
    process.stderr.write(`${advice ? `${advice.ko} / ${advice.en}` : error.message}\n`);
    return error.detail['problem'] === 'locked' ? EXIT.held : EXIT.failed;
  }
}

interface Question {
  readonly what: 'backup' | 'restore';
  readonly file: string;
  readonly withKey: boolean;
  readonly force: boolean;
}

/** undefined: not understood. */
function question(args: readonly string[]): Question | undefined {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'with-key': flag, force: flag },
    });
    const [what, file, ...more] = positionals;
    const { 'with-key': withKey, force } = values;
    if ((what !== 'backup' && what !== 'restore') || file === undefined || more.length > 0) return undefined;
    return (what === 'backup' ? force : withKey) ? undefined : { what, file, withKey, force };
  } catch {
    return undefined;
  }
}

async function backup(config: Config, { file, withKey }: Question): Promise<void> {
  const { dataDirectory: directory, storeKey: key, storeKeyFile: keyFile } = config;
  const { files, bytes } = await writeBackup({
    directory,
    file,
    withKey: withKey ? { key, keyFile } : undefined,
    clock: systemClock,
  });
  print(`백업했습니다: 파일 ${files}개, ${bytes}바이트 / backed up: ${files} files, ${bytes} bytes`);
  print(
    withKey
      ? '암호화 키가 들어 있습니다. 안전한 곳에 두세요. / The key is inside: keep it in a safe place.'
      : '암호화 키는 들어 있지 않습니다. STORE_KEY나 키 파일을 따로 보관하세요. / The key is not inside: keep STORE_KEY or the key file elsewhere.',
  );
}

async function restore(config: Config, { file, force }: Question): Promise<void> {
  const { dataDirectory: directory, storeKey: key, storeKeyFile: keyFile } = config;
  const restored = await restoreBackup({ directory, file, force, key, keyFile, clock: systemClock });
  const at = formatKst(restored.at);
  print(`되돌렸습니다: ${at}의 파일 ${restored.files}개 / restored: ${restored.files} files of ${at}`);
  if (restored.aside !== undefined)
    print(
      `이전 파일은 데이터 폴더의 ${restored.aside}에 있습니다. / What was there is in ${restored.aside}.`,
    );
  print(
    '주문은 멈춘 채로 시작합니다. 증권사 앱에서 미체결과 잔고를 확인한 뒤 데이터 폴더의 HALT 파일을 지우세요.',
  );
  print(
    "Trading begins halted: check open orders and holdings in the broker's app, then remove the HALT file.",
  );
  print(
    '그 뒤에 폐기한 API 키는 다시 살아 있습니다: npm run keys -- list / keys revoked since then are good again.',
  );
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
