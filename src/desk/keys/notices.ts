import {
  type ApiKey,
  type Draft,
  formatKst,
  keyLimitsText,
  type Language,
  type Notice,
  scopesText,
} from '../../core/index.js';
import { plain } from '../quoted.js';
import { sayIn } from '../teller.js';

export type KeyChange = 'added' | 'rotated' | 'revoked';

/** Who changed a key; undefined: `npm run keys`, whoever sat there. */
export type KeyChanger = { readonly id: string; readonly name: string } | undefined;

type Told = Pick<ApiKey, 'name' | 'id' | 'scopes' | 'accounts' | 'owner' | 'limits' | 'expiresAt'>;

/** What everybody where alerts go reads when a key was made, exchanged or revoked. Never the key. */
export function keyNotice(
  what: KeyChange,
  key: Told,
  by: KeyChanger,
  { at, language }: { readonly at: number; readonly language: Language },
): Notice {
  const say = sayIn(language);
  const accounts =
    key.accounts === 'all'
      ? say('전체', 'all')
      : key.accounts.map(account => `****${account.slice(4)}`).join(', ') || say('없음', 'none');
  const titles = {
    added: say('API 키를 만들었습니다', 'An API key was made'),
    rotated: say('API 키를 새 키로 바꿨습니다', 'An API key was exchanged'),
    revoked: say('API 키를 폐기했습니다', 'An API key was revoked'),
  };
  const meaning = {
    added: say(
      '이 키를 가진 프로그램은 아래 범위에서 봇을 쓸 수 있습니다.',
      'A program that has it may use the desk as far as its scopes go.',
    ),
    rotated: say(
      '새 키가 바로 쓰이고, 앞의 키는 겹치는 시간이 지나면 끝납니다.',
      'The new one is good at once; the one before it ends with the overlap.',
    ),
    revoked: say('이 키는 이제 어디에서도 쓸 수 없습니다.', 'It is good for nothing from now on.'),
  };
  const draft: Draft = {
    title: titles[what],
    tone: what === 'revoked' ? 'neutral' : 'warning',
    blocks: [
      { kind: 'text', text: meaning[what] },
      {
        kind: 'fields',
        fields: [
          { label: say('이름', 'Name'), value: `${key.name} (${key.id})` },
          { label: say('범위', 'Scopes'), value: scopesText(key.scopes, language) },
          { label: say('계좌', 'Accounts'), value: accounts },
          ...(key.limits
            ? [{ label: say('무인 한도', 'Limits'), value: keyLimitsText(key.limits, language) }]
            : []),
          {
            label: say('만료', 'Expires'),
            value: key.expiresAt === undefined ? say('없음', 'never') : formatKst(key.expiresAt),
          },
          { label: say('주인', 'Owner'), value: key.owner ?? say('없음', 'nobody') },
          { label: say('누가', 'By'), value: by ? `“${plain(by.name, 40)}” (${by.id})` : 'npm run keys' },
        ],
      },
      ...(what === 'revoked'
        ? []
        : [
            {
              kind: 'text' as const,
              text: say(
                `아는 일이 아니면 관리자가 바로 폐기하세요: /keys revoke ${key.name}`,
                `If nobody knows of it, an admin revokes it at once: /keys revoke ${key.name}`,
              ),
            },
          ]),
    ],
    footer: `${formatKst(at)} KST`,
  };
  return {
    kind: 'security',
    urgency: what === 'revoked' ? 'info' : 'warning',
    draft,
    isPrivate: true,
    at,
    ...(by ? { by: by.id } : {}),
  };
}

/** What happened between two lists of keys, for changes that were made elsewhere. */
export function changesBetween(
  before: readonly ApiKey[],
  now: readonly ApiKey[],
): readonly (readonly [KeyChange, ApiKey])[] {
  return now.flatMap((key): (readonly [KeyChange, ApiKey])[] => {
    const old = before.find(({ id }) => id === key.id);
    const changes: KeyChange[] = [];
    if (!old) changes.push('added');
    else if (old.digest !== key.digest) changes.push('rotated');
    if (key.revokedAt !== undefined && old?.revokedAt === undefined) changes.push('revoked');
    return changes.map(change => [change, key] as const);
  });
}
