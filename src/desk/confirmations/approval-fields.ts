import type { Field } from '../../core/index.js';
import { sayIn } from '../teller.js';
import type { CardFacts } from './card.js';

/** Who agreed to it and who did not; nothing where nobody was asked. */
export function approvalFields({
  ticket: { approval },
  language,
  personName,
}: Pick<CardFacts, 'ticket' | 'language' | 'personName'>): readonly Field[] {
  if (!approval) return [];
  const say = sayIn(language);
  const { given, need, deniedBy, glass } = approval;
  const names = given.map(({ by }) => personName(by)).join(', ');
  const counted = `${given.length}/${need}${names === '' ? '' : ` · ${names}`}`;
  return [
    { label: say('승인', 'Approved'), value: counted },
    ...(deniedBy === undefined ? [] : [{ label: say('거부', 'Denied'), value: personName(deniedBy) }]),
    ...(glass ? [{ label: say('비상 전송', 'Emergency'), value: say('승인 없이', 'without approval') }] : []),
  ];
}
