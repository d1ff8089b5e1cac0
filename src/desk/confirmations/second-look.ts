import type { Draft, Language } from '../../core/index.js';
import { sayIn } from '../teller.js';

/** A new ticket in the place of one that things have moved away from. */
export function inPlaceOfOld(draft: Draft, language: Language): Draft {
  const text = sayIn(language)(
    '그사이 상황이 바뀌어 보내지 않았습니다. 새 주문표를 보고 다시 확인해 주세요.',
    'Things have moved since, so it was not sent. Look at the new ticket and confirm again.',
  );
  return { ...draft, blocks: [{ kind: 'notice', tone: 'warning', text }, ...draft.blocks] };
}
