import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from './config.js';
import {
  type AuditLine,
  type AuditMark,
  type AuditReads,
  type AuditVerdict,
  asDeskError,
  type Bilingual,
  formatKst,
  groupDigits,
} from './core/index.js';
import { describeFaults } from './process.js';
import { openAuditReads, storageAdvice } from './store/index.js';

/** What a script may act on. `unread`: nothing can be said, the question itself included. */
const EXIT = { whole: 0, broken: 1, unread: 2 } as const;

/** More than a screen can show; narrower words find the rest. */
const MOST_FOUND = 1_000;

const USAGE = `npm run audit -- verify [--head LINE:HASH]   감사 기록이 쓰인 그대로인지 확인 / whether the trail is as it was written
npm run audit -- search <words>              모든 낱말이 들어 있는 줄, 최근 것부터 / lines that hold all the words, newest first
`;

type Problem = Extract<AuditVerdict, { kind: 'broken' }>['problem'];

const PROBLEMS: Readonly<Record<Problem, Bilingual>> = {
  unreadable: { ko: '감사 기록의 줄이 아닙니다', en: 'is no line of the trail' },
  hash: { ko: '쓰인 것과 내용이 다릅니다', en: 'is not what was written there' },
  order: { ko: '더 앞에 있던 줄입니다', en: 'belongs further up' },
  missing: { ko: '이 앞에서 줄이 사라졌습니다', en: 'lines are gone before it' },
  truncated: { ko: '여기부터 뒤가 잘려 나갔습니다', en: 'the trail was cut off here' },
};

if (existsSync('.env')) process.loadEnvFile('.env');
process.exitCode = await run(process.argv.slice(2), process.env);

/** Reads the trail of the data directory that the program would use; also while the program is at work there. */
async function run(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const asked = question(words);
  if (asked === undefined) return refuse(USAGE);
  const read = readConfig(environment);
  if (!read.ok) return refuse(describeFaults(read.faults));
  try {
    return asked.what === 'verify'
      ? await verify(read.config, asked.heads)
      : await search(read.config, asked.words);
  } catch (thrown) {
    const error = asDeskError(thrown);
    const advice = storageAdvice(error);
    return refuse(`${advice ? `${advice.ko} / ${advice.en}` : error.message}\n`);
  }
}

type Question =
  | { readonly what: 'verify'; readonly heads: readonly AuditMark[] }
  | { readonly what: 'search'; readonly words: readonly string[] };

/** undefined: not understood. */
function question(args: readonly string[]): Question | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { head: { type: 'string', multiple: true } },
    });
    const [what, ...words] = positionals;
    if (what === 'search' && words.length > 0 && !values.head) return { what, words };
    const heads = (values.head ?? []).map(markOf);
    if (what !== 'verify' || words.length > 0 || heads.includes(undefined)) return undefined;
    return { what, heads: heads.filter(head => head !== undefined) };
  } catch {
    return undefined;
  }
}

function markOf(text: string): AuditMark | undefined {
  const [, line, hash] = /^([1-9][0-9]{0,14}):([0-9a-f]{16,64})$/.exec(text) ?? [];
  return line === undefined || hash === undefined ? undefined : { line: Number(line), hash };
}

async function verify(config: Config, heads: readonly AuditMark[]): Promise<number> {
  const verdict = await (await reads(config, heads)).verify();
  if (verdict.kind === 'broken') {
    const { file, lineInFile, goodLines } = verdict;
    const problem = PROBLEMS[verdict.problem];
    const before = groupDigits(BigInt(goodLines));
    print(`손상: ${file} ${lineInFile}번째 줄 — ${problem.ko}. 그 앞의 ${before}줄은 온전합니다.`);
    print(`broken: ${file} line ${lineInFile} ${problem.en}. The ${before} lines before it are whole.`);
    return EXIT.broken;
  }
  const lines = groupDigits(BigInt(verdict.lines));
  const head = verdict.head ? `${verdict.head.line}:${verdict.head.hash}` : '-';
  print(`온전함: 감사 기록 ${lines}줄(파일 ${verdict.files}개)이 쓰인 그대로입니다. 끝: ${head}`);
  print(`whole: all ${lines} lines in ${verdict.files} files are as they were written. head: ${head}`);
  return EXIT.whole;
}

async function search(config: Config, words: readonly string[]): Promise<number> {
  const query = { words, from: undefined, to: undefined, limit: MOST_FOUND };
  const found = await (await reads(config, [])).search(query);
  for (const line of found) print(textOf(line));
  const more = found.length === MOST_FOUND ? '+' : '';
  print(`${found.length}${more}줄 / ${found.length}${more} lines`);
  return EXIT.whole;
}

function reads(config: Config, heads: readonly AuditMark[]): Promise<AuditReads> {
  return openAuditReads({
    directory: config.dataDirectory,
    key: config.storeKey,
    keyFile: config.storeKeyFile,
    heads,
  });
}

function textOf({ line, at, who, place, act, outcome, reason, reference, intent }: AuditLine): string {
  const rest = [reason, reference, intent].filter(word => word !== undefined);
  return [`#${line}`, formatKst(at), who, place, act, outcome, ...rest].join('\t');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function refuse(text: string): number {
  process.stderr.write(text);
  return EXIT.unread;
}
