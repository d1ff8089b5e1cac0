import {
  type ApiKeyView,
  type Block,
  type Button,
  type CommandContext,
  type Draft,
  type Field,
  formatKst,
  type KeyState,
  keyLimitsText,
  type MadeKey,
  scopesText,
} from '../src/core/index.js';
import { grantText } from './member-words.js';
import { pageButtons, pageNotice, pageOf } from './pages.js';

type Say = CommandContext['say'];

const STATES: Readonly<Record<KeyState, readonly [string, string]>> = {
  good: ['사용 중', 'good'],
  expired: ['만료', 'expired'],
  revoked: ['폐기', 'revoked'],
  elsewhere: ['다른 환경', 'other environment'],
  ownerless: ['주인 권한 없음', 'owner gone'],
};

export function keyListCard(context: CommandContext, wanted: number | undefined): Draft {
  const { say, button, keys, now } = context;
  const all = keys.list();
  const page = pageOf(all, wanted);
  const columns = [
    say('이름', 'Name'),
    say('범위', 'Scopes'),
    say('계좌', 'Accounts'),
    say('상태', 'State'),
    say('만료', 'Expires'),
    say('마지막 사용', 'Last used'),
    say('주인', 'Owner'),
  ];
  return {
    title: say('API 키', 'API keys'),
    tone: 'neutral',
    blocks: [
      ...pageNotice(context, wanted, page),
      ...(all.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              columns: columns.map(label => ({ label, align: 'left' as const })),
              rows: page.rows.map(key => [
                key.name,
                scopesText(key.scopes, context.language),
                accountsText(context, key),
                stateText(key, say),
                timeText(key.expiresAt, say('없음', 'never')),
                timeText(key.lastUsedAt, '-'),
                ownerText(context, key),
              ]),
            },
          ]),
      {
        kind: 'text',
        text: say(
          '다른 프로그램이 이 봇의 HTTP API를 쓰는 키입니다. 만들기: /keys add 이름 read,token 90일',
          'With a key another program uses the HTTP API of this desk. To make one: /keys add name read,token 90d',
        ),
      },
      {
        kind: 'buttons',
        buttons: [
          ...page.rows.map(({ name }) => button(name, { command: 'keys', args: { action: 'list', name } })),
          ...pageButtons(context, { command: 'keys', args: {} }, page),
        ],
      },
    ],
    footer: `${formatKst(now)} KST · ${say(`${all.length}개`, `${all.length} keys`)}`,
  };
}

