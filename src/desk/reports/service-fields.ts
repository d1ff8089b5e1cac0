import {
  type Block,
  type Field,
  formatKst,
  jobTitle,
  type Language,
  type OpenAlert,
  platformName,
  type TokenStatus,
} from '../../core/index.js';
import { sayIn } from '../teller.js';
import type { ServiceFacts } from './facts.js';
import { isLineTroubled, lineFields } from './line-fields.js';

const MOST_ALERTS = 5;

const TOKEN_STATES: Readonly<Record<TokenStatus['state'], readonly [string, string]>> = {
  none: ['없음 (다음 조회 때 발급)', 'none (issued with the next read)'],
  fresh: ['정상', 'fresh'],
  due: ['갱신할 때가 됨', 'due for renewal'],
  expired: ['만료', 'expired'],
};

/** Whether somebody should look after it. */
export function isTroubled({
  lines,
  token,
  broker,
  platformsLost,
  jobsTroubled,
  halts,
  unsettled,
}: ServiceFacts): boolean {
  return (
    lines.some(isLineTroubled) ||
    token.state === 'expired' ||
    broker.maintenanceSince !== undefined ||
    platformsLost.length + jobsTroubled.length + halts + unsettled > 0
  );
}

/** How the service fares: the token and the broker always, the rest only where something is the matter. */
export function serviceFields(facts: ServiceFacts, language: Language): Field[] {
  const say = sayIn(language);
  const { lines, token, broker, platformsLost, jobsTroubled, halts, unsettled } = facts;
  const until =
    token.state !== 'none' && token.expiresAt !== undefined
      ? say(`, ${formatKst(token.expiresAt)}까지`, `, until ${formatKst(token.expiresAt)}`)
      : '';
  const fields: readonly Field[] =
    lines.length > 1
      ? lineFields(lines, language)
      : [
          { label: say('접근 토큰', 'Access token'), value: `${say(...TOKEN_STATES[token.state])}${until}` },
          { label: say('증권사 연결', 'Broker'), value: brokerText(facts.broker, language) },
        ];
  const rateRefusals = [broker, ...lines.slice(1).map(line => line.broker)]
    .map(one => one.rateRefusals)
    .reduce((sum, count) => sum + count, 0);
  const troubles: readonly (readonly [boolean, string, string])[] = [
    [
      halts > 0,
      say('주문 정지', 'Halts'),
      say(`${halts}건 (/resume 으로 풉니다)`, `${halts} (lifted with /resume)`),
    ],
    [
      unsettled > 0,
      say('결과를 모르는 주문', 'Orders of unknown outcome'),
      say(`${unsettled}건 (/orders 확인중)`, `${unsettled} (/orders unsettled)`),
    ],
    [
      platformsLost.length > 0,
      say('끊긴 채팅', 'Chats lost'),
      platformsLost.map(id => platformName(id, language)).join(', '),
    ],
    [
      jobsTroubled.length > 0,
      say('실패한 작업', 'Jobs that failed'),
      jobsTroubled.map(name => jobTitle(name, language)).join(', '),
    ],
    [
      rateRefusals > 0,
      say('호출 한도 초과', 'Rate refusals'),
      say(`${rateRefusals}회`, String(rateRefusals)),
    ],
  ];
  return [...fields, ...troubles.filter(([is]) => is).map(([, label, value]) => ({ label, value }))];
}

function brokerText(
  { lastGoodCallAt, maintenanceSince }: ServiceFacts['broker'],
  language: Language,
): string {
  const say = sayIn(language);
  if (maintenanceSince !== undefined) {
    const since = formatKst(maintenanceSince);
    return say(`점검 중으로 보임 (${since}부터)`, `looks like maintenance (since ${since})`);
  }
  if (lastGoodCallAt === undefined) return say('아직 정상 호출 없음', 'no good call yet');
  const at = formatKst(lastGoodCallAt);
  return say(`마지막 정상 호출 ${at}`, `last good call ${at}`);
}

/** Alerts that somebody should still look at, the latest ones by name. */
export function openAlertBlocks(alerts: readonly OpenAlert[], language: Language): Block[] {
  if (alerts.length === 0) return [];
  const say = sayIn(language);
  const lines = alerts
    .slice(-MOST_ALERTS)
    .map(({ at, title, reference }) => `${formatKst(at)} ${title} (${reference})`);
  const head = say(`확인을 기다리는 알림 ${alerts.length}건`, `${alerts.length} alerts wait to be confirmed`);
  return [{ kind: 'notice', tone: 'warning', text: [head, ...lines].join('\n') }];
}
