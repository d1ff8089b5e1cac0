import type { Bilingual, DeskError, Language } from '../core/index.js';
import { explain } from './explain.js';

/** A failure in one paragraph of plain text, in both languages: for answers that are no cards. */
export function explainPlainly(error: DeskError, now: number, reference: string): Bilingual {
  const inWords = (language: Language) => {
    const { title, blocks } = explain(error, { language, now, reference, request: undefined });
    const texts = blocks.flatMap(block =>
      block.kind === 'text' || block.kind === 'notice' ? [block.text] : [],
    );
    return [`${title}.`, ...texts].join(' ');
  };
  return { ko: inWords('ko'), en: inWords('en') };
}
