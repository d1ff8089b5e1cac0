import type { Config, ConfigFault } from './config.js';
import { type Finding, findingsOf, say } from './doctor-finding.js';

type Environment = Readonly<Record<string, string | undefined>>;

const { ok, warning, wrong } = findingsOf('configuration');

/** KIS: calls per second of one app key (notice of April 2026). */
const OFFICIAL_RATE = { live: 18, paper: 1 } as const;
/** A real key or token uses far more. */
const LEAST_CHARACTERS = 8;
const SECRETS = [
  'KIS_APP_KEY',
  'KIS_APP_SECRET',
  'KIWOOM_APP_KEY',
  'KIWOOM_APP_SECRET',
  'DISCORD_TOKEN',
  'TELEGRAM_BOT_TOKEN',
];

export const refusedConfig = (faults: readonly ConfigFault[]): readonly Finding[] =>
  faults.map(({ name, ko, en }) =>
    wrong(
      name,
      say(`${name}: ${ko}`, `${name}: ${en}`),
      say(
        `.env의 ${name}을(를) 고치세요. 뜻은 .env.example에 있습니다.`,
        `Mend ${name} in .env; .env.example explains it.`,
      ),
    ),
  );

/** What the program would accept, and what most likely is not meant like that. */
export function configFindings(config: Config, environment: Environment): readonly Finding[] {
  const found = [
    ...config.unknownNames.map(unknownName),
    ...SECRETS.filter(name => isPlaceholder(environment[name])).map(placeholder),
    ...ignoredNames(config, environment).map(ignored),
    ...kisFindings(config),
    ...audienceFindings(config),
    ...storageFindings(config, environment),
  ];
  const mode = { demo: ['데모', 'demo'], paper: ['모의투자', 'paper'], live: ['실전', 'live'] }[config.stamp];
  const orders = config.stamp === 'live' && !config.liveTrading;
  return [
    ok(
      'configuration',
      say(
        `설정을 읽었습니다: ${mode[0]}${orders ? ', 조회 전용 (LIVE_TRADING=off)' : ''}, 주문 한도 포함`,
        `configuration read: ${mode[1]}${orders ? ', reads only (LIVE_TRADING=off)' : ''}, risk limits included`,
      ),
    ),
    ...found,
  ];
}

const unknownName = (name: string): Finding =>
  warning(
    name,
    say(`모르는 변수입니다: ${name}`, `unknown variable: ${name}`),
    say('철자를 .env.example과 비교하세요.', 'Compare its spelling with .env.example.'),
  );

const placeholder = (name: string): Finding =>
  warning(
    name,
    say(
      `${name}이(가) 실제 값이 아닌 예시로 보입니다.`,
      `${name} looks like an example and not like a real value.`,
    ),
    say('발급받은 값을 넣으세요.', 'Put in the value that was issued to you.'),
  );

const ignored = (name: string): Finding =>
  warning(
    name,
    say(`${name}은(는) 봇 토큰이 없어 쓰이지 않습니다.`, `${name} has no effect without the bot token.`),
    say(
      '그 플랫폼을 쓰려면 봇 토큰도 넣고, 아니면 지우세요.',
      'Set the bot token to use that platform, or remove it.',
    ),
  );

function isPlaceholder(value: string | undefined): boolean {
  if (value === undefined || value.trim() === '') return false;
  return new Set(value).size < LEAST_CHARACTERS || /your[-_]|example|change-?me|여기|xxxx/i.test(value);
}

function ignoredNames({ discord, telegram }: Config, environment: Environment): readonly string[] {
  const given = Object.keys(environment).filter(name => (environment[name] ?? '').trim() !== '');
  return given.filter(
    name => (!discord && name.startsWith('DISCORD_')) || (!telegram && name.startsWith('TELEGRAM_')),
  );
}

