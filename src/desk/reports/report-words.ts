import {
  type AccountRef,
  accountLabel,
  brokerName,
  type Cell,
  kstFields,
  kstTime,
  type Language,
  stampLabel,
  startOfKstDate,
} from '../../core/index.js';

export type Say = (ko: string, en: string) => string;

const WEEKDAYS = { ko: '일월화수목금토', en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] } as const;

/** `20261123` → `11월 23일 (월)`, `Mon 2026-11-23`. */
export function dayText(date: string, language: Language): string {
  const { month, day, weekday } = kstFields(startOfKstDate(date) ?? Number.NaN);
  return language === 'ko'
    ? `${month}월 ${day}일 (${WEEKDAYS.ko[weekday]})`
    : `${WEEKDAYS.en[weekday]} ${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
}

/** `09:00` */
export function hourText(at: number): string {
  const digits = kstTime(at);
  return `${digits.slice(0, 2)}:${digits.slice(2, 4)}`;
}

/** `🟢 가족 (****1234-01)`; among several, whose account and whose money it is: `… · 키움증권 실전`. */
export function accountText(account: AccountRef, several: boolean, language: Language): string {
  const { broker, mode } = account;
  const line = `${brokerName(broker, language)} ${stampLabel(mode, language)}`;
  return several ? `${accountLabel(account)} · ${line}` : accountLabel(account);
}

export const countText = (count: number, say: Say): Cell => say(`${count}건`, String(count));
