import type { Stamp } from './account.js';
import { formatKst } from './kst.js';
import type { Language } from './language.js';
import { groupDigits } from './money.js';
import type { Cell, Value } from './reply.js';

/** 실전, 모의 or 데모: stands on every card. */
export function stampLabel(stamp: Stamp, language: Language): string {
  const labels = {
    live: { ko: '실전', en: 'LIVE' },
    paper: { ko: '모의', en: 'PAPER' },
    demo: { ko: '데모', en: 'DEMO' },
  };
  return labels[stamp][language];
}

/** The plain text of a cell, the same on every platform. */
export function cellText(cell: Cell, language: Language): string {
  return typeof cell === 'string' ? cell : valueText(cell, language);
}

function valueText(value: Value, language: Language): string {
  switch (value.kind) {
    case 'won':
      return language === 'ko' ? `${groupDigits(value.won)}원` : `₩${groupDigits(value.won)}`;
    case 'change':
      return `${value.won > 0n ? '+' : ''}${groupDigits(value.won)}`;
    case 'percent':
      return `${value.percent > 0 ? '+' : ''}${value.percent.toFixed(2)}%`;
    case 'shares':
      return language === 'ko' ? `${groupDigits(value.shares)}주` : groupDigits(value.shares);
    case 'time':
      return formatKst(value.at);
  }
}

/** Up, down or flat, for the colours of the Korean market: red up, blue down. */
export function direction(cell: Cell): 'up' | 'down' | 'flat' {
  if (typeof cell === 'string') return 'flat';
  const sign = cell.kind === 'change' ? cell.won : cell.kind === 'percent' ? cell.percent : 0;
  if (sign > 0) return 'up';
  return sign < 0 ? 'down' : 'flat';
}

/** A span of time in words: "3시간 12분", "45초". Negative spans count as zero. */
export function spanText(ms: number, language: Language): string {
  const total = Math.max(0, Math.round(ms / 1000));
  const parts: [number, string, string][] = [
    [Math.floor(total / 86_400), '일', 'd'],
    [Math.floor((total % 86_400) / 3600), '시간', 'h'],
    [Math.floor((total % 3600) / 60), '분', 'm'],
    [total % 60, '초', 's'],
  ];
  const shown = parts.filter(([n]) => n > 0).slice(0, 2);
  if (shown.length === 0) return language === 'ko' ? '0초' : '0s';
  return shown.map(([n, ko, en]) => (language === 'ko' ? `${n}${ko}` : `${n}${en}`)).join(' ');
}