function kisFindings({ kis, liveTrading }: Config): readonly Finding[] {
  if (!kis) return [];
  const found: Finding[] = [];
  if (kis.htsId === undefined) {
    found.push(
      warning(
        'KIS_HTS_ID',
        say(
          '체결 통보를 실시간으로 받지 못하고 주문 내역을 조회해 확인합니다.',
          'Fills are learned from order lists and not from execution notices.',
        ),
        say('KIS_HTS_ID에 HTS 아이디를 넣으세요.', 'Set KIS_HTS_ID to your HTS login id.'),
      ),
    );
  }
  if (kis.ratePerSecond > OFFICIAL_RATE[kis.mode]) {
    found.push(
      warning(
        'KIS_RATE_PER_SECOND',
        say(
          `초당 ${kis.ratePerSecond}건은 한국투자증권의 한도(${OFFICIAL_RATE[kis.mode]}건)보다 많아 거절될 수 있습니다.`,
          `${kis.ratePerSecond} calls a second are more than KIS allows (${OFFICIAL_RATE[kis.mode]}); it will refuse some.`,
        ),
        say('KIS_RATE_PER_SECOND를 비우세요.', 'Leave KIS_RATE_PER_SECOND empty.'),
      ),
    );
  }
  if (liveTrading && !kis.hashkey) {
    found.push(
      warning(
        'KIS_HASHKEY',
        say('실전 주문을 서명 없이 보냅니다.', 'Live orders leave unsigned.'),
        say('KIS_HASHKEY=on으로 바꾸세요.', 'Set KIS_HASHKEY=on.'),
      ),
    );
  }
  return found;
}

function audienceFindings({ discord, telegram, demo, console }: Config): readonly Finding[] {
  const found: Finding[] = [];
  if (!demo && !discord && !telegram && !console) {
    found.push(
      wrong(
        'CONSOLE',
        say('말을 걸 곳이 하나도 없습니다.', 'There is no place at all to talk to the desk.'),
        say(
          'Discord나 Telegram을 설정하거나 CONSOLE=on으로 하세요.',
          'Set up Discord or Telegram, or CONSOLE=on.',
        ),
      ),
    );
  }
  if (discord && discord.alertChannelId === undefined) found.push(noAlertPlace('DISCORD_ALERT_CHANNEL_ID'));
  if (telegram && telegram.alertChatId === undefined) found.push(noAlertPlace('TELEGRAM_ALERT_CHAT_ID'));
  for (const [name, ids] of [
    ['DISCORD_GUILD_IDS', discord?.guildIds],
    ['DISCORD_ADMIN_IDS', discord?.adminIds],
    ['TELEGRAM_ADMIN_IDS', telegram?.adminIds],
  ] as const) {
    if (ids?.length !== 0) continue;
    found.push(
      wrong(
        name,
        say(`${name}에 아무도 없어 누구도 쓸 수 없습니다.`, `${name} is empty, which lets nobody in.`),
        say('숫자 id를 쉼표로 나열하세요.', 'List numeric ids, separated by commas.'),
      ),
    );
  }
  return found;
}

const noAlertPlace = (name: string): Finding =>
  warning(
    name,
    say(
      `${name}이(가) 없어 그 플랫폼에는 알림을 보낼 채널이 없습니다.`,
      `Without ${name} no channel of that platform gets alerts.`,
    ),
    say('알림을 받을 채널이나 채팅의 id를 넣으세요.', 'Set it to the channel or chat that should get them.'),
  );

function storageFindings({ storeKey }: Config, environment: Environment): readonly Finding[] {
  const found: Finding[] = [];
  if (storeKey !== undefined && (environment['STORE_KEY_FILE'] ?? '').trim() !== '') {
    found.push(
      warning(
        'STORE_KEY_FILE',
        say(
          'STORE_KEY가 있어 STORE_KEY_FILE은 쓰이지 않습니다.',
          'STORE_KEY is set, so STORE_KEY_FILE has no effect.',
        ),
        say('둘 중 하나만 남기세요.', 'Keep only one of them.'),
      ),
    );
  }
  if (environment['ALLOW_OTHER_HOSTS'] === 'on') {
    found.push(
      warning(
        'ALLOW_OTHER_HOSTS',
        say(
          '공식 주소가 아닌 곳에도 앱키와 토큰을 보낼 수 있습니다.',
          'Keys and tokens may go to addresses that are not the official ones.',
        ),
        say('뜻한 일이 아니면 ALLOW_OTHER_HOSTS를 지우세요.', 'Remove ALLOW_OTHER_HOSTS unless it is meant.'),
      ),
    );
  }
  return found;
}
