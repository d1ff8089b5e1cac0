import {
  type AccountColour,
  type ArgChoice,
  type Bilingual,
  brokerName,
  type CommandContext,
  type DeskAccount,
  stampLabel,
  stampOf,
} from '../src/core/index.js';

/** What `/account` does with an account. */
export const ACTIONS = [
  { value: 'pin', label: { ko: '고정', en: 'Pin' } },
  { value: 'unpin', label: { ko: '해제', en: 'Unpin' } },
  { value: 'alias', label: { ko: '별명', en: 'Alias' } },
  { value: 'owner', label: { ko: '주인', en: 'Owner' } },
  { value: 'colour', label: { ko: '색', en: 'Colour' } },
  { value: 'limit', label: { ko: '한도', en: 'Limit' } },
  { value: 'remove', label: { ko: '제거', en: 'Remove' } },
] as const satisfies readonly ArgChoice[];

export type AccountAction = (typeof ACTIONS)[number]['value'];

const COLOURS: Readonly<Record<AccountColour, Bilingual>> = {
  red: { ko: '빨강', en: 'red' },
  orange: { ko: '주황', en: 'orange' },
  yellow: { ko: '노랑', en: 'yellow' },
  green: { ko: '초록', en: 'green' },
  blue: { ko: '파랑', en: 'blue' },
  purple: { ko: '보라', en: 'purple' },
  brown: { ko: '갈색', en: 'brown' },
  white: { ko: '하양', en: 'white' },
};

const isColour = (name: string): name is AccountColour => Object.hasOwn(COLOURS, name);
const NAMES = Object.keys(COLOURS).filter(isColour);

/** A colour in either language; undefined takes it away. */
export function readColour(word: string): AccountColour | undefined | 'unknown' {
  const wanted = word.trim().toLowerCase();
  if (/^(?:none|없음)$/.test(wanted)) return undefined;
  return NAMES.find(name => name === wanted || COLOURS[name].ko === wanted) ?? 'unknown';
}

type Reader = Pick<CommandContext, 'say' | 'language' | 'stamp'>;

/** `한국투자증권 실전` */
export const placeText = ({ language, stamp }: Reader, { ref }: DeskAccount): string =>
  `${brokerName(ref.broker, language)} ${stampLabel(stampOf(ref, stamp), language)}`;

/** Whether it can be used now, and why not. */
export const stateText = ({ say }: Reader, { closed }: DeskAccount): string =>
  closed === undefined ? say('쓸 수 있음', 'in use') : say(`닫힘: ${closed}`, `closed: ${closed}`);
