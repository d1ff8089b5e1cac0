import type { Halt, HaltScope } from './halt.js';
import { formatKst } from './kst.js';
import type { Language } from './language.js';

/** What a halt stops, in words: `종목 삼성전자 005930`. Of an account the last digits only. */
export function haltScopeText(scope: HaltScope, language: Language): string {
  const say = (ko: string, en: string) => (language === 'ko' ? ko : en);
  switch (scope.kind) {
    case 'all':
      return say('모든 매수, 매도와 정정', 'all buying, selling and amending');
    case 'buy':
      return say('매수와 매수 정정', 'buying, and amending of buys');
    case 'symbol': {
      const issue = scope.name === scope.code ? scope.code : `${scope.name} ${scope.code}`;
      return say(`종목 ${issue}`, `symbol ${issue}`);
    }
    case 'account':
      return say(`계좌 ****${scope.account.slice(4)}`, `account ****${scope.account.slice(4)}`);
  }
}

/** When a halt ends by itself, or that it does not. */
export function haltEndText({ until }: Halt, language: Language): string {
  if (until !== undefined) return formatKst(until);
  return language === 'ko' ? '풀 때까지' : 'until it is lifted';
}

const LONGEST_REASON = 80;

/** Why it was halted, in brief: a reason may be as long as a message. Cut at a blank, it still says which halt this is. */
export function haltReasonText({ reason }: Halt, language: Language): string {
  if (reason === '') return language === 'ko' ? '적지 않음' : 'not given';
  const characters = Array.from(reason);
  if (characters.length <= LONGEST_REASON) return reason;
  const cut = characters.slice(0, LONGEST_REASON).join('');
  return `${cut.replace(/\s\S*$/, '')}…`;
}
