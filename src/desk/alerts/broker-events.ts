import {
  type AccountRef,
  accountKey,
  type BrokerEvent,
  type BrokerEventSink,
  type Language,
  type Notice,
} from '../../core/index.js';
import { SKEW_LIMIT_MS } from '../halt/auto-halt.js';
import { sayIn } from '../teller.js';
import { type CrowdParts, createCrowds } from './crowds.js';
import { type LineEvent, lineNotices } from './line-events.js';
import { clocksDiffer } from './texts/broker.js';
import type { Timers } from './timers.js';

export interface BrokerEventParts extends CrowdParts {
  readonly timers: Timers;
}

/** What brokers tell, as notices: of each line by itself, of many that fare alike as one. */
export function brokerNotices(parts: BrokerEventParts): BrokerEventSink {
  const { clock, language, timers, take } = parts;
  const crowds = createCrowds(parts);
  const lines = new Map<string, (event: LineEvent) => void>();

  /** `from` left out: the only line there is. */
  function lineOf(from: AccountRef | undefined): (event: LineEvent) => void {
    const key = from ? accountKey(from) : '';
    const known = lines.get(key);
    if (known) return known;
    const line = lineNotices({
      clock,
      language,
      timers: {
        ...timers,
        set: (name, ms, work) => timers.set(`${name} ${key}`, ms, work),
        clear: name => timers.clear(`${name} ${key}`),
      },
      take: from ? (notice, counts) => crowds.take(notice, counts, from) : take,
    });
    lines.set(key, line);
    return line;
  }

  return (event, from) => {
    if (event.kind === 'called') return;
    if (event.kind === 'clockSkew') take(skewNotice(event, language), true);
    else lineOf(from)(event);
  };
}

function skewNotice({ at, skewMs }: Extract<BrokerEvent, { kind: 'clockSkew' }>, language: Language): Notice {
  const stopped = Math.abs(skewMs) > SKEW_LIMIT_MS;
  const label = sayIn(language)('정지', 'Halt');
  return {
    kind: 'machine',
    urgency: 'warning',
    incident: 'clock',
    stage: stopped ? 'stopped' : 'noticed',
    endsQuietly: true,
    draft: clocksDiffer(skewMs, language),
    at,
    actions: stopped ? [] : [{ label, call: { command: 'halt', args: {} }, style: 'danger' }],
  };
}
