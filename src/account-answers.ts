import { z } from 'zod';
import {
  ACCOUNT_COLOURS,
  type AccountEntry,
  type AccountKeys,
  type Bilingual,
  type ErrorDetail,
} from './core/index.js';

/** What is asked for an account, by the names that a script uses. */
export const FIELDS = [
  'broker',
  'environment',
  'number',
  'alias',
  'owner',
  'colour',
  'app_key',
  'app_secret',
  'hts_id',
] as const;
export type Field = (typeof FIELDS)[number];

/** What was answered so far; kept while a wrong one is asked for anew. */
export type Answers = Partial<Record<Field | 'confirm', string>>;

/** A script's answers: one JSON object of texts. undefined: it is not that. */
export function readAnswers(text: string): Answers | undefined {
  const fields = Object.fromEntries(
    [...FIELDS, 'confirm'].map(name => [name, z.string().max(512).optional()]),
  );
  try {
    return z.strictObject(fields).safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const BROKERS: ReadonlyMap<string, AccountEntry['broker']> = new Map([
  ['kis', 'kis'],
  ['한투', 'kis'],
  ['한국투자증권', 'kis'],
  ['kiwoom', 'kiwoom'],
  ['키움', 'kiwoom'],
  ['키움증권', 'kiwoom'],
]);

const MODES: ReadonlyMap<string, AccountEntry['mode']> = new Map([
  ['live', 'live'],
  ['real', 'live'],
  ['실전', 'live'],
  ['paper', 'paper'],
  ['mock', 'paper'],
  ['모의', 'paper'],
]);

export const brokerOf = ({ broker = '' }: Answers) => BROKERS.get(broker.trim().toLowerCase());
export const modeOf = ({ environment = '' }: Answers) => MODES.get(environment.trim().toLowerCase());

/** Real money is typed out once more. */
export const isConfirmed = (word: string | undefined) => /^(?:실전|live)$/i.test(word?.trim() ?? '');

/** What an answer lacks, where that can be told without the desk; undefined: nothing. */
export function problemOf(field: Field, answers: Answers): Bilingual | undefined {
  switch (field) {
    case 'broker':
      return brokerOf(answers) ? undefined : { ko: 'kis 또는 kiwoom', en: 'kis or kiwoom' };
    case 'environment':
      return modeOf(answers) ? undefined : { ko: '실전(live) 또는 모의(paper)', en: 'live or paper' };
    case 'number':
      return isAsked('number', answers) && !/^[0-9]{8}-[0-9]{2}$/.test(answers.number?.trim() ?? '')
        ? { ko: '12345678-01처럼 써 주세요', en: 'like 12345678-01' }
        : undefined;
    case 'colour':
      return (answers.colour ?? '') === '' || colourOf(answers)
        ? undefined
        : { ko: ACCOUNT_COLOURS.join(', '), en: 'one of these, or nothing' };
    default:
      return undefined;
  }
}

/** Kiwoom's keys tell their account, and only KIS needs an HTS id. */
export function isAsked(field: Field, answers: Answers): boolean {
  return (field !== 'number' && field !== 'hts_id') || brokerOf(answers) === 'kis';
}

const colourOf = ({ colour = '' }: Answers) =>
  ACCOUNT_COLOURS.find(one => one === colour.trim().toLowerCase());

export function keysOf({
  app_key: appKey = '',
  app_secret: appSecret = '',
  hts_id: htsId = '',
}: Answers): AccountKeys {
  return { appKey, appSecret, ...(htsId.trim() === '' ? {} : { htsId }) };
}

/** The answers as an entry; the first of them that is missing or wrong otherwise. */
export function entryOf(answers: Answers): AccountEntry | Field {
  const wrong = FIELDS.find(field => problemOf(field, answers));
  const [broker, mode] = [brokerOf(answers), modeOf(answers)];
  if (wrong !== undefined || !broker || !mode) return wrong ?? 'broker';
  const colour = colourOf(answers);
  const number = answers.number?.trim() ?? '';
  return {
    ...{ broker, mode, alias: answers.alias ?? '', owner: answers.owner ?? '', keys: keysOf(answers) },
    ...(number === '' ? {} : { number }),
    ...(colour ? { colour } : {}),
  };
}

/** What has to be asked anew, by what is wrong; nothing where no other answer would help. */
export function fieldsBehind(detail: ErrorDetail, kind: string): readonly Field[] {
  const what = String(detail['problem'] ?? detail['what'] ?? '');
  const keys = ['app_key', 'app_secret'] as const;
  // A broker that does not know the number with these keys says so in words of its own.
  if (kind === 'refused' || what === 'otherAccount') return ['number', ...keys];
  if (kind === 'credentials') return keys;
  const fields: Readonly<Record<string, readonly Field[]>> = {
    accountAlias: ['alias'],
    alias: ['alias'],
    accountOwner: ['owner'],
    accountNumber: ['number'],
    account: ['number', ...keys],
    accountKeys: keys,
    appKey: keys,
    accountHtsId: ['hts_id'],
  };
  return (kind === 'input' || kind === 'conflict') && Object.hasOwn(fields, what) ? (fields[what] ?? []) : [];
}
