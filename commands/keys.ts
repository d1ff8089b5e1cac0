import { DeskError, defineCommand } from '../src/core/index.js';
import { keyCard, keyListCard, madeCard, notHereCard } from './key-card.js';
import { readKeyWords, readOverlap } from './key-wish.js';

export const keys = defineCommand({
  name: 'keys',
  aliases: ['열쇠', '키'],
  summary: {
    ko: 'API 키: 다른 프로그램에 줄 키 보기, 만들기, 바꾸기, 폐기 (관리자)',
    en: 'API keys for other programs: list, make, exchange, revoke (admins)',
  },
  access: 'admin',
  visibility: 'private',
  args: [
    {
      name: 'action',
      ko: '동작',
      kind: 'choice',
      description: { ko: '할 일 (없으면 목록)', en: 'What to do; left out, the list' },
      choices: [
        { value: 'list', label: { ko: '목록', en: 'List' } },
        { value: 'add', label: { ko: '추가', en: 'Add' } },
        { value: 'rotate', label: { ko: '교체', en: 'Rotate' } },
        { value: 'revoke', label: { ko: '폐기', en: 'Revoke' } },
      ],
    },
    { name: 'page', ko: '쪽', kind: 'integer', description: { ko: '쪽 번호', en: 'Page' }, min: 1, max: 999 },
    {
      name: 'name',
      ko: '이름',
      kind: 'text',
      description: {
        ko: '키의 이름 (영문 소문자, 숫자, -)',
        en: 'Name of the key: small letters, digits, dashes',
      },
    },
    {
      name: 'words',
      ko: '내용',
      kind: 'text',
      description: {
        ko: '추가는 범위(token read trade unattended control), 계좌, 수명, 한도. 교체는 겹칠 시간(바로, 1시간)',
        en: 'add: scopes, accounts, life, limits; rotate: overlap such as now or 1h',
      },
      rest: true,
    },
  ],
  async run(context, { action = 'list', page, name, words = '' }) {
    const { keys: control, desk, where, who, say, now } = context;
    if (name === undefined) {
      if (action === 'list') return keyListCard(context, page);
      throw new DeskError('input', 'no key named', { problem: 'missing', argument: 'name' });
    }
    const isOverheard = where.kind === 'group';
    switch (action) {
      case 'list': {
        const key = control.list().find(one => one.name === name);
        if (!key) throw new DeskError('notFound', 'no such key', { what: 'key', name });
        return keyCard(context, key);
      }
      case 'add': {
        if (isOverheard) return notHereCard(context);
        const wish = readKeyWords(words, desk.allAccounts());
        return madeCard(context, await control.add({ name, owner: who.id, ...wish }), undefined);
      }
      case 'rotate': {
        if (isOverheard) return notHereCard(context);
        const overlapMs = readOverlap(words);
        return madeCard(context, await control.rotate(name, overlapMs), now + overlapMs);
      }
      case 'revoke':
        return keyCard(context, await control.revoke(name), say('키를 폐기했습니다', 'Key revoked'));
    }
  },
});
