const isKorean = document.documentElement.lang !== 'en';

/** The text in the reader's language, which the page came in. */
export const say = (ko: string, en: string): string => (isKorean ? ko : en);

const grouped = (amount: number): string => amount.toLocaleString('en-US');

export const wonText = (amount: number): string =>
  isKorean ? `${grouped(amount)}원` : `₩${grouped(amount)}`;

export const sharesText = (count: number): string => (isKorean ? `${grouped(count)}주` : grouped(count));

export const signedText = (amount: number): string => `${amount > 0 ? '+' : ''}${grouped(amount)}`;

export const percentText = (percent: number): string => `${percent > 0 ? '+' : ''}${percent.toFixed(2)}%`;

/** `2026-11-23T10:00:00.000+09:00` as `2026-11-23 10:00:00`: the gateway's times are Korea's. */
export const timeText = (iso: string): string => iso.slice(0, 19).replace('T', ' ');

/** 312 as `5시간 12분`. */
export function minutesText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return say(`${rest}분`, `${rest}m`);
  return say(`${hours}시간 ${rest}분`, `${hours}h ${rest}m`);
}