/** One key, with buttons for what may be changed. */
export function keyCard(context: CommandContext, key: ApiKeyView, title?: string): Draft {
  const { say, now } = context;
  return {
    title: title ?? `${say('API 키', 'API key')} · ${key.name}`,
    tone: title === undefined ? 'neutral' : 'good',
    blocks: [
      { kind: 'fields', fields: fieldsOf(context, key) },
      ...(key.fixed
        ? [
            {
              kind: 'text' as const,
              text: say(
                '설정(SYNC_API_KEY, BACKEND_API_KEY)의 키라서 채팅에서는 바꿀 수 없습니다.',
                'The configuration (SYNC_API_KEY, BACKEND_API_KEY) holds this key; chat cannot change it.',
              ),
            },
          ]
        : []),
      { kind: 'buttons', buttons: [...changes(context, key), listButton(context)] },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

/** The only card that shows a key. `overlapMs`: the one before stays good for so long; undefined: there was none. */
export function madeCard(context: CommandContext, { key, view }: MadeKey, until: number | undefined): Draft {
  const { say, where, now } = context;
  const isKept = where.platform === 'discord' || where.platform === 'telegram';
  return {
    title: say('새 API 키', 'A new API key'),
    tone: 'warning',
    blocks: [
      {
        kind: 'fields',
        fields: [{ label: say('키', 'Key'), value: key }, ...fieldsOf(context, view)],
      },
      {
        kind: 'notice',
        tone: 'warning',
        text: [
          say(
            '이 키는 지금 한 번만 보여 드립니다. 프로그램의 설정에 옮겨 적으세요 (요청 헤더 x-api-key).',
            'This key is shown once, now. Put it into the settings of the program (request header x-api-key).',
          ),
          ...(isKept
            ? [
                say(
                  '채팅에는 기록이 남으니, 옮겨 적은 뒤 이 메시지를 지우세요.',
                  'Chats keep what was said: delete this message when you have copied it.',
                ),
              ]
            : []),
        ].join(' '),
      },
      ...(view.scopes.includes('token') ? [tokenWarning(say)] : []),
      ...(until === undefined ? [] : [overlapText(say, until, now)]),
      { kind: 'buttons', buttons: [listButton(context)] },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

/** Others in a group could read a key. */
export function notHereCard({ say, now }: CommandContext): Draft {
  return {
    title: say('여기서는 키를 보여 드리지 않습니다', 'No key is shown here'),
    tone: 'warning',
    blocks: [
      {
        kind: 'text',
        text: say(
          '이 방에서는 다른 사람도 키를 읽을 수 있어 만들지 않았습니다. 봇과의 1:1 대화나 웹 콘솔, 터미널에서 다시 보내세요. 컴퓨터에서는 npm run keys 로도 만들 수 있습니다.',
          'Others here could read the key, so none was made. Send it again in a private chat with the bot, in the web console or at the terminal; npm run keys makes keys too.',
        ),
      },
    ],
    footer: `${formatKst(now)} KST`,
  };
}

function tokenWarning(say: Say): Block {
  return {
    kind: 'notice',
    tone: 'bad',
    text: say(
      '이 키로 받은 증권사 토큰을 앱키와 함께 가진 프로그램은 이 봇의 한도와 정지(/halt)를 거치지 않고 주문할 수 있습니다. 믿는 프로그램에만 주고, 조회만 하는 프로그램에는 read 범위의 키로 /api/v1/proxy/kis 를 쓰게 하세요.',
      'A program that has the broker’s token together with the app key can order past this desk’s limits and past /halt. Give it to programs you trust alone; one that only looks uses /api/v1/proxy/kis with a key of scope read.',
    ),
  };
}

function overlapText(say: Say, until: number, now: number): Block {
  return {
    kind: 'text',
    text:
      until <= now
        ? say('앞의 키는 지금 끝났습니다.', 'The key before has ended now.')
        : say(
            `앞의 키는 ${formatKst(until)}까지 함께 쓸 수 있습니다. 샌 키라면 /keys revoke 로 바로 폐기하세요.`,
            `The key before stays good until ${formatKst(until)}. If it has leaked, revoke it now with /keys revoke.`,
          ),
  };
}

function fieldsOf(context: CommandContext, key: ApiKeyView): Field[] {
  const { say, language } = context;
  return [
    { label: say('이름', 'Name'), value: `${key.name} (${key.id})` },
    { label: say('범위', 'Scopes'), value: scopesText(key.scopes, language) },
    { label: say('계좌', 'Accounts'), value: accountsText(context, key) },
    ...(key.limits
      ? [{ label: say('무인 한도', 'Limits'), value: keyLimitsText(key.limits, language) }]
      : []),
    { label: say('상태', 'State'), value: stateText(key, say) },
    { label: say('만료', 'Expires'), value: timeText(key.expiresAt, say('없음', 'never')) },
    { label: say('마지막 사용', 'Last used'), value: timeText(key.lastUsedAt, '-') },
    { label: say('주인', 'Owner'), value: ownerText(context, key) },
  ];
}

function changes({ say, button }: CommandContext, { name, state, fixed }: ApiKeyView): Button[] {
  if (fixed || state === 'revoked') return [];
  const call = (action: string) => ({ command: 'keys', args: { action, name } });
  return [
    ...(state === 'expired' ? [] : [button(say('새 키로 바꾸기', 'Exchange'), call('rotate'))]),
    button(say('폐기', 'Revoke'), call('revoke'), 'danger'),
  ];
}

const listButton = ({ say, button }: CommandContext) =>
  button(say('목록', 'List'), { command: 'keys', args: {} });

const stateText = ({ state }: ApiKeyView, say: Say) => say(...STATES[state]);

const timeText = (at: number | undefined, otherwise: string) =>
  at === undefined ? otherwise : formatKst(at);

const accountsText = ({ desk, say }: CommandContext, { accounts }: ApiKeyView) =>
  grantText(accounts, desk.allAccounts(), say);

function ownerText({ members, say }: CommandContext, { owner }: ApiKeyView): string {
  if (owner === undefined) return say('없음', 'nobody');
  return members.list().find(({ identities }) => identities.includes(owner))?.name ?? owner;
}
