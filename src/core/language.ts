export type Language = 'ko' | 'en';

/** One text in both languages; Korean is what people read by default. */
export interface Bilingual {
  readonly ko: string;
  readonly en: string;
}
