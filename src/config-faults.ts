import type { ConfigFault } from './config.js';
import { gatewayFaults } from './gateway-config.js';
import { hostFaults } from './hosts.js';
import { kisOf } from './kis-config.js';
import { kiwoomFaults, kiwoomOf } from './kiwoom-config.js';
import type { Values } from './variables.js';

/** A stand-in's address alone is also how accounts of the store reach it. */
const KIS_GIVEN = ['KIS_APP_KEY', 'KIS_APP_SECRET', 'KIS_ACCOUNT', 'KIS_ENV'] as const;
const KIS_PLACES = ['KIS_BASE_URL', 'KIS_WS_URL'] as const;

/** What is only wrong together: half a set of keys, an environment and a host that contradict each other. */
export function crossFaults(values: Values, hasStored: boolean): ConfigFault[] {
  const faults: ConfigFault[] = [];
  const need = (name: keyof Values, because: keyof Values) => {
    if (values[because] !== undefined && values[name] === undefined) {
      faults.push({ name, ko: `${because}이(가) 있으면 필요합니다`, en: `is needed with ${because}` });
    }
  };
  // KIS_ENV=paper alone is the default of .env.example and still the demo; asking for live without keys is not.
  const hasOthers = hasStored || kiwoomOf(values, 'ko') !== undefined;
  const names = hasOthers ? KIS_GIVEN : [...KIS_GIVEN, ...KIS_PLACES];
  const kisGiven = names.find(name => values[name] !== undefined && values[name] !== 'paper');
  if (kisGiven)
    for (const name of ['KIS_APP_KEY', 'KIS_APP_SECRET', 'KIS_ACCOUNT'] as const) need(name, kisGiven);
  need('DISCORD_GUILD_IDS', 'DISCORD_TOKEN');
  need('DISCORD_ADMIN_IDS', 'DISCORD_TOKEN');
  need('TELEGRAM_ADMIN_IDS', 'TELEGRAM_BOT_TOKEN');
  need('TELEGRAM_WEBHOOK_SECRET', 'TELEGRAM_WEBHOOK_URL');
  need('TELEGRAM_WEBHOOK_URL', 'TELEGRAM_WEBHOOK_SECRET');
  const isLive = values.KIS_ENV === 'live' || kiwoomOf(values, 'ko')?.mode === 'live';
  if (values.LIVE_TRADING === 'on' && !isLive && !hasStored) {
    faults.push({
      name: 'LIVE_TRADING',
      ko: 'on은 실전 계좌(KIS_ENV=live 또는 KIWOOM_ENV=real)와 함께만 쓸 수 있습니다',
      en: 'on needs a live account (KIS_ENV=live or KIWOOM_ENV=real)',
    });
  }
  // At the terminal anybody at the machine is the operator; real money needs somebody by number.
  if (
    values.LIVE_TRADING === 'on' &&
    values.DISCORD_ADMIN_IDS === undefined &&
    values.TELEGRAM_ADMIN_IDS === undefined
  ) {
    faults.push({
      name: 'LIVE_TRADING',
      ko: '실전 주문에는 이름이 적힌 사람이 적어도 한 명 있어야 합니다 (DISCORD_ADMIN_IDS 또는 TELEGRAM_ADMIN_IDS)',
      en: 'live trading needs at least one named person (DISCORD_ADMIN_IDS or TELEGRAM_ADMIN_IDS)',
    });
  }
  return [
    ...faults,
    ...twinFaults(values),
    ...kiwoomFaults(values),
    ...hostFaults(values),
    ...gatewayFaults(values),
  ];
}

/** Two accounts that people could not tell apart. */
function twinFaults(values: Values): ConfigFault[] {
  const kis = kisOf(values)?.account;
  const kiwoom = kiwoomOf(values, values.LANG_UI ?? 'ko');
  if (!kis || !kiwoom) return [];
  const faults: ConfigFault[] = [];
  if (kiwoom.alias === kis.alias) {
    faults.push({
      name: 'KIWOOM_ALIAS',
      ko: '다른 계좌와 같은 이름입니다',
      en: 'is the name of another account',
    });
  }
  if (kiwoom.number?.number === kis.number && kiwoom.number.product === kis.product) {
    faults.push({
      name: 'KIWOOM_ACCOUNT',
      ko: 'KIS_ACCOUNT와 같은 번호입니다',
      en: 'is the number of KIS_ACCOUNT',
    });
  }
  return faults;
}
