import {
  accountLabel,
  brokerName,
  type Field,
  formatKst,
  type Language,
  type LineStatus,
  stampLabel,
} from '../../core/index.js';
import { sayIn } from '../teller.js';

const MOST_NAMED = 5;

/** Whether somebody should look after one of the lines. */
export const isLineTroubled = ({ token, broker }: LineStatus) =>
  token.state === 'expired' || broker.maintenanceSince !== undefined;

/** How several lines fare: their tokens together, then each broker and environment by itself. */
export function lineFields(lines: readonly LineStatus[], language: Language): Field[] {
  const say = sayIn(language);
  const expired = lines.filter(({ token }) => token.state === 'expired');
  const named = expired.slice(0, MOST_NAMED).map(({ account }) => accountLabel(account));
  const rest = expired.length - named.length;
  const more = rest > 0 ? say(` 외 ${rest}개`, ` and ${rest} more`) : '';
  const tokens =
    expired.length === 0
      ? say(`${lines.length}개 모두 쓸 수 있음`, `all ${lines.length} usable`)
      : say(
          `${lines.length}개 중 만료 ${expired.length}개: ${named.join(', ')}${more}`,
          `${expired.length} of ${lines.length} expired: ${named.join(', ')}${more}`,
        );
  return [{ label: say('접근 토큰', 'Access tokens'), value: tokens }, ...brokerFields(lines, language)];
}

function brokerFields(lines: readonly LineStatus[], language: Language): Field[] {
  const groups = new Map<string, LineStatus[]>();
  for (const line of lines) {
    const { broker, mode } = line.account;
    const name = `${brokerName(broker, language)} ${stampLabel(mode, language)}`;
    groups.set(name, [...(groups.get(name) ?? []), line]);
  }
  return [...groups].map(([label, own]) => ({ label, value: groupText(own, language) }));
}

function groupText(lines: readonly LineStatus[], language: Language): string {
  const say = sayIn(language);
  const away = lines.flatMap(({ broker }) => broker.maintenanceSince ?? []);
  if (away.length > 0) {
    const since = formatKst(Math.min(...away));
    return say(
      `계좌 ${lines.length}개 중 ${away.length}개에서 점검 중으로 보임 (${since}부터)`,
      `looks like maintenance at ${away.length} of ${lines.length} accounts (since ${since})`,
    );
  }
  const calls = lines.flatMap(({ broker }) => broker.lastGoodCallAt ?? []);
  if (calls.length === 0) return say('아직 정상 호출 없음', 'no good call yet');
  const at = formatKst(Math.max(...calls));
  return say(
    `계좌 ${lines.length}개, 마지막 정상 호출 ${at}`,
    `${lines.length} accounts, last good call ${at}`,
  );
}
