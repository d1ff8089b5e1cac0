import {
  type AccountBook,
  type AccountRef,
  accountKey,
  accountLabel,
  brokerName,
  type DeskAccount,
  type Draft,
  formatKst,
  type Language,
  type Notice,
  stampLabel,
} from '../../core/index.js';
import { plain } from '../quoted.js';
import { sayIn } from '../teller.js';

export type AccountEvent = 'added' | 'changed' | 'keys' | 'removed';

/** Who changed an account; undefined: `npm run account`, whoever sat there. */
export type AccountChanger = { readonly id: string; readonly name?: string } | undefined;

interface Said {
  readonly at: number;
  readonly language: Language;
}

const TITLES: Readonly<Record<AccountEvent, readonly [string, string]>> = {
  added: ['계좌를 추가했습니다', 'An account was added'],
  changed: ['계좌의 정보를 바꿨습니다', 'An account was changed'],
  keys: ['계좌의 앱키를 바꿨습니다', 'The keys of an account were exchanged'],
  removed: ['계좌를 뺐습니다', 'An account was removed'],
};

const MEANING: Readonly<Record<AccountEvent, readonly [string, string]>> = {
  added: [
    '증권사에서 앱키를 확인했습니다. 모든 계좌를 받은 사람만 지금 볼 수 있고, 다른 사람에게는 /members accounts 로 줍니다.',
    'The broker took its keys. Only whoever was given all accounts sees it now; others are given it with /members accounts.',
  ],
  changed: [
    '바뀐 이름, 색과 한도가 지금부터 쓰입니다. 이미 만든 주문표도 보내기 전에 새 한도로 다시 확인합니다.',
    'Its names, colour and limits count from now on; tickets that wait are held to the new limits before they are sent.',
  ],
  keys: [
    '증권사에서 새 앱키가 같은 계좌의 것임을 확인했습니다. 지금부터 새 앱키를 씁니다.',
    'The broker confirmed that the new keys are of the same account. They are used from now on.',
  ],
  removed: [
    '앱키를 지웠습니다. 이 계좌는 조회도 주문도 되지 않습니다. 증권사에서 앱키를 폐기하면 더 안전합니다.',
    'Its keys were forgotten: nothing of it can be read or ordered. It is safer to revoke them at the broker as well.',
  ],
};

/** What everybody where alerts go reads of a change. Never the keys. */
export function accountNotice(
  what: AccountEvent,
  { ref, owner }: Pick<DeskAccount, 'ref' | 'owner'>,
  by: AccountChanger,
  { at, language }: Said,
): Notice {
  const say = sayIn(language);
  const name = by?.name === undefined ? '' : `“${plain(by.name, 40)}” `;
  const draft: Draft = {
    title: say(...TITLES[what]),
    tone: 'warning',
    blocks: [
      { kind: 'text', text: say(...MEANING[what]) },
      {
        kind: 'fields',
        fields: [
          ...accountFields(ref, language),
          { label: say('주인', 'Owner'), value: owner === '' ? say('없음', 'nobody') : plain(owner, 40) },
          { label: say('누가', 'By'), value: by ? `${name}(${by.id})` : 'npm run account' },
        ],
      },
      {
        kind: 'text',
        text: say(
          '아는 일이 아니면 관리자가 바로 확인하세요: /account list, /halt',
          'If nobody knows of it, an admin looks at once: /account list, /halt',
        ),
      },
    ],
    footer: `${formatKst(at)} KST`,
  };
  const rest = { draft, isPrivate: true, at, ...(by ? { by: by.id } : {}) };
  return { kind: 'security', urgency: what === 'changed' ? 'info' : 'warning', ...rest };
}

/** An account of which nothing is read or ordered any more. `reason`: in people's words, without secrets. */
export function closedNotice(ref: AccountRef, reason: string, { at, language }: Said): Notice {
  const say = sayIn(language);
  const draft: Draft = {
    title: say('계좌를 닫았습니다', 'An account was closed'),
    tone: 'bad',
    blocks: [
      {
        kind: 'text',
        text: say(
          '이 계좌는 지금 조회도 주문도 되지 않습니다. 다른 계좌는 그대로입니다.',
          'Nothing of this account can be read or ordered now. Other accounts go on.',
        ),
      },
      {
        kind: 'fields',
        fields: [
          ...accountFields(ref, language),
          { label: say('까닭', 'Reason'), value: plain(reason, 160) },
        ],
      },
      {
        kind: 'text',
        text: say(
          '증권사에서 앱키를 확인하고, 새 앱키는 npm run account -- keys 로 넣으세요. 그때 다시 열립니다. 급한 주문은 증권사 앱을 쓰세요.',
          'Look at its keys at the broker, and hand in new ones with npm run account -- keys: it opens then. If it is urgent, use the broker’s app.',
        ),
      },
    ],
    footer: `${formatKst(at)} KST`,
  };
  const incident = `account closed ${accountKey(ref)}`;
  return { kind: 'broker', urgency: 'critical', incident, draft, isPrivate: true, at };
}

function accountFields(ref: AccountRef, language: Language) {
  const say = sayIn(language);
  return [
    { label: say('계좌', 'Account'), value: accountLabel(ref) },
    {
      label: say('증권사', 'Broker'),
      value: `${brokerName(ref.broker, language)} ${stampLabel(ref.mode, language)}`,
    },
  ];
}

/** What happened between two books, for changes that another process made. */
export function eventsBetween(
  before: AccountBook,
  now: AccountBook,
): readonly (readonly [AccountEvent, string])[] {
  const of = ({ accounts }: AccountBook) => new Map(accounts.map(one => [accountKey(one), one]));
  const [old, present] = [of(before), of(now)];
  const keys = new Set([...old.keys(), ...present.keys(), ...before.profiles.keys(), ...now.profiles.keys()]);
  return [...keys].flatMap((key): (readonly [AccountEvent, string])[] => {
    const [was, is] = [old.get(key), present.get(key)];
    if (!was && is) return [['added', key]];
    if (was && !is) return [['removed', key]];
    const isSame = textOf(before, key) === textOf(now, key);
    const hasKeys = was?.keyDigest === is?.keyDigest && was?.keysAt === is?.keysAt;
    return [...(hasKeys ? [] : [['keys', key] as const]), ...(isSame ? [] : [['changed', key] as const])];
  });
}

const textOf = ({ profiles }: AccountBook, key: string) =>
  JSON.stringify(profiles.get(key), (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
