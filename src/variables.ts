import { z } from 'zod';

const say = (ko: string, en: string) => `${ko}\n${en}`;
const text = (pattern: RegExp, message: string) => z.string().regex(pattern, message).optional();
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .enum(values, say(`${values.join(' 또는 ')} 중 하나여야 합니다`, `must be one of ${values.join(', ')}`))
    .optional();
const onOff = oneOf(['on', 'off']);
const idList = (pattern: RegExp) =>
  z
    .string()
    .transform(list => list.split(/[\s,]+/).filter(id => id !== ''))
    .refine(
      ids => ids.every(id => pattern.test(id)),
      say('숫자 id를 쉼표로 나열하세요', 'list numeric ids, separated by commas'),
    )
    .optional();
const url = (protocols: readonly string[]) =>
  z
    .string()
    .refine(
      address => isPlainUrl(address, protocols),
      say(
        `${protocols.join(' ')} 주소여야 하며 사용자 정보나 물음표가 없어야 합니다`,
        `must be a plain ${protocols.join(' or ')} address`,
      ),
    )
    .transform(address => address.replace(/\/+$/, ''))
    .optional();

const PORT = /^(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$/;
/** 43 characters of base64 are 256 bits; a sample, or one typed by hand, repeats itself. */
const apiKey = z
  .string()
  .regex(
    /^[A-Za-z0-9_-]{43,200}$/,
    say(
      '영문자, 숫자, _, -로 된 43자 이상이어야 합니다 (openssl rand -hex 32)',
      'must be at least 43 characters of A-Z, a-z, 0-9, _ and - (openssl rand -hex 32)',
    ),
  )
  .refine(
    looksRandom,
    say(
      '예시나 손으로 친 값입니다. openssl rand -hex 32 로 만드세요',
      'looks like a sample; make one with openssl rand -hex 32',
    ),
  )
  .optional();

/** What people call an account: not a number, so that it is never taken for one. */
const alias = text(
  /^(?![0-9*-]+$)[^\s@"]{1,20}$/u,
  say(
    '빈칸과 @ 없는 1~20자여야 하고, 숫자만으로는 안 됩니다',
    'must be 1 to 20 characters without blanks and @, and not a number',
  ),
);
const appKey = text(
  /^\S{16,400}$/,
  say('빈칸 없는 16자 이상이어야 합니다', 'must be at least 16 characters without blanks'),
);

const SNOWFLAKE = /^[0-9]{5,20}$/;
const CHAT_ID = /^-?[0-9]{1,20}$/;

/** Of 43 random characters, even hex digits, hardly ever fewer than ten differ or six in a row are the same or in order. */
function looksRandom(key: string): boolean {
  if (/change|example|sample|secret|your|test|demo|password/i.test(key)) return false;
  if (new Set(key).size < 10) return false;
  const codes = Array.from(key, char => char.charCodeAt(0));
  return !codes.some((code, i) => {
    const steps = [1, 2, 3, 4, 5].map(n => (codes[i + n] ?? Number.NaN) - (codes[i + n - 1] ?? code));
    return steps.every(step => step === steps[0] && Math.abs(step) <= 1);
  });
}

function isPlainUrl(address: string, protocols: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password, search, hash } = new URL(address);
  return protocols.includes(protocol) && username + password + search + hash === '';
}

/** One line per variable; `.env.example` documents each of these names, and a test holds the two together. */
export const VARIABLES = z.object({
  KIS_ENV: oneOf(['paper', 'live']),
  KIS_APP_KEY: text(
    /^\S{16,100}$/,
    say('빈칸 없는 16자 이상이어야 합니다', 'must be at least 16 characters without blanks'),
  ),
  KIS_APP_SECRET: text(
    /^\S{16,400}$/,
    say('빈칸 없는 16자 이상이어야 합니다', 'must be at least 16 characters without blanks'),
  ),
  KIS_ACCOUNT: text(
    /^[0-9]{8}-[0-9]{2}$/,
    say('12345678-01 형식이어야 합니다', 'must look like 12345678-01'),
  ),
  KIS_ALIAS: alias,
  KIS_HTS_ID: text(/^\S{1,40}$/, say('빈칸 없는 HTS id여야 합니다', 'must be an HTS id without blanks')),
  KIS_BASE_URL: url(['https:', 'http:']),
  KIS_WS_URL: url(['wss:', 'ws:']),
  KIS_MASTER_URL: url(['https:', 'http:']),
  KIS_TR_IDS: oneOf(['current', 'legacy']),
  KIS_HASHKEY: onOff,
  KIS_RATE_PER_SECOND: text(
    /^[1-9][0-9]{0,2}$/,
    say('1에서 999 사이의 정수여야 합니다', 'must be a whole number from 1 to 999'),
  ),
  KIS_ALWAYS_OPEN: onOff,
  KIWOOM_ENV: oneOf(['mock', 'real']),
  KIWOOM_APP_KEY: appKey,
  KIWOOM_APP_SECRET: appKey,
  KIWOOM_ACCOUNT: text(
    /^[0-9]{8}-?[0-9]{2}$/,
    say('12345678-01 형식이어야 합니다', 'must look like 12345678-01'),
  ),
  KIWOOM_ALIAS: alias,
  KIWOOM_BASE_URL: url(['https:', 'http:']),
  KIWOOM_WS_URL: url(['wss:', 'ws:']),
  KIWOOM_SANDBOX_MODE: oneOf(['true', 'false']),
  KIWOOM_SANDBOX_APP_KEY: appKey,
  KIWOOM_SANDBOX_APP_SECRET: appKey,
  KIWOOM_PRODUCTION_APP_KEY: appKey,
  KIWOOM_PRODUCTION_APP_SECRET: appKey,
  ALLOW_OTHER_HOSTS: onOff,
  LIVE_TRADING: onOff,
  STEP_UP: oneOf(['auto', 'required']),
  CONFIRM_SECONDS: text(
    /^(?:[1-9][0-9]|[12][0-9]{2}|300)$/,
    say('10에서 300 사이의 정수(초)여야 합니다', 'must be a whole number of seconds from 10 to 300'),
  ),
  LIMITS_FILE: text(/\S/, say('파일 경로여야 합니다', 'must be a file')),
  DATA_DIR: text(/\S/, say('폴더 경로여야 합니다', 'must be a folder')),
  STORE_KEY: text(
    /^(?:[0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?)$/,
    say('32바이트를 16진수 64자 또는 base64로 적어야 합니다', 'must be 32 bytes as 64 hex digits or base64'),
  ),
  STORE_KEY_FILE: text(/\S/, say('파일 경로여야 합니다', 'must be a file')),
  LANG_UI: oneOf(['ko', 'en']),
  CONSOLE: onOff,
  LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error']),
  DISCORD_TOKEN: text(/^\S{20,200}$/, say('봇 토큰이 아닙니다', 'is not a bot token')),
  DISCORD_GUILD_IDS: idList(SNOWFLAKE),
  DISCORD_ADMIN_IDS: idList(SNOWFLAKE),
  DISCORD_ALERT_CHANNEL_ID: text(SNOWFLAKE, say('숫자 id여야 합니다', 'must be a numeric id')),
  DISCORD_API_BASE: url(['https:', 'http:']),
  TELEGRAM_BOT_TOKEN: text(
    /^[0-9]+:\S{20,100}$/,
    say('봇 토큰이 아닙니다 (숫자:문자)', 'is not a bot token (digits:letters)'),
  ),
  TELEGRAM_CHAT_IDS: idList(CHAT_ID),
  TELEGRAM_ADMIN_IDS: idList(/^[0-9]{1,20}$/),
  TELEGRAM_ALERT_CHAT_ID: text(CHAT_ID, say('숫자 id여야 합니다', 'must be a numeric id')),
  TELEGRAM_API_ROOT: url(['https:', 'http:']),
  TELEGRAM_WEBHOOK_URL: url(['https:']),
  TELEGRAM_WEBHOOK_PORT: text(
    PORT,
    say('1에서 65535 사이의 정수여야 합니다', 'must be a whole number from 1 to 65535'),
  ),
  TELEGRAM_WEBHOOK_SECRET: text(
    /^[A-Za-z0-9_-]{16,256}$/,
    say(
      '영문자, 숫자, _, -로 된 16자에서 256자여야 합니다',
      'must be 16 to 256 characters of A-Z, a-z, 0-9, _ and -',
    ),
  ),
  GATEWAY: onOff,
  GATEWAY_HOST: text(
    /^[0-9A-Za-z:.-]{1,100}$/,
    say('주소나 이름이어야 합니다', 'must be an address or a name'),
  ),
  GATEWAY_PORT: text(
    PORT,
    say('1에서 65535 사이의 정수여야 합니다', 'must be a whole number from 1 to 65535'),
  ),
  GATEWAY_URL: url(['https:', 'http:']),
  GATEWAY_TLS_CERT_FILE: text(/\S/, say('파일 경로여야 합니다', 'must be a file')),
  GATEWAY_TLS_KEY_FILE: text(/\S/, say('파일 경로여야 합니다', 'must be a file')),
  GATEWAY_PLAIN_HTTP: onOff,
  GATEWAY_CORS_ORIGINS: z
    .string()
    .transform(list => list.split(/[\s,]+/).filter(origin => origin !== ''))
    .refine(
      origins => origins.every(origin => URL.canParse(origin) && new URL(origin).origin === origin),
      say(
        'https://example.com 같은 주소를 쉼표로 나열하세요',
        'list origins like https://example.com, separated by commas',
      ),
    )
    .optional(),
  SYNC_API_KEY: apiKey,
  BACKEND_API_KEY: apiKey,
  REQUIRE_API_KEY: oneOf(['true', 'false']),
});

export type Values = z.infer<typeof VARIABLES>;
