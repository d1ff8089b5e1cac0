import {
  type AccountRef,
  accountKey,
  accountLabel,
  accountMeant,
  brokerName,
  type Draft,
  type Language,
  maskAccount,
  type Notice,
  type NoticeAction,
  type Stamp,
  stampLabel,
  stampOf,
} from '../../../core/index.js';
import { sayIn } from '../../teller.js';

/** In which words accounts are named. */
export interface Naming {
  readonly language: Language;
  /** Of the desk. */
  readonly stamp: Stamp;
  accounts(): readonly AccountRef[];
}

const MOST_NAMED = 5;

/** A notice of one account among several: it says whose it is, and so do its buttons. */
export function ofAccount(notice: Notice, account: AccountRef, naming: Naming): Notice {
  const { language } = naming;
  const text = `${accountLabel(account)} · ${lineText(account, language)}`;
  return {
    ...notice,
    draft: headed(notice.draft, { text, account, naming }),
    ...(notice.actions
      ? { actions: notice.actions.map(action => aboutOne(action, account, naming.accounts())) }
      : {}),
  };
}

/** Accounts of one broker and environment that fare alike. */
export interface Alike {
  /** Any of them. */
  readonly like: AccountRef;
  /** Those that are in trouble now. */
  readonly troubled: readonly AccountRef[];
  /** At most at once; undefined: nobody knows any more. */
  readonly most: number | undefined;
}

/** A notice of a broker: how many of its accounts it is about, and some of them by name. */
export function ofCrowd(notice: Notice, { like, troubled, most }: Alike, naming: Naming): Notice {
  const { language } = naming;
  const say = sayIn(language);
  const count = notice.over ? most : troubled.length;
  const many = count === undefined ? '' : say(` 계좌 ${count}개`, `, ${count} accounts`);
  const named = troubled.slice(0, MOST_NAMED).map(accountLabel);
  const rest = troubled.length - named.length;
  const lines = rest > 0 ? [...named, say(`외 ${rest}개`, `and ${rest} more`)] : named;
  const draft = headed(notice.draft, { text: lines.join('\n'), account: like, naming });
  return {
    ...notice,
    draft: { ...draft, title: `${lineText(like, language)}${many}: ${notice.draft.title}` },
    ...(notice.actions ? { actions: notice.actions.map(action => aboutAll(action, language)) } : {}),
  };
}

/** `키움증권 실전` */
const lineText = ({ broker, mode }: AccountRef, language: Language) =>
  `${brokerName(broker, language)} ${stampLabel(mode, language)}`;

function headed(
  draft: Draft,
  head: { readonly text: string; readonly account: AccountRef; readonly naming: Naming },
): Draft {
  const { text, account, naming } = head;
  return {
    ...draft,
    stamp: stampOf(account, naming.stamp),
    blocks: [...(text === '' ? [] : [{ kind: 'text' as const, text }]), ...draft.blocks],
  };
}

/** By its masked number, which stays when it is called something else, unless that could mean another as well. */
function aboutOne(action: NoticeAction, account: AccountRef, all: readonly AccountRef[]): NoticeAction {
  const { command, args } = action.call;
  if (command !== 'token') return action;
  const masked = maskAccount(account);
  const key = accountKey(account);
  const meant = accountMeant(masked, all);
  const word = meant && accountKey(meant) === key ? masked : key;
  return { ...action, call: { command, args: { ...args, account: word } } };
}

/** Renewing one token is of no use to all. */
function aboutAll(action: NoticeAction, language: Language): NoticeAction {
  if (action.call.command !== 'token') return action;
  const label = sayIn(language)('모두 갱신', 'Renew all');
  return { ...action, label, call: { command: 'jobs', args: { name: 'token renewal' } } };
}
