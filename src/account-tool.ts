import { existsSync } from 'node:fs';
import { type AccountActs, accountActs } from './account-acts.js';
import { readAnswers } from './account-answers.js';
import { type Dialogue, personsDialogue, scriptsDialogue } from './account-dialogue.js';
import { createQuestions } from './account-questions.js';
import { readConfig } from './config.js';
import { asDeskError, type DeskError, systemClock } from './core/index.js';
import { explainPlainly } from './desk/index.js';
import { describeFaults, EXIT } from './process.js';
import { storageAdvice } from './store/index.js';

const USAGE = `npm run --silent account -- list             있는 계좌 / the accounts that there are
npm run --silent account -- add              새 계좌, 묻는 대로 답함 / a new account; it asks
npm run --silent account -- keys <alias>     새 앱키로 바꿈 / other keys
npm run --silent account -- rotate           저장된 앱키를 새 데이터 키로 다시 암호화 / seals all keys anew
npm run --silent account -- remove <alias>   계좌와 앱키를 지움 / forgets an account and its keys
앱키와 앱시크릿은 인자로 받지 않습니다. 스크립트는 표준 입력에 JSON 하나를 보냅니다.
Keys are never taken as arguments. A script sends one JSON object on standard input:
  {"broker":"kis","environment":"paper","number":"12345678-01","alias":"…","owner":"…","colour":"green",
   "app_key":"…","app_secret":"…","hts_id":"…","confirm":"live"}
`;
const MOST_INPUT = 65_536;
/** From sysexits, as a shell reports a program that was interrupted. */
const INTERRUPTED = 130;

if (existsSync('.env')) process.loadEnvFile('.env');
process.exitCode = await run(process.argv.slice(2), process.env);

/**
 * Accounts of the data directory that the program would use, also while it is at work there. 0: done. 1: not done. 78:
 * configuration, or not understood. 130: whoever was asked has left, and nothing was changed.
 */
async function run(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const act = actOf(args);
  if (!act) {
    process.stderr.write(USAGE);
    return EXIT.config;
  }
  const read = readConfig(environment, { stored: true });
  if (!read.ok) {
    process.stderr.write(describeFaults(read.faults));
    return EXIT.config;
  }
  const dialogue = act.asks ? await openDialogue() : scriptsDialogue({});
  if (!dialogue) {
    process.stderr.write(USAGE);
    return EXIT.config;
  }
  try {
    const acts = await accountActs(read.config, { clock: systemClock, print, out });
    try {
      await act.run(acts, dialogue);
    } finally {
      await acts.close();
    }
    return 0;
  } catch (thrown) {
    const error = asDeskError(thrown);
    if (error.kind === 'cancelled') {
      print('\n그만두었습니다. 아무것도 바뀌지 않았습니다. / left; nothing changed.');
      return INTERRUPTED;
    }
    tell(error);
    return EXIT.failed;
  } finally {
    dialogue.close();
  }
}

interface Act {
  readonly asks: boolean;
  run(acts: AccountActs, dialogue: Dialogue): Promise<void>;
}

/** What is to be done; undefined: not understood, as is everything that could be a key. */
function actOf(args: readonly string[]): Act | undefined {
  const [what, name, ...more] = args;
  if (more.length > 0 || args.some(arg => arg.startsWith('-'))) return undefined;
  if (name === undefined) {
    if (what === 'list') return { asks: false, run: async acts => acts.list() };
    if (what === 'rotate') return { asks: false, run: acts => acts.rotate() };
    return what === 'add' ? { asks: true, run: (acts, dialogue) => acts.add(dialogue) } : undefined;
  }
  if (what === 'keys') return { asks: true, run: (acts, dialogue) => acts.keys(name, dialogue) };
  return what === 'remove' ? { asks: true, run: (acts, dialogue) => acts.remove(name, dialogue) } : undefined;
}

/** undefined: what came on standard input is no answer. */
async function openDialogue(): Promise<Dialogue | undefined> {
  if (process.stdin.isTTY)
    return personsDialogue(createQuestions(process.stdin, process.stderr), print, tell);
  let text = '';
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.length > MOST_INPUT) return undefined;
  }
  const answers = readAnswers(text);
  return answers && scriptsDialogue(answers);
}

function tell(error: DeskError): void {
  const { ko, en } = storageAdvice(error) ?? toolWords(error) ?? explainPlainly(error, systemClock.now(), '');
  print(`${ko} / ${en}`);
}

/** What only this tool refuses. */
function toolWords({ kind, detail }: DeskError): { readonly ko: string; readonly en: string } | undefined {
  if (kind === 'credentials' && detail['problem'] !== 'otherAccount') {
    return {
      ko: '증권사가 앱키나 앱시크릿을 받아들이지 않아 아무것도 저장하지 않았습니다. 실전과 모의의 앱키는 서로 다릅니다.',
      en: 'the broker did not take the app key or secret, so nothing was kept; keys of live and paper differ',
    };
  }
  if (kind !== 'input') return undefined;
  const argument = String(detail['argument'] ?? '');
  switch (detail['problem']) {
    case 'unconfirmed':
      return {
        ko: '확인하는 말이 없거나 달라 아무것도 하지 않았습니다',
        en: 'the word to confirm it is missing, so nothing was done',
      };
    case 'surplus':
      return { ko: '여기에 쓰지 않는 항목이 있습니다', en: 'there is a field that has no use here' };
    case 'answer':
      return { ko: `빠졌거나 틀린 항목: ${argument}`, en: `missing or wrong: ${argument}` };
    default:
      return undefined;
  }
}

function print(text: string): void {
  process.stderr.write(`${text}\n`);
}

function out(text: string): void {
  process.stdout.write(`${text}\n`);
}
