import type { Bilingual } from './core/index.js';

export const AREAS = [
  'program',
  'configuration',
  'permissions',
  'disk',
  'lock',
  'keys',
  'store',
  'clock',
  'gateway',
  'hosts',
  'platforms',
  'broker',
] as const;

/** What one look came to. Its words never hold a secret, and of an account number only the end. */
export interface Finding {
  readonly area: (typeof AREAS)[number];
  readonly state: 'ok' | 'warning' | 'wrong';
  /** Stable: `LIVE_TRADING`, `tokens.json`, `discord.token`. */
  readonly name: string;
  readonly text: Bilingual;
  /** What to do about it. */
  readonly todo: Bilingual | undefined;
}

/** Makes the findings of one area. */
export function findingsOf(area: Finding['area']) {
  const make =
    (state: Finding['state']) =>
    (name: string, text: Bilingual, todo?: Bilingual): Finding => ({ area, state, name, text, todo });
  return { ok: make('ok'), warning: make('warning'), wrong: make('wrong') };
}

export const say = (ko: string, en: string): Bilingual => ({ ko, en });
