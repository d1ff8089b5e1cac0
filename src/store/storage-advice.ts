import type { Bilingual, DeskError } from '../core/index.js';
import type { StorageProblem } from './storage-error.js';

type Advice = (facts: {
  readonly file: string;
  readonly pid: string;
  readonly cause: Bilingual;
}) => Bilingual;

const UNTOUCHED: Bilingual = { ko: '파일은 그대로 두었습니다.', en: 'The files were left as they are.' };

/** What to tell the person at the machine when the data folder cannot be opened. */
const ADVICE: Readonly<Record<Exclude<StorageProblem, 'closed'>, Advice>> = {
  locked: ({ pid }) => ({
    ko: `이 데이터 폴더를 다른 프로세스${pid && `(${pid})`}가 쓰고 있습니다. 그 프로그램을 끝내거나 DATA_DIR을 다르게 하세요.`,
    en: `the data directory is in use by ${pid ? `process ${pid}` : 'another process'}; stop it, or choose another DATA_DIR`,
  }),
  keysBusy: () => ({
    ko: '다른 프로세스가 API 키나 계좌를 바꾸는 중이라 아무것도 바꾸지 않았습니다. 잠시 뒤 다시 하세요.',
    en: 'another process is changing the API keys or the accounts, so nothing was changed; try again in a moment',
  }),
  sharedDirectory: () => ({
    ko: '데이터 폴더가 모든 사용자의 것입니다(예: /tmp). DATA_DIR을 이 프로그램만 쓰는 폴더로 바꾸세요.',
    en: 'the data directory belongs to all users (such as /tmp); set DATA_DIR to one of its own',
  }),
  keyMalformed: ({ file }) => ({
    ko: `암호화 키의 형식이 틀립니다: ${file || 'STORE_KEY'}. 32바이트를 16진수 64자리나 base64로 적어야 합니다.`,
    en: `the store key is malformed: ${file || 'STORE_KEY'} must hold 32 bytes as 64 hex digits or base64`,
  }),
  keyMissing: ({ file }) => ({
    ko: `저장 파일의 암호화 키가 사라졌습니다: ${file}. 백업한 키를 되돌려 놓으세요. ${UNTOUCHED.ko}`,
    en: `the key file ${file} of the encrypted store is gone; put its backup in place. ${UNTOUCHED.en}`,
  }),
  wrongKey: ({ file }) => ({
    ko: `다른 키로 암호화된 저장 파일입니다: ${file}. STORE_KEY나 키 파일을 확인하세요. ${UNTOUCHED.ko}`,
    en: `${file} is encrypted with another key than the one given; check STORE_KEY or the key file. ${UNTOUCHED.en}`,
  }),
  newerFormat: ({ file }) => ({
    ko: `더 새로운 버전의 프로그램이 쓴 저장 파일입니다: ${file}. 그 버전으로 시작하세요. ${UNTOUCHED.ko}`,
    en: `${file} was written by a newer version of the program; start that one. ${UNTOUCHED.en}`,
  }),
  unreadable: ({ file, cause }) => ({
    ko: `데이터 폴더를 쓸 수 없습니다${file && `: ${file}`}. ${cause.ko}`,
    en: `cannot use the data directory${file && `: ${file}`}. ${cause.en}`,
  }),
  damagedBackup: () => ({
    ko: '백업 파일이 손상되었거나 백업이 아닙니다. 아무것도 바꾸지 않았습니다. 다른 백업을 쓰세요.',
    en: 'the backup is damaged, or is none. Nothing was changed; use another one',
  }),
  notEmpty: () => ({
    ko: '데이터 폴더가 비어 있지 않습니다. 지금 것을 옆으로 옮기고 되돌리려면 --force를 붙이세요. 지우지는 않습니다.',
    en: 'the data directory is not empty; with --force what is there is moved aside (never deleted)',
  }),
  backupExists: ({ file }) => ({
    ko: `같은 이름의 파일이 이미 있습니다: ${file}. 다른 이름을 쓰세요.`,
    en: `there is a file of that name already: ${file}; choose another one`,
  }),
  backupInside: () => ({
    ko: '백업을 데이터 폴더 안에 둘 수 없습니다. 다른 곳을 고르세요.',
    en: 'a backup cannot lie in the data directory; choose another place',
  }),
  otherKey: () => ({
    ko: '백업에 든 키와 지금의 키 파일이 다릅니다. 지금 것을 옆으로 옮기고 되돌리려면 --force를 붙이세요.',
    en: 'the key in the backup is not the one in the key file; with --force the present one is moved aside',
  }),
  writeFailed: ({ file, cause }) => ({
    ko: `저장하지 못했습니다${file && `: ${file}`}. ${cause.ko}`,
    en: `cannot write${file && ` ${file}`}. ${cause.en}`,
  }),
};

const CAUSES: ReadonlyMap<string, Bilingual> = new Map([
  ['ENOSPC', { ko: '디스크가 가득 찼습니다.', en: 'The disk is full.' }],
  ['EROFS', { ko: '읽기 전용 디스크입니다.', en: 'The disk is read-only.' }],
  ['EACCES', { ko: '권한이 없습니다.', en: 'Permission is missing.' }],
  ['EPERM', { ko: '권한이 없습니다.', en: 'Permission is missing.' }],
  ['ENOTDIR', { ko: '폴더가 아닙니다.', en: 'It is no directory.' }],
]);

const UNKNOWN_CAUSE: Bilingual = {
  ko: '디스크와 폴더의 권한을 확인하세요.',
  en: 'Check the disk and the permissions of the directory.',
};

/** What happened and what to do when `openStore` threw; undefined for any other failure. */
export function storageAdvice({ kind, detail }: DeskError): Bilingual | undefined {
  const problem = Object.entries(ADVICE).find(([name]) => name === detail['problem']);
  if (kind !== 'storage' || problem === undefined) return undefined;
  const [, advice] = problem;
  return advice({
    file: String(detail['file'] ?? ''),
    pid: String(detail['pid'] ?? ''),
    cause: CAUSES.get(String(detail['code'])) ?? UNKNOWN_CAUSE,
  });
}
