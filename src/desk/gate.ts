import type { Clock, Inbound, Language, Log, Outcome, Tell } from '../core/index.js';
import type { Access, Entry } from './access.js';
import type { Asked } from './asked.js';
import { joinsByCode } from './members/knock.js';
import type { Members } from './members/members.js';
import type { Recorder } from './record.js';
import { createStrangers, strangerNotice } from './strangers.js';

export interface GateParts {
  readonly access: Access;
  readonly members: Members;
  readonly clock: Clock;
  readonly log: Log;
  readonly language: Language;
  readonly tell: Tell;
}

/** The gate before everything else. */
export interface Gate {
  /** A stranger who brings a link code is somebody from then on. */
  admit(inbound: Inbound, asked: Asked): Promise<Entry>;
  /** The owner is told, and the visit recorded, both within bounds; the visitor learns nothing. */
  turnAway(inbound: Inbound, reason: 'person' | 'place'): Promise<Outcome>;
}

export function createGate(parts: GateParts, recorder: Pick<Recorder, 'stranger'>): Gate {
  const { access, clock, language, tell } = parts;
  const strangers = createStrangers(clock);
  return {
    async admit(inbound, asked) {
      const entry = access.enter(inbound);
      const joined = entry.kind === 'refused' && (await joinsByCode(inbound, asked, parts));
      return joined ? access.enter(inbound) : entry;
    },
    async turnAway(inbound, reason) {
      const { platform, who, where } = inbound;
      const visit = strangers.visit(`${platform}:${who.userId}${reason === 'place' ? `@${where.id}` : ''}`);
      if (visit.tellOwner) tell(strangerNotice(inbound, reason, visit.missed, language));
      if (visit.record) await recorder.stranger(inbound, reason);
      return { kind: 'refused' };
    },
  };
}
