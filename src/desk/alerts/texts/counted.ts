import { formatKst, type Language, spanText } from '../../../core/index.js';
import { sayIn } from '../../teller.js';
import type { Word } from '../incidents.js';

export interface Counts {
  readonly count: number;
  /** Since the last message. */
  readonly more: number;
  /** ms since the last message. */
  readonly span: number;
  /** ms since it began. */
  readonly lasted: number;
  /** Wall clock, ms. */
  readonly lastAt: number;
}

/** The line that says how often and for how long; undefined where there is nothing to say. */
export function countedText(word: Word | 'edit', counts: Counts, language: Language): string | undefined {
  const say = sayIn(language);
  const { count, more, lasted, lastAt } = counts;
  const span = spanText(counts.span, language);
  const long = spanText(lasted, language);
  const last = formatKst(lastAt);
  switch (word) {
    case 'began':
    case 'stage':
    case 'edit':
      if (count < 2) return undefined;
      return say(
        `지금까지 ${count}번 있었습니다. 마지막: ${last}`,
        `${count} times so far, last at ${last}.`,
      );
    case 'summary':
      return say(
        `지난 알림 뒤 ${span} 동안 ${more}번 더 있었습니다. 모두 ${count}번입니다.`,
        `${more} more times in the ${span} since the last message, ${count} in all.`,
      );
    case 'over':
      return count < 2
        ? say(`${long} 동안 이어졌습니다.`, `It lasted ${long}.`)
        : say(
            `${long} 동안 이어졌고 모두 ${count}번 있었습니다.`,
            `It lasted ${long}, ${count} times in all.`,
          );
    case 'quiet':
      return say(`모두 ${count}번 있었습니다. 마지막: ${last}`, `${count} times in all, last at ${last}.`);
  }
}

/** What a message of this kind is called, given what the trouble is called. */
export function titleFor(word: Word | 'edit', title: string, language: Language): string {
  const say = sayIn(language);
  switch (word) {
    case 'summary':
      return say(`계속됩니다: ${title}`, `It goes on: ${title}`);
    case 'quiet':
      return say(`조용해졌습니다: ${title}`, `It has gone quiet: ${title}`);
    default:
      return title;
  }
}

export const markText = {
  acknowledged: (name: string, at: number, language: Language) =>
    sayIn(language)(`확인했습니다: ${name} · ${formatKst(at)}`, `Acknowledged: ${name} · ${formatKst(at)}`),
  muted: (name: string, until: number, language: Language) =>
    sayIn(language)(
      `${formatKst(until)}까지 새 메시지 없이 이 카드만 고칩니다: ${name}`,
      `No new messages until ${formatKst(until)}, only this card is kept up: ${name}`,
    ),
  escalated: (language: Language) =>
    sayIn(language)(
      '5분 동안 확인한 사람이 없어 다른 곳에도 알렸습니다.',
      'Nobody acknowledged it within five minutes, so others were told too.',
    ),
  reminded: (language: Language) =>
    sayIn(language)(
      '5분 동안 확인한 사람이 없어 한 번 더 알립니다.',
      'Nobody acknowledged it within five minutes, so it is said once more.',
    ),
  takenOver: (language: Language) =>
    sayIn(language)(
      '여러 계좌에서 같은 일이 있어 증권사 알림 하나로 모았습니다.',
      'It befell several accounts, and goes on as one alert of the broker.',
    ),
  over: (at: number, language: Language) =>
    sayIn(language)(`끝났습니다: ${formatKst(at)}`, `Over: ${formatKst(at)}`),
};
